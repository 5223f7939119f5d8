"""Suggestions for a state: the section each link is meant for, learnt from the archive as it comes and goes.

What was read of the archive is learnt when somebody asks for it: a command waits for it, the screen has it done in
steps beside the keys. Until then, and where nothing was published, the publication's table says it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeAlias

from workbench.curation.archive.appearance import Appearance
from workbench.curation.model import Link, Section
from workbench.curation.suggestion.choosing import Choice, SectionChooser
from workbench.curation.suggestion.counts import SectionCounts
from workbench.curation.suggestion.evidence import find_evidence
from workbench.curation.suggestion.proposed import Proposed, Suggestion
from workbench.curation.suggestion.track_record import TrackRecord
from workbench.curation.suggestion.traits import Traits, read_traits
from workbench.desk.past_issues.archive import Archive
from workbench.desk.steps import Steps

Lesson: TypeAlias = tuple[bool, Sequence[Appearance]]
"""The appearances of an issue, and whether they came or went."""


class SectionSuggestions:
    """A fold over the archive that learns in its own time."""

    def __init__(self, archive: Archive, sections: Sequence[Section]) -> None:
        self._archive: Final = archive
        self._record: Final = TrackRecord(sections)
        self._lessons: list[Lesson] = []
        self.is_learning = False
        """Whether another thread is at it."""
        archive.follow(self)

    def add(self, appearances: Sequence[Appearance]) -> None:
        """An issue was published, or read."""
        self._lessons.append((True, appearances))

    def remove(self, appearances: Sequence[Appearance]) -> None:
        """An issue was reopened, or is gone."""
        self._lessons.append((False, appearances))

    @property
    def is_ready(self) -> bool:
        """Whether all that the archive has is learnt, so that a suggestion costs no time."""
        return self._archive.is_read and not self._lessons and not self.is_learning

    @property
    def counts(self) -> SectionCounts:
        """What is learnt by now."""
        return self._record.counts

    def learn(self) -> None:
        """Learn what waits: for 500 issues about half a second the first time, later what changed."""
        if not self.is_learning:
            self._archive.read_all()
            lessons, self._lessons = self._lessons, []
            self._learn(lessons)

    def learn_in_steps(self) -> Steps[None]:
        """The same, issue by issue and in another thread, for a screen that must not wait."""
        if self.is_learning:
            return
        self.is_learning = True
        try:
            while not self._archive.is_read:
                self._archive.read_next()
                yield _pause
            while self._lessons:
                lessons, self._lessons = self._lessons, []
                yield partial(self._learn, lessons)
        finally:
            self.is_learning = False

    def suggest(self, link: Link, sections: Sequence[Section]) -> Suggestion | None:
        """What is suggested for a link among these sections; None where nothing is known of such links.

        It knows what was learnt by now; while it is learning, only the publication's table.
        """
        return self._suggest(link, sections, has_second=True)

    def suggest_first(self, link: Link, sections: Sequence[Section]) -> Suggestion | None:
        """The same without the next best, for lists of thousands."""
        return self._suggest(link, sections, has_second=False)

    def _suggest(self, link: Link, sections: Sequence[Section], *, has_second: bool) -> Suggestion | None:
        known = _NOTHING if self.is_learning else self._record.counts
        traits = read_traits(link.kind, link.identity, link.title, link.url)
        choices = (
            SectionChooser(known, sections).choose(traits)
            if self.is_learning
            else self._record.choose(traits, sections)
        )
        if choices is None:
            return None
        propose: Callable[[Choice], Proposed | None] = partial(_propose, known, traits, sections)
        first = propose(choices.first)
        if first is None:
            return None
        sure_share = None if self.is_learning else self._record.sure_share
        sure = bool(known.issues) and sure_share is not None and choices.first.share >= sure_share
        second = propose(choices.second) if has_second and choices.second is not None else None
        return Suggestion(first, second, sure)

    def _learn(self, lessons: Sequence[Lesson]) -> None:
        for came, appearances in lessons:
            if came:
                self._record.add(appearances)
            else:
                self._record.remove(appearances)
        _ = self._record.sure_share  # and how it did in the past, which takes most of the time


def _pause() -> None:
    """Let the screen draw, and take a key."""


_NOTHING: Final = SectionCounts()


def _propose(
    counts: SectionCounts, traits: Traits, sections: Sequence[Section], choice: Choice
) -> Proposed | None:
    by_key: Mapping[str, Section] = {section.key: section for section in sections}
    section = by_key[choice.section]
    evidence = find_evidence(counts, traits, section, sections)
    return None if evidence is None else Proposed(section, evidence.text)
