"""The screen closed and opened again: it stands where it stood, and nothing half typed is lost."""

from tests.support.editor import Workbench
from workbench.curation.pieces import parse_piece


async def test_the_next_start_stands_at_the_piece_that_was_in_hand(workbench: Workbench) -> None:
    async with workbench(sample=True) as editor:
        await editor.press("tab", "}", "}", "j")
        here = editor.panes.issue.piece
        await editor.press("q")
    async with workbench() as editor:
        assert editor.panes.issue.piece == here
        await editor.press("tab", "e", "ctrl+n")
        written = editor.written_piece
        await editor.press("ctrl+q")
    async with workbench() as editor:
        assert editor.panes.issue.piece == parse_piece(written)
