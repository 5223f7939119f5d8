"""One row of a list as it is drawn: its columns, which give way as the list grows narrow, and its styles."""

from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Final, Literal

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from workbench.curation.search.folding import find_folded_spans
from workbench.ui.sanitize import many_lines, one_line

LEAD_WIDTH: Final = 4  # cells before the title: the cursor's bar, the mark, the kind, a space
MARKS_WIDTH: Final = 12  # cells a row's marks may take


class ListRow(Struct, frozen=True):
    """What a line shows of a link. Any text may be foreign; `kind` is a letter, `marks` signs such as `#9 =`.

    `age` is None where the list has no such column. `tone` is the style of kind and source name, if not their own.
    """

    kind: str
    title: str
    marks: str = ""
    source_name: str = ""
    age: str | None = ""
    tone: Literal["", "error", "warning", "dim"] = ""


def draw_row(
    row: ListRow,
    width: int,
    *,
    here: bool,
    marked: bool,
    terms: tuple[str, ...],
    base: Style,
    style_of: Callable[[str], Style],
) -> Strip:
    """The row in exactly so many cells, with these terms highlighted in its title.

    `style_of` gives the style of a part on top of `base`: `bar`, `kind`, `dim`, `match`, `error` or `warning`.
    """
    segments: list[Segment] = []
    for text, part in _lay_out_row(row, width, here, marked):
        if part == "title":
            segments += _highlight_terms(text, terms, base, base + style_of("match"))
        else:
            segments.append(Segment(text, base + style_of(part) if part else base))
    return Strip(segments).adjust_cell_length(width, base)


def fit_text(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly so many cells, cut with … or filled with spaces."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…" if width else ""
    fill = " " * (width - cell_len(text))
    return fill + text if right else text + fill


def draw_empty_line(text: str, y: int, width: int, height: int, style: Style) -> Strip:
    """The line `y` of a list with nothing in it: what is said instead stands in the middle, in whole words."""
    lines = many_lines(text).split("\n")
    said = [part for line in lines for part in wrap(line, max(1, width - 2)) or [""]]
    at = y - (height - len(said)) // 2
    shown = said[at] if 0 <= at < len(said) else ""
    left = max(0, width - cell_len(shown)) // 2
    return Strip([Segment(" " * left + fit_text(shown, width - left), style)], width)


def _highlight_terms(title: str, terms: tuple[str, ...], base: Style, match: Style) -> Iterator[Segment]:
    done = 0
    for start, end in find_folded_spans(title, terms):
        yield Segment(title[done:start], base)
        yield Segment(title[start:end], match)
        done = end
    yield Segment(title[done:], base)


def _lay_out_row(row: ListRow, width: int, here: bool, marked: bool) -> list[tuple[str, str]]:
    """A row as texts from left to right, each with the component that gives it its look."""
    origin, age = _fit_columns(width)
    tail = [(fit_text(one_line(row.marks), MARKS_WIDTH).rstrip(), "")] if row.marks else []
    at_edge = row.age is None
    tail += (
        [(fit_text(one_line(row.source_name), origin, right=at_edge), row.tone or "dim")] if origin else []
    )
    tail += [(fit_text(one_line(row.age or ""), age, right=True), "dim")] if age and not at_edge else []
    room = max(0, width - LEAD_WIDTH - sum(1 + cell_len(text) for text, _ in tail))
    lead = [
        ("▌" if here else " ", "bar"),
        ("*" if marked else " ", ""),
        (fit_text(one_line(row.kind), 1), row.tone or "kind"),
    ]
    title = [(" ", ""), (fit_text(one_line(row.title), room), "title")]
    return [*lead, *title, *((f" {text}", part) for text, part in tail)]


def _fit_columns(width: int) -> tuple[int, int]:
    """Cells for origin and age: what can wait goes first as the list grows narrow."""
    if width >= 56:  # what the inbox has on a screen of 120 or of 160 columns
        return 12, 4
    return (7 if width >= 40 else 0), (4 if width >= 28 else 0)
