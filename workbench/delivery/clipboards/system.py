"""The way to other programs' paste: the one place that knows which clipboard took a text and which only may have.

"Copied" is said of what was read back. Plain text goes by pyperclip, rich text by the desktop's own way
(`clipboards/`), each in a process of its own, so that a hung display server costs seconds and not the session. A
terminal's clipboard gives no answer, but kitty's, so nobody says "copied" of it.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final, TextIO

from workbench.curation.model import UserError
from workbench.delivery.clipboards import (
    BackendName,
    ClipboardBackend,
    WriteResult,
    choose_backend,
    macos,
    wayland,
    windows,
    wsl,
    x11,
)
from workbench.delivery.clipboards.payloads import TERMINAL_LIMIT, build_osc_52
from workbench.delivery.clipboards.run_process import run_process

COPY_PAGE_HINT: Final = "The copy page has a button for it: open it in a browser."
_PLAIN_PROCESS: Final = (sys.executable, "-P", str(Path(__file__).with_name("plain_process.py")))
_BACKENDS: Final[dict[BackendName, ClipboardBackend]] = {
    "macos": macos,
    "windows": windows,
    "wsl": wsl,
    "wayland": wayland,
    "x11": x11,
}
_REMOTE_SESSION: Final = "This is a remote session: its clipboard is not the one in front of you."
_MESSAGES: Final[dict[WriteResult, str]] = {
    "both": "copied rich text and plain text to the clipboard.",
    "rich": "copied rich text: only rich text is on the clipboard, so copy as Markdown for plain fields.",
    "unread": "handed rich text to the clipboard, which does not show what it holds: paste to see it.",
}


class SystemClipboard:
    """The clipboard of the desktop in front of the person."""

    def copy(self, text: str) -> str:
        """Put plain text on it and read it back; in a remote tmux, hand it to that. `UserError` where neither can
        be."""
        whole = _replace_surrogates(text)
        name = _detect_backend()
        if name == "remote":
            return _copy_through_tmux(whole)
        if run_process(_PLAIN_PROCESS, whole.encode()).exit_code:
            if name != "x11":
                raise UserError("There is no system clipboard here that keeps what it is given.")
            x11.write_clipboard("", whole)  # pyperclip needs a program that need not be there
        return f"copied {len(text):,} characters to the clipboard."

    def copy_rich(self, html: str, text: str) -> str:
        """Put rich text there with plain text beside it, and say what is there now. `UserError` names the copy page."""
        name = _detect_backend()
        if name == "remote":
            raise UserError(f"{_REMOTE_SESSION} {COPY_PAGE_HINT}")
        way = _BACKENDS.get(name)
        if way is None:
            raise UserError(f"There is no clipboard here that takes rich text. {COPY_PAGE_HINT}")
        try:
            return _MESSAGES[way.write_clipboard(_replace_surrogates(html), _replace_surrogates(text))]
        except UserError as refusal:
            raise UserError(f"{refusal} {COPY_PAGE_HINT}") from None

    def paste(self) -> tuple[str, str]:
        """Its HTML, where it holds any, and its plain text. `UserError` where it cannot be read from here."""
        name = _detect_backend()
        if name == "remote":
            raise UserError(f"{_REMOTE_SESSION} Save the page as a file and compare that.")
        way = _BACKENDS.get(name)
        try:
            return way.read_clipboard() if way else _read_plain()
        except UserError:
            return _read_plain()


class TerminalClipboard:
    """The clipboard of the terminal in front of the person, wherever the program runs."""

    def __init__(self, *streams: TextIO | None) -> None:
        self._terminal: Final = next((stream for stream in streams if stream and stream.isatty()), None)

    def copy(self, text: str) -> str:
        """Send plain text to the terminal. `UserError` where no stream is one, or the text is too long for most."""
        if self._terminal is None:
            raise UserError(
                "There is no clipboard here: `workbench export --output FILE` writes the text to a file."
            )
        self._terminal.write(_require_osc_52(text))
        self._terminal.flush()
        tmux = " tmux passes it on with `set -s set-clipboard on`." if os.environ.get("TMUX") else ""
        return f"sent {len(text):,} characters to the terminal's clipboard, which gives no answer.{tmux}"

    def copy_rich(self, html: str, text: str) -> str:
        """Hand rich and plain text to a terminal that says it has them, which is kitty; else `UserError`.

        For the command line only: the answer comes in like typing.
        """
        from workbench.delivery.clipboards import kitty  # noqa: PLC0415 - few need it, and few systems have termios

        if self._terminal is not None and kitty.copy_to_kitty(
            _replace_surrogates(html), _replace_surrogates(text)
        ):
            return "copied rich text and plain text to the terminal's clipboard."
        raise UserError(f"A terminal's clipboard takes plain text only, but for kitty's. {COPY_PAGE_HINT}")


def _detect_backend() -> BackendName:
    return choose_backend(sys.platform, os.environ, shutil.which)


def _replace_surrogates(text: str) -> str:
    """Text without the halves of characters that no clipboard takes."""
    return text.encode("utf-8", "replace").decode()


def _read_plain() -> tuple[str, str]:
    ran = run_process([*_PLAIN_PROCESS, "take"])
    if ran.exit_code:
        raise UserError("The clipboard cannot be read from here: save the page as a file and compare that.")
    return "", ran.stdout.decode("utf-8", "replace")


def _require_osc_52(text: str) -> str:
    """What hands the text to a terminal; `UserError` where it is longer than most take."""
    sequence = build_osc_52(text)
    if sequence is None:
        raise UserError(
            f"The text is {len(_replace_surrogates(text).encode()):,} bytes, and a terminal's clipboard takes "
            f"{TERMINAL_LIMIT:,}: `workbench export --output FILE` writes it to a file."
        )
    return sequence


def _copy_through_tmux(text: str) -> str:
    """tmux hands on what it is given itself, also as it is set by default, when it swallows what a program sends."""
    _require_osc_52(text)
    if not os.environ.get("TMUX") or run_process(["tmux", "load-buffer", "-w", "-"], text.encode()).exit_code:
        raise UserError(_REMOTE_SESSION)
    return f"sent {len(text):,} characters through tmux to the terminal's clipboard, which gives no answer."
