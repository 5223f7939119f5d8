"""Changes that the editor sees already and the disk does not hold yet.

A key on the screen acts at once, and its record follows. Until then its change is pending: it lies over the library,
in the order of the keys. When something else reaches the library first, the desk takes the pending changes off and
computes their verbs again. Nothing is written here.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Generic, TypeVar

from msgspec import Struct

from workbench.curation.change import Fields, Record, apply_edit
from workbench.curation.document_lines import DocumentLines
from workbench.curation.model import TableName
from workbench.desk.ports import LibraryReader

V = TypeVar("V")


class PendingChange(Struct, Generic[V], frozen=True):
    """A change that is shown and not saved: its record as it will be unless another process is quicker, and the verb,
    to compute it anew."""

    verb: V
    record: Record


class PendingLibrary(Generic[V]):
    """A library as it will be once the pending changes are in it. The desk's state reads this one."""

    def __init__(self, library: LibraryReader) -> None:
        self._library: Final = library
        self._documents: dict[tuple[TableName, int], Fields | None] = {}
        self._last_ids: dict[TableName, int] = {}
        self._changes: list[PendingChange[V]] = []

    @property
    def changes(self) -> Sequence[PendingChange[V]]:
        """What is pending, oldest first."""
        return tuple(self._changes)

    def add(self, change: PendingChange[V]) -> None:
        """Lay one more change over what is there."""
        for edit in change.record.change.edits:
            self._documents[edit.table, edit.id] = apply_edit(self.get(edit.table, edit.id), edit)
            if edit.before is None:
                self._last_ids[edit.table] = max(edit.id, self._last_ids.get(edit.table, 0))
        self._changes.append(change)

    def replace_all(self, changes: Iterable[PendingChange[V]]) -> None:
        """Let these be the pending changes, as they are."""
        self._changes, self._documents, self._last_ids = [], {}, {}
        for change in changes:
            self.add(change)

    # What a state reads

    @property
    def notices(self) -> tuple[str, ...]:
        """The library's."""
        return self._library.notices

    def documents_in(self, table: TableName) -> DocumentLines:
        """The documents of a table, by id, each its JSON."""
        mine = {id: fields for (name, id), fields in self._documents.items() if name == table}
        changed = {id: None if fields is None else json.dumps(fields).encode() for id, fields in mine.items()}
        saved = self._library.documents_in(table)
        return saved.overlay(changed) if changed else saved

    def get(self, table: TableName, id: int) -> dict[str, Any] | None:
        """One document with every field it has; None where there is none."""
        if (table, id) not in self._documents:
            return self._library.get(table, id)
        found = self._documents[table, id]
        return None if found is None else dict(found)

    def next_id(self, table: TableName) -> int:
        """The highest id ever given, those of pending documents included, + 1."""
        return max(self._library.next_id(table), self._last_ids.get(table, 0) + 1)

    def iter_history(self) -> Iterator[Record]:
        """Every record, newest first, the pending ones before those of the library."""
        yield from (pending.record for pending in reversed(self._changes))
        first = self._changes[0].record.seq if self._changes else None
        # The oldest pending change may be in the journal by now, its answer on the way.
        yield from (record for record in self._library.iter_history() if first is None or record.seq < first)
