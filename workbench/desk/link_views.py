"""The links of each state, and all of them, kept in the order in which they were saved.

A view of 100,000 links is shown and counted without sorting; a link that changes its state moves by one insertion.
What a link's state is, the desk's state says.
"""

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from workbench.curation.model import LINK_STATES, LinkId, LinkState
from workbench.desk.lazy_documents import LinkHead

LinkView: TypeAlias = LinkState | Literal["all"]


class LinkViews:
    """Link ids by view, oldest first; links saved in one second by id. A link that was joined to another is in none."""

    def __init__(self, heads: Mapping[LinkId, LinkHead], states: Mapping[LinkId, LinkState]) -> None:
        self._heads: Final = heads
        in_order = sorted(sorted(heads), key=lambda id: heads[id].added)
        listed = [id for id in in_order if heads[id].joined is None]
        self._ids: Final[dict[LinkView, list[LinkId]]] = {
            "all": listed,
            **{state: [] for state in LINK_STATES},
        }
        for id in listed:
            self._ids[states[id]].append(id)

    def ids_in(self, view: LinkView) -> Sequence[LinkId]:
        """The links of a view, oldest first."""
        return self._ids[view]

    def add(self, id: LinkId, state: LinkState) -> None:
        """Enter a link where its age puts it."""
        if self._heads[id].joined is None:
            for ids in (self._ids[state], self._ids["all"]):
                insort(ids, id, key=self._sort_key)

    def remove(self, id: LinkId, state: LinkState) -> None:
        """Take out a link that was entered as it is."""
        if self._heads[id].joined is None:
            for ids in (self._ids[state], self._ids["all"]):
                del ids[bisect_left(ids, self._sort_key(id), key=self._sort_key)]

    def _sort_key(self, id: LinkId) -> tuple[str, int]:
        return self._heads[id].added, id
