"""Which characters a mark of emphasis may stand between.

By CommonMark the marks in `是**「重点」**内` are none: they stand between a letter and a punctuation mark, which in
scripts with spaces tells the outside of a word from its inside. In scripts without spaces it tells nothing, so prose
takes such marks as they are meant, and writes them so that every parser does.
"""

import unicodedata
from functools import lru_cache
from typing import Final

_OTHER_UNSPACED: Final = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "HANGUL")
"""Scripts without spaces whose characters are not wide, by the first word of their Unicode names; and Hangul, whose
particles stand right behind a word."""


def can_flank(outside: str, inside: str) -> bool:
    """Whether a run of asterisks between these characters opens or closes emphasis of what is inside. Either is empty
    where the paragraph ends."""
    if not inside.strip():
        return False
    return (
        not is_punctuation(inside)
        or is_unspaced(inside)
        or not outside.strip()
        or is_punctuation(outside)
        or is_unspaced(outside)
    )


@lru_cache(maxsize=4096)
def is_punctuation(char: str) -> bool:
    """Whether CommonMark counts the character as punctuation, symbols included."""
    return unicodedata.category(char)[0] in "PS"


@lru_cache(maxsize=4096)
def is_unspaced(char: str) -> bool:
    """Whether the character is of a script that puts no spaces between words; punctuation of such a script too."""
    if (
        not char or char.isascii() or unicodedata.category(char) in ("So", "Sk")
    ):  # emoji are as wide as letters
        return False
    return unicodedata.east_asian_width(char) in "WFH" or unicodedata.name(char, "").startswith(
        _OTHER_UNSPACED
    )
