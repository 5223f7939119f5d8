"""The section suggested for a link, and the next best: the publication's table, unless the archive knows better.

The table is what the editor wrote down, so the archive has to earn its say: while it is young only a wide margin or
several entries from the same host overrule the table. Whether a suggestion is sure is decided in `track_record.py`.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.model import Section
from workbench.curation.publication import suggest_section
from workbench.curation.suggestion.counts import SectionCounts
from workbench.curation.suggestion.shares import SectionShares, Shares
from workbench.curation.suggestion.traits import Traits

YOUNG_ISSUES: Final = 20
"""Up to so many issues the table is believed, even where the few entries so far went elsewhere."""
_CAUTION: Final = 1000.0
"""By how much the archive must be surer than the table after one issue; with each further one it is less."""
_KNOWN_CAUTION: Final = 100.0
"""The same for a link from a place that the archive knows."""
_KNOWN_ENTRIES: Final = 5
"""Entries from one place, most of them in one section, by which the archive knows it."""
_TABLE_HOLDS: Final = 0.6
"""The part of a kind that must have stood where the table says, or the table is no rule of this newsletter."""


class Choice(Struct, frozen=True):
    """A section by key, and how likely it is. None of them is sure by this number alone."""

    section: str
    share: float


class Choices(Struct, frozen=True):
    """The section to suggest, and the next best where the archive knows one."""

    first: Choice
    second: Choice | None


class SectionChooser:
    """Chooses among these sections by counts as they are, for many links; it is of no use once they change."""

    def __init__(self, counts: SectionCounts, sections: Sequence[Section]) -> None:
        self._counts: Final = counts
        self._sections: Final = sections
        self._picks: Final = {section.key for section in sections if _is_pick(section)}
        self._shares: Final = SectionShares(counts, [section.key for section in sections])

    def choose(self, traits: Traits) -> Choices | None:
        """What to suggest; None where neither table nor archive says anything.

        A pick is never first: its kind tells nothing.
        """
        row = suggest_section(traits.kind, self._sections)
        table = None if row is None else row.key
        if not self._counts.issues or traits.kind == "idea":
            return None if table is None else Choices(Choice(table, 1.0), None)
        shares = self._shares.share(traits, table)
        ranked = sorted(shares, key=shares.__getitem__, reverse=True)
        best = next((key for key in ranked if key not in self._picks), None)
        if best is None:
            return None
        if (
            table is not None
            and table != best
            and shares[best] <= self._measure_margin(traits, table, best) * shares[table]
        ):
            best = table
        second = next((key for key in ranked if key != best), None)
        return Choices(_choose(best, shares), None if second is None else _choose(second, shares))

    def _measure_margin(self, traits: Traits, table: str, rival: str) -> float:
        """How many times as likely as the table's section another must be to be suggested in its place."""
        issues = len(self._counts.issues)
        row = self._counts.kinds.row_of(traits.kind)
        if issues > YOUNG_ISSUES and row and row.get(table, 0) < _TABLE_HOLDS * sum(row.values()):
            return 1.0
        rows = [self._counts.seen.row_of(place) for place in traits.places]
        known = any(_KNOWN_ENTRIES <= row.get(rival, 0) > sum(row.values()) / 2 for row in rows)
        return 1 + (_KNOWN_CAUTION if known else _CAUTION) / issues


def _choose(key: str, shares: Shares) -> Choice:
    return Choice(key, shares[key])


def _is_pick(section: Section) -> bool:
    """Whether it is for the one link that stands out, of whatever kind."""
    return not section.kinds and section.slots == 1
