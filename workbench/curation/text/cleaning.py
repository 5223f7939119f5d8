"""Clean foreign text: every text the program did not write itself passes here when it enters.

A title can hold terminal commands, letters that reverse the direction of a line, marks stacked over the lines above,
or nothing visible at all. What scripts and emoji need stays: joiners, variation selectors, combining marks.
Cleaning twice gives the same as cleaning once. Time grows with `limit`, not with the length of the text.
"""

import re
import unicodedata
from typing import Final

from workbench.curation.model import UserError
from workbench.curation.text.address import Unidentified, parse_url, strip_user_info

MAX_LINE: Final = 500
"""Characters in one line: titles in the wild end at 300."""
MAX_TAG: Final = 80
"""Characters of a tag."""
MAX_TEXT: Final = 200_000
"""Characters in a text of many lines: a long article whole, a hostile megabyte not."""
MAX_MARKS: Final = 4
"""Combining marks in a run: Vietnamese needs two, pointed Hebrew four."""
MAX_INDENT: Final = 16
"""Spaces a line may begin with: five nested lists."""
HARD_BREAK: Final = "  "
"""What Markdown has at the end of a line that stays one."""

# What begins a string for the terminal (OSC, DCS, APC, PM, SOS; 7 and 8 bits wide), what ends or breaks one.
_STRING_START: Final = r"(?:\x1b[\]P_^X]|[\x90\x98\x9d-\x9f])"
_STRING_BREAK: Final = r"\x07\x18\x1a\x1b\x90\x98\x9b-\x9f"
_SEQUENCE: Final = re.compile(
    # a string without its end goes to the line's end
    rf"{_STRING_START}(?:[^{_STRING_BREAK}]*+(?:\x07|\x1b\\|\x9c)|[^{_STRING_BREAK}\r\n]*+)"
    r"|(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?"  # CSI: parameters, intermediates, final
    r"|\x1b[NO][!-~]?"  # the next character from another set
    r"|\x1b[ -/]*+[0-~]?"  # all others, down to a lone ESC
)
_NONCHARACTERS: Final = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_IMPOSSIBLE: Final = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\u115f\u1160\u3164\uffa0\ufe00-\ufe0d\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPACES: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_SPACE_IN_LINE: Final = r"(?:(?![\t\n])[\s\x00-\x1f\x7f-\x9f])"
_SPACES_IN_LINE: Final = re.compile(rf"{_SPACE_IN_LINE}+")
_ONE_SPACE: Final = re.compile(_SPACE_IN_LINE)
# Indentation, also behind the marks of a quote, where a list may be nested as deep as outside of it.
_INDENT: Final = re.compile(rf"(?:{_SPACE_IN_LINE}|>)*+")
_LONG_INDENT: Final = re.compile(rf" {{{MAX_INDENT + 1},}}")
_BREAK_AT_END: Final = re.compile(r"  (?=\n\n|\n?\Z)")
_LINE_END: Final = re.compile(r"\r\n?")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_MARK_RUN: Final = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS + 1},}}")
_JOINERS: Final = "\u200c\u200d\ufe0e\ufe0f"
_OVERSCAN_FACTOR: Final = 8
"""Cleaning drops characters, so it reads this many times `limit` before it cuts."""


def clean_line(text: str, *, limit: int = MAX_LINE) -> str:
    """The text as one line of at most `limit` characters, single spaces, none at its ends."""
    # Nearly every line is clean already, and this look costs a fraction of the cleaning.
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    shown = _SPACES.sub(" ", _strip_invisible(text[: limit * _OVERSCAN_FACTOR])).strip(" ")
    return _blank_if_invisible(_limit_marks(shown)[:limit].rstrip(" "))


def clean_lines(text: str, *, limit: int = MAX_TEXT) -> str:
    """The text with its lines, tabs and indentation, at most `limit` characters; line ends are `\\n`.

    No two empty lines follow each other. A line ends in spaces only where they are a hard break: two of them, and text
    in the next line.
    """
    shown = _LINE_END.sub("\n", _strip_invisible(text[: limit * _OVERSCAN_FACTOR]))
    lines = _limit_marks("\n".join(map(_collapse_line, shown.split("\n"))))
    cut = _EMPTY_LINES.sub("\n\n", _BREAK_AT_END.sub("", lines))[:limit]
    return _blank_if_invisible(cut.rstrip(" \t") if cut[-1:] != "\n" else _BREAK_AT_END.sub("", cut))


