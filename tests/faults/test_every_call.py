"""A command that is killed, or refused by the disk, at every use of each system call that writes: what it
acknowledged is there, and the library opens for everybody."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import Fault, Workspace

pytestmark = pytest.mark.usefixtures("needs_strace")

KILL = "signal=KILL"
BEFORE, ADDED = ["one", "two"], ["one", "two", "three"]
ADD = ("add", "https://a.b/three", "--no-fetch")


def tear_journal(folder: Path) -> None:
    """Somebody stopped in the middle of a line."""
    with (folder / "library.journal").open("ab") as journal:
        journal.write(b'{"crc":"01234567","seq":3,')


def iter_faulted_runs(
    begin: Callable[[], Workspace], make_fault: type[Fault], call: str, what: str, words: tuple[object, ...]
) -> Iterator[Any]:
    """A new workspace and what the command left in it, for the first use of the call, the second, and so on."""
    for nth in range(1, 40):
        workspace = begin()
        if call == "ftruncate":  # which only mending needs
            tear_journal(workspace.folder)
        if call == "unlink":  # which only what a stopped program left behind needs
            (workspace.folder / "library.json.tmp").write_bytes(b"half")
        ran = workspace(*words, fault=make_fault(call, what, nth))
        yield workspace, ran
        if not ran.fired:
            assert nth > 1, f"{words} never comes to use {call}"
            return
    raise AssertionError(f"{words} uses {call} without end")


@pytest.mark.parametrize(
    "call", ["openat", "write", "fdatasync", "fsync", "rename", "link", "unlink", "ftruncate"]
)
def test_an_add_killed_at_any_call_is_whole_or_absent(
    copy_workspace: Callable[[], Workspace], make_fault: type[Fault], call: str
) -> None:
    for workspace, ran in iter_faulted_runs(copy_workspace, make_fault, call, KILL, ADD):
        assert workspace.read_links() in ([ADDED] if ran.acknowledged else [BEFORE, ADDED])


@pytest.mark.parametrize(
    ("call", "error"),
    [("openat", "EROFS"), ("write", "ENOSPC"), ("write", "EIO"), ("fdatasync", "EIO"), ("fsync", "EIO"),
     ("rename", "EIO"), ("rename", "ENOSPC"), ("link", "EROFS"), ("unlink", "EIO"), ("ftruncate", "EIO")],
)  # fmt: skip
def test_an_add_that_the_disk_refuses_at_any_call_says_so_and_harms_nothing(
    copy_workspace: Callable[[], Workspace], make_fault: type[Fault], call: str, error: str
) -> None:
    for workspace, ran in iter_faulted_runs(copy_workspace, make_fault, call, f"error={error}", ADD):
        assert ran.ended_as_a_command_ends, ran
        assert workspace.read_links() in ([ADDED] if ran.acknowledged else [BEFORE, ADDED])


@pytest.mark.parametrize("call", ["fdatasync", "fsync", "rename", "unlink"])
def test_a_restore_killed_at_any_call_leaves_what_was_there_or_what_was_restored(
    copy_imported_workspace: Callable[[], Workspace], make_fault: type[Fault], call: str
) -> None:
    (kept,) = (copy_imported_workspace().folder / "backups").glob("*-import.json")
    for workspace, ran in iter_faulted_runs(
        copy_imported_workspace, make_fault, call, KILL, ("backup", "restore", kept.name)
    ):
        assert workspace.read_links() in ([BEFORE] if ran.exit == 0 else [BEFORE, ADDED])


def test_a_sync_that_failed_is_not_tried_again(workspace: Workspace, make_fault: type[Fault]) -> None:
    before = (workspace.folder / "library.json").read_bytes()
    ran = workspace(*ADD, fault=make_fault("fdatasync", "error=EIO", 1))
    assert (ran.exit, ran.err) == (
        3,
        "The disk reports an error: saving stopped. Close the workbench and open it again.\n",
    )
    assert ran.log.count("fdatasync(") == 1
    assert (workspace.folder / "library.json").read_bytes() == before


FOREIGN = b'{"links": {"1": {"url": "https://mine.example/1", "title": "mine"}}}'


def put_foreign(folder: Path) -> None:
    """Another program made a library of its own there."""
    (folder / "library.json").write_bytes(FOREIGN)


def edit_title(folder: Path) -> None:
    """Another program edited a document."""
    file = folder / "library.json"
    data = file.read_bytes()
    assert data.count(b'"url":"https://a.b/two"') == 1
    file.write_bytes(data.replace(b'"url":"https://a.b/two"', b'"url":"https://a.b/TWO"'))


@pytest.mark.parametrize("effect", [KILL, "error=ENOSPC"])
@pytest.mark.parametrize("call", ["fdatasync", "rename"])
def test_an_add_stopped_while_a_foreign_snapshot_is_set_aside_mixes_and_loses_nothing(
    copy_workspace: Callable[[], Workspace], make_fault: type[Fault], call: str, effect: str
) -> None:
    def begin() -> Workspace:
        workspace = copy_workspace()
        put_foreign(workspace.folder)
        return workspace

    for workspace, ran in iter_faulted_runs(begin, make_fault, call, effect, ADD):
        assert workspace.read_links() in ([ADDED] if ran.acknowledged else [BEFORE, ADDED])
        assert [file.read_bytes() for file in (workspace.folder / "quarantine").glob("*.json")] == [FOREIGN]


@pytest.mark.parametrize("effect", [KILL, "error=ENOSPC"])
@pytest.mark.parametrize("call", ["fdatasync", "rename"])
def test_an_add_stopped_while_an_edited_snapshot_is_taken_over_leaves_the_edit_once_in_the_history(
    copy_workspace: Callable[[], Workspace], make_fault: type[Fault], call: str, effect: str
) -> None:
    def begin() -> Workspace:
        workspace = copy_workspace()
        edit_title(workspace.folder)
        return workspace

    edited, added = ["one", "TWO"], ["one", "TWO", "three"]
    for workspace, ran in iter_faulted_runs(begin, make_fault, call, effect, ADD):
        assert workspace.read_links() in ([added] if ran.acknowledged else [edited, added])
        history = workspace("history").out
        assert history.count("Edited in library.json: link 2") == 1
