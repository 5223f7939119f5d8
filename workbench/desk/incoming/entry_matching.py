"""Which link an entry is about that was read from a text.

It is known by the id that a comment told, by the works its links lead to, or by its title; an idea, which has no link,
also by its text.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, Link, LinkId
from workbench.desk.state import State
from workbench.publishing.parse.issue import ParsedEntry
from workbench.publishing.prose import normalize_prose

EntryKey: TypeAlias = LinkId | str
"""By what an entry is the same in three texts: its link's id, else the identity of a work that is not saved yet, else
its title."""


class EntryMatcher:
    """Knows the entries of one issue again. `old_entries` are those it has now."""

    def __init__(self, state: State, old_entries: Sequence[Entry]) -> None:
        self._state: Final = state
        self._old_entries: Final = old_entries

    def key_of(self, parsed: ParsedEntry) -> EntryKey:
        """The key of an entry that was read."""
        link = self.find_link(parsed)
        if link is not None:
            return link.id
        found = identify(parsed.links[0].url) if parsed.links else None
        return found.key if isinstance(found, Identity) else parsed.title

    def find_link(self, parsed: ParsedEntry) -> Link | None:
        """The link that the entry is about; None where it is not saved yet."""
        if parsed.link is not None and parsed.link in self._state.links:
            return self._state.links[parsed.link]
        for labelled in parsed.links:
            found = identify(labelled.url)
            link = self._state.by_identity(found.key) if isinstance(found, Identity) else None
            if link is not None:
                return link
        alike = self._find_alike(parsed)
        return self._state.links[alike.link] if alike else None

    def _find_alike(self, parsed: ParsedEntry) -> Entry | None:
        """The entry of that title, best with that text as well; else the idea with that text."""
        titled = [entry for entry in self._old_entries if entry.title == parsed.title]
        ideas = [entry for entry in self._old_entries if not (entry.links or parsed.links)]
        same_text = (
            entry
            for entry in (*titled, *ideas)
            if parsed.blurb and normalize_prose(entry.blurb) == parsed.blurb
        )
        return next(same_text, next(iter(titled), None))
