"""The screen closed and opened again: it stands where it stood, and nothing half typed is lost."""

import pytest

from tests.support.editor import PaneEditor, Workbench
from workbench.curation.model import UserError
from workbench.curation.pieces import parse_piece


async def test_the_next_start_stands_at_the_piece_that_was_in_hand(workbench: Workbench) -> None:
    async with workbench(sample=True) as editor:
        await editor.press("tab", "}", "j")
        here = editor.panes.issue.piece
        await editor.press("q")
    async with workbench() as editor:
        assert editor.panes.issue.piece == here
        await editor.press("tab", "e", "ctrl+n")
        written = editor.written_piece
        await editor.press("ctrl+q")
    async with workbench() as editor:
        assert editor.panes.issue.piece == parse_piece(written)


def read_field(editor: PaneEditor) -> str:
    """What stands in the field of the view in front."""
    field = editor.app.focused
    return str(getattr(field, "value", getattr(field, "text", None)))


@pytest.mark.parametrize("key", ["m", "e", "t", "a"])
async def test_what_escape_leaves_half_typed_comes_back_at_once_and_after_a_restart(
    workbench: Workbench, key: str
) -> None:
    async with workbench(sample=True) as editor:
        await editor.press(key)
        before = read_field(editor)
        await editor.type("https://a.b/c")
        await editor.press("escape", key)
        assert read_field(editor) == f"{before}https://a.b/c"
        await editor.type("def")
        await editor.press("ctrl+q")
    async with workbench() as editor:
        await editor.press(key)
        assert read_field(editor) == f"{before}https://a.b/cdef"
        assert "not saved yet" in editor.screen_text() or "not added yet" in editor.screen_text()
        await editor.press("ctrl+s" if key == "a" else "enter")
        assert editor.screen.exit_actions.collect_unsaved() == {}


async def test_what_is_half_typed_for_one_link_is_not_shown_for_another(workbench: Workbench) -> None:
    async with workbench(sample=True) as editor:
        await editor.press("m", *"mine", "escape", "j", "m")
        assert read_field(editor) == ""
        await editor.press("escape", "k", "m")
        assert read_field(editor) == "mine"


@pytest.mark.parametrize("key", ["m", "a"])
async def test_an_answer_that_cannot_be_saved_is_not_lost(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def raise_disk_full(*_: object) -> None:
        raise UserError("The disk is full: nothing was saved.")

    async with workbench(sample=True) as editor:
        with monkeypatch.context() as disk:
            disk.setattr(editor.desk.library, "append", raise_disk_full)
            await editor.press(key)
            await editor.type("https://a.b/c")
            await editor.press("ctrl+s" if key == "a" else "enter")
            assert "The disk is full" in editor.message
        await editor.press(key)
        assert read_field(editor) == "https://a.b/c"


async def test_all_that_is_typed_and_not_saved_can_be_read_at_any_moment(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.issue.writer.SAVE_DELAY", 3600.0)
    async with workbench(sample=True) as editor:
        link = editor.panes.inbox.list.cursor_id
        await editor.press("m")
        await editor.type("a note")
        await editor.press("escape", "tab", "g", "j", "j", "j", "e")
        await editor.type("Hello")
        unsaved = editor.screen.exit_actions.collect_unsaved()
        assert unsaved[f"note:{link}"] == "a note"
        assert unsaved["greeting text"].endswith("Hello")
