"""The dictionaries of pyspellchecker, where that is installed, and the words that they should have.

They are made of film subtitles: `app` and `struct` are in none, and of most words not all forms. So a word is known
too where it is made of known ones, where it is English, and where it is a usual word of software.
"""

import importlib
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, Protocol, cast

from workbench.curation.text import split_names


class Dictionary(Protocol):
    """What is asked of pyspellchecker."""

    def __contains__(self, word: object) -> bool: ...

    def __getitem__(self, word: str) -> int:
        """How often the word was counted in the texts that the dictionary was made of."""

    def candidates(self, word: str) -> Collection[str] | None:
        """Words that it has and that are one letter off; None where there is none."""


@lru_cache(maxsize=3)
def load_dictionary(language: str) -> Dictionary | None:
    """The dictionary of a language, which takes a fifth of a second to read; None where it is not installed."""
    try:
        module = importlib.import_module("spellchecker")  # an extra: nothing else needs it
    except ModuleNotFoundError:
        return None
    return cast(Dictionary, module.SpellChecker(language=language, distance=1))


ENGLISH: Final = "en"
SHORT: Final = 4
"""Letters up to which nearly every word is one letter off another."""
_MIN_COUNT: Final = 200
"""A word that is counted less often than this is hardly what somebody meant: `remex`, where `regex` is typed."""
_MIN_PART: Final = 3
"""Letters of a part of a compound: `workflow`, `backend`."""
_FORMS: Final = (
    (re.compile(r"s$"), ""),
    (re.compile(r"(?:es|rs)$"), ""),
    (re.compile(r"ers?$"), "e"),
    (re.compile(r"ly$"), ""),
    (
        re.compile(
            r"^(?:pre|re|non|un|sub|multi|micro|meta|auto|co|inter|over|under|mis|de|hyper|super)(?=\w{4})"
        ),
        "",
    ),
    (re.compile(r"is(?=e|ing|ation)"), "iz"),
    (re.compile(r"ys(?=e|ing)"), "yz"),
    (re.compile(r"our"), "or"),
    (re.compile(r"ll(?=ed|ing|er)"), "l"),
    (re.compile(r"tre$"), "ter"),
    (re.compile(r"ogue$"), "og"),
)
"""How a word is made of another one, and how it is spelled where the dictionary has the American form."""
_SOFTWARE: Final = split_names(
    "accessor accessors admin agentic api apis app apps arity async auth backend blog bool boolean bools bot cache"
    " cached cli cloud codec commit comms config cpu cpus crypto debug debugger decoder dev diff ebook ebooks edn"
    " encoder enum env epoll eval evals facto filesystem franca frontend fuzzer git gpu grep gui hash html http impl"
    " impls init inlined inout int intro json kernel lexer linter llm llms login lookup macro metadata middleware"
    " mutex namespace naïve noob npm online param params parser perf plugin podcast printf priori profiler programme"
    " proxy pull qubit qubits query realtime refactor regex repo repos runtime schema sdk semver serde spec specs"
    " sprintf stderr stdin stdout struct structs subreddit syntax systemd tech tensor tokenizer transpiler tuple"
    " tuples typage typo ui unicode usability ux versa wasm web webapp webhook website wiki xml yaml"
)


def is_known(word: str, dictionaries: Sequence[Dictionary]) -> bool:
    """Whether a word in small letters is one, as it stands or by how it is made."""
    return word in _SOFTWARE or any(_has_form(dictionary, word) for dictionary in dictionaries)


def _has_form(dictionary: Dictionary, word: str) -> bool:
    plain = word.replace("œ", "oe").replace("æ", "ae")
    forms = [plain, *(pattern.sub(other, plain) for pattern, other in _FORMS)]
    is_form = any(form in dictionary for form in forms if len(form) >= _MIN_PART)
    return is_form or _is_compound(dictionary, plain)


def _is_compound(dictionary: Dictionary, word: str) -> bool:
    cuts = range(_MIN_PART, len(word) - _MIN_PART + 1)
    return any(
        min(dictionary[word[:at]], dictionary[word[at:]]) >= _MIN_COUNT
        for at in cuts
        if word[:at] in dictionary and word[at:] in dictionary
    )


def find_meant(dictionary: Dictionary, word: str) -> list[str]:
    """The words that may have been meant. Where there is none the word is a name or a term, and so is a short one,
    unless two of its letters are swapped."""
    meant = [other for other in dictionary.candidates(word) or () if dictionary[other] >= _MIN_COUNT]
    return [other for other in meant if sorted(other) == sorted(word)] if len(word) <= SHORT else meant
