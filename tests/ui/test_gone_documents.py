"""What stands in front lets go of what is gone, and what nobody understands is left alone, while the screen is open."""

import pytest
from textual import events

from tests.support.desks import append_change, desk_beside
from tests.support.editor import open_memory_editor
from workbench.curation.change import Change, Edit
from workbench.desk.desk import Desk
from workbench.desk.verbs import history, issues
from workbench.library import MemoryLibrary
from workbench.ui.dialogs.help import HelpDialog
from workbench.ui.dialogs.issues import IssuesDialog


@pytest.mark.parametrize("keys", [("j", "k"), ("G", "enter"), ("p", "p"), ("r",), ("n",)], ids=" ".join)
async def test_an_issue_that_is_taken_back_elsewhere_leaves_the_view_of_issues(
    desk: Desk, keys: tuple[str, ...]
) -> None:
    other = desk_beside(desk)
    other.do(issues.create_issue)
    async with open_memory_editor(desk) as editor:
        await editor.poll()
        await editor.press("N", "g")
        assert isinstance(editor.app.screen, IssuesDialog)
        assert "#12" in editor.screen_text()
        other.do(history.undo_change)
        await editor.poll()
        assert "#12" not in editor.screen_text()
        await editor.press(*keys, "escape", "escape")
        assert len(editor.app.screen_stack) == 1


@pytest.mark.parametrize("view", ["F", "H", "N", "e", "m", "t", "?"])
async def test_every_view_bears_that_everything_is_taken_back_beneath_it(desk: Desk, view: str) -> None:
    async with open_memory_editor(desk) as editor:
        await editor.press(view)
        other = desk_beside(desk)
        for _ in range(2):
            other.do(history.undo_change)
        await editor.poll()
        await editor.press("j", "enter", "escape", "escape", "escape", "k")
        assert editor.app.screen is editor.screen
        assert desk.state.links == other.state.links


@pytest.mark.parametrize(
    ("table", "id", "edit"),
    [("links", 5, {"kind": "opera"}), ("entries", 2, {"slot": "first"}), ("issues", 1, {"sections": 3}),
     ("links", 77, {"title": "without a URL", "identity": 3}), ("sources", 12, {"authors": "no list"})],
)  # fmt: skip
async def test_what_a_newer_program_wrote_is_left_alone_and_told(
    desk: Desk, table: str, id: int, edit: dict[str, object]
) -> None:
    async with open_memory_editor(desk) as editor:
        assert isinstance(desk.library, MemoryLibrary)
        beside = MemoryLibrary(desk.state.clock, shared_with=desk.library)
        held = beside.get(table, id)
        before = None if held is None else {field: held.get(field) for field in edit}
        append_change(beside, Change(label="By a newer program", edits=(Edit(table, id, before, edit),)))
        await editor.poll()
        await editor.press("G", "g")
        assert f"{table} {id} is not understood and was left alone" in editor.message
        await editor.press("j", "x")
        assert beside.get(table, id) == {**(held or {}), **edit}
        assert editor.message.startswith("Rejected")


@pytest.mark.parametrize("part", ["PreviewBlock", "PreviewPane", "SourceView", "LinkList", "Footer"])
@pytest.mark.parametrize("kind", [events.MouseDown, events.MouseMove])
async def test_the_mouse_may_point_at_what_is_gone_and_painted_still(
    desk: Desk, part: str, kind: type[events.MouseEvent]
) -> None:
    async with open_memory_editor(desk, 160, 45) as editor:
        removed = editor.screen.query(part).first()
        at = removed.content_region.offset
        await editor.app.on_event(_make_mouse_event(events.MouseDown, 1, 0))
        removed.remove()
        await editor.app.on_event(_make_mouse_event(kind, *at))
        await editor.app.on_event(_make_mouse_event(events.MouseUp, *at))
        await editor.press("?")
        assert isinstance(editor.app.screen, HelpDialog)


def _make_mouse_event(kind: type[events.MouseEvent], x: int, y: int) -> events.MouseEvent:
    return kind(None, x, y, 0, 0, 1, False, False, False, x, y)
