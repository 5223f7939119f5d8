"""However the screen ends, it ends soon, nothing typed is lost, and the terminal is left whole. On real terminals."""

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.processes import Workspace
from tests.support.slowly import some_slowly
from tests.support.terminal import Terminal, make_environment

OpenScreen = Callable[..., Terminal]

BLURB: Final = "Half a sentence about"
PAINTING: Final = b"\x0e\x10" * 40
"""To the next piece and back again: more than a terminal takes that is not read."""
PATIENCE: Final = 60.0
"""Seconds until all of `PAINTING` is done, where ten others share the machine."""
SOON: Final = 3.0
"""Seconds: one is promised, and these machines are busy."""

FAILING: Final = """
from workbench.ui.app import WorkbenchApp
from workbench.ui.screens.main import WorkbenchScreen
def fail(self): raise KeyError("a view that is gone")
WorkbenchScreen.action_theme_turn = fail
WorkbenchApp.key_f9 = fail
from workbench.cli.main import main
main()
"""
WAYS_TO_END: Final = {
    "closed": lambda screen: screen.hang_up(),
    "SIGHUP": lambda screen: screen.program.send_signal(signal.SIGHUP),
    "SIGTERM": lambda screen: screen.program.send_signal(signal.SIGTERM),
    "SIGINT": lambda screen: screen.program.send_signal(signal.SIGINT),
    "ctrl+q": lambda screen: screen.send(b"\x11"),
}  # fmt: skip


@pytest.fixture
def open_failing_screen() -> Iterator[Callable[[Path], Terminal]]:
    """The screen with two keys that fail: T, and F9 wherever the keyboard is."""
    begun: list[Terminal] = []

    def start(folder: Path) -> Terminal:
        begun.append(Terminal([sys.executable, "-c", FAILING, "--workspace", str(folder)]))
        begun[-1].wait_for("Inbox")
        return begun[-1]

    yield start
    for one in begun:
        one.close()


def begin_blurb(workspace: Workspace, screen: Terminal) -> None:
    """Write half a sentence, and wait for nothing."""
    screen.press("\tg}\r", "Blurb")
    screen.type(BLURB)


def read_blurb(workspace: Workspace) -> str:
    ran = workspace("export", "--format", "json", "--output", "-")
    (entry,) = (entry for section in json.loads(ran.out)["sections"] for entry in section["entries"])
    return str(entry["blurb"])


@pytest.fixture
def begun_workspace(workspace: Workspace) -> Workspace:
    """One link placed, with a title."""
    assert workspace("place", 1, "papers").exit == 0
    assert workspace("write", 1, "--title", "One").exit == 0
    return workspace


@pytest.mark.parametrize("way", some_slowly(["closed", "SIGTERM"], ["SIGHUP", "SIGINT", "ctrl+q"]))
def test_while_a_piece_is_written_the_screen_ends_soon_and_saves_it(
    begun_workspace: Workspace, open_screen: OpenScreen, way: str
) -> None:
    screen = open_screen(begun_workspace.folder)
    begin_blurb(begun_workspace, screen)
    _end_soon(screen, way)
    assert read_blurb(begun_workspace) == BLURB


@pytest.mark.parametrize(
    ("way", "key", "typed"),
    some_slowly(
        [("closed", "a", "https://a.b/typed"), ("SIGTERM", "m", "a note"), ("ctrl+q", "/", "words")],
        [("SIGTERM", "a", "https://a.b/typed"), ("ctrl+q", "a", "https://a.b/typed"), ("closed", "m", "a note"),
         ("ctrl+q", "m", "a note"), ("closed", "/", "words"), ("SIGTERM", "/", "words")],
    ),
)  # fmt: skip
def test_while_a_view_is_open_the_screen_ends_soon(
    workspace: Workspace, open_screen: OpenScreen, way: str, key: str, typed: str
) -> None:
    screen = open_screen(workspace.folder)
    screen.press(key)
    screen.type(typed)
    _end_soon(screen, way)
    if key != "/":
        assert typed in (workspace.folder / ".screen.json").read_text()


@pytest.mark.parametrize("name", some_slowly(["SIGTERM"], ["SIGHUP", "SIGINT"]))
def test_on_a_terminal_that_reads_no_more_the_screen_goes_on_saving_and_ends_soon(
    begun_workspace: Workspace, open_screen: OpenScreen, name: str
) -> None:
    screen = open_screen(begun_workspace.folder)
    begin_blurb(begun_workspace, screen)
    screen.stall(PAINTING + b" and on")
    deadline = time.monotonic() + PATIENCE
    while read_blurb(begun_workspace) != BLURB + " and on":
        assert time.monotonic() < deadline
    began = time.monotonic()
    screen.program.send_signal(getattr(signal, name))
    assert screen.program.wait(10) == 0
    assert time.monotonic() - began < SOON


def test_a_terminal_that_reads_again_is_painted_anew_and_lacks_nothing(
    begun_workspace: Workspace, open_screen: OpenScreen
) -> None:
    screen = open_screen(begun_workspace.folder)
    begin_blurb(begun_workspace, screen)
    screen.stall(PAINTING + b" and on")
    screen.wait_for(BLURB + " and on", PATIENCE)
    screen.type(" at last", "and on at last")
    screen.settle()
    for seen in ("Source", "Title", "One", "Blurb", "8 words"):
        assert seen in screen.text, screen.text
    screen.send(b"\x11")
    assert screen.wait_for_exit() == 0
    assert screen.is_restored


def _end_soon(screen: Terminal, way: str) -> None:
    began = time.monotonic()
    WAYS_TO_END[way](screen)
    assert screen.wait_for_exit() == 0, screen.written[-400:]
    assert time.monotonic() - began < SOON
    assert screen.hung_up or screen.is_restored


