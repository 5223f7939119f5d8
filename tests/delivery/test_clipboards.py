"""The backends of systems that are not here, with stand-ins for their programs."""

import ctypes
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.terminal import AnsweringTerminal
from workbench.curation.model import UserError
from workbench.delivery.clipboards import kitty, macos, run_process, wayland, windows, windows_process, wsl
from workbench.delivery.clipboards.payloads import parse_cf_html, to_cf_html

Program = Callable[[str, str], None]
MakeTerminal = Callable[[dict[bytes, bytes]], AnsweringTerminal]
HTML = "<h3>📄 Gates &amp; Meshes</h3>\n<p>“11”</p>"
TEXT = "📄 Gates & Meshes\n“11”"


class FakeWindows:
    """The calls of Windows that its clipboard needs, with memory that is real."""

    def __init__(self, *, refuses: int = 0, busy: int = 0) -> None:
        self.done: list[str] = []
        self.held: dict[int, int] = {}
        self.blocks: dict[int, ctypes.Array[ctypes.c_char]] = {}
        self.refuses, self.busy = refuses, busy

    def __getattr__(self, name: str) -> Callable[..., int]:
        def call(*given: int) -> int:
            self.done.append(name)
            does = getattr(type(self), f"_{name}") if f"_{name}" in vars(type(self)) else lambda *_: 1
            return int(does(self, *given))

        return call

    def _OpenClipboard(self, _: None) -> int:  # noqa: N802 - Windows' own names, here and below
        self.busy -= 1
        return self.busy < 0

    def _EmptyClipboard(self) -> int:  # noqa: N802
        self.held.clear()
        return 1

    def _RegisterClipboardFormatW(self, name: str) -> int:  # noqa: N802
        assert name == "HTML Format"
        return 0xC0DE

    def _GlobalAlloc(self, _: int, size: int) -> int:  # noqa: N802
        block = ctypes.create_string_buffer(size)
        self.blocks[ctypes.addressof(block)] = block
        return ctypes.addressof(block)

    def _GlobalLock(self, block: int) -> int:  # noqa: N802
        return block

    def _GlobalSize(self, block: int) -> int:  # noqa: N802
        return len(self.blocks[block])

    def _SetClipboardData(self, kind: int, block: int) -> int:  # noqa: N802
        if kind == self.refuses:
            return 0
        self.held[kind] = block
        return block

    def _GetClipboardData(self, kind: int) -> int:  # noqa: N802
        return self.held.get(kind, 0)


def calls_of(of: FakeWindows) -> SimpleNamespace:
    """The calls as the process sees them, without the declarations."""
    return SimpleNamespace(**{name: getattr(of, name) for name in windows_process._SIGNATURES})


def test_windows_gets_both_in_one_opening_and_gives_them_back() -> None:
    here = FakeWindows()
    windows_process.write_formats(calls_of(here), to_cf_html(HTML).decode(), TEXT)
    assert here.done.count("OpenClipboard") == here.done.count("CloseClipboard") == 1
    assert here.done.index("EmptyClipboard") < here.done.index("SetClipboardData")
    held = windows_process.read_formats(calls_of(here))
    assert parse_cf_html(held["html"]).encode() == HTML.encode("ascii", "xmlcharrefreplace")
    assert held["text"].decode() == TEXT.replace("\n", "\r\n")


def test_windows_clipboard_is_let_go_of_and_no_memory_lost_when_it_refuses() -> None:
    here = FakeWindows(refuses=windows_process.CF_UNICODETEXT)
    with pytest.raises(OSError, match="does not take it"):
        windows_process.write_formats(calls_of(here), to_cf_html(HTML).decode(), TEXT)
    assert here.done[-2:] == ["GlobalFree", "CloseClipboard"]


def test_windows_clipboard_that_another_program_has_open_is_tried_again() -> None:
    here = FakeWindows(busy=2)
    windows_process.write_formats(calls_of(here), "", TEXT)
    assert here.done.count("OpenClipboard") == 3
    assert windows_process.read_formats(calls_of(here))["html"] == b""


OSASCRIPT = """
script=$(cat)
case "$script" in
  set*) printf '%s' "$script" > "$SHELF/script" ;;
  *HTML*) sed -n 's/.*\\(«data HTML[0-9A-F]*»\\).*/\\1/p' "$SHELF/script" ;;
  *) printf '%s\\n' "$SAYS" ;;
esac"""


