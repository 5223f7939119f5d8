"""A workspace that came from somebody else, or that something odd was put into: nothing outside of it is touched,
nothing waits for ever, and what is in the way is named."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from workbench.curation.model import UserError
from workbench.library import DiskLibrary, examine_library, list_backups, open_library, restore_backup
from workbench.library.lock import Lock

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]
Put = Callable[[Path], None]

PRECIOUS = b"#!/bin/sh\necho precious, and no line end"


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder outside of the workspace; at the end of the test every byte of it is what it was."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "script.sh").write_bytes(PRECIOUS)
    for number in range(40):
        (folder / f"{number:06d}-20261122T120000Z-checkpoint.json").write_bytes(b"{}")
    (folder / "note.tmp").write_bytes(b"a note")
    (folder / "000001-20261122T120000Z-import.json.tmp").write_bytes(b"half")
    before = {file: file.read_bytes() for file in folder.rglob("*")}
    yield folder
    assert {file: file.read_bytes() for file in folder.rglob("*")} == before


@pytest.fixture
def folder(tmp_path: Path, open_disk_library: Open, save_links: Save) -> Path:
    """A library of one link, closed."""
    library = open_disk_library()
    save_links(library, "one")
    library.close()
    return tmp_path


def use_library(folder: Path) -> list[str]:
    """Open, save, back up, fold, close, open to read: what it said."""
    said: list[str] = []
    clock = FakeClock()
    for reading in (False, True):
        try:
            library = open_library(folder, clock=clock, reading=reading)
        except UserError as refusal:
            said.append(str(refusal))
            continue
        said += library.notices
        try:
            library.create_backup("import")
            library.checkpoint()
        except UserError as refusal:
            said.append(str(refusal))
        library.close()
    return said


@pytest.mark.parametrize("name", ["library.lock", "library.open", "library.journal", "library.json"])
def test_a_link_in_place_of_a_file_is_not_followed(name: str, folder: Path, outside: Path) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside / "script.sh")
    for sentence in use_library(folder):
        assert sentence.startswith(f"{name} is a link ")
        assert sentence.endswith(".")
    assert (folder / name).is_symlink()
    assert any(name in f"{finding.where} {finding.message}" for finding in examine_library(folder))


@pytest.mark.parametrize("name", ["journal", "backups", "quarantine"])
def test_a_link_in_place_of_a_folder_is_not_followed(
    name: str, folder: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1)
    for file in (folder / name).glob("*"):
        file.unlink()
    if (folder / name).exists():
        (folder / name).rmdir()
    (folder / name).symlink_to(outside)
    with (folder / "library.journal").open("ab") as journal:
        journal.write(b"no change at all\n")
    said = use_library(folder)
    assert f"{name} is a link where the workbench keeps a folder of its own" in " ".join(said)
    assert any(name in finding.message for finding in examine_library(folder))
    assert list_backups(folder) == [] or name != "backups"


def test_a_linked_library_that_is_moved_away_or_another_workspaces_is_not_written_to(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, open_disk_library: Open
) -> None:
    other = tmp_path_factory.mktemp("workspace")
    open_library(other, clock=FakeClock()).close()
    before = (other / "library.json").read_bytes()
    (folder / "library.json").unlink()
    (folder / "library.json").symlink_to(other / "library.json")
    with pytest.raises(UserError, match="is a link into the workspace"):
        open_disk_library()
    assert (other / "library.json").read_bytes() == before
    (folder / "library.json").unlink()
    (folder / "library.json").symlink_to(other / "never made.json")
    with pytest.raises(UserError, match="leads nowhere"):
        open_disk_library()
    assert not (other / "never made.json").exists()
    (folder / "library.json").unlink()
    (folder / "library.json").symlink_to("library.json")
    with pytest.raises(UserError, match="leads nowhere"):
        open_disk_library()


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_folder(path: Path) -> None:
    path.mkdir()
    (path / "something").write_bytes(b"")


def put_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket must not be long
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.parametrize("put", [put_pipe, put_folder, put_socket])
@pytest.mark.parametrize("name", ["library.lock", "library.open", "library.journal", "library.json"])
def test_what_is_no_file_is_named_and_never_waited_for(
    name: str, put: Put, folder: Path, open_disk_library: Open
) -> None:
    (folder / name).unlink(missing_ok=True)
    put(folder / name)
    with pytest.raises(
        UserError, match=rf"^{name} is a (pipe|folder|socket) where the workbench keeps a plain"
    ):
        open_disk_library()
    assert any(name in finding.message for finding in examine_library(folder))


ODD = [
    "library.json.tmp/", "journal/1./", "journal/1.", "journal/.", "journal/2.x", "journal/٣", "journal/7/",
    "backups/x.tmp/", "backups/note.tmp", "backups/9-copy.json/", "backups/000001-20261122T120000Z-x.json/",
    "quarantine/x.tmp/", "quarantine/library-01234567.json/",
]  # fmt: skip


@pytest.mark.parametrize("put", [put_pipe, put_folder])
def test_odd_things_beside_our_files_stop_nothing_and_stay(
    put: Put, folder: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    placed = []
    for name in ODD:
        path = folder / name
        if path.exists():
            continue
        path.parent.mkdir(0o700, exist_ok=True)
        put(path) if name.endswith("/") else path.write_bytes(b"mine")
        placed.append(path)
    library = open_disk_library()
    save_links(library, "two")
    library.checkpoint()
    library.create_backup("import")
    library.close()
    assert titles_of(open_disk_library()) == ["one", "two"]
    assert b'"two"' in (folder / "library.json").read_bytes()
    assert [path for path in placed if not os.path.lexists(path)] == []
    assert not [finding for finding in examine_library(folder) if finding.level == "error"]


def test_backups_that_a_person_named_are_never_thinned(
    folder: Path, open_disk_library: Open, save_links: Save
) -> None:
    (folder / "backups").mkdir(exist_ok=True)
    mine = [folder / "backups" / f"{number:06d}-before the move.json" for number in range(30)]
    for file in mine:
        file.write_bytes((folder / "library.json").read_bytes())
    library = open_disk_library()
    for number in range(14):
        save_links(library, f"{number}")
        library.create_backup("import")
    assert all(file.exists() for file in mine)
    assert len([one for one in list_backups(folder) if one.reason == "import"]) == 10
    restore_name = mine[0].name
    library.close()
    restore_backup(folder, restore_name, clock=FakeClock())


@pytest.mark.parametrize("name", ["library.json", "library.journal"])
def test_a_file_that_may_not_be_read_is_called_so(
    name: str, folder: Path, open_disk_library: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as a user who may read everything.
    really_open, may = os.open, os.access

    def refuse(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return really_open(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "access", lambda path, how: Path(path).name != name and may(path, how))
    with pytest.raises(UserError, match=f"^{name} may not be read: the library in .* cannot be opened"):
        open_disk_library()


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_is_saved(
    folder: Path, open_disk_library: Open, save_links: Save
) -> None:
    writer = open_disk_library()
    save_links(writer, "two")
    with Lock(folder / "library.lock").acquire():
        before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        reader = open_library(folder, clock=FakeClock(), reading=True)
        assert [id for id, _ in reader.documents_in("links").iter_lines()] == [1, 2]
        assert reader.notices == ()
        with pytest.raises(UserError, match="opened to be read"):
            reader.create_backup("x")
        reader.close()
        assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_a_reader_mends_what_it_finds_where_nobody_writes(
    folder: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    with (folder / "library.journal").open("ab") as journal:
        journal.write(b'{"crc":"half a li')
    reader = open_library(folder, clock=FakeClock(), reading=True)
    assert "never saved" in reader.notices[0]
    reader.close()
    assert open_disk_library().notices == ()
