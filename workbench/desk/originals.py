"""The original's issues, as they were last read from its workspace.

It is another library with a state of its own, in which nothing is changed. Which of its issues goes with one of ours is
decided in `translating.py`.
"""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from workbench.curation.model import Entry, Issue, IssueId, Link, LinkId, Source, UserError
from workbench.curation.publication import Publication
from workbench.curation.translation.original import OriginalEntry, OriginalIssue
from workbench.curation.translation.pairing import list_works
from workbench.desk.ports import LibraryReader, OriginalWorkspace
from workbench.desk.steps import Steps, run_steps


class OriginalState(Protocol):
    """What is asked of the state of the original's library."""

    @property
    def publication(self) -> Publication:
        """What its newsletter is like."""

    @property
    def issues(self) -> Mapping[IssueId, Issue]:
        """Its issues."""

    @property
    def links(self) -> Mapping[LinkId, Link]:
        """Its links."""

    def entries_in(self, issue_id: IssueId, /) -> list[Entry]:
        """The entries of an issue in reading order, slots first in each section."""

    def source_of(self, link: LinkId, /) -> Source:
        """The text that is kept of a link."""


class Originals:
    """What is known of the original. It is read when somebody asks, or, while a screen watches it, when the screen says
    so: `is_watched` holds then, and nobody waits for it.

    `open_state` makes the state of a library; it may be called in another thread.
    """

    def __init__(
        self,
        workspace: OriginalWorkspace,
        open_state: Callable[[LibraryReader, Publication], OriginalState],
    ) -> None:
        self._workspace: Final = workspace
        self._open_state: Final = open_state
        self._stamp: object = None
        self._state: OriginalState | None = None
        self._issues: dict[int, OriginalIssue] = {}
        self.is_watched = False
        self.trouble = ""
        """Why it cannot be read, in a sentence; what was read before stands no longer then."""

    @property
    def is_read(self) -> bool:
        """Whether anything is known of it: what it holds, or why that cannot be read."""
        return self._state is not None or bool(self.trouble)

    @property
    def issues(self) -> Mapping[int, Issue]:
        """Its issues by number, highest number first; none where it cannot be read."""
        found = () if self._state is None else self._state.issues.values()
        return {issue.number: issue for issue in sorted(found, key=lambda issue: -issue.number)}

    def keep_up(self) -> None:
        """Read it where it has changed since it was last read, unless a screen does that."""
        if not self.is_watched:
            run_steps(self.read_in_steps())

    def read_in_steps(self) -> Steps[bool]:
        """Read it where it has changed, away from the screen; whether it has."""
        stamp: object = yield self._workspace.read_stamp
        if stamp == self._stamp and self.is_read:
            return False
        self._state, self.trouble = yield self._read
        self._stamp, self._issues = stamp, {}
        return True

    def _read(self) -> tuple[OriginalState | None, str]:
        try:
            return self._open_state(*self._workspace.read()), ""
        except UserError as refusal:
            return None, str(refusal)

    def find_issue(self, number: int) -> OriginalIssue | None:
        """Its issue of that number; None where it has none, or cannot be read."""
        issue = self.issues.get(number)
        if issue is None or self._state is None:
            return None
        if number not in self._issues:
            self._issues[number] = _build_original_issue(self._state, issue)
        return self._issues[number]

    def source_of(self, entry: OriginalEntry) -> Source:
        """The text that is kept there of an entry's link; an empty one where none is."""
        return Source() if self._state is None else self._state.source_of(entry.link.id)


def _build_original_issue(state: OriginalState, issue: Issue) -> OriginalIssue:
    entries = [entry for entry in state.entries_in(issue.id) if entry.slot is not None]
    links = [state.links[entry.link] for entry in entries]
    paired = tuple(map(OriginalEntry, entries, links, map(list_works, entries, links)))
    return OriginalIssue(state.publication.name, state.publication.language, issue, paired)
