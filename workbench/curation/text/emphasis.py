"""Take the marks of Markdown out of a title or a note: emphasis, code, strikethrough, escapes.

Only marks that come in pairs and stand at the edges of words are marks: `snake_case`, `*args`, `C*` and `2*3*4` stay.
Time grows with the length of the text.
"""

import re
from typing import Final

from msgspec import Struct

from workbench.curation.text import split_names

_TOKEN: Final = re.compile(r"\\[*_~`\[\]()#|<>!\\]|`+|\*+|_+|~~+")
_LONGEST_MARK: Final = 3
_ESCAPED: Final = frozenset("*_~[]()#|<>!")  # `\`` and `\\` stay: TeX and paths write them
_PYTHON_NAMES: Final = split_names(
    "all add annotations await call class contains del dict doc enter eq exit file future getattr getitem hash import"
    " init init_subclass iter len lt main module name new next pycache repr set_name setattr slots str version"
)


class _Mark(Struct):
    """A run of mark characters and where it stands."""

    start: int
    end: int


def strip_emphasis(text: str) -> str:
    """The text without marks of emphasis and code. What stands in code stays as it is."""
    if not any(mark in text for mark in "*_~`\\"):
        return text
    kept, end = [], 0
    for start, stop in sorted(_find_marks(text)):
        kept.append(text[end:start])
        end = stop
    return "".join([*kept, text[end:]])


def _find_marks(text: str) -> list[tuple[int, int]]:
    """The spans to leave out."""
    spans: list[tuple[int, int]] = []
    open_marks: dict[str, list[_Mark]] = {}
    code = _find_code(text)
    at = 0
    while token := _TOKEN.search(text, at):
        at = token.end()
        if token[0][0] == "\\":
            if token[0][1] in _ESCAPED:
                spans.append((token.start(), token.start() + 1))
        elif token[0][0] == "`":
            if token.start() in code:
                closing = code[token.start()]
                spans += [token.span(), closing]
                at = closing[1]
        elif len(token[0]) <= _LONGEST_MARK:
            spans += _close_mark(text, _Mark(*token.span()), open_marks)
    return spans


def _find_code(text: str) -> dict[int, tuple[int, int]]:
    """For each run of backticks that a later run of the same length answers: where that one stands."""
    following: dict[int, tuple[int, int]] = {}
    answers: dict[int, tuple[int, int]] = {}
    for run in reversed([match.span() for match in re.finditer("`+", text)]):
        length = run[1] - run[0]
        if length in following:
            answers[run[0]] = following[length]
        following[length] = run
    return answers


def _close_mark(text: str, mark: _Mark, open_marks: dict[str, list[_Mark]]) -> list[tuple[int, int]]:
    """The spans of a pair where this mark closes one, else none; a mark that may open a pair waits."""
    kind = text[mark.start : mark.end]
    waiting = open_marks.setdefault(kind, [])
    if waiting and _can_close(text, mark, waiting[-1]):
        opening = waiting.pop()
        for others in open_marks.values():  # pairs do not cross
            while others and others[-1].start > opening.start:
                others.pop()
        if kind == "__" and text[opening.end : mark.start] in _PYTHON_NAMES:
            return []  # `__init__` is a name
        return [(opening.start, opening.end), (mark.start, mark.end)]
    if _can_open(text, mark):
        waiting.append(mark)
    return []


def _can_open(text: str, mark: _Mark) -> bool:
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    return after.strip() != "" and not _is_word(before, text[mark.start])


def _can_close(text: str, mark: _Mark, opening: _Mark) -> bool:
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    if before.strip() == "" or opening.end == mark.start:
        return False
    if text[mark.start : mark.end] == "*" and _is_single_letter(text, mark.start, opening.end):
        return False
    if mark.end - mark.start == 2 and text[mark.start] != "_":
        return True  # `**B**ERT`
    return not _is_word(after, text[mark.start])


def _is_word(char: str, mark: str) -> bool:
    """Whether a mark beside this character stands within a word. Scripts without spaces have words beside stars."""
    return char.isalnum() and (char.isascii() or mark == "_")


def _is_single_letter(text: str, end: int, start: int) -> bool:
    """Whether the word before `end` is one letter, as in `C*` and `A*`, and more stands behind the opening mark."""
    return end - 1 > start and text[end - 1].isalpha() and not text[end - 2].isalnum()
