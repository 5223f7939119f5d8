"""Patch Textual's parser, so that an escape character in a bracketed paste cannot become keys.

Textual's parser reads escape sequences inside a bracketed paste too, and hands on as keys what it does not know:
a pasted text could reject links or quit. Some terminals take ESC out of a paste, tmux does not.
"""

import re
from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser
from textual.message import Message

PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"
MARKS_QUERY: Final = "\x1b[?2004$p"
"""Asks the terminal whether it marks pastes, which it was told to do before."""
_MARKS_ANSWERS: Final = ("\x1b[?2004;1$y", "\x1b[?2004;3$y")
_ESCAPE_PAIR: Final = re.compile("\x1b([@-_])")
_textual_feed: Final = XTermParser.feed


def remove_escapes(text: str) -> str:
    """Pasted text without ESC: a pair such as ESC ] becomes the one character of the same meaning, so that
    `clean` still takes the whole sequence out."""
    return _ESCAPE_PAIR.sub(lambda pair: chr(ord(pair[1]) + 0x40), text).replace("\x1b", "")


class PasteFilter:
    """What the terminal sends, piece by piece, however it was cut."""

    def __init__(self) -> None:
        self._in_paste = False
        self._pending = ""

    def filter_input(self, data: str) -> str:
        """The next piece, harmless where it is pasted. Only the end of a paste is ever waited for."""
        made: list[str] = []
        while data:
            part, data = self._filter_pasted(data) if self._in_paste else self._pass_typed(data)
            made.append(part)
        return "".join(made)

    def _pass_typed(self, data: str) -> tuple[str, str]:
        """Up to where a paste begins, and the rest. The mark may have begun in an earlier piece."""
        known = len(self._pending)
        text, begins, rest = (self._pending + data).partition(PASTE_START)
        self._in_paste, self._pending = bool(begins), "" if begins else text[1 - len(PASTE_START) :]
        return (text + begins)[known:], rest

    def _filter_pasted(self, data: str) -> tuple[str, str]:
        """Up to the end of the paste, and the rest; what may be the beginning of that end waits for more."""
        text, ends, rest = (self._pending + data).partition(PASTE_END)
        self._in_paste, self._pending = not ends, ""
        at = text.rfind("\x1b", 1 - len(PASTE_END))
        if not ends and at >= 0 and PASTE_END.startswith(text[at:]):
            text, self._pending = text[:at], text[at:]
        return remove_escapes(text) + ends, rest


class MarksAnswer:
    """Looks for the terminal's word that it marks pastes, in pieces, however they were cut."""

    def __init__(self) -> None:
        self._tail = ""

    def is_found_in(self, piece: str) -> bool:
        """Whether this piece of the input has it, or ends it."""
        seen = self._tail + piece
        self._tail = seen[1 - len(_MARKS_ANSWERS[0]) :]
        return any(answer in seen for answer in _MARKS_ANSWERS)


def _feed_filtered(parser: XTermParser, data: str) -> Iterable[Message]:
    if not data:  # the end of all input
        return _textual_feed(parser, data)
    piece = parser.__dict__.setdefault("paste_filter", PasteFilter()).filter_input(data)
    return _textual_feed(parser, piece) if piece else ()


def patch_bracketed_paste() -> None:
    """Let every terminal's input pass here, from now on in this process."""
    XTermParser.feed = _feed_filtered  # type: ignore[method-assign, assignment]
