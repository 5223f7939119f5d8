"""Whose rows must be painted anew after a change."""

from collections.abc import Iterable, Set
from typing import Any, Final, Self

from workbench.curation.model import EntryId, IssueId, LinkId, TableName


class Touched:
    """Whose rows must be painted anew: ids by table. A part of a document, such as a link's source, counts as that
    document; hidden tables have no rows."""

    def __init__(self) -> None:
        self._ids: Final[dict[TableName, set[Any]]] = {}
        self.is_archive_new = False
        """Whether what readers had before is another, or known at last: any link may be marked otherwise."""
        self.is_original_new = False
        """Whether the original that this newsletter translates was read anew."""

    def add(self, table: TableName, ids: Iterable[int]) -> None:
        """Count these documents in."""
        self._ids.setdefault(table, set()).update(ids)

    def ids_in(self, table: TableName) -> Set[Any]:
        """The touched documents of a table."""
        return self._ids.get(table, frozenset())

    @property
    def links(self) -> Set[LinkId]:
        """The touched links."""
        return self.ids_in("links")

    @property
    def entries(self) -> Set[EntryId]:
        """The touched entries."""
        return self.ids_in("entries")

    @property
    def issues(self) -> Set[IssueId]:
        """The touched issues."""
        return self.ids_in("issues")

    @property
    def are_links_only(self) -> bool:
        """Whether no other document is among them."""
        others = any(ids for table, ids in self._ids.items() if table != "links")
        return not others and not self.is_archive_new and not self.is_original_new

    def __ior__(self, other: "Touched") -> Self:
        for table, ids in other._ids.items():
            self.add(table, ids)
        self.is_archive_new |= other.is_archive_new
        self.is_original_new |= other.is_original_new
        return self

    def __bool__(self) -> bool:
        return self.is_archive_new or self.is_original_new or any(self._ids.values())
