"""Files are imported on the screen: named by their path, looked at before anything is saved, taken back by one key."""

import asyncio
import threading
from pathlib import Path

import pytest

from tests.support.editor import PaneEditor, Workbench
from workbench.delivery.named_files import DiskFiles
from workbench.ui.dialogs.import_review import ImportReview
from workbench.ui.widgets.text_fields import OneLineInput

POCKET = (
    "title,url,time_added,tags,status\n"
    "Gates,https://gates.example/,1700000000,,unread\n"
    "Meshes,https://meshes.example/,1700000000,,archive\n"
    "Nothing,ftp://old.example/a,1700000000,,unread\n"
)


@pytest.fixture
def pocket(tmp_path: Path) -> Path:
    """An export with a link, one that is archived, and a row that is refused; its name has a space in it."""
    file = tmp_path / "my pocket.csv"
    file.write_text(POCKET)
    return file


async def open_review(editor: PaneEditor, text: str) -> None:
    await editor.press("I")
    await editor.type(text)
    await editor.press("enter")
    await editor.settle()


def titles(editor: PaneEditor) -> list[str]:
    return [link.title for link in editor.desk.state.links.values()]


async def test_a_file_is_looked_at_taken_in_and_taken_back(
    workbench: Workbench, pocket: Path, tmp_path: Path
) -> None:
    async with workbench() as editor:
        await open_review(editor, str(pocket))
        assert isinstance(editor.app.screen, ImportReview)
        for said in (
            "my pocket.csv: ",
            ", 3 rows",
            "2 new · 1 refused · 1 of them archived there",
            "ftp://old.example/a",
        ):
            assert editor.has_text(said), said
        assert titles(editor) == []
        await editor.press("enter")
        await editor.settle()
        assert titles(editor) == ["Gates", "Meshes"]
        assert "Added 2 links, 1 refused · u takes it back" in editor.message
        assert list((tmp_path / "backups").iterdir())
        await editor.press("u")
        await editor.settle()
        assert titles(editor) == []


async def test_what_is_archived_there_is_left_out_by_a_key(workbench: Workbench, pocket: Path) -> None:
    async with workbench() as editor:
        await open_review(editor, str(pocket))
        await editor.press("a")
        assert editor.has_text("1 new · 1 refused · 1 archived, left out")
        await editor.press("enter")
        await editor.settle()
        assert titles(editor) == ["Gates"]


async def test_an_issue_that_was_edited_says_what_it_leaves_to_look_at(
    workbench: Workbench, tmp_path: Path
) -> None:
    file = tmp_path / "issue.md"
    file.write_text('---\nnumber: 7\ntitle: Of gates\nsubtitle: "A week"\n---\n\nHello.\n')
    async with workbench() as editor:
        await open_review(editor, file.as_uri())
        assert editor.has_text("Read issue #7 · 1 to look at"), editor.screen_text()
        assert not editor.has_text("refused")
        await editor.press("enter")
        await editor.settle()
        assert [issue.subtitle for issue in editor.desk.state.issues.values()] == ["A week"]


async def test_leaving_the_review_changes_nothing(workbench: Workbench, pocket: Path) -> None:
    async with workbench() as editor:
        await open_review(editor, str(pocket))
        await editor.press("escape")
        await editor.settle()
        assert editor.app.screen is editor.screen
        assert (titles(editor), editor.desk.library.seq) == ([], 0)


@pytest.mark.parametrize("key", ["S", "escape"])
async def test_what_is_still_read_is_said_cannot_be_taken_in_and_can_be_stopped(
    workbench: Workbench, pocket: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    may_read = threading.Event()

    def read_slowly(files: DiskFiles, path: str) -> bytes:
        may_read.wait(10)
        return POCKET.encode()

    monkeypatch.setattr(DiskFiles, "read", read_slowly)
    async with workbench() as editor:
        try:
            await editor.press("I")
            await editor.paste(str(pocket))
            await editor.pilot.press("enter")
            await wait_until(editor, "Reading my pocket.csv (1/1) …")
            await editor.pilot.press("enter")
            await wait_until(editor, "It is still being read")
            assert editor.screen.jobs.progress == "↻ reading"
            await editor.pilot.press(key)
        finally:
            may_read.set()
        await editor.settle()
        assert editor.app.screen is editor.screen
        assert (titles(editor), editor.screen.jobs.progress) == ([], "")


async def wait_until(editor: PaneEditor, text: str) -> None:
    async with asyncio.timeout(10):
        while not editor.has_text(text):
            await editor.pilot.pause(0.01)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.csv", None, "There is no file "),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "“photo.png” "),
    ],
)
async def test_what_cannot_be_read_is_said_and_its_path_comes_back(
    workbench: Workbench, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    async with workbench() as editor:
        await open_review(editor, str(file))
        assert editor.app.screen is editor.screen
        assert said in editor.message
        await editor.press("I")
        assert editor.app.screen.query_one(OneLineInput).value == str(file)


async def test_a_path_dropped_into_the_lists_is_reviewed_and_no_link(
    workbench: Workbench, pocket: Path
) -> None:
    async with workbench() as editor:
        await editor.paste(str(pocket).replace(" ", "\\ "))
        await editor.settle()
        assert isinstance(editor.app.screen, ImportReview)


async def test_a_pasted_line_that_only_begins_like_a_path_is_links_as_before(workbench: Workbench) -> None:
    async with workbench() as editor:
        await editor.paste("/no/such/file see gates.example/a")
        await editor.settle()
        assert editor.app.screen is editor.screen
        assert len(titles(editor)) == 1
