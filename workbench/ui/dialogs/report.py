"""The year behind in plots, one at a time. What is counted stands in `curation/report/`.

The plots are drawn by textual-plotext, an optional package; this module is imported when they are asked for.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from textual.app import ComposeResult
from textual.widgets import Static
from textual_plotext import PlotextPlot

from workbench.curation.report.figures import Report, Series, Spread, Week
from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.keys.table import build_named_bindings
from workbench.ui.sanitize import one_line, to_content

DrawPlot: TypeAlias = Callable[[Any], object]
MAX_FEEDS: Final = 10
WEEKS_PER_TICK: Final = 8
BAR_NAME: Final = 20  # cells of a name beside a bar
MAX_TICKS: Final = 6


class ReportDialog(Dialog[None]):
    """The plots of a report, turned with the keys that move in lists."""

    BINDINGS = [*build_named_bindings("cursor.down", "cursor.up")]
    heading = "The year behind"
    hints = (("cursor.down", "next plot"), ("cursor.up", "plot before"))

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._plots = list_plots(report)
        self._at = 0
        self._title = Static()
        self._plot = PlotextPlot()

    def compose_body(self) -> ComposeResult:
        yield self._title
        yield self._plot

    def on_mount(self) -> None:
        self._show_plot()

    def action_cursor_down(self) -> None:
        """The next plot, round the corner."""
        self._turn(1)

    def action_cursor_up(self) -> None:
        """The plot before, round the corner."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self._at = (self._at + by) % len(self._plots)
        self._show_plot()

    def _show_plot(self) -> None:
        title, draw = self._plots[self._at]
        self._title.update(to_content(f"{title} ({self._at + 1} of {len(self._plots)})", "bold"))
        plot = self._plot.plt
        plot.clear_figure()
        draw(plot)
        self._plot.refresh()


def list_plots(report: Report) -> list[tuple[str, DrawPlot]]:
    """Every plot of a report with its title; those without figures are left out."""
    plots: list[tuple[str, DrawPlot | None]] = [
        *(
            (
                f"{name.capitalize()}, a week since {report.since}",
                _draw_weeks(report.weeks, name),
            )
            for name in ("saved", "placed", "rejected", "published")
        ),
        ("Sections by month", _draw_series(report.sections, report.months)),
        ("Hosts", _draw_totals(report.hosts)),
        ("Kinds by month", _draw_series(report.kinds, report.months)),
        ("Blurbs, by their words", _draw_spread(report.blurbs)),
        ("Days from saved to published", _draw_spread(report.waits)),
        ("Days in the inbox by now", _draw_spread(report.waiting)),
        ("What feeds brought, and what of it was published", _draw_feeds(report)),
    ]
    found = [(title, draw) for title, draw in plots if draw is not None]
    return found or [("Nothing happened yet", lambda _: None)]


def choose_ticks(highest: int) -> list[int]:
    """Whole numbers for an axis of counts: 0, then steps of 1, 2 or 5 and their tens, up to the highest count."""
    steps = (digit * 10**power for power in range(12) for digit in (1, 2, 5))
    step = next(step for step in steps if highest // step < MAX_TICKS)
    return list(range(0, highest + 1, step))


def _draw_weeks(weeks: Sequence[Week], name: str) -> DrawPlot | None:
    counts, at = [getattr(week, name) for week in weeks], range(1, len(weeks) + 1)
    if not any(counts):
        return None

    def draw(plot: Any) -> None:
        plot.bar(at, counts, minimum=0, width=0.6)
        plot.yticks(choose_ticks(max(counts)))
        plot.xticks(at[::WEEKS_PER_TICK], [week.start[5:] for week in weeks[::WEEKS_PER_TICK]])

    return draw


def _draw_series(series: Sequence[Series], months: Sequence[str]) -> DrawPlot | None:
    if not series:
        return None
    names, counts = [one_line(one.name) for one in series], [list(one.counts) for one in series]

    def draw(plot: Any) -> None:
        plot.stacked_bar(list(months), counts, labels=names)
        plot.yticks(choose_ticks(max(map(sum, zip(*counts, strict=True)))))

    return draw


def _draw_totals(series: Sequence[Series]) -> DrawPlot | None:
    return _draw_bars([one.name for one in series], [one.total for one in series])


def _draw_spread(spread: Spread) -> DrawPlot | None:
    return _draw_bars([name for name, _ in spread.ranges], [count for _, count in spread.ranges])


def _draw_feeds(report: Report) -> DrawPlot | None:
    feeds = report.feeds[:MAX_FEEDS][::-1]
    if not feeds:
        return None
    names = [one_line(feed.name)[:BAR_NAME] for feed in feeds]
    counts = [[feed.brought for feed in feeds], [feed.published for feed in feeds]]

    def draw(plot: Any) -> None:
        plot.multiple_bar(names, counts, labels=["brought", "published"], orientation="horizontal")
        plot.xticks(choose_ticks(max(map(max, counts))))

    return draw


def _draw_bars(names: Sequence[str], counts: Sequence[int]) -> DrawPlot | None:
    if not any(counts):
        return None
    shown = [one_line(name)[:BAR_NAME] for name in reversed(names)]

    def draw(plot: Any) -> None:
        plot.bar(shown, list(reversed(counts)), orientation="horizontal", width=0.6)
        plot.xticks(choose_ticks(max(counts)))

    return draw
