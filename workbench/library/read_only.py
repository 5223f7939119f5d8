"""A library as it is read: the one place for one that takes no writing, and what one that does shares with it.

A folder or a disk may be read-only: lent, archived, or so since the disk failed. What is there is then worth
showing all the more. Nothing is locked, mended or set aside, for all of that would write.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from workbench.curation.change import Change, Record
from workbench.curation.model import TableName, UserError
from workbench.library.folder import LibraryFolder, explain_os_error
from workbench.library.journal import iter_records
from workbench.library.lines import LineDB
from workbench.library.recovery import recover_library


class BaseLibrary:
    """Documents as they stand, and how they are read: the part of the port that every library shares."""

    def __init__(self, db: LineDB, last_seq: int, notices: list[str]) -> None:
        self._db = db
        self._last_seq = last_seq
        self._notices = notices

    @property
    def seq(self) -> int:
        """The number of the newest change read, or taken by one that cannot be."""
        return self._last_seq

    @property
    def notices(self) -> tuple[str, ...]:
        """What opening found and did that a person should know, and what was met since, one sentence each."""
        return tuple(self._notices)

    def iter_documents(self, table: TableName) -> Iterable[tuple[int, bytes]]:
        """Each document's id and its JSON, in order of id."""
        return self._db.lines.list_documents(table)

    def get(self, table: TableName, id: int) -> dict[str, Any] | None:
        """One document with every field it has; None where there is none."""
        found = self._db.table(table).get(doc_id=id)
        return None if found is None else dict(found)

    def next_id(self, table: TableName) -> int:
        """Highest id ever given + 1."""
        return self._db.lines.next_id(table)

    def _apply_record(self, record: Record) -> None:
        self._db.apply_record(record)
        self._last_seq = record.seq


class ReadOnlyLibrary(BaseLibrary):
    """A library where nothing can be saved, for the reason that the system gave."""

    def __init__(self, folder: LibraryFolder, error: OSError) -> None:
        found = recover_library(folder)
        super().__init__(found.db, found.last_seq, found.notices)
        self._folder = folder
        self._reason = explain_os_error(error)
        self._notices.insert(0, f"{self._reason}: what is there is shown, and nothing can be saved.")

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:  # noqa: ARG002 - the port's
        """Refuse: nothing can be saved here."""
        raise UserError(f"{self._reason}: nothing was saved.")

    def iter_history(self) -> Iterator[Record]:
        """Every record that can be read, newest first, from the disk as far as the caller goes."""
        return iter_records(self._folder)

    def poll(self) -> list[Record]:
        """None: it is shown as it was found."""
        return []

    def create_backup(self, reason: str) -> None:  # noqa: ARG002 - the port's
        """Refuse: nothing can be kept here."""
        raise UserError(f"{self._reason}: no backup was made.")

    def close(self) -> None:
        """Nothing to leave behind."""
