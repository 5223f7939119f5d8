"""The editor's own text editor at a real terminal: whatever it does, the screen comes back and says what happened."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import Workspace
from tests.support.terminal import Terminal

OpenScreen = Callable[..., Terminal]

SAVE_AS_LATIN_1 = """
import pathlib, sys
file = pathlib.Path(sys.argv[1])
text = file.read_text("utf-8").replace("subtitle: ", "subtitle: Caf\\xe9 ")
file.write_bytes(text.encode("latin-1", "replace"))
"""
EDIT = "sed -i 's/^subtitle: .*/subtitle: Small gates/' "


@pytest.fixture
def open_with_editor(
    workspace: Workspace, open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], Terminal]:
    """Open the screen on an issue with one entry; $EDITOR is a script of that body, $1 the file."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.delenv("VISUAL", raising=False)

    def start(body: str) -> Terminal:
        script = tmp_path / "editor"
        script.write_text(f"#!/bin/sh\n{body}\n")
        script.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(script))
        assert workspace("place", 1, "papers").exit == 0
        return open_screen(workspace.folder)

    return start


def assert_alive(screen: Terminal) -> None:
    """The keys act, and the terminal is left as it was found."""
    screen.press("?", "Help")
    screen.escape("Inbox")
    screen.press("q")
    assert screen.wait_for_exit() == 0
    assert screen.is_restored


def test_an_editor_that_fails_leaves_the_screen_and_the_edits(
    open_with_editor: Callable[[str], Terminal], tmp_path: Path
) -> None:
    screen = open_with_editor(f'{EDIT} "$1"; exit 1')
    screen.press("E", "ended with exit 1")
    screen.wait_for("is kept in")
    (kept,) = (tmp_path / "temporary").glob("workbench-*/issue.md")
    assert "Small gates" in kept.read_text()
    assert_alive(screen)


def test_an_editor_that_fails_without_an_edit_leaves_the_screen(
    open_with_editor: Callable[[str], Terminal], tmp_path: Path
) -> None:
    screen = open_with_editor("exit 1")
    screen.press("E", "ended with exit 1")
    assert not list((tmp_path / "temporary").glob("workbench-*"))
    assert_alive(screen)


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("/no/such/editor", "/no/such/editor could not be started"),
        ("/tmp", "could not be started: Permission denied"),
        ("'vi", "holds a quote that is never closed"),
    ],
)
def test_no_editor_leaves_the_screen_and_is_named(
    open_with_editor: Callable[[str], Terminal], monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    screen = open_with_editor("exit 0")
    screen.press("E", said)
    assert_alive(screen)


def test_an_editor_that_forks_is_waited_for_until_its_window_saves(
    open_with_editor: Callable[[str], Terminal], tmp_path: Path
) -> None:
    screen = open_with_editor(
        f'file="$1"; (while [ ! -e {tmp_path}/save ]; do sleep 0.05; done; {EDIT} "$file") &'
    )
    screen.press("E", "returned at once and nothing is changed yet")
    (tmp_path / "save").touch()
    screen.wait_for("Read the edits of issue #1")
    screen.wait_for("from now on is not read")
    screen.wait_for("Small gates")
    assert_alive(screen)


def test_what_a_command_wrote_while_the_editor_was_open_stays(
    open_with_editor: Callable[[str], Terminal], workspace: Workspace, tmp_path: Path
) -> None:
    screen = open_with_editor(
        f'{EDIT} "$1"; touch {tmp_path}/open; while [ ! -e {tmp_path}/go ]; do sleep 0.05; done'
    )
    assert workspace("write", 1, "--title", "One").exit == 0
    screen.send(b"E")
    while not (tmp_path / "open").exists():
        screen.read(0.05)
    assert workspace("write", 1, "--blurb", "Blurb by command.").exit == 0
    assert workspace("issue", "set", "subtitle", "Set by command").exit == 0
    (tmp_path / "go").touch()
    screen.wait_for("The subtitle was changed here and in the edited text")
    screen.wait_for("Set by command")
    ran = workspace("export", "--output", "-")
    assert "Blurb by command." in ran.out


def test_a_key_ends_the_wait_for_an_editor_that_forks(open_with_editor: Callable[[str], Terminal]) -> None:
    screen = open_with_editor("true")
    screen.press("E", "Any key goes back")
    screen.press("x", "Nothing was changed in the editor.")
    assert_alive(screen)


def test_an_empty_file_changes_nothing(open_with_editor: Callable[[str], Terminal]) -> None:
    screen = open_with_editor(': > "$1"')
    screen.press("E", "came back from the editor empty: the issue stays as it is")
    screen.wait_for("a.b/one")
    assert_alive(screen)


def test_another_encoding_is_read_and_said(open_with_editor: Callable[[str], Terminal]) -> None:
    screen = open_with_editor(f"exec {sys.executable} -c '{SAVE_AS_LATIN_1}' $1")
    screen.press("E", "read as Western European text")
    screen.wait_for("Café")
    assert_alive(screen)
