"""Publishing: errors are said before it, and the exported file follows, unless somebody edited it."""

from pathlib import Path

import pytest

from tests.support.editor import Workbench


def read_state(folder: Path) -> str:
    """The state that the one exported file tells."""
    (file,) = (folder / "issues").glob("*.md")
    (line,) = [line for line in file.read_text("utf-8").splitlines() if line.startswith("state:")]
    return line.removeprefix("state:").strip()


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_publishing_with_errors_says_them_and_wants_the_key_twice(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with workbench(*size, sample=True) as editor:
        await editor.press("N", "p")
        assert editor.has_text("p again publishes it with 2 errors, 7 warnings; q, F lists them.")
        await editor.press("j", "k", "p")
        assert editor.desk.state.issue_by_number(12).state == "draft"
        await editor.press("p")
        assert editor.desk.state.issue_by_number(12).state == "published"


async def test_the_exported_file_follows_publishing_reopening_and_undo(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(160, 45, sample=True) as editor:
        await editor.press("w")
        assert read_state(tmp_path) == "draft"
        await editor.press("N", "p", "p")
        assert read_state(tmp_path) == "published"
        await editor.press("u")
        assert read_state(tmp_path) == "draft"
        await editor.press("ctrl+r")
        assert read_state(tmp_path) == "published"
        await editor.press("N")
        while not editor.has_text("▌ ● #12") and not editor.has_text("▌ #12"):
            await editor.press("j")
        await editor.press("r")
        assert read_state(tmp_path) == "draft"


async def test_a_file_that_somebody_edited_stays_and_that_is_said(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(160, 45, sample=True) as editor:
        await editor.press("w")
        (file,) = (tmp_path / "issues").glob("*.md")
        mine = file.read_text("utf-8") + "\nMine.\n"
        file.write_text(mine, "utf-8")
        await editor.press("N", "p", "p")
        assert file.read_text("utf-8") == mine
        assert "was edited by hand, so its state still has to become published" in editor.message
