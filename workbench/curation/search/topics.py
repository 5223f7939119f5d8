"""Titles that say different things: two saved links of one address that are hardly one work.

A page has many titles: its own, a list's, an editor's. So they speak of different things only where they have other
numbers, or no more than half of the shorter one's words in common. Titles in different scripts cannot be compared.
"""

import re
from collections import Counter
from functools import cache, lru_cache
from typing import Final

from msgspec import Struct

from workbench.curation.search.folding import fold_text
from workbench.curation.search.similar import normalise_title, numbers_of
from workbench.curation.text import split_names

_MAX_SHARED: Final = 0.5
_MAX_SLUG_WORDS: Final = 12
_WORD: Final = re.compile(r"[^\W_]+")
_CUT_WORD: Final = re.compile(r"\b[^\W_]+…$")
_EMPTY_WORDS: Final = split_names(
    "a an and are as at be by for from how i in is it its my of on or our that the this to using via we"
    " what when who why with you your abstract announcement announcing archive archived article articles"
    " auto autotranslate blog cached code comments demo doc docs documentation download english full"
    " github home homepage html http https introducing link links mirror new official online original page"
    " paper papers pdf podcast post posts preprint project read readme recording release released repo"
    " repository site slides source talk text thread transcript translate translated translation tweet"
    " untitled version video videos web website www"
)
"""Words that say nothing of what a page is about."""


def has_other_topic(one: str, other: str) -> bool:
    """Whether two titles of one address say different things. False where either says nothing."""
    first, second = _topic_of(one), _topic_of(other)
    if not first.words or not second.words or first.has_logograms != second.has_logograms:
        return False
    if first.numbers - second.numbers and second.numbers - first.numbers:
        return True
    shared = len(first.words & second.words)
    return shared <= _MAX_SHARED * min(len(first.words), len(second.words))


class _Topic(Struct, frozen=True):
    """What a title says of what it is about."""

    words: frozenset[str]
    numbers: Counter[str]
    has_logograms: bool


@lru_cache(maxsize=1024)  # thousands of rows may be held against the titles of a few links
def _topic_of(title: str) -> _Topic:
    return _Topic(_words_of(title), numbers_of(title)[0], bool(_compile_logogram().search(title)))


def has_other_title(one: str, other: str) -> bool:
    """Whether two titles that one site gave to two of its pages are two: neither goes on where the other ends."""
    first, second = normalise_title(one), normalise_title(other)
    return bool(first and second) and first not in second and second not in first


def make_title_slug(title: str) -> str:
    """The words of a title in one, for a key: `gates-after-attention`."""
    return "-".join(_WORD.findall(fold_text(title))[:_MAX_SLUG_WORDS])


@cache
def _compile_logogram() -> re.Pattern[str]:
    """A sign of a script without spaces. Compiled when a title is compared: it takes longer than all else here."""
    return re.compile(r"[぀-ヿ㐀-鿿가-힯]")


def _words_of(title: str) -> frozenset[str]:
    """The words that say something; of scripts without spaces each two signs. A URL says nothing."""
    if "://" in title:
        return frozenset()
    title = _CUT_WORD.sub("", title)
    found: set[str] = set()
    for word in _WORD.findall(fold_text(title)):
        if _compile_logogram().search(word):
            found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif word not in _EMPTY_WORDS:
            found.add(word.removesuffix("s") if len(word) > 3 else word)
    return frozenset(found)
