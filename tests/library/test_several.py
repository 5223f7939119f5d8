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

from workbench.curation.model import Refused
from workbench.library import DiskLibrary, doctor
from workbench.library.lock import Lock, Presence

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]

WRITER = Path(__file__).with_name("writer.py")


@contextmanager
def writer(folder: Path, prefix: str, count: int, *how: str) -> Iterator[subprocess.Popen[str]]:
    """A process that saves so many links, or goes on until killed; killed at the end in any case."""
    command = [sys.executable, str(WRITER), str(folder), prefix, str(count), *how]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            yield process
        finally:
            process.kill()


def acknowledged(process: subprocess.Popen[str]) -> list[str]:
    """What it said was saved, up to its end."""
    assert process.stdout is not None
    return [line.strip() for line in process.stdout if line.endswith("\n")]


def test_a_process_killed_in_the_middle_of_saving_loses_nothing_it_acknowledged(
    tmp_path: Path, opened: Open, titles: Titles
) -> None:
    chance = random.Random(29)
    said: list[str] = []
    for round in range(20):
        with writer(tmp_path, f"{round}-", 0) as process:
            assert process.stdout is not None
            said += [process.stdout.readline().strip() for _ in range(chance.randrange(1, 30))]
            process.kill()
            said += acknowledged(process)
    library = opened()
    there = titles(library)
    assert set(said) <= set(there)
    assert len(there) == len(set(there)) <= len(said) + 20, "at most the one under way at each kill"
    library.close()
    assert [finding for finding in doctor(tmp_path) if finding.level == "error"] == []


def test_three_writers_at_once_beside_an_open_screen_lose_nothing(
    tmp_path: Path, opened: Open, save: Save, titles: Titles
) -> None:
    screen = opened()
    with (
        writer(tmp_path, "a", 40) as one,
        writer(tmp_path, "b", 40) as two,
        writer(tmp_path, "c", 40) as three,
    ):
        save(screen, "from the screen")
        said = [title for process in (one, two, three) for title in acknowledged(process)]
        assert (one.wait(), two.wait(), three.wait()) == (0, 0, 0)
    screen.news()
    assert sorted(titles(screen)) == sorted([*said, "from the screen"])
    assert (len(said), screen.seq) == (120, 121)


def test_whoever_leaves_is_gone_before_anybody_else_may_come(
    tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened()
    leave = Presence.leave
    left: list[bool] = []

    def watched(presence: Presence) -> None:
        with pytest.raises(Refused), Lock(tmp_path / "library.lock", 0.01).held():
            pass
        leave(presence)
        left.append(True)

    monkeypatch.setattr(Presence, "leave", watched)
    library.close()
    assert left == [True]


def test_commands_that_come_and_go_at_once_never_shut_each_other_out(
    tmp_path: Path, opened: Open, titles: Titles
) -> None:
    with writer(tmp_path, "a", 40, "come-and-go") as one, writer(tmp_path, "b", 40, "come-and-go") as two:
        said = [title for process in (one, two) for title in acknowledged(process)]
        assert (one.wait(), two.wait()) == (0, 0)
    library = opened()
    assert sorted(titles(library)) == sorted(said)
    assert (len(said), library.notices) == (80, ())


def test_two_writers_killed_while_a_third_goes_on_harm_nobody(
    tmp_path: Path, opened: Open, save: Save, titles: Titles
) -> None:
    screen = opened()
    said: list[str] = []
    for round in range(4):
        with writer(tmp_path, f"{round}-", 0) as process:
            assert process.stdout is not None
            said.append(process.stdout.readline().strip())
            save(screen, f"screen {round}")
            process.kill()
            said += [f"screen {round}", *acknowledged(process)]
    assert set(said) <= set(titles(screen)) | {record.change.label for record in screen.news()}
    screen.close()
    assert set(said) <= set(titles(opened()))


def test_the_last_to_leave_checkpoints_and_nobody_before(
    tmp_path: Path, opened: Open, save: Save, titles: Titles
) -> None:
    snapshot = tmp_path / "library.json"
    screen, command = opened(), opened()
    empty = snapshot.read_bytes()
    save(command, "from a command")
    command.close()
    assert snapshot.read_bytes() == empty
    screen.close()
    assert json.loads(snapshot.read_bytes())["links"]["1"]["title"] == "from a command"


def test_whoever_holds_the_lock_too_long_is_named(tmp_path: Path, opened: Open, save: Save) -> None:
    library = opened()
    script = "import fcntl, os, sys; f = open(sys.argv[1], 'r+'); fcntl.flock(f, fcntl.LOCK_EX); "
    script += "f.write(f'{os.getpid():<12}'); f.flush(); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(tmp_path / "library.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with (
            pytest.raises(Refused, match=rf"process {holder.pid}\b"),
            Lock(tmp_path / "library.lock", 0.05).held(),
        ):
            pass
        holder.kill()
    assert save(library, "the lock of a killed process is free") == 1


def test_a_stranger_with_the_lock_is_not_taken_for_the_workbench_that_had_it_before(tmp_path: Path) -> None:
    path = tmp_path / "library.lock"
    with Lock(path).held():
        pass
    with path.open("rb") as stranger:
        fcntl.flock(stranger, fcntl.LOCK_EX)
        with pytest.raises(Refused, match=r"^Another program is writing"), Lock(path, 0.05).held():
            pass


def test_two_threads_of_one_process_do_not_hold_the_lock_together(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "library.lock", 0.05)
    with lock.held(), pytest.raises(Refused, match="still saving"), lock.held():
        pass
    with lock.held():
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

    monkeypatch.setattr("workbench.library.lock._opened", opened_and_once_taken_away)
    with Lock(path).held():
        assert int(path.read_bytes()) == os.getpid()
