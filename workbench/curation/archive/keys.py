"""Keys by which works of the archive are found: pages, the places on them, and long titles."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from workbench.curation.identity.fragments import TITLE_MARK, page_of_place

MIN_TITLE_WORDS: Final = 5
"""Words of a title that is hardly that of two works."""

_WORD: Final = re.compile(r"\w+")


def strip_title(key: str) -> str:
    """The key without the title that tells two links of one page apart."""
    return key.partition(TITLE_MARK)[0]


def places_among(keys: Iterable[str]) -> set[str]:
    """Those of the keys that name a place on a page."""
    return {place for key in keys if page_of_place(place := strip_title(key))}


def pages_among(keys: Sequence[str]) -> Sequence[str]:
    """The pages that keys name, each once: what stands before a fragment, else the whole key."""
    if len(keys) == 1 and "#" not in keys[0]:  # nearly all, and this is asked for every row
        return keys if keys[0] else ()
    places = [strip_title(key) for key in keys if key]
    return list(dict.fromkeys(page_of_place(place) or place for place in places))


def make_title_key(title: str) -> str:
    """The words of a title that is long enough to be that of one work; empty for others."""
    words = _WORD.findall(title.casefold())
    return " ".join(words) if len(words) >= MIN_TITLE_WORDS else ""