@pytest.mark.parametrize(
    "names",
    some_slowly([["SIGTSTP", "SIGCONT", "SIGCONT"]], [["SIGCONT"], ["SIGSTOP", "SIGCONT"]]),
    ids=" ".join,
)
def test_a_screen_that_is_continued_is_painted_takes_each_key_once_and_ends_soon(
    begun_workspace: Workspace, open_screen: OpenScreen, names: list[str]
) -> None:
    screen = open_screen(begun_workspace.folder)
    begin_blurb(begun_workspace, screen)
    for name in names:
        screen.program.send_signal(getattr(signal, name))
        screen.settle(0.3)
    painted_from = len(screen.written)
    screen.program.send_signal(signal.SIGCONT)
    screen.settle(0.3)
    for letter in "abcdefgh":
        screen.type(letter, letter)
    screen.wait_for("abcdefgh")
    assert b"Source" in screen.written[painted_from:]
    _end_soon(screen, "ctrl+q")
    assert read_blurb(begun_workspace) == BLURB + "abcdefgh"


@pytest.mark.parametrize("name", some_slowly(["SIGTERM"], ["SIGHUP", "SIGINT"]))
def test_a_signal_that_is_followed_by_one_to_go_on_ends_the_screen_all_the_same(
    begun_workspace: Workspace, open_screen: OpenScreen, name: str
) -> None:
    screen = open_screen(begun_workspace.folder)
    begin_blurb(begun_workspace, screen)
    began = time.monotonic()
    screen.program.send_signal(getattr(signal, name))
    while screen.program.poll() is None and time.monotonic() - began < SOON:  # as `timeout` and shells do
        screen.program.send_signal(signal.SIGCONT)
        screen.read(0.05)
    assert screen.wait_for_exit(1.0) == 0
    assert screen.is_restored
    assert read_blurb(begun_workspace) == BLURB


@pytest.mark.parametrize("key", ["\x1bT", "\x1b[20~"], ids=["in the list", "while writing"])
def test_what_fails_on_the_screen_costs_no_text_and_is_said_in_a_sentence(
    begun_workspace: Workspace, open_failing_screen: Callable[[Path], Terminal], key: str
) -> None:
    screen = open_failing_screen(begun_workspace.folder)
    begin_blurb(begun_workspace, screen)
    if key[1:] == "T":
        screen.escape("LIST")
    screen.send(key[-1:].encode() if key[1:] == "T" else key.encode())
    assert screen.wait_for_exit() == 3
    assert screen.is_restored
    said = screen.written.decode().rpartition("\x1b")[2]
    assert "The screen had to close: KeyError: 'a view that is gone'. What was typed is saved; " in said
    assert "Traceback" not in said
    assert read_blurb(begun_workspace) == BLURB
    assert "in fail" in (begun_workspace.folder / "screen-failure.txt").read_text()


def test_what_fails_while_a_note_is_typed_keeps_the_note(
    workspace: Workspace, open_failing_screen: Callable[[Path], Terminal]
) -> None:
    screen = open_failing_screen(workspace.folder)
    screen.press("m", "Note")
    screen.type("half a note")
    screen.send(b"\x1b[20~")
    assert screen.wait_for_exit() == 3
    assert "half a note" in (workspace.folder / ".screen.json").read_text()
    assert "half a note" in (workspace.folder / "screen-failure.txt").read_text()


@pytest.mark.parametrize(
    "sent", some_slowly([b"\xff", b"\x1b[200~caf\xc3\x1b[201~"], [b"\xe9 ", b"\xf0\x9f"])
)
def test_bytes_that_are_no_utf_8_are_typed_as_such_and_end_nothing(
    begun_workspace: Workspace, open_screen: OpenScreen, sent: bytes
) -> None:
    screen = open_screen(begun_workspace.folder)
    begin_blurb(begun_workspace, screen)
    screen.send(sent)
    screen.type(" and on", "and on")
    screen.send(b"\x11")
    assert screen.wait_for_exit() == 0
    assert read_blurb(begun_workspace).startswith(BLURB)
    assert read_blurb(begun_workspace).endswith("and on")


@pytest.mark.parametrize("after", [0.1, 0.2, 0.3, 0.4])
def test_an_interrupt_while_the_program_starts_ends_it_without_a_traceback(
    workspace: Workspace, after: float
) -> None:
    screen = Terminal([sys.executable, "-m", "workbench", "--workspace", str(workspace.folder)])
    time.sleep(after)
    deadline = time.monotonic() + 10
    while screen.program.poll() is None and time.monotonic() < deadline:
        screen.program.send_signal(signal.SIGINT)  # again: Python drops one that comes while it calls back
        screen.settle(1.0)
    screen.wait_for_exit()
    assert "workbench/" not in screen.text.partition("Traceback")[2]  # Python itself is loaded before
    screen.close()


def test_a_terminal_that_cannot_be_drawn_on_is_refused_in_a_sentence(workspace: Workspace) -> None:
    screen = Terminal(workspace.command, environment=make_environment(TERM="dumb"))
    assert screen.wait_for_exit() == 3
    assert screen.text.startswith("The screen needs a terminal that can move its cursor")
    assert b"\x1b" not in screen.written
    screen.close()


def test_where_the_screen_was_left_may_be_lost_or_damaged(
    workspace: Workspace, open_screen: OpenScreen
) -> None:
    damaged = [
        '{"theme":{}}',
        "[" * 3000,
        '{"theme": 3, "issue": "x", "view": [], "cursor": {}}',
        "\x00",
        "[]",
    ]
    for text in damaged:
        (workspace.folder / ".screen.json").write_text(text)
        screen = open_screen(workspace.folder)
        screen.press("q")
        assert screen.wait_for_exit() == 0, text
