"""Several processes on one library, and processes that are killed: what was acknowledged is there, once."""

import fcntl
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.library import DiskLibrary, examine_library
from workbench.library.lock import Lock, Presence

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]

WRITER = Path(__file__).with_name("writer.py")


@contextmanager
def run_writer(folder: Path, prefix: str, count: int, *how: str) -> Iterator[subprocess.Popen[str]]:
    """A process that saves so many links, or goes on until killed; killed at the end in any case."""
    command = [sys.executable, str(WRITER), str(folder), prefix, str(count), *how]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            yield process
        finally:
            process.kill()


def read_acknowledged(process: subprocess.Popen[str]) -> list[str]:
    """What the process reported as saved until it ended."""
    assert process.stdout is not None
    return [line.strip() for line in process.stdout if line.endswith("\n")]


def test_a_process_killed_in_the_middle_of_saving_loses_nothing_it_acknowledged(
    tmp_path: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    chance = random.Random(29)
    said: list[str] = []
    for round in range(20):
        with run_writer(tmp_path, f"{round}-", 0) as process:
            assert process.stdout is not None
            said += [process.stdout.readline().strip() for _ in range(chance.randrange(1, 30))]
            process.kill()
            said += read_acknowledged(process)
    library = open_disk_library()
    there = titles_of(library)
    assert set(said) <= set(there)
    assert len(there) == len(set(there)) <= len(said) + 20, "at most the one under way at each kill"
    library.close()
    assert [finding for finding in examine_library(tmp_path) if finding.level == "error"] == []


def test_three_writers_at_once_beside_an_open_screen_lose_nothing(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    screen = open_disk_library()
    with (
        run_writer(tmp_path, "a", 40) as one,
        run_writer(tmp_path, "b", 40) as two,
        run_writer(tmp_path, "c", 40) as three,
    ):
        save_links(screen, "from the screen")
        said = [title for process in (one, two, three) for title in read_acknowledged(process)]
        assert (one.wait(), two.wait(), three.wait()) == (0, 0, 0)
    screen.poll()
    assert sorted(titles_of(screen)) == sorted([*said, "from the screen"])
    assert (len(said), screen.seq) == (120, 121)


def test_whoever_leaves_is_gone_before_anybody_else_may_come(
    tmp_path: Path, open_disk_library: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_disk_library()
    leave = Presence.release
    left: list[bool] = []

    def watched(presence: Presence) -> None:
        with pytest.raises(UserError), Lock(tmp_path / "library.lock", 0.01).acquire():
            pass
        leave(presence)
        left.append(True)

    monkeypatch.setattr(Presence, "release", watched)
    library.close()
    assert left == [True]


def test_commands_that_come_and_go_at_once_never_shut_each_other_out(
    tmp_path: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    with (
        run_writer(tmp_path, "a", 40, "come-and-go") as one,
        run_writer(tmp_path, "b", 40, "come-and-go") as two,
    ):
        said = [title for process in (one, two) for title in read_acknowledged(process)]
        assert (one.wait(), two.wait()) == (0, 0)
    library = open_disk_library()
    assert sorted(titles_of(library)) == sorted(said)
    assert (len(said), library.notices) == (80, ())


def test_two_writers_killed_while_a_third_goes_on_harm_nobody(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    screen = open_disk_library()
    said: list[str] = []
    for round in range(4):
        with run_writer(tmp_path, f"{round}-", 0) as process:
            assert process.stdout is not None
            said.append(process.stdout.readline().strip())
            save_links(screen, f"screen {round}")
            process.kill()
            said += [f"screen {round}", *read_acknowledged(process)]
    assert set(said) <= set(titles_of(screen)) | {record.change.label for record in screen.poll()}
    screen.close()
    assert set(said) <= set(titles_of(open_disk_library()))


def test_the_last_to_leave_checkpoints_and_nobody_before(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    snapshot = tmp_path / "library.json"
    screen, command = open_disk_library(), open_disk_library()
    empty = snapshot.read_bytes()
    save_links(command, "from a command")
    command.close()
    assert snapshot.read_bytes() == empty
    screen.close()
    assert json.loads(snapshot.read_bytes())["links"]["1"]["title"] == "from a command"


def test_whoever_holds_the_lock_too_long_is_named(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    script = "import fcntl, os, sys; f = open(sys.argv[1], 'r+'); fcntl.flock(f, fcntl.LOCK_EX); "
    script += "f.write(f'{os.getpid():<12}'); f.flush(); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(tmp_path / "library.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with (
            pytest.raises(UserError, match=rf"process {holder.pid}\b"),
            Lock(tmp_path / "library.lock", 0.05).acquire(),
        ):
            pass
        holder.kill()
    assert save_links(library, "the lock of a killed process is free") == 1


def test_a_stranger_with_the_lock_is_not_taken_for_the_workbench_that_had_it_before(tmp_path: Path) -> None:
    path = tmp_path / "library.lock"
    with Lock(path).acquire():
        pass
    with path.open("rb") as stranger:
        fcntl.flock(stranger, fcntl.LOCK_EX)
        with pytest.raises(UserError, match=r"^Another program is writing"), Lock(path, 0.05).acquire():
            pass


def test_two_threads_of_one_process_do_not_hold_the_lock_together(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "library.lock", 0.05)
    with lock.acquire(), pytest.raises(UserError, match="still saving"), lock.acquire():
        pass
    with lock.acquire():
        pass


def test_a_lock_on_a_file_that_was_taken_away_meanwhile_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.lock"

    def opened_and_once_taken_away(path: Path) -> int:
        file = os.open(path, os.O_RDWR | os.O_CREAT)
        if not (tmp_path / "taken").exists():
            path.rename(tmp_path / "taken")
        return file

    monkeypatch.setattr("workbench.library.lock._open_file", opened_and_once_taken_away)
    with Lock(path).acquire():
        assert int(path.read_bytes()) == os.getpid()
