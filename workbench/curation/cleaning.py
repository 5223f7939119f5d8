"""The one cleaning door: every text the program did not write itself passes here when it enters.

A title can hold terminal commands, letters that turn a line round, marks stacked over the lines above, or
nothing visible at all. What scripts and emoji need stays: joiners, variation selectors, combining marks.
Cleaning twice is cleaning once, and time grows with the length allowed, not with the length given.
"""

import re
import unicodedata
from typing import Final

from workbench.curation.address import Unidentified, parse

TITLE: Final = 500
"""Characters in one line: titles in the wild end at 300."""
TEXT: Final = 200_000
"""Characters in a text of many lines: a long article whole, a hostile megabyte not."""
MARKS: Final = 4
"""Combining marks in a run: Vietnamese needs two, pointed Hebrew four."""
INDENT: Final = 16
"""Spaces a line may begin with: five nested lists."""

# What begins a string for the terminal (OSC, DCS, APC, PM, SOS; 7 and 8 bits wide), what ends or breaks one.
_STRING: Final = r"(?:\x1b[\]P_^X]|[\x90\x98\x9d-\x9f])"
_WITHIN: Final = r"\x07\x18\x1a\x1b\x90\x98\x9b-\x9f"
_SEQUENCE: Final = re.compile(
    rf"{_STRING}(?:[^{_WITHIN}]*+(?:\x07|\x1b\\|\x9c)|[^{_WITHIN}\r\n]*+)"  # unfinished: to the line's end
    r"|(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?"  # CSI: parameters, intermediates, final
    r"|\x1b[NO][!-~]?"  # the next character from another set
    r"|\x1b[ -/]*+[0-~]?"  # all others, down to a lone ESC
)
_BEYOND: Final = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_IMPOSSIBLE: Final = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{_BEYOND}]")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\u115f\u1160\u3164\uffa0\ufe00-\ufe0d\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPACES: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_SPACES_IN_LINE: Final = re.compile(r"(?:(?![\t\n])[\s\x00-\x1f\x7f-\x9f])+")
_LINE_END: Final = re.compile(r"\r\n?")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_STACK: Final = re.compile(rf"[^\w\s\x00-\x7f]{{{MARKS + 1},}}")
_JOINERS: Final = "\u200c\u200d\ufe0e\ufe0f"
_BOUND: Final = 8
"""How many times the limit is looked at before what is dropped is known."""


def clean(text: str, *, limit: int = TITLE) -> str:
    """The text as one line of at most `limit` characters, single spaces, none at its ends."""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    shown = _SPACES.sub(" ", _shown(text[: limit * _BOUND])).strip(" ")
    return _visible(_unstacked(shown)[:limit].rstrip(" "))


def clean_lines(text: str, *, limit: int = TEXT) -> str:
    """The text with its lines, tabs and indentation, at most `limit` characters; line ends are `\\n`.

    No line ends in spaces, no two empty lines follow each other.
    """
    shown = _LINE_END.sub("\n", _shown(text[: limit * _BOUND]))
    lines = _unstacked("\n".join(map(_clean_line, shown.split("\n"))))
    return _visible(_EMPTY_LINES.sub("\n\n", lines)[:limit].rstrip(" \t"))


def _shown(text: str) -> str:
    """Without what a terminal obeys and what nobody sees; what can be no character shows as U+FFFD."""
    if text.isascii() and "\x1b" not in text:
        return text
    return _INVISIBLE.sub("", _SEQUENCE.sub("", _IMPOSSIBLE.sub("\ufffd", text)))


def _clean_line(line: str) -> str:
    if "  " in line or not line.isprintable():  # nearly no line needs it, and it costs more than all the rest
        line = _SPACES_IN_LINE.sub(_single, line)
    line = line.rstrip()
    indent = len(line) - len(line.lstrip(" "))
    return " " * min(indent, INDENT) + line[indent:]


def _single(spaces: re.Match[str]) -> str:
    """One space, but as many as there are where the line begins."""
    return " " * len(spaces[0]) if spaces.start() == 0 else " "


def _unstacked(text: str) -> str:
    return text if text.isascii() else _STACK.sub(_at_most_four, text)


def _at_most_four(run: re.Match[str]) -> str:
    """Marks beyond the fourth of a run go. Joiners do not end a run, or they would hide a tower of marks."""
    kept: list[str] = []
    marks = joiners = 0
    for char in run[0]:
        if char in _JOINERS:
            joiners += 1
        elif unicodedata.category(char).startswith("M"):
            marks += 1
        else:
            marks = joiners = 0
        if marks <= MARKS and joiners <= MARKS:
            kept.append(char)
    return "".join(kept)


def _visible(text: str) -> str:
    """Nothing at all where nothing but joiners is left."""
    return text if text.strip(_JOINERS + " \t\n") else ""


_UNFIT: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f\\\u200c\u200d]")
_UNWRITTEN: Final = str.maketrans({char: f"%{ord(char):02X}" for char in '"<>`'})


def unfit(url: str) -> str | None:
    """The first character that no URL may hold (control, space, backslash, invisible); None where all are fit."""
    found = _UNFIT.search(url) or (not url.isascii() and (_INVISIBLE.search(url) or _IMPOSSIBLE.search(url)))
    return found[0] if found else None


def safe_url(url: str) -> str | None:
    """The URL as it may be written anywhere, or None where it may not: only http and https, a host that can
    be, at most 4,096 characters, none unfit. Quotes and angle brackets come out percent-encoded."""
    if unfit(url) is not None:
        return None
    url = url.translate(_UNWRITTEN)
    return None if isinstance(parse(url), Unidentified) else url
