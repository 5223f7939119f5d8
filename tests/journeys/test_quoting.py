"""A sentence of the source, taken into what is written about it."""

import pytest

from tests.support.editor import Workbench
from workbench.curation.model import LinkId

SIZES = [
    (80, 24),
    pytest.param(120, 40, marks=pytest.mark.slow),
    pytest.param(160, 45, marks=pytest.mark.slow),
]
FIRST = "Gates are old, yet what one does inside softmax attention had hardly been studied on its own."


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_a_sentence_goes_into_the_blurb_and_ctrl_z_takes_it_out(
    workbench: Workbench, width: int, height: int
) -> None:
    async with workbench(width, height, sample=True) as editor:
        await editor.begin_first_entry()
        before = editor.prose
        await editor.press("ctrl+t")
        assert editor.app.screen.quote.text == FIRST  # type: ignore[attr-defined]
        await editor.press("enter", "!")
        assert editor.prose == f"{before} “{FIRST}” !"
        await editor.press("backspace", "ctrl+z", "ctrl+z")
        assert editor.prose.startswith(before)
        await editor.press("ctrl+z")
        assert editor.prose == before


async def test_on_an_empty_line_it_is_a_quote_and_the_next_one_follows_it(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.begin_first_entry()
        await editor.press("enter", "enter", "ctrl+t", "enter")
        assert editor.prose.endswith(f"\n\n> {FIRST}\n\n")
        await editor.press("ctrl+t")
        await editor.press("enter", "escape")
        quotes = [line for line in editor.prose.splitlines() if line.startswith("> ")]
        assert len(quotes) == 2
        assert len(set(quotes)) == 2


async def test_from_the_list_and_while_reading_it_goes_into_the_note_and_u_takes_it_back(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40, sample=True) as editor:
        link = LinkId(editor.panes.inbox.list.cursor_id or 0)
        before = editor.desk.state.links[link].note
        await editor.press('"', "enter", "enter", '"', "enter")
        assert editor.panes.inbox.is_reading
        note = editor.desk.state.links[link].note
        assert note.startswith(before)
        assert note.count("“") == before.count("“") + 2
        await editor.press("u", "u")
        assert editor.desk.state.links[link].note == before


async def test_escape_quotes_nothing_and_goes_back_to_the_field(workbench: Workbench) -> None:
    async with workbench(80, 24, sample=True) as editor:
        await editor.begin_first_entry()
        before = editor.prose
        await editor.press("ctrl+t", "j", "escape", "!")
        assert editor.prose == f"{before}!"


async def test_where_there_is_no_source_it_says_so(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("tab", "g", "e", "ctrl+t")
        assert editor.message == "! There is no source to quote here: an entry has one."
