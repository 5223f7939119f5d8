"""Errors of the disk: each is a sentence, what was saved stays saved, and work goes on where it can."""

import errno
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.library import DiskLibrary

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]


def make_failing_call(code: int) -> Callable[..., int]:
    """A system call that fails so."""

    def fail(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    return fail


@contextmanager
def limit_file_size(size: int) -> Iterator[None]:
    """A limit of the system's own: the write that crosses it is cut short, the next one fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_takes_nothing_of_a_change_and_saving_goes_on_when_there_is_room(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    journal = (tmp_path / "library.journal").read_bytes()
    with limit_file_size(len(journal) + 50), pytest.raises(UserError, match="nothing was saved"):
        save_links(library, "two")
    assert (tmp_path / "library.journal").read_bytes() == journal
    assert titles_of(library) == ["one"]
    assert save_links(library, "three") == 2
    assert titles_of(open_disk_library()) == ["one", "three"]


@pytest.mark.parametrize(
    ("code", "says"), [(errno.ENOSPC, "The disk is full"), (errno.EDQUOT, "quota"), (errno.EIO, "reports an error")]
)  # fmt: skip
def test_a_write_that_fails_says_why(
    code: int, says: str, open_disk_library: Open, save_links: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_disk_library()
    with monkeypatch.context() as patched:
        patched.setattr("workbench.library.journal.write_all", make_failing_call(code))
        with pytest.raises(UserError, match=says):
            save_links(library, "no")
    assert save_links(library, "yes") == 1


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_them_all(
    open_disk_library: Open, save_links: Save, titles_of: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_disk_library()
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))
    save_links(library, "bit by bit")
    monkeypatch.undo()
    assert titles_of(open_disk_library()) == ["bit by bit"]


def test_a_failed_sync_is_not_tried_again_and_saving_stops_until_a_restart(
    tmp_path: Path,
    open_disk_library: Open,
    save_links: Save,
    titles_of: Titles,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    before = (tmp_path / "library.json").read_bytes()
    calls: list[int] = []

    def fail(file: int) -> None:
        calls.append(file)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("workbench.library.journal.sync_file", fail)
    with pytest.raises(UserError, match="saving stopped"):
        save_links(library, "two")
    journal = (tmp_path / "library.journal").read_bytes()
    with pytest.raises(UserError, match="saving stopped"):
        save_links(library, "three")
    assert (len(calls), library.notices) == (1, ())
    assert (tmp_path / "library.journal").read_bytes() == journal, "nothing is written any more"
    assert (titles_of(library), library.poll()) == (["one"], [])
    monkeypatch.undo()
    library.close()
    assert (tmp_path / "library.json").read_bytes() == before, "a disk not to be trusted is left alone"
    assert titles_of(open_disk_library())[:1] == ["one"]


def test_what_cannot_be_taken_back_after_a_failed_write_stops_saving(
    open_disk_library: Open, save_links: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_disk_library()
    monkeypatch.setattr("workbench.library.journal.write_all", make_failing_call(errno.ENOSPC))
    monkeypatch.setattr(os, "ftruncate", make_failing_call(errno.EIO))
    with pytest.raises(UserError, match="The disk is full"):
        save_links(library, "one")
    monkeypatch.undo()
    with pytest.raises(UserError, match="saving stopped"):
        save_links(library, "two")


def test_a_checkpoint_that_fails_is_said_and_leaves_everything_in_the_journal(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    library = open_disk_library()
    save_links(library, "one" * 200)
    with limit_file_size(600):
        with pytest.raises(
            UserError, match=r"library\.json is not up to date; every change is in library\.j"
        ):
            library.checkpoint()
        library.close()
    assert "library.json is not up to date" in library.notices[-1]
    assert not (tmp_path / "library.json.tmp").exists()
    assert titles_of(open_disk_library()) == ["one" * 200]


def test_a_backup_that_cannot_be_kept_does_not_stop_a_checkpoint(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    (tmp_path / "backups").write_bytes(b"in the way")
    library = open_disk_library()
    save_links(library, "one")
    library.close()
    assert b'"one"' in (tmp_path / "library.json").read_bytes()


def test_a_backup_asked_for_that_cannot_be_written_is_refused(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, "one" * 500)
    with limit_file_size(1000), pytest.raises(UserError, match="no backup was made"):
        library.create_backup("import")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_folder_that_is_gone_is_said_and_not_made_again(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    away = tmp_path.rename(tmp_path.with_name("away"))
    with pytest.raises(UserError, match=r"folder is gone.*nothing was saved"):
        save_links(library, "two")
    with pytest.raises(UserError, match="folder is gone"):
        library.poll()
    library.close()
    assert not tmp_path.exists()
    away.rename(tmp_path)


def test_a_folder_that_never_was_is_refused(tmp_path: Path, open_disk_library: Open) -> None:
    shutil.rmtree(tmp_path)
    with pytest.raises(UserError, match="cannot be opened"):
        open_disk_library()
    assert not tmp_path.exists()


def test_a_journal_that_another_program_put_back_or_cut_is_not_written_to(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    journal = tmp_path / "library.journal"
    library = open_disk_library()
    save_links(library, "one")
    older = journal.read_bytes()
    save_links(library, "two")
    os.truncate(journal, len(older))
    with pytest.raises(UserError, match="put back or cut"):
        save_links(library, "three")
    journal.rename(tmp_path / "moved")
    journal.write_bytes(older)
    with pytest.raises(UserError, match="put back or cut"):
        library.poll()
    assert journal.read_bytes() == older