def test_macos_is_asked_what_it_holds_before_anybody_says_copied(
    install_program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_program("osascript", OSASCRIPT)
    monkeypatch.setenv("SAYS", TEXT)
    assert macos.write_clipboard(HTML, TEXT) == "both"
    monkeypatch.setenv("SAYS", "something else")
    with pytest.raises(UserError, match="does not keep"):
        macos.write_clipboard(HTML, TEXT)
    install_program("osascript", "exit 1")
    with pytest.raises(UserError, match="macOS does not take it"):
        macos.write_clipboard(HTML, TEXT)


WL_COPY = 'cat > "$SHELF/held"; printf "%s" "$2" > "$SHELF/kind"'
WL_PASTE = 'case "$*" in --list-types) cat "$SHELF/kind" ;; *) cat "$SHELF/held" ;; esac'


def test_wayland_holds_rich_text_alone(install_program: Program) -> None:
    install_program("wl-copy", WL_COPY)
    install_program("wl-paste", WL_PASTE)
    assert wayland.write_clipboard(HTML, TEXT) == "rich"
    assert wayland.read_clipboard() == (HTML, "")


def test_wayland_that_keeps_nothing_is_not_called_copied(install_program: Program) -> None:
    install_program("wl-copy", "true")
    install_program("wl-paste", "exit 1")
    with pytest.raises(UserError, match="does not keep"):
        wayland.write_clipboard(HTML, TEXT)


def test_wayland_that_does_not_show_what_it_holds_is_only_said_to_have_it(
    install_program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_process, "PROCESS_TIMEOUT", 0.2)
    install_program("wl-copy", WL_COPY)
    install_program("wl-paste", "exec sleep 8")
    assert wayland.write_clipboard(HTML, TEXT) == "unread"


POWERSHELL = f"""
for word; do :; done
exec {sys.executable} - "$word" "$SHELF" <<'END'
import base64, pathlib, re, sys
script = base64.b64decode(sys.argv[1]).decode("utf-16-le")
shelf = pathlib.Path(sys.argv[2])
files = re.findall(r"ReadAll(?:Bytes|Text)\\('WIN:(.*?)'", script)
if files:
    for name, file in zip(("html", "text"), files):
        shelf.joinpath(name).write_bytes(pathlib.Path(file).read_bytes())
else:
    for name in ("html", "text"):
        print(base64.b64encode(shelf.joinpath(name).read_bytes()).decode())
END"""


def test_wsl_hands_files_to_the_windows_around_it(install_program: Program, tmp_path: Path) -> None:
    install_program("powershell.exe", POWERSHELL)
    install_program("wslpath", '[ "$1" = -w ] && echo "WIN:$2"')
    assert wsl.write_clipboard(HTML, TEXT) == "both"
    assert (tmp_path / "shelf" / "text").read_text() == TEXT
    install_program("powershell.exe", "exit 1")
    with pytest.raises(UserError, match="PowerShell failed"):
        wsl.write_clipboard(HTML, TEXT)


def test_wsl_that_keeps_something_else_is_not_called_copied(install_program: Program, tmp_path: Path) -> None:
    install_program("powershell.exe", POWERSHELL.replace("read_bytes())\nelse", "read_bytes()[:-9])\nelse"))
    install_program("wslpath", '[ "$1" = -w ] && echo "WIN:$2"')
    with pytest.raises(UserError, match="does not keep"):
        wsl.write_clipboard(HTML, TEXT)


def test_windows_that_keeps_something_else_is_not_called_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "write_by_helper", lambda *_: 0)
    monkeypatch.setattr(windows, "read_by_helper", lambda _: (to_cf_html(HTML), TEXT))
    assert windows.write_clipboard(HTML, TEXT) == "both"
    for html, text in ((to_cf_html(HTML.replace("Gates", "Gaps")), TEXT), (to_cf_html(HTML), TEXT[1:])):
        monkeypatch.setattr(windows, "read_by_helper", lambda _, held=(html, text): held)
        with pytest.raises(UserError, match="does not keep"):
            windows.write_clipboard(HTML, TEXT)


@pytest.fixture
def make_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeTerminal]:
    """Terminals that answer as told, in front of this program."""
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp())
    made: list[AnsweringTerminal] = []

    def make(answers: dict[bytes, bytes]) -> AnsweringTerminal:
        made.append(AnsweringTerminal(answers))
        return made[-1]

    yield make
    for each in made:
        each.close()


QUERY = b"\x1b[c"
KITTY = b"\x1bP>|kitty(0.35.2)\x1b\\\x1b[?62;c"
ALL = b"\x1b]5522;type=wdata\x1b\\"


def test_kitty_gets_both_kinds_and_is_believed_when_it_says_so(
    make_terminal: MakeTerminal,
) -> None:
    there = make_terminal({QUERY: KITTY, ALL: b"\x1b]5522;type=write:status=DONE\x1b\\"})
    long = HTML * 3000
    assert kitty.copy_to_kitty(long, TEXT, there.path)
    kind = b64encode(b"text/html")
    parts = there.received.split(b"\x1b]5522;type=wdata:mime=" + kind + b";")[1:]
    assert b"".join(b64decode(part.partition(b"\x1b")[0]) for part in parts).decode() == long


def test_kitty_that_forbids_it_has_nothing_and_another_terminal_is_told_nothing(
    make_terminal: MakeTerminal,
) -> None:
    refusing = make_terminal({QUERY: KITTY, ALL: b"\x1b]5522;type=write:status=EPERM\x1b\\"})
    assert not kitty.copy_to_kitty(HTML, TEXT, refusing.path)
    other = make_terminal({QUERY: b"\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2c"})
    assert not kitty.copy_to_kitty(HTML, TEXT, other.path)
    assert b"5522;type" not in other.received


def test_a_terminal_that_answers_nothing_costs_a_moment(
    make_terminal: MakeTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kitty, "SECONDS_TO_ANSWER", 0.1)
    assert not kitty.copy_to_kitty(HTML, TEXT, make_terminal({}).path)
    assert not kitty.copy_to_kitty(HTML, TEXT, "/dev/null")
