"""The clipboards: what is said of each is true."""

import io
from base64 import b64decode
from pathlib import Path

import pytest

from workbench.curation.model import Refused
from workbench.delivery import clipboard
from workbench.delivery.clipboard import TERMINAL_LIMIT, SystemClipboard, TerminalClipboard

XCLIP = """#!/bin/sh
case "$*" in
  *-o*) cat "$SHELF" ;;
  *) {keep} ;;
esac
"""


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop whose `xclip` keeps the clipboard in the file returned."""
    program = tmp_path / "xclip"
    program.write_text(XCLIP.format(keep='cat > "$SHELF"'))
    program.chmod(0o755)
    shelf = tmp_path / "shelf"
    shelf.write_text("")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setenv("SHELF", str(shelf))
    for name in ("WAYLAND_DISPLAY", "SSH_CONNECTION", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    return shelf


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_text_on_the_system_clipboard_is_there_to_the_letter(desktop: Path) -> None:
    assert SystemClipboard().copy("Gates & Meshes — #11\n") == "copied 21 characters to the clipboard."
    assert desktop.read_text() == "Gates & Meshes — #11\n"


def test_a_clipboard_that_keeps_nothing_is_not_called_copied(desktop: Path, tmp_path: Path) -> None:
    (tmp_path / "xclip").write_text(XCLIP.format(keep="cat > /dev/null"))
    with pytest.raises(Refused, match="no system clipboard"):
        SystemClipboard().copy("text")


def test_a_clipboard_that_hangs_costs_a_moment_and_not_the_session(
    desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xclip").write_text(XCLIP.format(keep="exec sleep 8"))
    monkeypatch.setattr(clipboard, "PATIENCE", 1.0)
    with pytest.raises(Refused, match="did not answer within 1 seconds"):
        SystemClipboard().copy("text")


def test_over_ssh_the_other_machines_clipboard_is_left_alone(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22")
    with pytest.raises(Refused, match="remote session"):
        SystemClipboard().copy("text")


def test_the_terminal_gets_the_text_and_no_claim_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    screen = Terminal()
    said = TerminalClipboard(io.StringIO(), screen).copy("Gätes\x1b")
    head, _, encoded = screen.getvalue().removesuffix("\x07").rpartition(";")
    assert (head, b64decode(encoded).decode()) == ("\x1b]52;c", "Gätes\x1b")
    assert "sent" in said
    assert "copied" not in said


def test_in_tmux_it_says_what_lets_the_text_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux")
    assert "set -s set-clipboard on" in TerminalClipboard(Terminal()).copy("text")


def test_without_a_terminal_or_with_too_much_text_it_says_what_to_do_instead() -> None:
    for there, text in ((io.StringIO(), "text"), (Terminal(), "x" * (TERMINAL_LIMIT + 1))):
        with pytest.raises(Refused, match="--output FILE"):
            TerminalClipboard(None, there).copy(text)
        assert there.getvalue() == ""
