"""Going back: escape and `q` lead to the list that one came from, and never into another one."""

import pytest

from tests.support.editor import Workbench
from workbench.curation.pieces import parse_piece


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)])
async def test_escape_pressed_twice_after_writing_stays_in_the_issue(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with workbench(*size, sample=True) as editor:
        inbox = editor.panes.inbox.list.ids
        await editor.press("tab", "}", "enter")
        await editor.type("Some words")
        await editor.press("escape", "escape", "escape", "j", "b")
        assert editor.panes.active_pane == "issue"
        assert editor.panes.inbox.list.ids == inbox
        assert editor.message.startswith("Benched")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("key", ["escape", "q"])
@pytest.mark.parametrize("came_from", ["inbox", "issue"])
async def test_the_preview_is_left_for_the_list_before_it(
    workbench: Workbench, size: tuple[int, int], key: str, came_from: str
) -> None:
    async with workbench(*size, sample=True) as editor:
        if came_from == "issue":
            await editor.press("tab", "}", "j")
        piece = editor.panes.issue.piece
        await editor.press("p", key)
        assert editor.panes.active_pane == came_from
        assert editor.panes.issue.piece == piece
        assert editor.app.is_running


async def test_reading_large_is_left_for_the_inbox_and_a_filter_by_the_inbox_alone(
    workbench: Workbench,
) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.press("/", "a", "t", "enter", "tab", "escape", "escape")
        assert editor.panes.active_pane == "issue"
        assert editor.panes.inbox.filter.value == "at"
        await editor.press("shift+tab", "enter", "escape")
        assert (editor.panes.active_pane, editor.panes.inbox.is_reading) == ("inbox", False)
        await editor.press("escape")
        assert editor.panes.inbox.filter.value == ""
        assert editor.panes.issue.piece == parse_piece("title")
