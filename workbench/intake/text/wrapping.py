"""Join the lines that a mail program or an editor wrapped inside a link.

Only where the text itself says so: an address in angle brackets that no bracket ends in its line (RFC 3986, appendix
C), and a Markdown link whose text or address goes on in the next line.
"""

import re
from collections.abc import Sequence
from typing import Final

from workbench.intake.text.lines import Line

_MAX_LINES: Final = 12
_OPEN_ADDRESS: Final = re.compile(r"<(?:URL:\s*)?[a-z][a-z0-9+.-]{1,30}://[^\s<>]*\Z", re.I)
_QUOTE: Final = re.compile(r"\s*(?:>[ \t]?)*\s*")
_REST_OF_ADDRESS: Final = re.compile(r"([^\s<>]+)\s*(?:\Z|(?=>))")


def unwrap_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines with wrapped links whole; a joined line stands in the row of its beginning."""
    unwrapped: list[Line] = []
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        if "<" in line.text:
            line, at = _join_address(line, lines, at)
        if "[" in line.text:
            line, at = _join_markdown(line, lines, at)
        unwrapped.append(line)
    return unwrapped


def _join_address(line: Line, lines: Sequence[Line], at: int) -> tuple[Line, int]:
    """The line with the rest of its open address, and where the lines go on; the same line where no bracket ends it."""
    text = line.text.rstrip()
    if not _OPEN_ADDRESS.search(text, max(text.rfind("<"), 0)):
        return line, at
    for end in range(at, min(at + _MAX_LINES, len(lines))):
        begin = _QUOTE.match(lines[end].text)
        rest = lines[end].text[begin.end() if begin else 0 :]
        chunk = _REST_OF_ADDRESS.match(rest)
        if chunk is None and not rest.startswith(">"):
            break
        text += chunk[1] if chunk else ""
        ending = rest[chunk.end() if chunk else 0 :]
        if ending.startswith(">"):
            return Line(line.row, text + ending), end + 1
    return line, at


def _join_markdown(line: Line, lines: Sequence[Line], at: int) -> tuple[Line, int]:
    """The line with the rest of a Markdown link that is open at its end, and where the lines go on."""
    begin = at
    text = line.text
    for end in range(at, min(at + 3, len(lines))):
        following = _strip_quote(lines[end].text)
        if text.rstrip().endswith("]("):
            return Line(line.row, text.rstrip() + following), end + 1
        if not following.strip() or text.rfind("[") <= text.rfind("]"):
            break
        close, opening = following.find("]"), following.find("[")
        text = f"{text.rstrip()} {following}"
        if close >= 0 and (opening < 0 or close < opening):
            if following.startswith(("](", "][", "]("), close):
                return Line(line.row, text), end + 1
            break
        if opening >= 0:
            break
    return line, begin


def _strip_quote(text: str) -> str:
    begin = _QUOTE.match(text)
    return text[begin.end() :] if begin else text
