"""The library on disk, open for writing: it puts the lock, the journal and the documents together.

- A change counts once its line in the journal is synced. Only then is it applied to the documents in memory.
- Before a change is written, the lines of other processes are read.
- The last process to close the library writes a checkpoint.

A library that cannot be written to is in `read_only.py`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Final, TypeAlias

from workbench.curation.change import Change, Record, conflicts_with
from workbench.curation.model import UserError, format_time
from workbench.durable import install_file
from workbench.library import backups
from workbench.library.checkpoint import write_checkpoint
from workbench.library.folder import UNWRITABLE_ERRNOS, LibraryFolder, translate_os_errors, write_temporary
from workbench.library.journal import Gap, Journal, encode_record, iter_records, scan_lines
from workbench.library.lock import Lock, Presence
from workbench.library.read_only import BaseLibrary, ReadOnlyLibrary
from workbench.library.recovery import quarantine_lines, recover_library
from workbench.library.snapshot import iter_snapshot_chunks

Clock: TypeAlias = Callable[[], datetime]


def open_library(folder: Path, *, clock: Clock) -> "DiskLibrary | ReadOnlyLibrary":
    """Open the library of a workspace, or create one. Where the folder is read-only, open it for reading.

    `UserError` where it cannot be opened.
    """
    with translate_os_errors(f"the library in {folder} cannot be opened."):
        try:
            return DiskLibrary(LibraryFolder(folder), clock)
        except OSError as fault:
            if fault.errno not in UNWRITABLE_ERRNOS:
                raise
            return ReadOnlyLibrary(LibraryFolder(folder, read_only=True), fault)


class DiskLibrary(BaseLibrary):
    """A library that this process has open, until `close`. Implements the desk's port `Library`."""

    def __init__(self, folder: LibraryFolder, clock: Clock) -> None:
        self._clock: Final = clock
        self._lock: Final = Lock(folder.lock)
        self._closed = False
        self._unreported: list[Record] = []
        with self._lock.acquire():
            for leftover in folder.list_temporary_files():
                leftover.unlink()
            stamp = folder.read_stamp()  # before reading: a file replaced meanwhile then counts as edited
            recovered = recover_library(folder)
            if recovered.fresh:
                # An empty snapshot, or after a crash the journal without one would look like a damaged library.
                install_file(
                    write_temporary(folder.snapshot, iter_snapshot_chunks(recovered.db.lines)),
                    folder.snapshot,
                )
                stamp = folder.read_stamp()
            super().__init__(recovered.db, recovered.last_seq, recovered.notices)
            self._folder: Final = folder
            self._snapshot_seq: Final = recovered.snapshot_seq
            self._is_snapshot_stale = recovered.stale
            self._snapshot_stamp: Final = stamp
            # After a failure nothing may stay open: with a presence left behind no process would be the last one.
            with ExitStack() as undo:
                self._presence: Final = Presence(folder.presence)
                undo.callback(self._presence.release)
                self._journal: Final = Journal(folder.journal)
                undo.callback(self._journal.close)
                self._truncate_torn_line()
                undo.pop_all()

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:
        """Write the change as one synced record, unless a record after number `based_on` conflicts with it.

        Returns the record, None in a conflict, and all records after `based_on`. After a `UserError` nothing changed.
        """
        with translate_os_errors("nothing was saved."), self._lock.acquire():
            self._read_new_lines()
            self._truncate_torn_line()  # or the new line would be appended to the unfinished one
            newer = self._read_records_since(based_on)
            record = None
            if not any(conflicts_with(change, other.change) for other in newer):
                record = Record(seq=self._last_seq + 1, at=format_time(self._clock()), change=change)
                self._journal.append(encode_record(record))
                self._apply_record(record)
            self._unreported = []  # not before: where the line could not be written, `poll` has to report these
            return record, newer

    def poll(self) -> list[Record]:
        """The records that other processes wrote since the last call. Costs two `stat` calls where there are none."""
        with translate_os_errors("nothing more is read from it."):
            self._read_new_lines()
        records, self._unreported = self._unreported, []
        return records

    def iter_history(self) -> Iterator[Record]:
        """All readable records, newest first. Reads from the disk only as far as the caller iterates."""
        return iter_records(self._folder)

    def create_backup(self, reason: str) -> None:
        """Write a backup of the present state and read it back. `UserError` where that fails."""
        with translate_os_errors("no backup was made."), self._lock.acquire():
            self._read_new_lines()
            backups.create_backup(self._folder, self._db.lines, reason, self._clock())

    def close(self) -> None:
        """Close the library; the last process to do so writes a checkpoint. Never raises.

        A failed checkpoint loses nothing: all changes are in the journal.
        """
        if self._closed:
            return
        self._closed = True
        with ExitStack() as closing, suppress(OSError, UserError):
            closing.callback(self._journal.close)
            closing.callback(self._presence.release)
            # `pop_all` here releases the presence before the lock. Whoever gets the lock next must not count us in.
            with self._lock.acquire(), closing.pop_all():
                if self._should_checkpoint():
                    write_checkpoint(self._folder, self._db.lines, self._snapshot_seq, self._clock())

    def _should_checkpoint(self) -> bool:
        """Whether no other process has the library open and the snapshot is out of date. The caller holds the lock."""
        if self._journal.stop_reason or not self._presence.try_exclusive():
            return False
        self._read_new_lines()
        self._truncate_torn_line()
        if self._folder.read_stamp() != self._snapshot_stamp:
            return False  # edited by hand while it was open: the next opening decides what to do with it
        return self._is_snapshot_stale or self._db.lines.seq != self._snapshot_seq

    def _read_new_lines(self) -> None:
        """Apply the complete lines that other processes added to the journal."""
        if self._journal.stop_reason:
            return
        lines = self._journal.read_new_lines()
        if not lines:
            return
        try:
            scan = scan_lines(lines, self._last_seq)
        except Gap as gap:
            self._journal.stop_reason = (
                f"{gap} missing from library.journal: close this workbench and open it again."
            )
            raise UserError(self._journal.stop_reason) from None
        except UserError as newer:
            self._journal.stop_reason = str(newer)
            raise
        for record in scan.records:
            self._apply_record(record)
        self._unreported += scan.records
        self._last_seq = scan.last_seq
        self._notices += quarantine_lines(self._folder, scan)

    def _truncate_torn_line(self) -> None:
        """Quarantine and remove an unfinished line, whose writer was stopped. The caller holds the lock."""
        # While writing is stopped, the line may be our own; the disk is not to be trusted with another write.
        if self._journal.stop_reason:
            return
        torn = self._journal.read_torn_line()
        if not torn:
            return
        path = self._folder.quarantine_bytes("library.journal", torn)
        self._journal.truncate_torn_line()
        where = f" Its bytes are in quarantine/{path.name}." if path else ""
        self._notices.append(
            f"A change was being written when a workbench stopped; it was never saved.{where}"
        )

    def _read_records_since(self, seq: int) -> list[Record]:
        if seq >= self._last_seq:
            return []
        newer = takewhile(lambda record: record.seq > seq, self.iter_history())
        return list(newer)[::-1]
