"""Faults that meet an open screen: it says what happened, keeps what was typed, and goes on when it can."""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from tests.support.processes import Disk, Workspace
from tests.support.slowly import some_slowly
from tests.support.terminal import Terminal
from workbench.ui.keys.bracketed_paste import MARKS_QUERY

OpenScreen = Callable[..., Terminal]
OpenWhileWriting = Callable[..., Terminal]

BLURB = "Half a sentence about"


@pytest.fixture
def open_while_writing(open_screen: OpenScreen) -> OpenWhileWriting:
    """Place `one`, open the screen with the cursor in its blurb, and type half a sentence that is not saved yet."""

    def writing(workspace: Workspace, *watched: str) -> Terminal:
        assert workspace("place", 1, "papers").exit == 0
        assert workspace("write", 1, "--title", "One").exit == 0
        screen = open_screen(workspace.folder, *watched)
        screen.press("\tg}\r", "Blurb")
        screen.type(BLURB)
        return screen

    return writing


def read_blurb(workspace: Workspace) -> str:
    """What the library holds as the blurb of `one`."""
    ran = workspace("export", "--format", "json", "--output", "-")
    assert ran.exit == 0, ran.err
    (entry,) = (entry for section in json.loads(ran.out)["sections"] for entry in section["entries"])
    return str(entry["blurb"])


def test_on_a_terminal_that_says_that_it_marks_pastes_quick_keys_are_keys(workspace: Workspace) -> None:
    screen = Terminal(workspace.command)
    while MARKS_QUERY.encode() not in screen.written:
        assert screen.read(10)
    screen.send(b"\x1b[?2004;1$y")
    screen.wait_for("Inbox")
    screen.send(b"/www.one.example")
    screen.wait_for("Nothing matches")
    screen.close()


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_signal_saves_what_is_half_typed_and_leaves_the_terminal_as_it_was(
    workspace: Workspace, open_while_writing: OpenWhileWriting, name: str
) -> None:
    screen = open_while_writing(workspace)
    screen.program.send_signal(getattr(signal, name))
    assert screen.wait_for_exit() == 0
    assert screen.is_restored
    assert read_blurb(workspace) == BLURB


@pytest.mark.parametrize("key", ["\x11", "\x1bq"], ids=["ctrl+q", "escape and q"])
def test_leaving_at_once_saves_what_is_half_typed(
    workspace: Workspace, open_while_writing: OpenWhileWriting, key: str
) -> None:
    screen = open_while_writing(workspace)
    screen.press(key[0])
    if key[1:]:
        screen.wait_for("LIST")
        screen.press(key[1:])
    assert screen.wait_for_exit() == 0
    assert read_blurb(workspace) == BLURB


def test_a_terminal_that_is_closed_takes_nothing_half_typed_with_it(
    workspace: Workspace, open_while_writing: OpenWhileWriting
) -> None:
    screen = open_while_writing(workspace)
    screen.hang_up()
    screen.wait_for_exit()
    assert read_blurb(workspace) == BLURB


@pytest.mark.parametrize(
    ("key", "shown", "way"),
    some_slowly(
        [
            ("m", "esc close", "SIGINT"),
            ("m", "esc close", "ctrl+q"),
            ("e", "esc close", "SIGTERM"),
            ("t", "esc close", "SIGHUP"),
            ("a", "esc close", "window"),
            ("/", "filter: words", "SIGTERM"),
        ],
        [("m", "esc close", way) for way in ("SIGHUP", "SIGTERM", "window")],
    ),
    ids=lambda value: {"m": "note", "e": "title", "t": "tags", "a": "links", "/": "filter"}.get(value, value),
)
def test_whichever_way_the_screen_goes_what_is_half_typed_in_a_view_is_there_next_time(
    workspace: Workspace, open_screen: OpenScreen, key: str, shown: str, way: str
) -> None:
    screen = open_screen(workspace.folder)
    screen.press(key, shown)
    screen.type("half of a thought")
    if way == "ctrl+q":
        screen.send(b"\x11")
    elif way == "window":
        screen.hang_up()
    else:
        screen.program.send_signal(getattr(signal, way))
    screen.wait_for_exit()
    screen = open_screen(workspace.folder)
    screen.press(key, "half of a thought")


@pytest.mark.usefixtures("needs_strace")
def test_when_a_sync_fails_the_screen_stops_saving_says_so_each_time_and_keeps_the_text(
    workspace: Workspace, open_while_writing: OpenWhileWriting, tmp_path: Path
) -> None:
    log, journal = tmp_path / "calls", workspace.folder / "library.journal"
    failing = ["-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=1", f"-P{journal}"]
    screen = open_while_writing(workspace, "strace", "-f", "-qq", "-o", str(log), *failing)
    screen.wait_for("The disk reports an error: saving stopped.")
    screen.press("\x1b", "LIST")
    screen.settle()
    screen.press("q", "leaving again gives it up")
    screen.press("x", "saving stopped. Close the workbench and open it again. Taken back: Rejected")
    screen.press("\r", "Blurb")
    assert BLURB in screen.text
    screen.press("\x1b", "LIST")
    screen.press("q")
    assert screen.wait_for_exit() == 0
    assert log.read_text().count("fdatasync(") == 1
    assert workspace.read_links() == ["one", "two"]


