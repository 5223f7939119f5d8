"""Folders that take no writing, and locks that others hold: said plainly, with whatever can be done still done."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.commands import CommandLine
from tests.support.processes import Disk, Workspace


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
            for words in (("list",), ("show", 1), ("history",), ("check",), ("issue", "list")):
                begun = time.monotonic()
                ran = workspace(*words)
                assert "is writing to this library" not in ran.err
                assert time.monotonic() - begun < 4, "a command that reads waits for no lock"
            assert "https://a.b/one" in workspace("list").out
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    assert workspace("add", "https://a.b/three", "--no-fetch").exit == 0
    assert workspace.read_links() == ["one", "two", "asleep", "three"]


def tear_line(folder: Path) -> None:
    with (folder / "library.journal").open("ab") as journal:
        journal.write(b'{"crc":"01234567","seq":3,')


def edit_by_hand(folder: Path) -> None:
    file = folder / "library.json"
    data = file.read_bytes()
    assert data.count(b"a.b/two") > 1
    file.write_bytes(data.replace(b"a.b/two", b"a.b/TWO"))


def take_locks_away(folder: Path) -> None:
    for name in ("library.lock", "library.open"):
        (folder / name).unlink()


def leave_alone(_: Path) -> None:
    pass


@pytest.mark.parametrize("harm", [leave_alone, tear_line, edit_by_hand, take_locks_away])
@pytest.mark.parametrize("full", ["blocks", "inodes"])
def test_on_a_full_disk_everything_can_be_read(
    template_folder: Path,
    disk: Disk,
    make_workspace: Callable[[Path], Workspace],
    harm: Callable[[Path], None],
    full: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = make_workspace(shutil.copytree(template_folder, disk.path / "letters"))
    harm(workspace.folder)
    assert workspace("--version").exit == 0  # its log is made while there is room
    if full == "blocks":
        disk.fill()
    else:
        disk.use_up_inodes()
    before = read_contents(workspace.folder)
    for words in (("show", 1), ("history",), ("issue", "list"), ("doctor",)):
        assert CommandLine(workspace.folder, monkeypatch)(*words).exit in (0, 1)
    ran = workspace("list")
    assert (ran.exit, "a.b/one" in ran.out) == (0, True)
    assert ran.ended_as_a_command_ends, ran
    after = read_contents(workspace.folder)
    assert {
        file: data for file, data in after.items() if file in before and file.suffix in (".json", ".journal")
    } == {file: data for file, data in before.items() if file.suffix in (".json", ".journal")}
    disk.make_room()
    assert workspace("add", "https://a.b/three", "--no-fetch").exit == 0
    assert [name.lower() for name in workspace.read_links()] == ["one", "two", "three"]


def test_a_library_file_that_cannot_be_replaced_is_said_by_each_command_that_saves(
    workspace: Workspace,
) -> None:
    file = workspace.folder / "library.json"
    if subprocess.run(["mount", "--bind", str(file), str(file)], capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here, and nothing is in the way of a rename")
    try:
        ran = workspace("add", "https://a.b/three", "--no-fetch")
        assert ran.exit == 0
        assert "library.json is not up to date; every change is in library.journal.\n" in ran.err
        assert "three" in workspace("list").out
    finally:
        subprocess.run(["umount", "-l", str(file)], check=True)
    assert workspace.read_links() == ["one", "two", "three"]


@pytest.mark.parametrize(
    "name", ["library.json", "library.journal", "library.lock", "workbench.toml", ".screen.json"]
)
def test_a_pipe_in_place_of_a_file_makes_no_command_wait(workspace: Workspace, name: str) -> None:
    (workspace.folder / name).unlink(missing_ok=True)
    os.mkfifo(workspace.folder / name)
    for words in (("list",), ("add", "https://a.b/three", "--no-fetch"), ("doctor",)):
        ran = workspace(*words, timeout=30)
        assert ran.ended_as_a_command_ends, ran
        if words != ("doctor",) and name != ".screen.json":
            assert (ran.exit, name in ran.err) == (3, True), ran


@pytest.fixture
def plain_workspace(workspace: Workspace) -> Workspace:
    """The workspace, and the program run by a user whom permissions stop, also where the tests run as root."""
    if os.geteuid():
        return workspace
    wrapper = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    if (
        not shutil.which("setpriv")
        or subprocess.run([*wrapper, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("permissions stop nobody here")
    return Workspace(workspace.folder, *wrapper)


@pytest.mark.parametrize("name", ["library.json", "library.journal"])
def test_a_file_that_may_not_be_read_is_said_to_be_that(plain_workspace: Workspace, name: str) -> None:
    (plain_workspace.folder / name).chmod(0)
    ran = plain_workspace("list")
    assert (ran.exit, ran.ended_as_a_command_ends) == (3, True), ran
    assert f"{name} may not be read" in ran.err


def test_where_the_folder_takes_no_new_file_what_is_saved_stays_saved_and_the_rest_is_said(
    plain_workspace: Workspace,
) -> None:
    folder = plain_workspace.folder
    folder.chmod(0o500)
    ran = plain_workspace("add", "https://a.b/three", "--no-fetch")
    assert ran.exit == 0, ran
    assert (
        "may not be written to: library.json is not up to date; every change is in library.journal."
        in ran.err
    )
    assert "three" in plain_workspace("list").out
    doctor = plain_workspace("doctor")
    assert "takes no new files: library.json stays as it is" in doctor.out
    folder.chmod(0o700)
    assert plain_workspace.read_links() == ["one", "two", "three"]
