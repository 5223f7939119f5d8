"""A text as its lines, each with its row: the number that an editor shows beside it.

Passes that join lines or cut one keep the row in which the text began. What nobody sees is taken out here, so that no
later pass meets it in the middle of an address.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.text.cleaning import drop_invisible

_LINE_END: Final = re.compile(r"\r\n|\n\r|\n|\r")


class Line(Struct, frozen=True):
    """A line of the text, without its end; `row` counts from 1."""

    row: int
    text: str

    @property
    def has_words(self) -> bool:
        """Whether a letter or a digit stands in it."""
        return any(map(str.isalnum, self.text))


def split_lines(text: str) -> list[Line]:
    """The lines of a text, without invisible characters and commands to a terminal."""
    lines = _LINE_END.split(text)
    if text.isascii() and "\x1b" not in text:
        return [Line(row, line) for row, line in enumerate(lines, 1)]
    return [Line(row, drop_invisible(line)) for row, line in enumerate(lines, 1)]


class LineBuilder:
    """Puts lines together anew from the text of others, in which line ends still stand, and keeps their rows."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines: Final[list[Line]] = []
        self._rows: Final = [line.row for line in lines] or [1]
        self._at = 0
        self._start_line()

    def add(self, text: str) -> None:
        """Add text of the lines, with its line ends."""
        first, *others = text.split("\n")
        self._add_part(first)
        for other in others:
            self._at += 1
            self.break_line()
            self._add_part(other)

    def add_in_line(self, text: str, source: str) -> None:
        """Add text in place of `source`, whose line ends are no longer any."""
        self._add_part(text)
        self.skip(source)

    def skip(self, source: str) -> None:
        """Leave text out."""
        self._at += source.count("\n")
        if not self.first_char:
            self._row = self._rows[self._at]

    def break_line(self) -> None:
        """End the line here."""
        self.lines.append(Line(self._row, "".join(self._parts)))
        self._start_line()

    def _start_line(self) -> None:
        self._parts: list[str] = []
        self.first_char = self.last_char = ""  # of the line so far, spaces aside
        self._row = self._rows[self._at]

    def _add_part(self, text: str) -> None:
        self._parts.append(text)
        if shown := text.strip():
            self.first_char = self.first_char or shown[0]
            self.last_char = text[-1]


def join_text(lines: Iterable[Line]) -> str:
    """The lines as one text again, so that a pass can look beyond their ends."""
    return "\n".join(line.text for line in lines)
