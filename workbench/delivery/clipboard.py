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

from workbench.curation.model import Refused
from workbench.delivery.clipboards import Held, Name, Way, chosen, macos, wayland, windows, wsl, x11
from workbench.delivery.clipboards.handing import run
from workbench.delivery.payloads import TERMINAL_LIMIT, osc_52

COPY_PAGE: Final = "The copy page has a button for it: open it in a browser."
_HOLD: Final = (sys.executable, "-P", str(Path(__file__).with_name("hold.py")))
_WAYS: Final[dict[Name, Way]] = {
    "macos": macos,
    "windows": windows,
    "wsl": wsl,
    "wayland": wayland,
    "x11": x11,
}
_REMOTE: Final = "This is a remote session: its clipboard is not the one in front of you."
_SAID: Final[dict[Held, str]] = {
    "both": "copied rich text and plain text to the clipboard.",
    "rich": "copied rich text: only rich text is on the clipboard, so copy as Markdown for plain fields.",
    "unread": "handed rich text to the clipboard, which does not show what it holds: paste to see it.",
}


class SystemClipboard:
    """The clipboard of the desktop in front of the person."""

    def copy(self, text: str) -> str:
        """Put plain text on it and read it back; in a remote tmux, hand it to that. `Refused` where neither can be."""
        whole = _whole(text)
        name = _name()
        if name == "remote":
            return _through_tmux(whole)
        if run(_HOLD, whole.encode()).exit:
            if name != "x11":
                raise Refused("There is no system clipboard here that keeps what it is given.")
            x11.put("", whole)  # pyperclip needs a program that need not be there
        return f"copied {len(text):,} characters to the clipboard."

    def copy_rich(self, html: str, text: str) -> str:
        """Put rich text there with plain text beside it, and say what is there now. `Refused` names the copy page."""
        name = _name()
        if name == "remote":
            raise Refused(f"{_REMOTE} {COPY_PAGE}")
        way = _WAYS.get(name)
        if way is None:
            raise Refused(f"There is no clipboard here that takes rich text. {COPY_PAGE}")
        try:
            return _SAID[way.put(_whole(html), _whole(text))]
        except Refused as refusal:
            raise Refused(f"{refusal} {COPY_PAGE}") from None

    def paste(self) -> tuple[str, str]:
        """Its HTML, where it holds any, and its plain text. `Refused` where it cannot be read from here."""
        name = _name()
        if name == "remote":
            raise Refused(f"{_REMOTE} Save the page as a file and compare that.")
        way = _WAYS.get(name)
        try:
            return way.take() if way else _plain()
        except Refused:
            return _plain()


class TerminalClipboard:
    """The clipboard of the terminal in front of the person, wherever the program runs."""

    def __init__(self, *streams: TextIO | None) -> None:
        self._screen: Final = next((stream for stream in streams if stream and stream.isatty()), None)

    def copy(self, text: str) -> str:
        """Send plain text to the terminal. `Refused` where no stream is one, or the text is too long for most."""
        if self._screen is None:
            raise Refused(
                "There is no clipboard here: `workbench export --output FILE` writes the text to a file."
            )
        self._screen.write(_sequence(text))
        self._screen.flush()
        tmux = " tmux passes it on with `set -s set-clipboard on`." if os.environ.get("TMUX") else ""
        return f"sent {len(text):,} characters to the terminal's clipboard, which gives no answer.{tmux}"

    def copy_rich(self, html: str, text: str) -> str:
        """Hand rich and plain text to a terminal that says it has them, which is kitty; else `Refused`.

        For the command line only: the answer comes in like typing.
        """
        from workbench.delivery.clipboards import kitty  # noqa: PLC0415 - few need it, and few systems have termios

        if self._screen is not None and kitty.passed(_whole(html), _whole(text)):
            return "copied rich text and plain text to the terminal's clipboard."
        raise Refused(f"A terminal's clipboard takes plain text only, but for kitty's. {COPY_PAGE}")


def _name() -> Name:
    return chosen(sys.platform, os.environ, shutil.which)


def _whole(text: str) -> str:
    """Text without the halves of characters that no clipboard takes."""
    return text.encode("utf-8", "replace").decode()


def _plain() -> tuple[str, str]:
    ran = run([*_HOLD, "take"])
    if ran.exit:
        raise Refused("The clipboard cannot be read from here: save the page as a file and compare that.")
    return "", ran.out.decode("utf-8", "replace")


def _sequence(text: str) -> str:
    """What hands the text to a terminal; `Refused` where it is longer than most take."""
    sequence = osc_52(text)
    if sequence is None:
        raise Refused(
            f"The text is {len(_whole(text).encode()):,} bytes, and a terminal's clipboard takes "
            f"{TERMINAL_LIMIT:,}: `workbench export --output FILE` writes it to a file."
        )
    return sequence


def _through_tmux(text: str) -> str:
    """tmux hands on what it is given itself, also as it is set by default, when it swallows what a program sends."""
    _sequence(text)
    if not os.environ.get("TMUX") or run(["tmux", "load-buffer", "-w", "-"], text.encode()).exit:
        raise Refused(_REMOTE)
    return f"sent {len(text):,} characters through tmux to the terminal's clipboard, which gives no answer."
