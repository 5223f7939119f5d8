"""The year behind on the screen: one plot at a time, turned with the keys that move in lists."""

from datetime import timedelta

import pytest

from tests.support.clock import NOW
from tests.support.views import BareApp, OpenView
from workbench.curation.report.figures import FeedFigures, Report, Series, Spread, Week

pytest.importorskip("textual_plotext", reason="plots are of the extra `plots`")

NOTHING = Spread(0, None, ())
WEEKS = tuple(Week((NOW + timedelta(weeks=at)).date().isoformat(), saved=at) for at in range(52))
REPORT = Report(
    since="2025-12-01", until="2026-11-28", issues=2, months=("2026-10", "2026-11"), weeks=WEEKS,
    sections=(Series("Papers", (1, 2)),), hosts=(Series("arXiv", (0, 3)), Series("GitHub", (1, 1))), kinds=(),
    blurbs=Spread(3, 42.5, (("0-24 words", 1), ("25-49 words", 2))), waits=NOTHING, waiting=NOTHING,
    feeds=(FeedFigures("Import AI", 5, 1, 1, 2, 1),),
)  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_each_plot_with_figures_is_shown_and_the_last_is_followed_by_the_first(
    size: tuple[int, int],
) -> None:
    from workbench.ui.dialogs.report import ReportDialog

    titles = ["Saved, a week", "Sections by month", "Hosts", "Blurbs, by their words", "What feeds brought"]
    async with BareApp().run_test(size=size) as pilot:
        front = OpenView(pilot)
        await front.open(ReportDialog(REPORT))
        for at, title in enumerate(titles, start=1):
            assert title in front.text
            assert f"({at} of {len(titles)})" in front.text
            await front.press("j")
        assert titles[0] in front.text
        await front.press("k")
        assert "Import AI" in front.text
        await front.press("q")
        assert front.closed


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0]),
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (23, [0, 5, 10, 15, 20]),
        (1000, [0, 200, 400, 600, 800, 1000]),
    ],
)
def test_an_axis_of_counts_has_whole_numbers_and_not_many(highest: int, ticks: list[int]) -> None:
    from workbench.ui.dialogs.report import choose_ticks

    assert choose_ticks(highest) == ticks
