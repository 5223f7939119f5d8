"""Charts as inline SVG: columns, stacked columns, rows. Colours are the variables `--c0` to `--c11` of the page."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

WIDTH: Final = 900
HEIGHT: Final = 150
LEFT: Final = 42  # room for the numbers beside the axis; all sizes are in units of the drawing
FOOT: Final = 20
ROW: Final = 22
LABEL: Final = 130
TICK_WIDTH: Final = 62
LABELS_ALONG: Final = 12  # labels below an axis, at most


def draw_columns(values: Sequence[int], labels: Sequence[str], title: str, color: int) -> str:
    """A column a value, the highest as high as the chart."""
    return draw_stack([values], labels, title, first_color=color)


def draw_stack(
    series: Sequence[Sequence[int]], labels: Sequence[str], title: str, first_color: int = 0
) -> str:
    """Columns of which each stacks a value of every series, the first at the foot."""
    totals = [sum(values) for values in zip(*series, strict=True)]
    top = max(totals, default=0) or 1
    step = (WIDTH - LEFT) / max(1, len(totals))
    parts = [*_iter_axis(top), *_iter_labels(labels, step)]
    for at, column in enumerate(zip(*series, strict=True)):
        parts += _iter_column(column, LEFT + at * step, step, HEIGHT / top, labels[at], first_color)
    return _wrap_svg("".join(parts), HEIGHT + FOOT, title)


def draw_rows(ranges: Sequence[tuple[str, int]], title: str, color: int) -> str:
    """A row a range, with its name before it and its value behind it."""
    top = max((count for _, count in ranges), default=0) or 1
    parts = []
    for at, (name, count) in enumerate(ranges):
        y, width = at * ROW, (WIDTH - LABEL - 70) * count / top
        parts.append(f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end">{escape(name)}</text>')
        parts.append(_draw_bar(LABEL, y + 3, width, ROW - 6, color, f"{name}: {count}"))
        parts.append(f'<text class="value" x="{LABEL + width + 6:.1f}" y="{y + 15}">{count:,}</text>')
    return _wrap_svg("".join(parts), len(ranges) * ROW, title)


def _iter_column(
    column: Sequence[int], x: float, step: float, unit: float, label: str, first_color: int
) -> Iterator[str]:
    y = float(HEIGHT)
    for at, value in enumerate(column):
        if value:
            y -= value * unit
            yield _draw_bar(
                x + step * 0.1, y, step * 0.8, value * unit, first_color + at, f"{label}: {value}"
            )


def _iter_axis(top: int) -> Iterator[str]:
    for value in sorted({0, top // 2, top}):
        y = HEIGHT - HEIGHT * value / top
        yield f'<line class="axis" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 6}" y="{max(10, y + 4):.1f}" text-anchor="end">{value:,}</text>'


def _iter_labels(labels: Sequence[str], step: float) -> Iterator[str]:
    every = -(-len(labels) // LABELS_ALONG) or 1
    fitting = [at for at in range(0, len(labels), every) if LEFT + at * step + TICK_WIDTH <= WIDTH]
    for at in fitting:
        yield f'<text x="{LEFT + at * step + 2:.1f}" y="{HEIGHT + 15}">{escape(labels[at])}</text>'


def _draw_bar(x: float, y: float, width: float, height: float, color: int, says: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="1.5" '
        f'fill="var(--c{color})"><title>{escape(says)}</title></rect>'
    )


def _wrap_svg(inner: str, height: int, title: str) -> str:
    return f'<svg viewBox="0 -4 {WIDTH} {height + 8}" role="img" aria-label="{escape(title)}">{inner}</svg>'
