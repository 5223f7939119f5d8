"""The text that an entry was written from, ready to be asked for values and for the words around them."""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Struct

from workbench.curation.preflight.source_check.figures import select_figures
from workbench.curation.preflight.source_check.values import Number, find_spelled, read_numbers
from workbench.curation.text import split_names

LONG_SOURCE: Final = 300
"""Words from which on a value may stand in a text by chance, so that its neighbours are asked."""
_MAX_NUMBERS: Final = 5_000
"""What comes after so many is a table, and not looked at."""
_NEAR: Final = 80  # characters
_BESIDE: Final = 15
_STEM: Final = 5  # letters, by which two forms of a word are one
_WORD: Final = re.compile(r"[^\W_]{3,}|[A-Z]{2}|\d+(?:[.,]\d+)*")
_SENTENCE_END: Final = re.compile(r"[.;!?]\s|\n")
_COMMON: Final = split_names(
    """
    all and any are both but can each for from had has have into its may more most not one only other our over some such
    than that the their them then there these they this through two using used was were when where which while who with
    """
)


class Surroundings(Struct, frozen=True):
    """How the words around a number begin: within 80 characters, and of those the ones right beside it."""

    near: frozenset[str]
    beside: frozenset[str]


class SourceText:
    """What is kept of one work: its text, and what else is known of it, as one text."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self._surroundings: Final[dict[int, Surroundings]] = {}

    @cached_property
    def is_long(self) -> bool:
        """Whether a value may stand in it by chance."""
        return self.text.count(" ") >= LONG_SOURCE

    @cached_property
    def numbers(self) -> list[Number]:
        """Every number, in the order of the text."""
        return read_numbers(self.text)[:_MAX_NUMBERS]

    @cached_property
    def figures(self) -> list[Number]:
        """The numbers that are meant as such, in the order of the text."""
        return list(select_figures(self.text, self.numbers))

    def iter_between(self, least: float, most: float) -> Iterator[Number]:
        """The numbers with a reading from least to most."""
        by_value = self._by_value
        first = bisect_left(by_value, least, key=_value_of)
        for at in range(first, bisect_right(by_value, most, lo=first, key=_value_of)):
            yield by_value[at][1]

    def iter_spelled(self, value: float) -> Iterator[Number]:
        """Where the value stands in words."""
        return find_spelled(self._lower, value)

    def surroundings_of(self, number: Number) -> Surroundings:
        """The words around one of its numbers."""
        if number.start not in self._surroundings:
            self._surroundings[number.start] = read_surroundings(self.text, number)
        return self._surroundings[number.start]

    def weigh_likeness(self, one: Surroundings, other: Surroundings) -> float:
        """How much speaks for it that two numbers are one: rare words more, twice where they are right beside both."""
        shared, beside = one.near & other.near, one.beside & other.beside
        return sum(self._weigh(stem) * (1 + (stem in beside)) for stem in shared)

    def _weigh(self, stem: str) -> float:
        counts = self._counts
        return math.log(counts.total() / counts[stem]) if counts[stem] else 0.0

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(_stem_words(self.text))

    @cached_property
    def _by_value(self) -> list[tuple[float, Number]]:
        found = [
            (value, number)
            for number in self.numbers
            # `0.31T tokens` may be called 0.31TB, and `24GB` 24 GB.
            for value in (
                *number.readings,
                *((number.readings[0] / number.scale,) if number.scale != 1 else ()),
            )
        ]
        return sorted(found, key=_value_of)

    @cached_property
    def _lower(self) -> str:
        return self.text.lower()


@lru_cache(maxsize=32)
def read_source_text(text: str) -> SourceText:
    """The same text is read once, however often it is asked for."""
    return SourceText(text)


def read_surroundings(text: str, number: Number, *, within_sentence: bool = False) -> Surroundings:
    """The words around a number of a text."""
    before, after = text[max(0, number.start - _NEAR) : number.start], text[number.end : number.end + _NEAR]
    if within_sentence:
        before, after = _SENTENCE_END.split(before)[-1], _SENTENCE_END.split(after)[0]
    beside = (*_stem_words(before[-_BESIDE:]), *_stem_words(after[:_BESIDE]))
    return Surroundings(frozenset((*_stem_words(before), *_stem_words(after), *beside)), frozenset(beside))


def _stem_words(text: str) -> list[str]:
    words = (word.lower() for word in _WORD.findall(text))
    return [word[:_STEM] for word in words if word not in _COMMON]


def _value_of(pair: tuple[float, Number]) -> float:
    return pair[0]
