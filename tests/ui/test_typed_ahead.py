"""Keys that arrive together: each acts on what the one before it brought, and no paste acts at all."""

import asyncio

import pytest
from textual import events
from textual.message import Message
from textual.widgets import Input, OptionList

from tests.support.editor import MemoryEditor, open_memory_editor
from workbench.desk.desk import Desk
from workbench.ui.keys.paste_detection import BURST_GAP
from workbench.ui.terminal_driver import PastesMarked

PROSE = "Nobody stops the agents because all of them need rules, and a few lines of text."


def read_labels(desk: Desk) -> list[str]:
    """What was done since the beginning, oldest first; what was there before left out."""
    labels = [record.change.label for record in desk.state.iter_history()]
    return labels[::-1][2:]


async def send_in_pieces(editor: MemoryEditor, text: str, size: int, pause: float) -> None:
    """Send a text as keys, as many at once as one read of the terminal brings, with a pause after each."""
    at_once: dict[int, float] = {}
    for at in range(0, len(text), size):
        for char in text[at : at + size]:
            key = events.Key("enter", "\r") if char == "\n" else events.Key(char, char)
            key.time = at_once.setdefault(
                at, key.time
            )  # however long a busy machine takes between two of them
            editor.app.post_message(key)
        await asyncio.sleep(pause)
    await editor.settle()


async def test_a_key_held_down_on_a_line_that_stalls_moves_the_cursor_as_often(desk: Desk) -> None:
    async with open_memory_editor(desk) as editor:
        ids = editor.panes.inbox.list.ids
        await editor.press_at_once(*"jjjjjj")
        assert editor.panes.inbox.list.cursor_id == ids[6]


async def test_what_is_typed_ahead_is_done_in_order(desk: Desk) -> None:
    async with open_memory_editor(desk) as editor:
        await editor.press_at_once("space", "j", "space", "space", "x", "u", "ctrl+r")
        assert [label.partition(":")[0] for label in read_labels(desk)] == [
            "Rejected 3 links",
            "Undone",
            "Redone",
        ]


async def test_words_after_the_key_of_a_field_go_into_the_field(desk: Desk) -> None:
    async with open_memory_editor(desk) as editor:
        await editor.press_at_once("/", *"mesh")
        assert editor.app.query_one("#filter", Input).value == "mesh"
        await editor.press_at_once("escape", "escape")
        await editor.press_at_once("m", *"again", "enter")
        await editor.press_at_once("j", "t", *"gates", "enter")
        assert [label.split()[0] for label in read_labels(desk)] == ["Noted", "Tagged"]


async def test_words_before_the_key_of_the_next_piece_stay_in_their_field(desk: Desk) -> None:
    async with open_memory_editor(desk) as editor:
        await editor.press("tab", "g", "enter")
        written = editor.written_piece
        await editor.press_at_once(*"one two", "ctrl+n", *"three", "escape")
        issue = next(iter(desk.state.issues.values()))
        assert written == "title"
        assert issue.title.endswith("one two")
        assert issue.subtitle == "three"


@pytest.mark.parametrize(
    "keys",
    [(":", "down", "escape"), (":", "escape", "escape"), ("ctrl+p", "ctrl+p", "pagedown", "escape"),
     (":", *"help", "enter", "enter", "escape"), ("N", "enter", "enter"), ("?", "q", "H", "q", "F", "q"),
     ("a", "escape", "escape", "escape")],
    ids=" ".join,
)  # fmt: skip
async def test_keys_for_a_view_may_come_before_it_and_after_it(desk: Desk, keys: tuple[str, ...]) -> None:
    async with open_memory_editor(desk) as editor:
        await editor.press_at_once(*keys)
        assert editor.app.screen is editor.screen
        await editor.press("j", "x")
        assert editor.message.startswith("Rejected")


async def test_two_clicks_beside_the_palette_close_it_once(desk: Desk) -> None:
    async with open_memory_editor(desk) as editor:
        await editor.press(":")
        assert editor.app.screen.query_one(OptionList).option_count
        for _ in range(2):
            for kind in (events.MouseDown, events.MouseUp):
                editor.app.post_message(kind(None, 1, 1, 0, 0, 1, False, False, False, 1, 1))
        await editor.settle()
        assert editor.app.screen is editor.screen


async def test_a_long_paste_that_nobody_marks_is_one_paste_however_it_is_cut(desk: Desk) -> None:
    lines = "".join(f"Title {at}: https://pasted.example/{at}\n" for at in range(300))
    async with open_memory_editor(desk) as editor:
        before = len(desk.state.links)
        await send_in_pieces(editor, lines, 4000, BURST_GAP * 3)
        assert len(desk.state.links) == before + 300
        assert len(read_labels(desk)) == 1


@pytest.mark.parametrize("size", [16, 40, 4096])
async def test_prose_that_nobody_marks_as_a_paste_never_acts(desk: Desk, size: int) -> None:
    async with open_memory_editor(desk) as editor:
        await send_in_pieces(editor, f"{PROSE}\n{PROSE}\n", size, BURST_GAP * 3)
        assert editor.message == "! There is no link in what was pasted."
        assert read_labels(desk) == []
        assert editor.app.screen is editor.screen


@pytest.mark.parametrize(
    "event",
    [PastesMarked(), events.Paste("https://pasted.example/marked")],
    ids=lambda event: type(event).__name__,
)
async def test_once_a_terminal_says_or_shows_that_it_marks_pastes_all_keys_are_keys(
    desk: Desk, event: Message
) -> None:
    async with open_memory_editor(desk) as editor:
        editor.app.post_message(event)
        await editor.settle()
        before = len(desk.state.links)
        await editor.press_at_once("/", *"www.example.com/agents and other words")
        assert len(desk.state.links) == before
        assert editor.app.query_one("#filter", Input).value == "www.example.com/agents and other words"
