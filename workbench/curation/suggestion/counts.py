"""How often entries of each kind, place and word stood in each section: whole numbers, counted in and counted back.

An issue counts twice as much as the one a hundred before it, so that a newsletter may drift. The weight hangs on the
issue's number alone: in whichever order issues come and go, the same issues leave the same counts, to the last digit.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from workbench.curation.archive.appearance import Appearance
from workbench.curation.numbering import MAX_ISSUE_NUMBER
from workbench.curation.suggestion.traits import Traits, read_traits

HALF_LIFE: Final = 100
"""Issues after which one counts half. Shorter ones forget what is still true."""
_UNIT: Final = 16
"""The first issue weighs 2 ** 16, so that weights are whole numbers and no fraction is lost in adding."""


def weigh_issue(number: int) -> int:
    """What an entry of that issue counts. A library that somebody edited may hold any number."""
    return round(math.exp2(_UNIT + min(max(number, 0), MAX_ISSUE_NUMBER) / HALF_LIFE))


class Tally:
    """Whole numbers by trait and section. A row whose numbers are counted back is gone."""

    def __init__(self) -> None:
        self._rows: Final[dict[str, dict[str, int]]] = {}

    def count(self, trait: str, section: str, amount: int) -> None:
        """Count in an amount, or back where it is negative."""
        row = self._rows.setdefault(trait, {})
        row[section] = row.get(section, 0) + amount
        if not row[section]:
            del row[section]
            if not row:
                del self._rows[trait]

    def row_of(self, trait: str) -> Mapping[str, int]:
        """The numbers of a trait by section; empty where it was never seen."""
        return self._rows.get(trait, _NOTHING)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self._rows == other._rows

    __hash__ = None  # type: ignore[assignment]  # it changes


_NOTHING: Final[Mapping[str, int]] = {}


class SectionCounts:
    """A fold over appearances. Mentions stood in no section and are not counted."""

    def __init__(self) -> None:
        self.issues: Final[dict[int, int]] = {}
        """How many entries of each issue were counted, by the issue's number."""
        self.seen: Final = Tally()
        """Entries by kind and by place, as people count them."""
        self.sections: Final = Tally()
        self.kinds: Final = Tally()
        self.places: Final = Tally()
        self.words: Final = Tally()
        self.slugs: Final = Tally()
        self.newest_weight = 1

    def add(self, appearances: Sequence[Appearance]) -> None:
        """Count in the entries of an issue."""
        self._count(appearances, 1)

    def remove(self, appearances: Sequence[Appearance]) -> None:
        """Count back what was counted in for an issue."""
        self._count(appearances, -1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SectionCounts) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def _count(self, appearances: Sequence[Appearance], sign: int) -> None:
        for one in appearances:
            if not one.is_mention:
                self._count_entry(read_traits(one.kind, one.identity, one.title, one.url), one, sign)
        self.newest_weight = weigh_issue(max(self.issues)) if self.issues else 1

    def _count_entry(self, traits: Traits, entry: Appearance, sign: int) -> None:
        left = self.issues.pop(entry.issue, 0) + sign
        if left:
            self.issues[entry.issue] = left
        weight = sign * weigh_issue(entry.issue)
        self._count_all(self.seen, (f"kind:{traits.kind}", *traits.places), entry.section, sign)
        self._count_all(self.sections, ("",), entry.section, weight)
        self._count_all(self.kinds, (traits.kind,), entry.section, weight)
        self._count_all(self.places, traits.places, entry.section, weight)
        self._count_all(self.words, traits.words, entry.section, weight)
        self._count_all(self.slugs, traits.slugs, entry.section, weight)

    @staticmethod
    def _count_all(tally: Tally, traits: Iterable[str], section: str, amount: int) -> None:
        for trait in traits:
            tally.count(trait, section, amount)
