"""The list of links: what an editor sees of 100,000 rows, and what stays put while they change."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from tests.support.quiet import wait_until_quiet
from workbench.ui.widgets.link_list import LinkList
from workbench.ui.widgets.list_row import ListRow

pytestmark = pytest.mark.usefixtures("draw_each_change")  # which lines are drawn when is what is counted
STYLES = Path(__file__).parents[2] / "styles" / "list.tcss"


class CountingList(LinkList[int]):
    """Counts the lines it is asked to draw."""

    drawn = 0

    def render_line(self, y: int) -> Strip:
        self.drawn += 1
        return super().render_line(y)


class ListApp(App[None]):
    """A list and nothing else; remembers what it was told."""

    CSS_PATH = [STYLES]
    BINDINGS = [("escape", "leave")]

    def __init__(self, rows: Callable[[int], ListRow]) -> None:
        super().__init__()
        self.described_ids: list[int] = []
        self.events: list[str] = []
        self.rows = rows
        self.list = CountingList(self._describe)

    def compose(self) -> ComposeResult:
        yield self.list

    def _describe(self, id: int) -> ListRow:
        self.described_ids.append(id)
        return self.rows(id)

    def on_link_list_cursor_moved(self, event: LinkList.CursorMoved) -> None:
        self.events.append(f"moved {event.id}")

    def on_link_list_activated(self, event: LinkList.Activated) -> None:
        self.events.append(f"chosen {event.id}")

    def action_leave(self) -> None:
        self.events.append("left")

    def lines(self) -> list[str]:
        """The list as text, line by line, whole width."""
        return [self.list.render_line(y).text for y in range(self.list.size.height)]

    def visible_ids(self) -> list[int]:
        """The ids on the screen, top first."""
        top = self.list.scroll_offset.y
        return list(self.list.ids[top : top + self.list.size.height])


OpenList: TypeAlias = Callable[..., AbstractAsyncContextManager[tuple[ListApp, Pilot[None]]]]


def make_row(id: int) -> ListRow:
    return ListRow("P", f"Paper {id}", source_name="arXiv", age="2d")


@pytest.fixture
def open_list() -> OpenList:
    @asynccontextmanager
    async def opened(
        ids: range | list[int], rows: Callable[[int], ListRow] = make_row, size: tuple[int, int] = (80, 10)
    ) -> AsyncIterator[tuple[ListApp, Pilot[None]]]:
        app = ListApp(rows)
        async with app.run_test(size=size) as pilot:
            app.list.show_ids(ids)
            await wait_until_quiet(pilot)
            yield app, pilot

    return opened


async def test_of_100000_links_only_the_lines_in_sight_are_asked_for(open_list: OpenList) -> None:
    async with open_list(range(100_000)) as (app, pilot):
        assert set(app.described_ids) == set(range(10))
        app.described_ids.clear()
        await pilot.press("G")
        assert app.list.cursor_id == 99_999
        assert set(app.described_ids) <= set(range(99_990, 100_000))
        assert app.lines()[-1].startswith("▌ P Paper 99999 ")


async def test_a_cursor_key_draws_the_line_it_leaves_and_the_line_it_reaches(open_list: OpenList) -> None:
    async with open_list(range(100_000)) as (app, pilot):
        app.list.drawn = 0
        await pilot.press("j")
        assert app.list.drawn == 2


async def test_scrolling_by_one_row_asks_for_no_row_it_has_drawn_before(open_list: OpenList) -> None:
    async with open_list(range(100_000)) as (app, pilot):
        await pilot.press(*"jjjjjjjjj")
        app.described_ids.clear()
        await pilot.press("j")
        assert app.visible_ids() == list(range(1, 11))
        assert app.described_ids == [10]


async def test_the_inbox_beside_other_panes_has_room_for_the_whole_name_of_most_sites(
    open_list: OpenList,
) -> None:
    def rows(id: int) -> ListRow:
        return ListRow("R", f"Read {id}", source_name="Hacker News", age="2d")

    for screen, whole in ((160, True), (120, True), (100, False)):  # the list has two columns' borders less
        width = screen * 6 // 16 - 2 if screen >= 140 else screen // 2 - 2
        async with open_list(range(1), rows, size=(width, 2)) as (app, _):
            assert ("Hacker News" in app.lines()[0]) is whole


async def test_every_line_is_as_wide_as_the_list_whatever_the_title_holds(open_list: OpenList) -> None:
    titles = [
        "日本語のタイトルはとても長いので切られます、本当に長い長い長い長い長い長い長い長い",
        "Attention [/] is all you need [@click=app.quit]x[/]",
        "two\nlines\tand \x1b[31mred\x07 \u202eturned\u202c \x9b2J",
        "a" * 500,
        "e\u0301" * 60,
        "👨‍👩‍👧 🇩🇪 ❤️ " * 20,
        "",
    ]

    def rows(id: int) -> ListRow:
        return ListRow("P", titles[id], marks="#9\n=", source_name="\x1b[2J" + "文" * 20, age="2\u202ed")

    for width in (100, 60, 46, 30, 20, 8):
        async with open_list(range(len(titles)), rows, size=(width, len(titles))) as (app, _):
            lines = app.lines()
            assert {cell_len(line) for line in lines} == {width - 1}  # one is the scroll bar's
            assert width < 30 or {line[-5:] for line in lines} == {"   2d"}
            assert not any(char in "".join(lines) for char in "\x1b\x07\x9b\n\t\u202e")


async def test_a_markup_title_is_read_as_it_was_written(open_list: OpenList) -> None:
    title = "Attention [/] is [@click=app.quit]x[/]"
    async with open_list([1], lambda _: ListRow("P", title)) as (app, pilot):
        assert title in app.lines()[0]
        await pilot.click(app.list, offset=(title.index("x[") + 4, 0), times=2)
        assert app.events[-1] == "chosen 1"


async def test_a_narrow_list_gives_up_the_origin_before_the_age(open_list: OpenList) -> None:
    async def first_line(width: int) -> str:
        async with open_list(
            [1], lambda _: ListRow("V", "T", "=", "anthropic.com", "2d"), size=(width, 1)
        ) as (
            app,
            _,
        ):
            return app.lines()[0]

    assert (await first_line(80)).endswith(" = anthropic.c…   2d")
    assert (await first_line(50)).endswith(" = anthro…   2d")
    assert (await first_line(36)).endswith(" =   2d")
    assert (await first_line(24)).endswith(" =")


async def test_the_cursor_stays_on_its_link_and_its_line_when_links_arrive_above(open_list: OpenList) -> None:
    async with open_list(range(1000)) as (app, pilot):
        await pilot.press("pagedown", "pagedown", "k")
        link, line = app.list.cursor_id, app.visible_ids().index(17)
        app.list.show_ids([*range(2000, 2030), *range(1000)])
        await wait_until_quiet(pilot)
        assert app.list.cursor_id == link == 17
        assert app.visible_ids().index(17) == line


async def test_a_view_the_wheel_has_moved_away_stays_there_when_links_arrive(open_list: OpenList) -> None:
    async with open_list(range(1000)) as (app, pilot):
        app.list.scroll_to(y=500, animate=False)
        await wait_until_quiet(pilot)
        app.list.show_ids([2000, *range(1000)])
        await wait_until_quiet(pilot)
        assert app.visible_ids() == list(range(500, 510))


async def test_the_cursor_goes_to_the_next_link_when_its_own_leaves(open_list: OpenList) -> None:
    async with open_list(range(10)) as (app, _):
        app.list.move_to(5)
        app.list.show_ids([0, 1, 2, 3, 4, 6, 7, 8, 9])
        assert app.list.cursor_id == 6
        app.list.show_ids([3, 4, 7, 8])
        assert app.list.cursor_id == 7
        app.list.show_ids([3, 4])
        assert app.list.cursor_id == 4
        app.list.show_ids([])
        assert app.list.cursor_id is None


async def test_only_the_repainted_links_are_asked_for_again(open_list: OpenList) -> None:
    async with open_list(range(1000)) as (app, pilot):
        app.described_ids.clear()
        app.list.drawn = 0
        app.list.refresh_ids({3, 4, 900})
        await wait_until_quiet(pilot)
        assert sorted(app.described_ids) == [3, 4]
        assert app.list.drawn == 2


async def test_marks_outlive_a_filter_and_act_only_where_they_are_seen(open_list: OpenList) -> None:
    async with open_list(range(10)) as (app, pilot):
        await pilot.press("space", "j", "space")
        assert app.list.collect_targets() == [0, 2]
        app.list.show_ids([2, 3, 4])
        assert app.list.collect_targets() == [2]
        app.list.show_ids(range(5, 10))
        assert app.list.collect_targets() == [app.list.cursor_id]
        app.list.show_ids(range(10))
        await wait_until_quiet(pilot)
        assert app.list.collect_targets() == [0, 2]
        assert [line[1] for line in app.lines()] == ["*", " ", "*", *[" "] * 7]


async def test_a_range_grows_and_shrinks_with_the_cursor_until_it_is_ended(open_list: OpenList) -> None:
    async with open_list(range(10)) as (app, pilot):
        await pilot.press("j", "v", "j", "j", "j", "k")
        assert app.list.collect_targets() == [1, 2, 3]
        await pilot.press("v", "j", "j", "space")
        assert app.list.collect_targets() == [1, 2, 3, 5]


async def test_escape_ends_the_range_then_the_marks_and_then_is_free_for_others(open_list: OpenList) -> None:
    async with open_list(range(10)) as (app, pilot):
        await pilot.press("v", "j", "escape", "j")
        assert app.list.collect_targets() == [0, 1]
        await pilot.press("escape")
        assert app.list.collect_targets() == [2]
        assert "left" not in app.events
        await pilot.press("escape")
        assert "left" in app.events


async def test_where_the_cursor_rests_is_told_and_enter_chooses(open_list: OpenList) -> None:
    async with open_list(range(100)) as (app, pilot):
        await pilot.press("j", "enter", "end", "home")
        assert app.events[-1] == "moved 0"
        assert "chosen 1" in app.events


async def test_a_click_moves_the_cursor_and_a_second_one_chooses(open_list: OpenList) -> None:
    async with open_list(range(100)) as (app, pilot):
        await pilot.press("pagedown", "pagedown")
        target = app.visible_ids()[2]
        await pilot.click(app.list, offset=(5, 2))
        assert app.list.cursor_id == target
        assert f"chosen {target}" not in app.events
        await pilot.click(app.list, offset=(5, 2), times=2)
        assert f"chosen {target}" in app.events


async def test_a_click_below_the_last_link_does_nothing(open_list: OpenList) -> None:
    async with open_list(range(3)) as (app, pilot):
        await pilot.click(app.list, offset=(5, 7), times=2)
        assert app.list.cursor_id == 0
        assert "chosen 0" not in app.events


async def test_the_words_searched_for_are_lit_up_in_the_title(open_list: OpenList) -> None:
    async with open_list([1], lambda _: ListRow("P", "Gated ATTENTION gates")) as (app, pilot):
        app.list.show_ids([1], terms=("attention", "gate"))
        await wait_until_quiet(pilot)
        lit = [part.text for part in app.list.render_line(0) if part.style and part.style.underline]
        assert lit == ["Gate", "ATTENTION", "gate"]


async def test_an_empty_list_says_in_its_middle_what_to_do(open_list: OpenList) -> None:
    async with open_list([], size=(41, 5)) as (app, pilot):
        app.list.empty_text = "Nothing here:\na adds links"
        await wait_until_quiet(pilot)
        assert [line.strip() for line in app.lines()] == ["", "Nothing here:", "a adds links", "", ""]
        assert app.lines()[2].index("a") == 14
        await pilot.press("j", "space", "v", "enter", "G")
        assert app.list.collect_targets() == []


async def test_a_link_can_be_found_again_before_the_list_was_ever_laid_out() -> None:
    class Restored(ListApp):
        def on_mount(self) -> None:
            self.list.show_ids(range(1000))
            self.list.move_to(700)

    app = Restored(make_row)
    async with app.run_test(size=(80, 10)) as pilot:
        await wait_until_quiet(pilot)
        assert 700 in app.visible_ids()


async def test_a_smaller_window_keeps_the_cursor_in_sight(open_list: OpenList) -> None:
    async with open_list(range(1000), size=(80, 20)) as (app, pilot):
        app.list.move_to(19)
        await pilot.resize_terminal(80, 8)
        await wait_until_quiet(pilot)
        assert app.list.cursor_id in app.visible_ids()


async def test_the_cursor_is_told_from_the_rest_without_any_colour(open_list: OpenList) -> None:
    async with open_list(range(5)) as (app, pilot):
        await pilot.press("j")
        assert [line[0] for line in app.lines()[:5]] == [" ", "▌", " ", " ", " "]
