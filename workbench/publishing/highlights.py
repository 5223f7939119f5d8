"""The highlights of an issue, one by one: an editor writes them as one line, and posts and cards need them apart."""

import re
from collections.abc import Sequence
from typing import Final

_SEPARATORS: Final = re.compile(r"[,;]\s+|\s+[|•·/–—]\s+|\s*[，、；]\s*")
_LAST_SEPARATOR: Final = re.compile(r"\s+(?:and|&|\+|und|et|y|e|и)\s+", re.I)
_LEADING_AND: Final = re.compile(r"^(?:and|&|\+|und|et|y|e|и)\s+", re.I)


def split_highlights(text: str) -> list[str]:
    """The highlights of a title, in order; one that is not divided is one."""
    parts = [part for part in _SEPARATORS.split(text) if part]
    if not parts:
        return []
    last = _LEADING_AND.sub("", parts[-1])
    found = None if last != parts[-1] else _LAST_SEPARATOR.search(last)
    ends = [last[: found.start()], last[found.end() :]] if found else [last]
    return [*parts[:-1], *ends]


def join_highlights(text: str, parts: Sequence[str], count: int) -> str:
    """The first so many of the parts of a title; all of them are the title as it was written."""
    return text if count >= len(parts) else ", ".join(parts[:count])
