"""Reading a library: what every open library provides, and the library in a folder that cannot be written to.

A folder may be read-only because it is lent or archived, or because its disk failed. Such a library is shown and
nothing else: locks, repairs and the quarantine would all write.
"""

from collections.abc import Iterator
from typing import Any

from workbench.curation.change import Change, Record
from workbench.curation.document_lines import DocumentLines
from workbench.curation.model import TableName, UserError
from workbench.library.folder import LibraryFolder, explain_os_error
from workbench.library.journal import iter_records
from workbench.library.lines import LineDB
from workbench.library.recovery import recover_library


class BaseLibrary:
    """The documents as they stand, and how they are read: what every library has of the desk's port `Library`."""

    def __init__(self, db: LineDB, last_seq: int, notices: list[str]) -> None:
        self._db = db
        self._last_seq = last_seq
        self._notices = notices

    @property
    def seq(self) -> int:
        """The highest sequence number given so far, to a readable change or an unreadable one."""
        return self._last_seq

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know of the opening and of later reading, one sentence each."""
        return tuple(self._notices)

    def documents_in(self, table: TableName) -> DocumentLines:
        """The JSON of each document in a table, by id, as it is now; later changes do not show in it."""
        return self._db.lines.documents_in(table).copy()

    def get(self, table: TableName, id: int) -> dict[str, Any] | None:
        """One document with all its fields, unknown ones included; None where there is none."""
        return self._db.lines.get_document(table, id)

    def next_id(self, table: TableName) -> int:
        """The highest id that the table ever had, plus one."""
        return self._db.lines.next_id(table)

    def _apply_record(self, record: Record) -> None:
        self._db.apply_record(record)
        self._last_seq = record.seq


class ReadOnlyLibrary(BaseLibrary):
    """A library that cannot be written to, as `error` says; without one it is only to be read, beside its writers."""

    def __init__(self, folder: LibraryFolder, error: OSError | None = None) -> None:
        folder.require_own_names()
        recovered = recover_library(folder)
        super().__init__(recovered.db, recovered.last_seq, recovered.notices)
        self._folder = folder
        self._reason = explain_os_error(error) if error else "This library was opened to be read"
        if error:
            self._notices.insert(0, f"{self._reason}: what is there is shown, and nothing can be saved.")

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:  # noqa: ARG002 - the port's
        """Always a `UserError` with the reason."""
        raise UserError(f"{self._reason}: nothing was saved.")

    def iter_history(self) -> Iterator[Record]:
        """All readable records, newest first. Reads from the disk only as far as the caller iterates."""
        return iter_records(self._folder)

    def poll(self) -> list[Record]:
        """Always empty: the library is shown as it was at opening."""
        return []

    @property
    def is_checkpoint_due(self) -> bool:
        """Never."""
        return False

    def checkpoint(self) -> None:
        """Nothing to do: there is no change that the files lack."""

    def create_backup(self, reason: str) -> None:  # noqa: ARG002 - the port's
        """Always a `UserError` with the reason."""
        raise UserError(f"{self._reason}: no backup was made.")

    def close(self) -> None:
        """Nothing to do: no lock is held and no file is open."""
