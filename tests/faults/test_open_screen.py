"""Faults that meet an open screen: it says what happened, keeps what was typed, and goes on when it can."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import Disk, Workspace

BLURB = "Half a sentence about"


@pytest.fixture
def writing(on_screen: Callable[..., Any]) -> Callable[..., Any]:
    """Place `one`, open the screen with the cursor in its blurb, and type half a sentence that is not saved yet."""

    def writing(workspace: Any, *watched: str) -> Any:
        assert workspace("place", 1, "papers").exit == 0
        assert workspace("write", 1, "--title", "One").exit == 0
        screen = on_screen(workspace.folder, *watched)
        screen.press("\tg}}\r", "Blurb")
        screen.type(BLURB)
        return screen

    return writing


def blurb(workspace: Any) -> str:
    """What the library holds as the blurb of `one`."""
    ran = workspace("export", "--format", "json", "--output", "-")
    assert ran.exit == 0, ran.err
    (entry,) = (entry for section in json.loads(ran.out)["sections"] for entry in section["entries"])
    return str(entry["blurb"])


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_signal_saves_what_is_half_typed_and_leaves_the_terminal_as_it_was(
    workspace: Workspace, writing: Callable[..., Any], name: str
) -> None:
    screen = writing(workspace)
    screen.program.send_signal(getattr(signal, name))
    assert screen.ended() == 0
    assert screen.restored
    assert blurb(workspace) == BLURB


@pytest.mark.parametrize("key", ["\x11", "\x1bq"], ids=["ctrl+q", "escape and q"])
def test_leaving_at_once_saves_what_is_half_typed(
    workspace: Workspace, writing: Callable[..., Any], key: str
) -> None:
    screen = writing(workspace)
    screen.press(key[0])
    if key[1:]:
        screen.until("LIST")
        screen.press(key[1:])
    assert screen.ended() == 0
    assert blurb(workspace) == BLURB


def test_a_terminal_that_is_closed_takes_nothing_half_typed_with_it(
    workspace: Workspace, writing: Callable[..., Any]
) -> None:
    screen = writing(workspace)
    screen.hang_up()
    screen.ended()
    assert blurb(workspace) == BLURB


@pytest.mark.usefixtures("injecting")
def test_when_a_sync_fails_the_screen_stops_saving_says_so_each_time_and_keeps_the_text(
    workspace: Workspace, writing: Callable[..., Any], tmp_path: Path
) -> None:
    log, journal = tmp_path / "calls", workspace.folder / "library.journal"
    failing = ["-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=1", f"-P{journal}"]
    screen = writing(workspace, "strace", "-f", "-qq", "-o", str(log), *failing)
    screen.until("The disk reports an error: saving stopped.")
    screen.press("\x1b", "LIST")
    screen.settle()
    screen.press("q", "leaving again gives it up")
    screen.press("x")
    screen.until_gone("leaving again gives it up")
    assert "saving stopped. Close the workbench and open it again." in screen.text
    screen.press("\r", BLURB)
    screen.press("\x1b", "LIST")
    screen.press("q")
    assert screen.ended() == 0
    assert log.read_text().count("fdatasync(") == 1
    assert workspace.saved() == ["one", "two"]


def test_a_full_disk_keeps_the_text_on_the_screen_and_saving_goes_on_when_there_is_room(
    begun: Path, disk: Disk, make: Callable[[Path], Any], writing: Callable[..., Any]
) -> None:
    workspace = make(shutil.copytree(begun, disk.place / "letters"))
    screen = writing(workspace)
    screen.until("saved")
    disk.fill()
    screen.type(f"\x1b[200~{' and the other half' * 220}\x1b[201~", "The disk is full: nothing was saved")
    disk.make_room()
    screen.type(" at last", "saved")
    screen.press("\x1b", "LIST")
    screen.press("q")
    assert screen.ended() == 0
    assert blurb(workspace).endswith(" at last")
    assert workspace.saved() == ["one", "two"]


def test_a_folder_removed_while_the_screen_is_open_is_said_and_not_made_again(
    workspace: Workspace, writing: Callable[..., Any]
) -> None:
    screen = writing(workspace)
    screen.until("saved")
    shutil.rmtree(workspace.folder)
    screen.until("The library's folder is gone", 3)
    screen.press("\x1b", "LIST")
    screen.press("x", "The library's folder is gone")
    screen.press("q")
    screen.ended()
    assert not workspace.folder.exists()


def test_three_writers_beside_an_open_screen_lose_nothing_and_it_shows_all_within_two_seconds(
    workspace: Workspace, on_screen: Callable[..., Any]
) -> None:
    screen = on_screen(workspace.folder)
    add = [*workspace.command, "add", "--no-fetch"]
    for round in range(3):
        links = [f"https://a.b/{round}-{writer}" for writer in "abc"]
        processes = [subprocess.Popen([*add, link], stderr=subprocess.DEVNULL) for link in links]
        screen.press("x", "takes it back")
        assert [process.wait(20) for process in processes] == [0, 0, 0]
    assert screen.until("Inbox 8", 4) < 2
    screen.press("q")
    assert screen.ended() == 0
    assert sorted(workspace.saved()) == sorted(["one", "two", *(f"{n}-{w}" for n in range(3) for w in "abc")])


def test_damage_met_while_the_screen_is_open_is_said(
    workspace: Workspace, on_screen: Callable[..., Any]
) -> None:
    screen = on_screen(workspace.folder)
    with (workspace.folder / "library.journal").open("ab") as journal:
        journal.write(b"no change at all\n")
    screen.until("of the journal could not be read", 3)


def test_on_a_read_only_folder_the_screen_shows_what_is_there_and_says_that_nothing_is_saved(
    workspace: Workspace, sealed: Callable[[Path], None], on_screen: Callable[..., Any]
) -> None:
    sealed(workspace.folder)
    screen = on_screen(workspace.folder)
    screen.until("nothing can be saved")
    screen.press("x", "nothing was saved")
    screen.until("Inbox 2")
    screen.press("q")
    assert screen.ended() == 0


def test_a_screen_killed_leaves_all_that_it_called_saved(
    workspace: Workspace, writing: Callable[..., Any]
) -> None:
    screen = writing(workspace)
    screen.until("saved")
    os.killpg(screen.program.pid, signal.SIGKILL)
    screen.ended()
    assert blurb(workspace) == BLURB
