"""The way to other programs' paste: the one place that knows which clipboard took a text and which only may have.

The system's clipboard is filled and read back by a process of its own, so that a hung display server costs
seconds and not the session, and the helper that holds an X selection keeps none of our pipes open. The
terminal's clipboard (OSC 52) gives no answer, so nobody says "copied" of it.
"""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Final, TextIO

from workbench.curation.model import Refused

PATIENCE: Final = 5.0
"""Seconds to wait for the system's clipboard: a slow X server over a network answers in one or two."""
TERMINAL_LIMIT: Final = 74_994
"""Bytes that every terminal with OSC 52 takes: 100,000 characters once encoded, less the envelope."""

_HOLD: Final = Path(__file__).with_name("hold.py")


class SystemClipboard:
    """The desktop's own clipboard, through pyperclip."""

    def copy(self, text: str) -> str:
        """Put plain text on it and read it back. `Refused` where there is none, or where it is another machine's."""
        if os.environ.get("SSH_CONNECTION"):
            raise Refused("This is a remote session: its clipboard is not the one in front of you.")
        try:
            done = subprocess.run(
                [sys.executable, "-P", str(_HOLD)],
                input=text.encode("utf-8", "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(f"The system's clipboard did not answer within {PATIENCE:.0f} seconds.") from None
        if done.returncode:
            raise Refused("There is no system clipboard here that keeps what it is given.")
        return f"copied {len(text):,} characters to the clipboard."


class TerminalClipboard:
    """The clipboard of the terminal in front of the person, wherever the program runs."""

    def __init__(self, *streams: TextIO | None) -> None:
        self._screen: Final = next((stream for stream in streams if stream and stream.isatty()), None)

    def copy(self, text: str) -> str:
        """Send plain text to the terminal. `Refused` where no stream is one, or the text is too long for most."""
        data = text.encode("utf-8", "replace")
        if self._screen is None:
            raise Refused(
                "There is no clipboard here: `workbench export --output FILE` writes the text to a file."
            )
        if len(data) > TERMINAL_LIMIT:
            raise Refused(
                f"The text is {len(data):,} bytes, and a terminal's clipboard takes {TERMINAL_LIMIT:,}: "
                f"`workbench export --output FILE` writes it to a file."
            )
        self._screen.write(f"\x1b]52;c;{b64encode(data).decode()}\x07")
        self._screen.flush()
        tmux = " tmux passes it on with `set -s set-clipboard on`." if os.environ.get("TMUX") else ""
        return f"sent {len(text):,} characters to the terminal's clipboard, which gives no answer.{tmux}"
