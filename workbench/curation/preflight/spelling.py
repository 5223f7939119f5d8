"""Words that a language does not have, by a dictionary of pyspellchecker, where that is installed.

A word with a capital is taken for a name and left alone, as is what stands in code, in addresses or beside a hyphen.
"""

import importlib
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final, Protocol, cast

from msgspec import Struct

from workbench.curation.preflight.source_check.figures import blank_out_marks

MIN_LETTERS: Final = 3
_WORD: Final = re.compile(r"(?<![\w'’-])[^\W\d_]+(?:['’][^\W\d_]+)?(?![\w-])")
_ANY_WORD: Final = re.compile(r"[^\W\d_]+")


class Misspelling(Struct, frozen=True):
    """A word that the dictionary does not have, and the one that was meant; empty where several may have been."""

    word: str
    meant: str


class Dictionary(Protocol):
    """What is asked of pyspellchecker."""

    def __contains__(self, word: object) -> bool: ...

    def candidates(self, word: str) -> Collection[str] | None:
        """Words that it has and that are one letter off; None where there is none."""


@lru_cache(maxsize=2)
def load_dictionary(language: str) -> Dictionary | None:
    """The dictionary of a language, which takes a fifth of a second to read; None where it is not installed."""
    try:
        module = importlib.import_module("spellchecker")  # an extra: nothing else needs it
    except ModuleNotFoundError:
        return None
    return cast(Dictionary, module.SpellChecker(language=language, distance=1))


def find_misspellings(text: str, language: str, known: Collection[str]) -> Iterator[Misspelling]:
    """The words of a text that are neither in the dictionary nor among those that are `known`, each once."""
    dictionary = load_dictionary(language)
    words = dict.fromkeys(found[0] for found in _WORD.finditer(blank_out_marks(text)))
    for word in words if dictionary is not None else ():
        plain = re.sub(r"['’]s$", "", word).replace("’", "'")
        if len(plain) < MIN_LETTERS or not plain.islower() or plain in known:
            continue
        if dictionary is not None and plain not in dictionary:
            meant = [other for other in dictionary.candidates(plain) or () if other != plain]
            yield Misspelling(word, meant[0] if len(meant) == 1 and plain == word else "")


@lru_cache(maxsize=64)
def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters: what a source says, its blurb may say."""
    return frozenset(_ANY_WORD.findall(text.lower()))


def replace_word(text: str, misspelling: Misspelling) -> str:
    """The text with the word that was meant, wherever its prose has the other."""
    pattern = rf"(?<![\w'’-]){re.escape(misspelling.word)}(?![\w'’-])"
    for found in reversed(list(re.finditer(pattern, blank_out_marks(text)))):
        text = f"{text[: found.start()]}{misspelling.meant}{text[found.end() :]}"
    return text
