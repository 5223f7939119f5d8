"""The library on disk: the one place where the lock, the journal and the documents act as one.

A change is acknowledged when its line is synced, and only then seen in the documents. What other processes wrote
is read before anything is decided. The last to leave folds the journal into the snapshot.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Final, TypeAlias

from workbench.curation.change import Change, Record, conflicts_with
from workbench.curation.model import UserError
from workbench.library import backups
from workbench.library.checkpoint import write_checkpoint
from workbench.library.folder import (
    UNWRITABLE_ERRNOS,
    LibraryFolder,
    install_file,
    translate_os_errors,
    write_temporary,
)
from workbench.library.journal import Gap, Journal, encode_record, format_time, iter_records, scan_lines
from workbench.library.lock import Lock, Presence
from workbench.library.read_only import BaseLibrary, ReadOnlyLibrary
from workbench.library.recovery import quarantine_lines, recover_library
from workbench.library.snapshot import iter_snapshot_chunks

Clock: TypeAlias = Callable[[], datetime]


def open_library(folder: Path, *, clock: Clock) -> "DiskLibrary | ReadOnlyLibrary":
    """Open the library of a workspace, or begin one; where nothing may be written, open it to be read.

    `UserError` where it cannot be opened as it is.
    """
    with translate_os_errors(f"the library in {folder} cannot be opened."):
        try:
            return DiskLibrary(LibraryFolder(folder), clock)
        except OSError as fault:
            if fault.errno not in UNWRITABLE_ERRNOS:
                raise
            return ReadOnlyLibrary(LibraryFolder(folder, read_only=True), fault)


class DiskLibrary(BaseLibrary):
    """One process's hold on a library, from opening to `close`. Keeps the contract of the desk's port."""

    def __init__(self, folder: LibraryFolder, clock: Clock) -> None:
        self._clock: Final = clock
        self._lock: Final = Lock(folder.lock)
        self._closed = False
        self._unreported: list[Record] = []
        with self._lock.acquire():
            for left_over in folder.list_temporary_files():
                left_over.unlink()
            stamp = folder.read_stamp()
            found = recover_library(folder)
            if found.fresh:
                install_file(
                    write_temporary(folder.snapshot, iter_snapshot_chunks(found.db.lines)), folder.snapshot
                )
                stamp = folder.read_stamp()
            super().__init__(found.db, found.last_seq, found.notices)
            self._folder: Final = folder
            self._snapshot_seq: Final = found.snapshot_seq
            self._is_snapshot_stale = found.stale
            self._snapshot_stamp: Final = stamp
            with ExitStack() as undo:
                self._presence: Final = Presence(folder.presence)
                undo.callback(self._presence.release)
                self._journal: Final = Journal(folder.journal)
                undo.callback(self._journal.close)
                self._truncate_torn_line()
                undo.pop_all()

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:
        """Write the change as one record, synced, unless one after `based_on` meets it. `UserError`: nothing
        changed."""
        with translate_os_errors("nothing was saved."), self._lock.acquire():
            self._read_new_lines()
            self._truncate_torn_line()
            news = self._read_records_since(based_on)
            record = None
            if not any(conflicts_with(change, newer.change) for newer in news):
                record = Record(seq=self._last_seq + 1, at=format_time(self._clock()), change=change)
                self._journal.append(encode_record(record))
                self._apply_record(record)
            self._unreported = []  # only now: where the disk refused the line, `poll` has to tell the news
            return record, news

    def poll(self) -> list[Record]:
        """What other processes wrote since the last look. A glance at the file where they wrote nothing."""
        with translate_os_errors("nothing more is read from it."):
            self._read_new_lines()
        news, self._unreported = self._unreported, []
        return news

    def iter_history(self) -> Iterator[Record]:
        """Every record that can be read, newest first, from the disk as far as the caller goes."""
        return iter_records(self._folder)

    def create_backup(self, reason: str) -> None:
        """Keep a copy of what is there, read back once written; `UserError` where it cannot be kept."""
        with translate_os_errors("no backup was made."), self._lock.acquire():
            self._read_new_lines()
            backups.create_backup(self._folder, self._db.lines, reason, self._clock())

    def close(self) -> None:
        """Leave; the last to leave checkpoints. What cannot be folded in now stays safe in the journal."""
        if self._closed:
            return
        self._closed = True
        with ExitStack() as leaving, suppress(OSError, UserError):
            leaving.callback(self._journal.close)
            leaving.callback(self._presence.release)
            with self._lock.acquire(), leaving.pop_all():  # gone before the lock is free for others to come
                if self._should_checkpoint():
                    write_checkpoint(self._folder, self._db.lines, self._snapshot_seq, self._clock())

    def _should_checkpoint(self) -> bool:
        """Whether this is the last to leave, and the snapshot lacks something. Hold the lock."""
        if self._journal.stop_reason or not self._presence.try_exclusive():
            return False
        self._read_new_lines()
        self._truncate_torn_line()
        edited = (
            self._folder.read_stamp() != self._snapshot_stamp
        )  # by hand, meanwhile: for the next opening to judge
        return not edited and (self._is_snapshot_stale or self._db.lines.seq != self._snapshot_seq)

    def _read_new_lines(self) -> None:
        """Take in complete lines that are new in the journal."""
        if self._journal.stop_reason:
            return
        lines = self._journal.read_new_lines()
        if not lines:
            return
        try:
            reading = scan_lines(lines, self._last_seq)
        except Gap as gap:
            self._journal.stop_reason = (
                f"{gap} missing from library.journal: close this workbench and open it again."
            )
            raise UserError(self._journal.stop_reason) from None
        except UserError as newer:
            self._journal.stop_reason = str(newer)
            raise
        for record in reading.records:
            self._apply_record(record)
        self._unreported += reading.records
        self._last_seq = reading.last_seq
        self._notices += quarantine_lines(self._folder, reading)

    def _truncate_torn_line(self) -> None:
        """Set aside what somebody left behind who stopped in the middle of a line. Hold the lock."""
        if self._journal.stop_reason:  # what stands there then is our own, and the disk not to be trusted
            return
        torn = self._journal.read_torn_line()
        if not torn:
            return
        place = self._folder.quarantine_bytes("library.journal", torn)
        self._journal.truncate_torn_line()
        where = f" Its bytes are in quarantine/{place.name}." if place else ""
        self._notices.append(
            f"A change was being written when a workbench stopped; it was never saved.{where}"
        )

    def _read_records_since(self, seq: int) -> list[Record]:
        if seq >= self._last_seq:
            return []
        newer = takewhile(lambda record: record.seq > seq, self.iter_history())
        return list(newer)[::-1]
