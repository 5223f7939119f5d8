"""Which entries stand in an issue, are of a link, wait on a bench: entries by their heads.

It is made of all entries once somebody asks for many, and follows each change from then on; the first few questions are
answered by a search in the bytes of all. In which order an issue shows its entries stands in `state.py`.
"""

from collections.abc import Set
from functools import cached_property
from typing import Final

from workbench.curation.model import Entry, EntryId, IssueId, LinkId
from workbench.desk.index.lazy_documents import EntryHead, LazyDocuments

_FEW: Final = 8
"""Questions that are answered by a search each. Of 15,000 entries an index takes as long as some ten."""


class _Places:
    """Entries by where they stand."""

    def __init__(self) -> None:
        self.by_issue: Final[dict[IssueId, set[EntryId]]] = {}
        self.by_link: Final[dict[LinkId, set[EntryId]]] = {}
        self.benched: Final[set[EntryId]] = set()

    def add(self, id: EntryId, head: EntryHead) -> None:
        self.by_issue.setdefault(head.issue, set()).add(id)
        self.by_link.setdefault(head.link, set()).add(id)
        if head.slot is None:
            self.benched.add(id)

    def remove(self, id: EntryId, head: EntryHead) -> None:
        self.by_issue[head.issue].discard(id)
        self.by_link[head.link].discard(id)
        self.benched.discard(id)


class EntryIndex:
    """The ids of entries by issue, by link, and those without a slot."""

    def __init__(self, entries: LazyDocuments[Entry, EntryHead]) -> None:
        self._entries: Final = entries
        self._searches = 0

    def in_issue(self, issue: IssueId) -> Set[EntryId]:
        """The entries of an issue."""
        if self._can_search():
            return {id for id, head in self._search(b'"issue":%d' % issue) if head.issue == issue}
        return self._places.by_issue.get(issue, frozenset())

    def of_link(self, link: LinkId) -> Set[EntryId]:
        """The entries of a link, in whatever issue."""
        if self._can_search():
            return {id for id, head in self._search(b'"link":%d' % link) if head.link == link}
        return self._places.by_link.get(link, frozenset())

    @property
    def benched(self) -> Set[EntryId]:
        """The entries without a slot, in whatever issue."""
        return self._places.benched

    def add(self, id: EntryId, head: EntryHead) -> None:
        """Enter an entry as it stands now."""
        if "_places" in self.__dict__:
            self._places.add(id, head)

    def remove(self, id: EntryId, head: EntryHead) -> None:
        """Forget an entry that was entered as it stood."""
        if "_places" in self.__dict__:
            self._places.remove(id, head)

    @cached_property
    def _places(self) -> _Places:
        places = _Places()
        for id, head in self._entries.heads.items():
            places.add(id, head)
        return places

    def _can_search(self) -> bool:
        """Whether a search is the quicker way: not where the heads are read, which is most of what an index costs."""
        if self._entries.has_heads or self._searches >= _FEW:
            return False
        self._searches += 1
        return True

    def _search(self, text: bytes) -> list[tuple[EntryId, EntryHead]]:
        heads = ((EntryId(id), self._entries.find_head(id)) for id in self._entries.find_ids(text))
        return [(id, head) for id, head in heads if head is not None]
