"""A library in memory, for tests and for scripts that need not save: it ends with the process.

It implements the desk's port `Library` as the library on disk does; `tests/library/test_contract.py` runs on both.
Sessions that share one journal take the place of several processes. Damage, backups and locks concern files only and
are not here.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Lock
from typing import Final

from workbench.curation.change import Change, Record, conflicts_with
from workbench.curation.model import UserError, format_time
from workbench.library.journal import decode_record, encode_record
from workbench.library.lines import LineDB, LineStorage
from workbench.library.read_only import BaseLibrary


class _SharedJournal:
    """The encoded records, oldest first: record N is line N - 1."""

    def __init__(self) -> None:
        self.lines: Final[list[bytes]] = []
        self.lock: Final = Lock()


class MemoryLibrary(BaseLibrary):
    """One session on a library in memory. `shared_with` opens a second session on the library of another."""

    def __init__(self, clock: Callable[[], datetime], *, shared_with: "MemoryLibrary | None" = None) -> None:
        super().__init__(LineDB(LineStorage()), 0, [])
        self._clock: Final = clock
        self._journal: Final[_SharedJournal] = (
            _SharedJournal() if shared_with is None else shared_with._journal
        )
        self._closed = False
        self._unreported: list[Record] = []
        self._read_new_records()

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:
        """Append the change as one record, unless a record after number `based_on` conflicts with it.

        Returns the record, None in a conflict, and all records after `based_on`. After a `UserError` nothing changed.
        """
        if self._closed:
            raise UserError("This library is closed: nothing was saved.")
        with self._journal.lock:
            self._unreported += self._read_new_records()
            newer = self._decode(self._journal.lines[based_on:])
            record = None
            if not any(conflicts_with(change, other.change) for other in newer):
                record = Record(seq=self._last_seq + 1, at=format_time(self._clock()), change=change)
                self._journal.lines.append(encode_record(record))
                self._apply_record(record)
            self._unreported = []  # not before: where encoding failed, `poll` has to report these
            return record, newer

    def poll(self) -> list[Record]:
        """The records that other sessions wrote since the last call."""
        if not self._closed:
            self._unreported += self._read_new_records()
        records, self._unreported = self._unreported, []
        return records

    def iter_history(self) -> Iterator[Record]:
        """All records, newest first, those of other sessions included."""
        return (decode_record(line) for line in reversed(self._journal.lines[:]))

    @property
    def is_checkpoint_due(self) -> bool:
        """Never: there are no files."""
        return False

    def checkpoint(self) -> None:
        """Nothing to do: there are no files."""

    def create_backup(self, reason: str) -> None:
        """Does nothing: a copy would end with the process, too."""

    def close(self) -> None:
        """End this session; the others go on."""
        self._closed = True

    def _read_new_records(self) -> list[Record]:
        """Apply the records of the journal after the last one read here, and return them."""
        records = self._decode(self._journal.lines[self._last_seq :])
        for record in records:
            self._apply_record(record)
        return records

    @staticmethod
    def _decode(lines: list[bytes]) -> list[Record]:
        return [decode_record(line.removesuffix(b"\n")) for line in lines]