def test_a_full_disk_keeps_the_text_on_the_screen_and_saving_goes_on_when_there_is_room(
    template_folder: Path,
    disk: Disk,
    make_workspace: Callable[[Path], Workspace],
    open_while_writing: OpenWhileWriting,
) -> None:
    workspace = make_workspace(shutil.copytree(template_folder, disk.path / "letters"))
    screen = open_while_writing(workspace)
    screen.wait_for("saved")
    disk.fill()
    screen.paste(" and the other half" * 220, "The disk is full: nothing was saved")
    disk.make_room()
    screen.type(" at last", "saved")
    screen.press("\x1b", "LIST")
    screen.press("q")
    assert screen.wait_for_exit() == 0
    assert read_blurb(workspace).endswith(" at last")
    assert workspace.read_links() == ["one", "two"]


def test_a_folder_removed_while_the_screen_is_open_is_said_and_not_made_again(
    workspace: Workspace, open_while_writing: OpenWhileWriting
) -> None:
    screen = open_while_writing(workspace)
    screen.wait_for("saved")
    shutil.rmtree(workspace.folder)
    screen.wait_for("The library's folder is gone")
    screen.press("\x1b", "LIST")
    screen.press("x", "The library's folder is gone")
    screen.press("q")
    screen.wait_for_exit()
    assert not workspace.folder.exists()


@pytest.mark.parametrize("way", ["SIGTERM", "ctrl+q twice"])
def test_beside_a_newer_workbench_the_screen_says_what_is_not_saved_and_keeps_the_text(
    workspace: Workspace, open_while_writing: OpenWhileWriting, way: str
) -> None:
    screen = open_while_writing(workspace)
    screen.wait_for("saved")
    append_newer_record(workspace.folder / "library.journal")
    screen.type(" what is new", "not saved")
    assert "This library was written by a newer workbench: update this one." in screen.text
    assert "saving…" not in screen.text
    assert f"{BLURB} what is new" in screen.text
    if way == "SIGTERM":
        screen.program.send_signal(signal.SIGTERM)
        assert screen.wait_for_exit() == 3
        said = screen.written.decode().rpartition("\x1b")[2]
        assert "What was typed could not be saved. This library was written by a newer workbench" in said
        assert f"{BLURB} what is new" in (workspace.folder / "screen-failure.txt").read_text()
    else:
        screen.press("\x11", "leaving again gives it up")
        screen.send(b"\x11")
        assert screen.wait_for_exit() == 0


def append_newer_record(journal: Path) -> None:
    """The newest change once more, as a workbench writes it whose schema this one does not know."""
    body = journal.read_bytes().splitlines()[-1].partition(b",")[2]
    body = re.sub(rb'"seq":(\d+)', lambda found: b'"seq":%d' % (int(found[1]) + 1), body, count=1)
    body = body.replace(b'"schema":1', b'"schema":9')
    with journal.open("ab") as file:
        file.write(b'{"crc":"%08x",%b\n' % (crc32(body), body))


def test_three_writers_beside_an_open_screen_lose_nothing_and_it_shows_all_within_two_seconds(
    workspace: Workspace, open_screen: OpenScreen
) -> None:
    screen = open_screen(workspace.folder)
    add = [*workspace.command, "add", "--no-fetch"]
    for round in range(3):
        links = [f"https://a.b/{round}-{writer}" for writer in "abc"]
        processes = [subprocess.Popen([*add, link], stderr=subprocess.DEVNULL) for link in links]
        screen.press("x", "takes it back")
        assert [process.wait(20) for process in processes] == [0, 0, 0]
    assert screen.wait_for("Inbox 8", 4) < 2
    screen.press("q")
    assert screen.wait_for_exit() == 0
    assert sorted(workspace.read_links()) == sorted(
        ["one", "two", *(f"{n}-{w}" for n in range(3) for w in "abc")]
    )


def test_damage_met_while_the_screen_is_open_is_said(workspace: Workspace, open_screen: OpenScreen) -> None:
    screen = open_screen(workspace.folder)
    with (workspace.folder / "library.journal").open("ab") as journal:
        journal.write(b"no change at all\n")
    screen.wait_for("of the journal could not be read")


def test_on_a_read_only_folder_the_screen_shows_what_is_there_and_says_that_nothing_is_saved(
    workspace: Workspace, make_read_only: Callable[[Path], None], open_screen: OpenScreen
) -> None:
    make_read_only(workspace.folder)
    screen = open_screen(workspace.folder)
    screen.wait_for("nothing can be saved")
    screen.press("x", "nothing was saved")
    screen.wait_for("Inbox 2")
    screen.press("q")
    assert screen.wait_for_exit() == 0


def test_a_screen_killed_leaves_all_that_it_called_saved(
    workspace: Workspace, open_while_writing: OpenWhileWriting
) -> None:
    screen = open_while_writing(workspace)
    screen.wait_for("saved")
    os.killpg(screen.program.pid, signal.SIGKILL)
    screen.wait_for_exit()
    assert read_blurb(workspace) == BLURB
