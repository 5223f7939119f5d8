"""The links of each state, and all of them, kept in the order in which they were saved.

A view of 100,000 links is shown and counted without sorting; a link that changes its state moves by one insertion.
What a link's state is, the desk's state says.
"""

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from workbench.curation.model import LINK_STATES, Link, LinkId, LinkState
from workbench.curation.search.ranking import age_key

LinkView: TypeAlias = LinkState | Literal["all"]


class LinkViews:
    """Link ids by view, oldest first. A link that was joined to another is in none."""

    def __init__(self, links: Mapping[LinkId, Link], states: Mapping[LinkId, LinkState]) -> None:
        self._links: Final = links
        self._ids: Final[dict[LinkView, list[LinkId]]] = {"all": [], **{state: [] for state in LINK_STATES}}
        for link in sorted(links.values(), key=age_key):
            if link.joined is None:
                self._ids[states[link.id]].append(link.id)
                self._ids["all"].append(link.id)

    def ids_in(self, view: LinkView) -> Sequence[LinkId]:
        """The links of a view, oldest first."""
        return self._ids[view]

    def add(self, link: Link, state: LinkState) -> None:
        """Enter a link where its age puts it."""
        if link.joined is None:
            for ids in (self._ids[state], self._ids["all"]):
                insort(ids, link.id, key=self._sort_key)

    def remove(self, link: Link, state: LinkState) -> None:
        """Take out a link that was entered as it is."""
        if link.joined is None:
            for ids in (self._ids[state], self._ids["all"]):
                del ids[bisect_left(ids, self._sort_key(link.id), key=self._sort_key)]

    def _sort_key(self, id: LinkId) -> tuple[str, int]:
        return age_key(self._links[id])
