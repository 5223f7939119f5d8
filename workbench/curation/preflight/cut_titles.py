"""Whether a title was cut where it came from, or is no more than an address.

An ellipsis alone says little: four in five titles that end in one were written so. What tells is the address, whose
last part often has the words of the title, and the length at which sites cut.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

_CUT_AT: Final = range(60, 100)
"""Characters at which programs cut titles. What is shorter was written so, and what is longer is a sentence."""
_MIN_LETTERS: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")
_FILE_NAME: Final = re.compile(r"(?:/index)?\.(?:html?|php|aspx?)\b|[?#].*")
_SCHEME: Final = re.compile(r"https?://(?:www\.)?|www\.", re.I)


def ends_open(title: str) -> bool:
    """Whether a title ends in an ellipsis."""
    return title.rstrip().endswith(("…", "..."))


def is_cut(title: str, urls: Iterable[str]) -> bool:
    """Whether a title has no end. An address that has its last words says whether more follow; where none has, what a
    program cuts is long and ends in the one sign of an ellipsis."""
    if not ends_open(title):
        return False
    words = [word.lower() for word in _WORD.findall(title)]
    for url in urls:
        rest = _words_behind(words, url)
        if rest is not None:
            return len(rest) > 1
    return title.rstrip().endswith("…") and len(title.rstrip()) in _CUT_AT


def _words_behind(words: list[str], url: str) -> list[str] | None:
    """The words of an address behind the last two of a title; None where it does not have them."""
    path = _WORD.findall(_FILE_NAME.sub("", unquote(url).lower().partition("://")[2].partition("/")[2]))
    for at in range(len(path) - 1):
        if words[-2:] == path[at : at + 2]:
            return [word for word in path[at + 2 :] if word.isalpha() and len(word) >= _MIN_LETTERS]
    return None


def is_address_of(title: str, urls: Iterable[str]) -> bool:
    """Whether a title is an address: with its scheme, or the very one that the entry links to, and more than a host,
    which is what many sites are called."""
    title = title.strip()
    bare = _SCHEME.sub("", title, count=1).rstrip("/").lower()
    if _SCHEME.match(title) is not None:
        return " " not in title
    return "/" in bare and bare in {_SCHEME.sub("", url, count=1).rstrip("/").lower() for url in urls}
