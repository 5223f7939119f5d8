"""The whole issue in the editor's own text editor, and what becomes of what was done there."""

import re

import pytest

from tests.support.editor import Workbench


@pytest.mark.usefixtures("fake_suspend")
async def test_edits_come_back_as_one_step_and_text_without_a_home_is_kept(workbench: Workbench) -> None:
    async with workbench(160, 45, sample=True) as editor:
        editor.desktop.editor_program = lambda text: re.sub("Hey there!", "Good morning.", text).replace(
            "## 🎥", "### Nowhere\n\nWords without a link.\n\n## 🎥", 1
        )
        await editor.press("E")
        assert "Read the edits of issue #12" in editor.message
        assert "“Nowhere” has no link" in editor.message
        assert editor.has_text("greeting Good morning.")
        await editor.press("tab", "G", "enter")
        assert editor.written_piece == "unplaced"
        assert editor.has_text("Words without a link.")
        await editor.press("escape", "u")
        assert editor.has_text("greeting Hey there!")


async def test_a_terminal_that_cannot_make_room_says_so(workbench: Workbench) -> None:
    async with workbench(120, 40, sample=True) as editor:
        await editor.press("E")
        assert "cannot make room for another editor" in editor.message
