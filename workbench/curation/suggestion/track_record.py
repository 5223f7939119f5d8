"""How often suggestions were right, by the newsletter's own past read in order: from which share on one is sure.

Each of the last entries is suggested anew from the issues before its own, and compared with where it stood. Nothing is
kept in a file: the record follows from the issues, and from nothing else.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.archive.appearance import Appearance
from workbench.curation.model import Section
from workbench.curation.suggestion.choosing import Choices, SectionChooser
from workbench.curation.suggestion.counts import SectionCounts
from workbench.curation.suggestion.traits import Traits, read_traits

MAX_WRONG: Final = 0.03
"""The part of sure suggestions that may be wrong."""
RECENT_ENTRIES: Final = 400
"""Entries that the record goes back: more are of a newsletter that was another one."""


class Outcome(Struct, frozen=True, gc=False):
    """What became of one suggestion: how likely it seemed, and whether the entry stood there."""

    share: float
    right: bool


class TrackRecord:
    """A fold over appearances: the counts by which sections are suggested, and how they did in the past."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.counts: Final = SectionCounts()
        self._sections: Final = tuple(sections)
        self._issues: Final[dict[int, list[Sequence[Appearance]]]] = {}
        self._outcomes: Final[dict[int, list[Outcome]]] = {}
        self._sure_share: float | None = None
        self._is_judged = False
        self._chooser: tuple[Sequence[Section], SectionChooser] | None = None
        """Of the counts as they are, for the sections that were asked for last."""

    def add(self, appearances: Sequence[Appearance]) -> None:
        """Learn the entries of an issue."""
        self.counts.add(appearances)
        self._issues.setdefault(appearances[0].issue, []).append(appearances)
        self._forget_from(appearances[0].issue)

    def remove(self, appearances: Sequence[Appearance]) -> None:
        """Unlearn what was learnt of an issue."""
        self.counts.remove(appearances)
        left = self._issues[appearances[0].issue]
        left.remove(appearances)
        if not left:
            del self._issues[appearances[0].issue]
        self._forget_from(appearances[0].issue)

    def choose(self, traits: Traits, sections: Sequence[Section]) -> Choices | None:
        """The section to suggest and the next best; None where nothing is known."""
        if self._chooser is None or self._chooser[0] != sections:
            self._chooser = sections, SectionChooser(self.counts, sections)
        return self._chooser[1].choose(traits)

    @property
    def sure_share(self) -> float | None:
        """From which share on a suggestion is sure; None where the past does not bear any out.

        The first time, and after issues changed, it takes about a tenth of a millisecond for each recent entry.
        """
        if not self._is_judged:
            self._sure_share = find_sure_share(self.recent_outcomes())
            self._is_judged = True
        return self._sure_share

    def _forget_from(self, number: int) -> None:
        """What was suggested for an issue hangs on the issues before it."""
        for later in [issue for issue in self._outcomes if issue >= number]:
            del self._outcomes[later]
        self._is_judged = False
        self._chooser = None

    def _recent_issues(self) -> list[int]:
        """The issues with the last entries, newest first."""
        found, entries = [], 0
        for number in sorted(self._issues, reverse=True):
            if entries >= RECENT_ENTRIES:
                break
            found.append(number)
            entries += self.counts.issues.get(number, 0)
        return found

    def recent_outcomes(self) -> list[Outcome]:
        """What became of the suggestions for the last entries, newest issue first."""
        self._replay()
        return [outcome for number in self._recent_issues() for outcome in self._outcomes[number]]

    def _replay(self) -> None:
        """Unlearn back to the first recent issue without outcomes, then suggest and learn again, in order."""
        recent = self._recent_issues()
        for older in self._outcomes.keys() - set(recent):
            del self._outcomes[older]
        missing = [at for at, number in enumerate(recent) if number not in self._outcomes]
        again = recent[: max(missing) + 1] if missing else []
        self._chooser = None
        for number in again:
            for appearances in self._issues[number]:
                self.counts.remove(appearances)
        for number in reversed(again):
            entries = [one for part in self._issues[number] for one in part if not one.is_mention]
            self._outcomes[number] = list(self._suggest_again(entries))
            for appearances in self._issues[number]:
                self.counts.add(appearances)

    def _suggest_again(self, entries: Iterable[Appearance]) -> Iterable[Outcome]:
        known = {section.key for section in self._sections}
        chooser = SectionChooser(self.counts, self._sections)
        for one in entries:
            traits = read_traits(one.kind, one.identity, one.title, one.url)
            choices = chooser.choose(traits)
            if choices is not None and one.section in known:
                yield Outcome(choices.first.share, choices.first.section == one.section)


def find_sure_share(outcomes: Iterable[Outcome]) -> float | None:
    """The lowest share from which on the suggestions were right often enough, one wrong one more counted for caution.

    None where even the likeliest were not: nothing is sure then.
    """
    found, wrong = None, 1
    ranked = sorted(outcomes, key=lambda one: -one.share)
    for count, one in enumerate(ranked, start=1):
        wrong += not one.right
        is_last_of_share = count == len(ranked) or ranked[count].share < one.share
        if is_last_of_share and wrong <= MAX_WRONG * (count + 1):
            found = one.share
    return found
