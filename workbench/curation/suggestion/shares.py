"""How likely each section is for a link: counts of its kind, host and path, one on top of the other, then its words.

The table of the publication comes first, so that it holds while nothing was counted. Each further count is mixed with
what was believed before, the more the more entries it rests on. Words weigh little, and less where the host is known.
Nothing is trained: whatever stands here as a number is the same for every newsletter.
"""

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Final, TypeAlias

from workbench.curation.suggestion.counts import SectionCounts, Tally
from workbench.curation.suggestion.traits import Traits

Shares: TypeAlias = dict[str, float]
"""How likely each section is, by key; together 1."""

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


def share_sections(
    counts: SectionCounts, traits: Traits, sections: Sequence[str], table: str | None
) -> Shares:
    """How likely each of these sections is; `table` is the one that the publication puts the kind into."""
    unit = counts.newest_weight
    totals = _sum_entries(counts, sections)
    every = sum(totals.values())
    shares = {key: (totals[key] + 0.5) / (every + 0.5 * len(sections)) for key in sections}
    if table in shares:
        shares = {key: (1 - _TABLE_SHARE) * share for key, share in shares.items()}
        shares[table] += _TABLE_SHARE
    shares = _mix(shares, counts.kinds.row_of(traits.kind), unit, _KIND_DOUBT)
    for place in traits.places:
        shares = _mix(shares, counts.places.row_of(place), unit, _PLACE_DOUBT)
    if not every:
        return shares
    known = sum(counts.places.row_of(traits.places[0]).values()) / unit if traits.places else 0.0
    spread = 1 + 1 / (1 + known)
    scores = {key: log(share + 1e-9) for key, share in shares.items()}
    _add_words(scores, counts.words, traits.words, unit, totals, spread * _WORD_WEIGHT)
    _add_words(scores, counts.slugs, traits.slugs, unit, totals, spread * _SLUG_WEIGHT)
    return _to_shares(scores)


def _sum_entries(counts: SectionCounts, sections: Sequence[str]) -> Mapping[str, float]:
    row = counts.sections.row_of("")
    return {key: row.get(key, 0) / counts.newest_weight for key in sections}


def _mix(shares: Shares, row: Mapping[str, int], unit: int, doubt: float) -> Shares:
    if not row:
        return shares
    seen = {key: row.get(key, 0) / unit for key in shares}
    every = sum(seen.values()) + doubt
    return {key: (seen[key] + doubt * share) / every for key, share in shares.items()}


def _add_words(
    scores: Shares,
    tally: Tally,
    words: Sequence[str],
    unit: int,
    totals: Mapping[str, float],
    weight: float,
) -> None:
    every = sum(totals.values())
    read = 0
    for word in words:
        row = tally.row_of(word)
        seen = {key: amount / unit for key, amount in row.items() if key in scores}
        of_word = sum(seen.values())
        if of_word <= _FEWEST:
            continue
        read += 1
        expected = _WORD_DOUBT * of_word / every
        for key, amount in seen.items():
            scores[key] += weight * log(1 + amount / expected)
    for key in scores:
        scores[key] -= weight * read * log(1 + totals[key] / _WORD_DOUBT)


def _to_shares(scores: Shares) -> Shares:
    top = max(scores.values())
    raised = {key: exp(score - top) for key, score in scores.items()}
    every = sum(raised.values())
    return {key: value / every for key, value in raised.items()}
