"""The workspace of the original: read as it is, whatever state it is in, and never touched."""

import os
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from workbench.curation.change import EditCollector
from workbench.curation.model import Issue, IssueId, UserError
from workbench.library import DiskLibrary, open_library
from workbench.library.original import OriginalFolder, find_original
from workbench.workspace_folder import create_workspace_files, read_publication


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "arabic"
    create_workspace_files(folder)
    return folder


@pytest.fixture
def english(tmp_path: Path) -> Path:
    folder = tmp_path / "english"
    create_workspace_files(folder)
    return folder


@pytest.fixture
def original(own: Path, english: Path) -> OriginalFolder:
    return OriginalFolder(own, "../english", read_publication)


def add_issue(library: object, number: int) -> None:
    assert isinstance(library, DiskLibrary)
    edits = EditCollector()
    edits.create(Issue(id=IssueId(number), number=number, title=f"Number {number}"))
    assert library.append(edits.build("Made it"), library.seq)[0] is not None


def numbers_in(original: OriginalFolder) -> list[int]:
    library, _ = original.read()
    return [id for id, _ in library.documents_in("issues").iter_lines()]


def list_files(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file): (file.stat().st_mtime_ns, file.read_bytes()) for file in files}


def test_a_newsletter_that_names_none_has_none(own: Path) -> None:
    assert find_original(own, "", read_publication) is None


def test_it_is_read_beside_somebody_who_works_there_and_seen_to_change(
    original: OriginalFolder, english: Path
) -> None:
    library = open_library(english, clock=FakeClock())
    add_issue(library, 11)
    before = original.read_stamp()
    assert numbers_in(original) == [11]
    assert original.read_stamp() == before
    add_issue(library, 12)
    assert original.read_stamp() != before
    assert numbers_in(original) == [11, 12]
    library.close()


@pytest.mark.parametrize("damage", [b"", b"{", b'{"_meta": {"1": {"schema": 1}}}\n', b"\x00" * 100])
def test_nothing_is_written_there_whatever_stands_in_its_library(
    damage: bytes, original: OriginalFolder, english: Path
) -> None:
    library = open_library(english, clock=FakeClock())
    add_issue(library, 11)
    library.close()
    (english / "library.json").write_bytes(damage)
    with (english / "library.journal").open("ab") as journal:
        journal.write(b"half a line")
    before = list_files(english)
    assert numbers_in(original) == [11]
    assert list_files(english) == before


def test_a_workspace_in_which_nothing_was_saved_yet_has_no_issues(
    original: OriginalFolder, english: Path
) -> None:
    before = list_files(english)
    assert numbers_in(original) == []
    assert list_files(english) == before


def test_one_of_a_newer_version_is_told_and_not_read(original: OriginalFolder, english: Path) -> None:
    (english / "library.json").write_text('{"_meta": {"1": {"schema": 99, "seq": 1}}}\n')
    with pytest.raises(UserError, match=r"The original in \.\./english cannot be read: .*newer"):
        original.read()


def test_a_publication_with_a_mistake_is_told_by_its_line(original: OriginalFolder, english: Path) -> None:
    (english / "workbench.toml").write_text("name = 3\n")
    with pytest.raises(UserError, match=r"The original in \.\./english cannot be read: .*line 1, “name”"):
        original.read()


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("../gone", "no folder is there: name the folder of its workspace"),
        ("workbench.toml", "no folder is there"),
        (".", "this workspace itself: name the folder of the other one"),
        ("../arabic", "this workspace itself"),
        ("..", "no workspace: it holds neither workbench.toml nor a library"),
    ],
)
def test_what_is_no_other_workspace_is_told_in_a_sentence(named: str, said: str, own: Path) -> None:
    original = OriginalFolder(own, named, read_publication)
    original.read_stamp()
    with pytest.raises(UserError, match=said):
        original.read()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_one_that_may_not_be_read_is_told(original: OriginalFolder, english: Path) -> None:
    english.chmod(0)
    try:
        with pytest.raises(UserError):
            original.read()
    finally:
        english.chmod(0o700)
