"""The highlights of an issue, one by one: an editor writes them as one line, and posts and cards need them apart."""

import re
from collections.abc import Sequence
from typing import Final

from workbench.curation.text import split_names

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


def offer_highlights(titles: Sequence[str], count: int, language: str) -> list[str]:
    """Lines of so many highlights each, made of these titles in their order; none where there are fewer. In English the
    last one is joined by “and”."""
    names = list(dict.fromkeys(filter(None, map(shorten_title, titles))))
    if len(names) < count:
        return []
    groups = [names[at : at + count] for at in range(len(names) - count + 1)]
    return [_join_names(group, "and" if language == "en" else "") for group in groups]


def _join_names(names: Sequence[str], last: str) -> str:
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if last else ", ".join(names)


def shorten_title(title: str) -> str:
    """What a title is about in a few words: its part before a colon, a dash or a bracket where that is short, else its
    words up to a small one."""
    title = " ".join(title.split())
    name = _SUBTITLE.split(title, maxsplit=1)[0]
    if 0 < len(name.split()) <= MAX_HIGHLIGHT_WORDS:
        return name
    words = name.split()[:MAX_HIGHLIGHT_WORDS]
    end = next(
        (at for at, word in enumerate(words) if at > 1 and word.lower() in _SMALL_WORDS),
        MAX_HIGHLIGHT_WORDS - 1,
    )
    words = words[:end]
    while len(words) > 1 and words[-1].lower() in _SMALL_WORDS:
        words.pop()
    return " ".join(words).rstrip(",;.")


MAX_HIGHLIGHT_WORDS: Final = 5
_SUBTITLE: Final = re.compile(r":\s|\s[-–—|(]\s?|[?!.]\s")
_SMALL_WORDS: Final = split_names(
    "a an and are as at by can for from in into is of on or that the their to via vs we with"
)
