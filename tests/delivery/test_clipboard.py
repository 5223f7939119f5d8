"""The clipboards: each message says what happened, and no more."""

import io
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.delivery.clipboards import BackendName, choose_backend, run_process
from workbench.delivery.clipboards.payloads import TERMINAL_LIMIT
from workbench.delivery.clipboards.system import SystemClipboard, TerminalClipboard

Program = Callable[[str, str], None]
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


class TerminalStream(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_text_on_the_system_clipboard_is_there_to_the_letter(desktop: Path) -> None:
    assert SystemClipboard().copy("Gates & Meshes — #11\n") == "copied 21 characters to the clipboard."
    assert desktop.read_text() == "Gates & Meshes — #11\n"


def test_a_clipboard_that_keeps_nothing_is_not_called_copied(desktop: Path, tmp_path: Path) -> None:
    (tmp_path / "xclip").write_text(XCLIP.format(keep="cat > /dev/null"))
    with pytest.raises(UserError, match="no system clipboard here that keeps"):
        SystemClipboard().copy("text")


def test_a_clipboard_that_hangs_costs_a_moment_and_not_the_session(
    desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xclip").write_text(XCLIP.format(keep="exec sleep 8"))
    monkeypatch.setattr(run_process, "PROCESS_TIMEOUT", 0.3)
    with pytest.raises(UserError, match="did not answer within"):
        SystemClipboard().copy("text")


@pytest.mark.parametrize(
    ("platform", "environ", "programs", "name"),
    [
        ("darwin", {}, "", "macos"),
        ("win32", {}, "", "windows"),
        ("linux", {"DISPLAY": ":0"}, "", "x11"),
        ("linux", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "wl-copy", "wayland"),
        ("linux", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "xclip", "x11"),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, "", "none"),
        (
            "linux",
            {"WSL_DISTRO_NAME": "Debian", "WAYLAND_DISPLAY": "wayland-0"},
            "powershell.exe wl-copy",
            "wsl",
        ),
        ("linux", {"WSL_INTEROP": "/run/WSL/1", "WAYLAND_DISPLAY": "wayland-0"}, "wl-copy", "wayland"),
        ("freebsd14", {"DISPLAY": ":0"}, "", "x11"),
        ("linux", {}, "wl-copy xclip powershell.exe", "none"),
        ("darwin", {"SSH_CONNECTION": "192.0.2.1 5 192.0.2.2 22"}, "", "remote"),
        ("linux", {"SSH_CONNECTION": "192.0.2.1 5 192.0.2.2 22", "DISPLAY": ":10"}, "", "remote"),
    ],
)
def test_each_system_has_its_way(
    platform: str, environ: dict[str, str], programs: str, name: BackendName
) -> None:
    assert choose_backend(platform, environ, set(programs.split()).__contains__) == name


def test_over_ssh_the_other_machines_clipboard_is_left_alone(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22")
    for refused in (
        lambda: SystemClipboard().copy("text"),
        lambda: SystemClipboard().copy_rich("<p>text</p>", "text"),
        SystemClipboard().paste,
    ):
        with pytest.raises(UserError, match="remote session"):
            refused()


def test_over_ssh_tmux_hands_on_what_it_would_swallow_from_a_program(
    install_program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22")
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    install_program("tmux", '[ "$*" = "load-buffer -w -" ] && cat > "$SHELF/buffer"')
    said = SystemClipboard().copy("Gätes")
    assert said == "sent 5 characters through tmux to the terminal's clipboard, which gives no answer."
    assert (tmp_path / "shelf" / "buffer").read_text() == "Gätes"
    install_program("tmux", "exit 1")
    with pytest.raises(UserError, match="remote session"):
        SystemClipboard().copy("Gätes")


def test_where_rich_text_cannot_go_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    for put in (SystemClipboard().copy_rich, TerminalClipboard(None, io.StringIO()).copy_rich):
        with pytest.raises(UserError, match=r"rich text|plain text only"):
            put("<p>text</p>", "text")


def test_the_terminal_gets_the_text_and_no_claim_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    screen = TerminalStream()
    said = TerminalClipboard(io.StringIO(), screen).copy("Gätes\x1b")
    head, _, encoded = screen.getvalue().removesuffix("\x07").rpartition(";")
    assert (head, b64decode(encoded).decode()) == ("\x1b]52;c", "Gätes\x1b")
    assert "sent" in said
    assert "copied" not in said


def test_while_a_screen_is_open_the_text_goes_by_the_screen_and_the_terminal_is_asked_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr("workbench.delivery.clipboards.kitty.copy_to_kitty", lambda *_: True)
    stream, sent = TerminalStream(), list[str]()
    terminal = TerminalClipboard(stream)
    assert "copied rich text" in terminal.copy_rich("<p>text</p>", "text")
    terminal.send_through(sent.append)
    assert (
        terminal.copy("Gätes\ud800")
        == "sent 6 characters to the terminal's clipboard, which gives no answer."
    )
    with pytest.raises(UserError, match="plain text only"):
        terminal.copy_rich("<p>text</p>", "text")
    with pytest.raises(UserError, match="takes 74,994"):
        terminal.copy("x" * (TERMINAL_LIMIT + 1))
    assert (sent, stream.getvalue()) == (["Gätes?"], "")


def test_in_tmux_it_says_what_lets_the_text_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux")
    assert "set -s set-clipboard on" in TerminalClipboard(TerminalStream()).copy("text")


def test_without_a_terminal_or_with_too_much_text_it_says_what_to_do_instead() -> None:
    for there, text in ((io.StringIO(), "text"), (TerminalStream(), "x" * (TERMINAL_LIMIT + 1))):
        with pytest.raises(UserError, match="--output FILE"):
            TerminalClipboard(None, there).copy(text)
        assert there.getvalue() == ""
