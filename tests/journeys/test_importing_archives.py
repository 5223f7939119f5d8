"""Past issues are imported on the screen: looked at first, their old sections mapped, taken back by one key."""

from pathlib import Path

import pytest

from tests.support.archives import make_json_issue
from tests.support.editor import PaneEditor, Workbench
from workbench.ui.dialogs.archive_review import ArchiveReview
from workbench.ui.dialogs.import_review import ImportReview


@pytest.fixture
def old_letters(tmp_path: Path) -> Path:
    folder = tmp_path / "old letters"
    folder.mkdir()
    for number in (2, 3):
        (folder / f"{number}.json").write_text(make_json_issue(number), "utf-8")
    (folder / "notes.txt").write_text("Nothing.", "utf-8")
    return folder


async def open_review(editor: PaneEditor, text: str) -> None:
    await editor.press("I")
    await editor.type(text)
    await editor.press("enter")
    await editor.settle()


def numbers(editor: PaneEditor) -> list[int]:
    return sorted(issue.number for issue in editor.desk.state.issues.values())


async def test_a_folder_is_looked_at_taken_in_and_taken_back(workbench: Workbench, old_letters: Path) -> None:
    async with workbench() as editor:
        await open_review(editor, str(old_letters))
        assert isinstance(editor.app.screen, ArchiveReview)
        for said in (
            "2 new issues, #2 to #3 · 4 entries · 4 mentions · 1 left out",
            "Articles → a section of its own",
            "notes.txt · there is no link in it",
            "#2 2014-02-03 Gates and Meshes 2",
        ):
            assert editor.has_text(said), said
        assert numbers(editor) == []
        await editor.press("j", "s")
        assert editor.has_text("There is no section under the cursor.")
        await editor.press("k", "s", "s", "s")
        assert editor.has_text("Articles → Curated Reads")
        await editor.press("enter")
        await editor.settle()
        assert "Imported 2 past issues, #2 to #3: 4 entries, 4 mentions · u takes it back" in editor.message
        assert [part.key for part in editor.desk.state.issue_by_number(2).sections] == ["reads"]
        await editor.press("u")
        await editor.settle()
        assert numbers(editor) == []


async def test_the_table_of_an_export_opens_the_view_of_past_issues_by_itself(
    workbench: Workbench, tmp_path: Path
) -> None:
    table = tmp_path / "posts.csv"
    table.write_text(
        "post_id,post_date,is_published,type,title\n1.a,2022-01-01,false,newsletter,Soon\n", "utf-8"
    )
    async with workbench() as editor:
        await open_review(editor, str(table))
        await editor.settle()
        assert isinstance(editor.app.screen, ArchiveReview)
        assert editor.has_text("Soon · a draft")
        await editor.press("enter")
        await editor.settle()
        assert "There is no past issue in it" in editor.message


async def test_a_file_of_links_can_be_said_to_be_past_issues(workbench: Workbench, tmp_path: Path) -> None:
    page = tmp_path / "5.md"
    page.write_text("# Weekly 5\n\n## Articles\n\n- [Gates](https://a.example/)\n", "utf-8")
    async with workbench() as editor:
        await open_review(editor, str(page))
        assert isinstance(editor.app.screen, ImportReview)
        await editor.press("s")
        assert editor.has_text("only past issues have sections")
        await editor.press("p")
        await editor.settle()
        assert isinstance(editor.app.screen, ArchiveReview)
        await editor.press("p", "a")
        assert editor.has_text("Nothing in it is archived.")
        await editor.press("escape")
        assert editor.app.screen is editor.screen
