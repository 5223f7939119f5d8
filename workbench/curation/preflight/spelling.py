"""Words that a language does not have and that are one letter off a word that it has.

A word with a capital is taken for a name and left alone, as is what stands in code, in addresses or beside a hyphen.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from workbench.curation.preflight.dictionaries import ENGLISH, find_meant, is_known, load_dictionary
from workbench.curation.preflight.source_check.figures import blank_out_marks

MIN_LETTERS: Final = 3
_WORD: Final = re.compile(r"(?<![\w'’.:/@#\\-])[^\W\d_]+(?:['’][^\W\d_]+)?(?![\w/@-]|[.:]\w)")
_ANY_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"https?://\S+")
_FENCED: Final = re.compile(r"^[ \t>]*(```|~~~).*(?:\n(?![ \t>]*\1).*)*", re.M)
_ENDING: Final = re.compile(r"['’](?:s|ll|ve|re|d|m)$")
_ELISION: Final = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|un|dell|nell|sull|dall|all|quest|quell)['’](?=\w)"
)


class Misspelling(Struct, frozen=True):
    """A word that the dictionary does not have, and the one that was meant; empty where several may have been."""

    word: str
    meant: str


def find_misspellings(text: str, language: str, known: Collection[str]) -> Iterator[Misspelling]:
    """The words of a text that are neither in the dictionary nor among those that are `known`, each once."""
    dictionary = load_dictionary(language)
    english = load_dictionary(ENGLISH)
    if dictionary is None or english is None:
        return
    dictionaries = list(dict.fromkeys((dictionary, english)))  # texts in all languages quote English
    addresses = words_of(" ".join(_ADDRESS.findall(text)))
    for word in dict.fromkeys(found[0] for found in _WORD.finditer(_blank_out_all(text))):
        plain = _strip_endings(word)
        if len(plain) < MIN_LETTERS or not plain.islower() or plain in known or plain in addresses:
            continue
        if not is_known(plain, dictionaries) and (meant := find_meant(dictionary, plain)):
            yield Misspelling(word, meant[0] if len(meant) == 1 and plain == word else "")


def _blank_out_all(text: str) -> str:
    return blank_out_marks(_FENCED.sub(lambda found: " " * len(found[0]), text))


def to_plain_word(text: str) -> str:
    """A word as those that are known are kept: in small letters, without an article or a genitive."""
    return _strip_endings(text.strip().lower())


def _strip_endings(word: str) -> str:
    return _ENDING.sub("", _ELISION.sub("", word)).replace("’", "'")


@lru_cache(maxsize=64)
def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters: what a source says, its blurb may say."""
    return frozenset(_ANY_WORD.findall(text.lower()))


def replace_word(text: str, misspelling: Misspelling) -> str:
    """The text with the word that was meant, wherever its prose has the other."""
    pattern = rf"(?<![\w'’-]){re.escape(misspelling.word)}(?![\w'’-])"
    for found in reversed(list(re.finditer(pattern, _blank_out_all(text)))):
        text = f"{text[: found.start()]}{misspelling.meant}{text[found.end() :]}"
    return text