def require_line(text: str, what: str, *, limit: int = MAX_LINE) -> str:
    """What the editor wrote, as `clean_line` has it; `UserError` where that would cut it. `what` begins the sentence:
    `The title`."""
    return _require_length(text, clean_line(text, limit=limit + 1), what, limit)


def require_lines(text: str, what: str, *, limit: int = MAX_TEXT) -> str:
    """The same for `clean_lines`."""
    return _require_length(text, clean_lines(text, limit=limit + 1), what, limit)


def _require_length(text: str, cleaned: str, what: str, limit: int) -> str:
    if len(cleaned) > limit or len(text) > limit * _OVERSCAN_FACTOR:
        raise UserError(
            f"{what} is too long: at most {limit:,} characters are kept, and this has {len(text):,}."
        )
    return cleaned


def drop_invisible(text: str) -> str:
    """The text without terminal sequences and invisible characters."""
    if text.isascii() and "\x1b" not in text:
        return text
    return _INVISIBLE.sub("", _SEQUENCE.sub("", text))


def _strip_invisible(text: str) -> str:
    """The same, and impossible characters become U+FFFD."""
    return text if text.isascii() and "\x1b" not in text else drop_invisible(_IMPOSSIBLE.sub("\ufffd", text))


def ends_in_break(line: str) -> bool:
    """Whether the line ends in the spaces of a hard break, if another one follows it. A backslash is one by itself."""
    return line.endswith(HARD_BREAK) and line.rstrip()[-1:] not in ("", ">", "\\")


def _collapse_line(line: str) -> str:
    has_break = ends_in_break(line)
    if "  " in line or not line.isprintable():  # few lines need it, and it costs more than all the rest
        indent = _INDENT.match(line)
        end = indent.end() if indent else 0
        line = _ONE_SPACE.sub(" ", line[:end]) + _SPACES_IN_LINE.sub(" ", line[end:])
        line = _LONG_INDENT.sub(" " * MAX_INDENT, line)
    return line.rstrip() + HARD_BREAK * has_break


def _limit_marks(text: str) -> str:
    return text if text.isascii() else _MARK_RUN.sub(_drop_excess_marks, text)


def _drop_excess_marks(run: re.Match[str]) -> str:
    """Drop the marks of a run beyond `MAX_MARKS`. Joiners do not end a run: a tower of marks could be built on them."""
    kept: list[str] = []
    marks = joiners = 0
    for char in run[0]:
        if char in _JOINERS:
            joiners += 1
        elif unicodedata.category(char).startswith("M"):
            marks += 1
        else:
            marks = joiners = 0
        if marks <= MAX_MARKS and joiners <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _blank_if_invisible(text: str) -> str:
    """The text, or an empty one where only joiners and spaces are left, which nobody would see."""
    return text if text.strip(_JOINERS + " \t\n") else ""


_UNFIT_CHAR: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f\\\u200c\u200d]")
_PERCENT_ENCODED: Final = str.maketrans({char: f"%{ord(char):02X}" for char in '"<>`'})


def find_unfit_char(url: str) -> str | None:
    """The first character that no URL may have (control, space, backslash, invisible); None where there is none."""
    found = _UNFIT_CHAR.search(url) or (
        not url.isascii() and (_INVISIBLE.search(url) or _IMPOSSIBLE.search(url))
    )
    return found[0] if found else None


def to_safe_url(url: str) -> str | None:
    """The URL in a form that is safe in every output, or None where there is none.

    It is http or https, has a possible host, at most `MAX_URL_LENGTH` characters and no unfit one. Quotes, backticks
    and angle brackets are percent-encoded. A user name and password are left out.
    """
    if find_unfit_char(url) is not None:
        return None
    url = strip_user_info(url.translate(_PERCENT_ENCODED))
    return None if isinstance(parse_url(url), Unidentified) else url
