"""How likely each section is for a link: counts of its kind, host and path, one on top of the other, then its words.

The table of the publication comes first, so that it holds while nothing was counted. Each further count is mixed with
what was believed before, the more the more entries it rests on. Words weigh little, and less where the host is known.
Nothing is trained: whatever stands here as a number is the same for every newsletter.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import exp, log
from typing import Final, TypeAlias

from workbench.curation.model import Kind
from workbench.curation.suggestion.counts import SectionCounts, Tally
from workbench.curation.suggestion.traits import Traits

Shares: TypeAlias = dict[str, float]
"""How likely each section is, by key; together 1."""
_Row: TypeAlias = tuple[float, ...]
"""A number for each section, in their order."""

_TABLE_SHARE: Final = 0.9
"""What the table is believed while nothing was counted."""
_KIND_DOUBT: Final = 5.0
"""Entries of a kind that weigh as much as the table."""
_PLACE_DOUBT: Final = 0.5
"""The same for a place and what its host, or its kind, said before it."""
_WORD_DOUBT: Final = 5.0
"""Entries of a section that weigh as much as all sections together, for one word."""
_WORD_WEIGHT: Final = 0.2
_SLUG_WEIGHT: Final = 0.15
"""Far below 1, since the words of a title repeat each other."""
_FEWEST: Final = 1.5
"""Entries, by weight, in which a word must have stood to say something."""


class _WordRows(dict[str, _Row | None]):
    """What each word says of the sections, read when it first occurs; None where it says nothing."""

    def __init__(self, read_word: Callable[[str], _Row | None]) -> None:
        super().__init__()
        self._read_word: Final = read_word

    def __missing__(self, word: str) -> _Row | None:
        row = self[word] = self._read_word(word)
        return row

    def list_known(self, words: Sequence[str]) -> list[_Row]:
        """The rows of those words that say something."""
        return [row for word in words if (row := self[word]) is not None]


class SectionShares:
    """How likely each of these sections is, for many links: what counts say of a word or a place is computed once.

    It is of the counts as they are, and of no use once they change.
    """

    def __init__(self, counts: SectionCounts, sections: Sequence[str]) -> None:
        self._counts: Final = counts
        self._sections: Final = tuple(sections)
        self._unit: Final = counts.newest_weight
        row = counts.sections.row_of("")
        self._totals: Final = tuple(row.get(key, 0) / self._unit for key in self._sections)
        self._every: Final = sum(self._totals)
        self._usual: Final = tuple(log(1 + total / _WORD_DOUBT) for total in self._totals)
        self._words: Final = _WordRows(partial(self._read_word, counts.words))
        self._slugs: Final = _WordRows(partial(self._read_word, counts.slugs))
        self._beliefs: Final[dict[tuple[Kind, str | None, tuple[str, ...]], tuple[_Row, float]]] = {}

    def share(self, traits: Traits, table: str | None) -> Shares:
        """The shares for a link; `table` is the section that the publication puts its kind into."""
        known = tuple(place for place in traits.places if self._counts.places.row_of(place))
        belief, spread = self._weigh_shares(traits.kind, table, known)
        if not self._every:
            return dict(zip(self._sections, belief, strict=True))
        scores = [log(share + 1e-9) for share in belief]
        for words, weight in (
            (self._words.list_known(traits.words), spread * _WORD_WEIGHT),
            (self._slugs.list_known(traits.slugs), spread * _SLUG_WEIGHT),
        ):
            if words:
                said, read = map(sum, zip(*words, strict=True)), len(words)
                rows = zip(scores, said, self._usual, strict=True)
                scores = [score + weight * (says - read * usual) for score, says, usual in rows]
        return self._to_shares(scores)

    def _weigh_shares(self, kind: Kind, table: str | None, places: tuple[str, ...]) -> tuple[_Row, float]:
        """The shares by table, kind and places, and how much words may change them."""
        key = (kind, table, places)
        if key not in self._beliefs:
            first = self._counts.places.row_of(places[0]) if places else {}
            spread = 1 + 1 / (1 + sum(first.values()) / self._unit)
            self._beliefs[key] = self._mix_all(kind, table, places), spread
        return self._beliefs[key]

    def _mix_all(self, kind: Kind, table: str | None, places: tuple[str, ...]) -> _Row:
        count = len(self._sections)
        shares: _Row = tuple((total + 0.5) / (self._every + 0.5 * count) for total in self._totals)
        if table in self._sections:
            shares = tuple(
                (1 - _TABLE_SHARE) * share + (_TABLE_SHARE if key == table else 0)
                for key, share in zip(self._sections, shares, strict=True)
            )
        shares = self._mix_shares(shares, self._counts.kinds.row_of(kind), _KIND_DOUBT)
        for place in places:
            shares = self._mix_shares(shares, self._counts.places.row_of(place), _PLACE_DOUBT)
        return shares

    def _mix_shares(self, shares: _Row, row: Mapping[str, int], doubt: float) -> _Row:
        if not row:
            return shares
        seen = [row.get(key, 0) / self._unit for key in self._sections]
        every = sum(seen) + doubt
        return tuple((amount + doubt * share) / every for amount, share in zip(seen, shares, strict=True))

    def _read_word(self, tally: Tally, word: str) -> _Row | None:
        """What a word says of each section; None where it says nothing."""
        row = tally.row_of(word)
        seen = [row.get(key, 0) / self._unit for key in self._sections] if row else []
        if sum(seen) <= _FEWEST:
            return None
        expected = _WORD_DOUBT * sum(seen) / self._every
        return tuple(log(1 + amount / expected) for amount in seen)

    def _to_shares(self, scores: Sequence[float]) -> Shares:
        top = max(scores)
        raised = [exp(score - top) for score in scores]
        every = sum(raised)
        return {key: value / every for key, value in zip(self._sections, raised, strict=True)}
