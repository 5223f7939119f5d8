"""The desk's port `Clipboard`: the clipboard of the desktop, and that of the terminal.

The sentences say no more than is known. "Copied" means that the text was read back and is the same. A terminal's
clipboard cannot be read back, except kitty's, so text is "sent" to it. Which of the two is tried first is decided by
the caller.
"""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
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
from workbench.delivery.clipboards.run_process import run_helper, run_process

_BACKENDS: Final[dict[BackendName, ClipboardBackend]] = {
    "macos": macos,
    "windows": windows,
    "wsl": wsl,
    "wayland": wayland,
    "x11": x11,
}
_OWNERSHIP: Final[dict[BackendName, Callable[[], bool | None]]] = {"x11": x11.holds_own_copy}
"""The systems whose clipboard tells who filled it."""
_REMOTE_SESSION: Final = "This is a remote session: its clipboard is not the one in front of you."
_MESSAGES: Final[dict[WriteResult, str]] = {
    "both": "copied rich text and plain text to the clipboard.",
    "rich": "copied rich text: only rich text is on the clipboard, so copy as Markdown for plain fields.",
    "unread": "handed rich text to the clipboard, which does not show what it holds: paste to see it.",
}


class SystemClipboard:
    """The clipboard of the desktop in front of the person."""

    @property
    def takes_rich(self) -> bool:
        """Whether there is a clipboard here that knows of rich text."""
        return _detect_backend() in _BACKENDS

    def copy(self, text: str) -> str:
        """Write plain text and read it back; in a remote session, send it through tmux. `UserError` where both fail."""
        clean = _replace_surrogates(text)
        name = _detect_backend()
        if name == "remote":
            return _copy_through_tmux(clean)
        if not (name == "x11" and _own_text(clean)) and _write_plain(clean):
            raise UserError("There is no system clipboard here that keeps what it is given.")
        return f"copied {len(text):,} characters to the clipboard."

    def copy_rich(self, html: str, text: str) -> str:
        """Write rich and plain text, and say which of the two is there now. `UserError` where rich text cannot be."""
        name = _detect_backend()
        if name == "remote":
            raise UserError(_REMOTE_SESSION)
        backend = _BACKENDS.get(name)
        if backend is None:
            raise UserError("There is no clipboard here that takes rich text.")
        return _MESSAGES[backend.write_clipboard(_replace_surrogates(html), _replace_surrogates(text))]

    def paste(self) -> tuple[str, str]:
        """The HTML, empty where there is none, and the plain text. `UserError` where nothing can be read from here."""
        name = _detect_backend()
        if name == "remote":
            raise UserError(
                f"{_REMOTE_SESSION} Paste what you copied into the copy-out, which c opens, or save it as "
                "a file and run `workbench proof FILE`."
            )
        backend = _BACKENDS.get(name)
        try:
            return backend.read_clipboard() if backend else _read_plain()
        except UserError:
            return _read_plain()

    def holds_own_copy(self) -> bool | None:
        """Whether what is there was put there from here; None on a system whose clipboard does not tell."""
        tell = _OWNERSHIP.get(_detect_backend())
        return tell() if tell else None


class TerminalClipboard:
    """The clipboard of the terminal in front of the person, wherever the program runs.

    It writes to the first of the streams that is a terminal, until a screen gives it another way.
    """

    def __init__(self, *streams: TextIO | None) -> None:
        self._terminal: Final = next((stream for stream in streams if stream and stream.isatty()), None)
        self._send: Callable[[str], None] | None = None

    def send_through(self, send: Callable[[str], None]) -> None:
        """Send text by this from now on, and write nothing to the terminal."""
        self._send = send

    def copy(self, text: str) -> str:
        """Send plain text to the terminal. `UserError` where no stream is a terminal, or the text is too long."""
        if self._terminal is None and self._send is None:
            raise UserError(
                "There is no clipboard here: `workbench export --output FILE` writes the text to a file."
            )
        sequence = _require_osc_52(text)
        if self._send is not None:
            self._send(_replace_surrogates(text))
        elif self._terminal is not None:
            self._terminal.write(sequence)
            self._terminal.flush()
        tmux = " tmux passes it on with `set -s set-clipboard on`." if os.environ.get("TMUX") else ""
        return f"sent {len(text):,} characters to the terminal's clipboard, which gives no answer.{tmux}"

    def copy_rich(self, html: str, text: str) -> str:
        """Write rich and plain text to the clipboard of kitty. `UserError` for any other, or while a screen is open."""
        from workbench.delivery.clipboards import kitty  # noqa: PLC0415 - few need it, and few systems have termios

        can_be_asked = self._terminal is not None and self._send is None
        if can_be_asked and kitty.copy_to_kitty(_replace_surrogates(html), _replace_surrogates(text)):
            return "copied rich text and plain text to the terminal's clipboard."
        raise UserError("A terminal's clipboard takes plain text only, but for kitty's.")


def _detect_backend() -> BackendName:
    return choose_backend(sys.platform, os.environ, shutil.which)


def _replace_surrogates(text: str) -> str:
    """The text with a question mark for each unpaired surrogate, which no clipboard accepts."""
    return text.encode("utf-8", "replace").decode()


def _own_text(text: str) -> bool:
    """Whether X11's clipboard took the text from an owner of ours, which can be told from others and needs no xclip."""
    with suppress(UserError):
        return x11.write_text(text)
    return False


def _write_plain(text: str) -> int:
    """Have pyperclip write the text and read it back; returns its exit code."""
    return run_helper("plain", "write", stdin=text.encode()).exit_code


def _read_plain() -> tuple[str, str]:
    result = run_helper("plain", "read")
    if result.exit_code:
        raise UserError(
            "The clipboard cannot be read from here. Paste what you copied into the copy-out, which c opens, or save "
            "it as a file and run `workbench proof FILE`."
        )
    return "", result.stdout.decode("utf-8", "replace")


def _require_osc_52(text: str) -> str:
    """The control sequence that sets a terminal's clipboard; `UserError` for text that is too long for it."""
    sequence = build_osc_52(text)
    if sequence is None:
        raise UserError(
            f"The text is {len(_replace_surrogates(text).encode()):,} bytes, and a terminal's clipboard takes "
            f"{TERMINAL_LIMIT:,}: `workbench export --output FILE` writes it to a file."
        )
    return sequence


def _copy_through_tmux(text: str) -> str:
    """Have tmux set the terminal's clipboard."""
    # By default tmux sends the sequence itself for `load-buffer -w`, but drops it when a program in it sends one.
    _require_osc_52(text)  # tmux sends the same sequence, with the same limit
    if not os.environ.get("TMUX") or run_process(["tmux", "load-buffer", "-w", "-"], text.encode()).exit_code:
        raise UserError(_REMOTE_SESSION)
    return f"sent {len(text):,} characters through tmux to the terminal's clipboard, which gives no answer."
