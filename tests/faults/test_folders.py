"""Folders that take no writing, and locks that others hold: said plainly, with whatever can be done still done."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import Workspace


def read_contents(folder: Path) -> dict[Path, bytes]:
    """Every file and what is in it."""
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_in_a_read_only_folder_what_reads_works_what_writes_is_refused_and_no_byte_changes(
    workspace: Workspace, make_read_only: Callable[[Path], None]
) -> None:
    assert workspace("place", 1, "papers").exit == 0
    before = read_contents(workspace.folder)
    make_read_only(workspace.folder)
    reading = [
        ("list",), ("show", 1), ("check",), ("export", "--output", "-"), ("history",), ("issue", "show"), ("doctor",),
        ("backup", "list"),
    ]  # fmt: skip
    for words in reading:
        ran = workspace(*words)
        assert ran.exit in (0, 1), ran
        assert ran.ended_as_a_command_ends, ran
    assert "what is there is shown, and nothing can be saved." in workspace("list").err
    for words in (("add", "https://a.b/three", "--no-fetch"), ("undo",), ("export",)):
        ran = workspace(*words)
        assert (ran.exit, ran.out) == (3, ""), ran
        assert ran.ended_as_a_command_ends, ran
    assert read_contents(workspace.folder) == before


def test_damage_in_a_read_only_folder_is_said_and_all_else_is_shown(
    workspace: Workspace, make_read_only: Callable[[Path], None]
) -> None:
    with (workspace.folder / "library.journal").open("ab") as journal:
        journal.write(b"no change at all\n")
    make_read_only(workspace.folder)
    ran = workspace("list")
    assert (ran.exit, len(ran.out.splitlines())) == (0, 2)
    assert "Its bytes stay where they are." in ran.err


@pytest.mark.usefixtures("needs_strace")
def test_a_writer_asleep_with_the_lock_is_waited_for_a_while_and_named_and_killed_it_is_in_nobodys_way(
    workspace: Workspace, tmp_path: Path
) -> None:
    journal = workspace.folder / "library.journal"
    size = journal.stat().st_size
    asleep = ["-e", "trace=fdatasync", "-e", "inject=fdatasync:delay_enter=60000000", f"-P{journal}"]
    sleeper = ["strace", "-f", "-qq", "-o", os.devnull, *asleep, *workspace.command]
    add = ["add", "https://a.b/asleep", "--no-fetch"]
    with subprocess.Popen([*sleeper, *add], stderr=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            while journal.stat().st_size == size:
                assert process.poll() is None
                time.sleep(0.01)
            holder = int((workspace.folder / "library.lock").read_bytes())
            begun = time.monotonic()
            ran = workspace("add", "https://a.b/three", "--no-fetch")
            assert (ran.exit, ran.err) == (
                3,
                f"Another workbench (process {holder}) is writing to this library: try again when it is done.\n",
            )
            assert time.monotonic() - begun < 10
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    assert workspace("add", "https://a.b/three", "--no-fetch").exit == 0
    assert workspace.read_links() == ["one", "two", "asleep", "three"]
