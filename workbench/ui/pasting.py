"""Pastes as they reach Textual: the one place that keeps an escape character in a paste from becoming keys.

Textual's parser reads escape sequences inside a bracketed paste too, and what it does not know it hands on as keys:
a pasted text could reject links or quit. Some terminals take ESC out of a paste, tmux does not.
"""

import re
from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser
from textual.message import Message

BEGIN: Final = "\x1b[200~"
END: Final = "\x1b[201~"
_PAIR: Final = re.compile("\x1b([@-_])")
_feed: Final = XTermParser.feed


def harmless(text: str) -> str:
    """Pasted text without ESC: a pair such as ESC ] becomes the one character of the same meaning, so that
    `clean` still takes the whole sequence out."""
    return _PAIR.sub(lambda pair: chr(ord(pair[1]) + 0x40), text).replace("\x1b", "")


class Pastes:
    """What the terminal sends, piece by piece, however it was cut."""

    def __init__(self) -> None:
        self._inside = False
        self._left = ""

    def take(self, data: str) -> str:
        """The next piece, harmless where it is pasted. Only the end of a paste is ever waited for."""
        made: list[str] = []
        while data:
            part, data = self._inner(data) if self._inside else self._outer(data)
            made.append(part)
        return "".join(made)

    def _outer(self, data: str) -> tuple[str, str]:
        """Up to where a paste begins, and the rest. The mark may have begun in an earlier piece."""
        known = len(self._left)
        text, begins, rest = (self._left + data).partition(BEGIN)
        self._inside, self._left = bool(begins), "" if begins else text[1 - len(BEGIN) :]
        return (text + begins)[known:], rest

    def _inner(self, data: str) -> tuple[str, str]:
        """Up to the end of the paste, and the rest; what may be the beginning of that end waits for more."""
        text, ends, rest = (self._left + data).partition(END)
        self._inside, self._left = not ends, ""
        at = text.rfind("\x1b", 1 - len(END))
        if not ends and at >= 0 and END.startswith(text[at:]):
            text, self._left = text[:at], text[at:]
        return harmless(text) + ends, rest


def _feed_harmless(parser: XTermParser, data: str) -> Iterable[Message]:
    if not data:  # the end of all input
        return _feed(parser, data)
    piece = parser.__dict__.setdefault("pastes", Pastes()).take(data)
    return _feed(parser, piece) if piece else ()


def guard() -> None:
    """Let every terminal's input pass here, from now on in this process."""
    XTermParser.feed = _feed_harmless  # type: ignore[method-assign, assignment]
