"""A disk that will not: it is said in a sentence, what was saved stays saved, and work goes on where it can."""

import errno
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbench.curation.model import Refused
from workbench.library import DiskLibrary

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]


def failing(code: int) -> Callable[..., int]:
    """A system call that fails so."""

    def fail(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    return fail


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """A limit of the system's own: the write that crosses it is cut short, the next one fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_takes_nothing_of_a_change_and_saving_goes_on_when_there_is_room(
    tmp_path: Path, opened: Open, save: Save, titles: Titles
) -> None:
    library = opened()
    save(library, "one")
    journal = (tmp_path / "library.journal").read_bytes()
    with no_file_larger_than(len(journal) + 50), pytest.raises(Refused, match="nothing was saved"):
        save(library, "two")
    assert (tmp_path / "library.journal").read_bytes() == journal
    assert titles(library) == ["one"]
    assert save(library, "three") == 2
    assert titles(opened()) == ["one", "three"]


@pytest.mark.parametrize(
    ("code", "says"), [(errno.ENOSPC, "The disk is full"), (errno.EDQUOT, "quota"), (errno.EIO, "reports an error")]
)  # fmt: skip
def test_a_write_that_fails_says_why(
    code: int, says: str, opened: Open, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened()
    with monkeypatch.context() as patched:
        patched.setattr("workbench.library.journal.write_all", failing(code))
        with pytest.raises(Refused, match=says):
            save(library, "no")
    assert save(library, "yes") == 1


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_them_all(
    opened: Open, save: Save, titles: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened()
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))
    save(library, "bit by bit")
    monkeypatch.undo()
    assert titles(opened()) == ["bit by bit"]


def test_a_failed_sync_is_not_tried_again_and_saving_stops_until_a_restart(
    tmp_path: Path, opened: Open, save: Save, titles: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened()
    save(library, "one")
    before = (tmp_path / "library.json").read_bytes()
    calls: list[int] = []

    def fail(file: int) -> None:
        calls.append(file)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("workbench.library.journal.sync", fail)
    with pytest.raises(Refused, match="saving stopped"):
        save(library, "two")
    journal = (tmp_path / "library.journal").read_bytes()
    with pytest.raises(Refused, match="saving stopped"):
        save(library, "three")
    assert (len(calls), library.notices) == (1, ())
    assert (tmp_path / "library.journal").read_bytes() == journal, "nothing is written any more"
    assert (titles(library), library.news()) == (["one"], [])
    monkeypatch.undo()
    library.close()
    assert (tmp_path / "library.json").read_bytes() == before, "a disk not to be trusted is left alone"
    assert titles(opened())[:1] == ["one"]


def test_what_cannot_be_taken_back_after_a_failed_write_stops_saving(
    opened: Open, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened()
    monkeypatch.setattr("workbench.library.journal.write_all", failing(errno.ENOSPC))
    monkeypatch.setattr(os, "ftruncate", failing(errno.EIO))
    with pytest.raises(Refused, match="The disk is full"):
        save(library, "one")
    monkeypatch.undo()
    with pytest.raises(Refused, match="saving stopped"):
        save(library, "two")


def test_a_checkpoint_that_fails_leaves_everything_in_the_journal(
    tmp_path: Path, opened: Open, save: Save, titles: Titles
) -> None:
    library = opened()
    save(library, "one" * 200)
    with no_file_larger_than(600):
        library.close()
    assert not (tmp_path / "library.json.tmp").exists()
    assert titles(opened()) == ["one" * 200]


def test_a_backup_that_cannot_be_kept_does_not_stop_a_checkpoint(
    tmp_path: Path, opened: Open, save: Save
) -> None:
    (tmp_path / "backups").write_bytes(b"in the way")
    library = opened()
    save(library, "one")
    library.close()
    assert b'"one"' in (tmp_path / "library.json").read_bytes()


def test_a_backup_asked_for_that_cannot_be_written_is_refused(
    tmp_path: Path, opened: Open, save: Save
) -> None:
    library = opened()
    save(library, "one" * 500)
    with no_file_larger_than(1000), pytest.raises(Refused, match="no backup was made"):
        library.backup("import")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_folder_that_is_gone_is_said_and_not_made_again(tmp_path: Path, opened: Open, save: Save) -> None:
    library = opened()
    save(library, "one")
    away = tmp_path.rename(tmp_path.with_name("away"))
    with pytest.raises(Refused, match=r"folder is gone.*nothing was saved"):
        save(library, "two")
    with pytest.raises(Refused, match="folder is gone"):
        library.news()
    library.close()
    assert not tmp_path.exists()
    away.rename(tmp_path)


def test_a_folder_that_never_was_is_refused(tmp_path: Path, opened: Open) -> None:
    shutil.rmtree(tmp_path)
    with pytest.raises(Refused, match="cannot be opened"):
        opened()
    assert not tmp_path.exists()


def test_an_edit_made_by_hand_while_open_is_not_overwritten(
    tmp_path: Path, opened: Open, save: Save, titles: Titles
) -> None:
    library = opened()
    save(library, "one")
    library.close()
    library = opened()
    save(library, "two")
    file = tmp_path / "library.json"
    file.write_bytes(file.read_bytes().replace(b'"one"', b'"One by hand"'))
    library.close()
    again = opened()
    assert titles(again) == ["One by hand", "two"]
    assert "edited by another program" in again.notices[0]


def test_a_journal_that_another_program_put_back_or_cut_is_not_written_to(
    tmp_path: Path, opened: Open, save: Save
) -> None:
    journal = tmp_path / "library.journal"
    library = opened()
    save(library, "one")
    older = journal.read_bytes()
    save(library, "two")
    os.truncate(journal, len(older))
    with pytest.raises(Refused, match="put back or cut"):
        save(library, "three")
    journal.rename(tmp_path / "moved")
    journal.write_bytes(older)
    with pytest.raises(Refused, match="put back or cut"):
        library.news()
    assert journal.read_bytes() == older
