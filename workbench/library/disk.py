"""The library on disk, open for writing: it puts the lock, the journal and the documents together.

- A change counts once its line in the journal is synced. Only then is it applied to the documents in memory.
- Before a change is written, the lines of other processes are read.
- The last process to close the library writes a checkpoint. One that stays open writes one when it is due.

A library that cannot be written to is in `read_only.py`.
"""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import takewhile
from typing import Final, NoReturn

from workbench.curation.change import Change, Record, conflicts_with
from workbench.curation.model import TABLES, UserError, format_time
from workbench.durable import install_file
from workbench.library import backups
from workbench.library.checkpoint import CheckpointSchedule, Clock, write_checkpoint
from workbench.library.comparison import build_change, compare_documents
from workbench.library.folder import (
    LibraryFolder,
    explain_os_error,
    translate_os_errors,
    write_temporary,
)
from workbench.library.journal import (
    ForeignJournal,
    Gap,
    Journal,
    encode_record,
    iter_records,
    read_lines_after,
    scan_lines,
)
from workbench.library.lines import LineStorage
from workbench.library.lock import Lock, LockBusy, Presence
from workbench.library.read_only import BaseLibrary
from workbench.library.recovery import RecoveredLibrary, quarantine_lines, recover_library
from workbench.library.snapshot import (
    UnreadableSnapshot,
    iter_snapshot_chunks,
    load_snapshot,
    make_library_id,
)

_BEHIND: Final = "library.json is not up to date; every change is in library.journal."
_READER_PATIENCE: Final = 0.25  # seconds that a reader waits for the lock when it leaves


class DiskLibrary(BaseLibrary):
    """A library that this process has open, until `close`. Implements the desk's port `Library`."""

    def __init__(self, folder: LibraryFolder, clock: Clock, *, reading: bool = False) -> None:
        self._clock: Final = clock
        self._lock: Final = Lock(folder.lock)
        self._patience: Final = _READER_PATIENCE if reading else None
        self._schedule: Final = CheckpointSchedule(clock)
        self._closed = False
        self._unreported: list[Record] = []
        with self._lock.acquire(0 if reading else None):
            folder.require_own_names()
            for leftover in folder.list_temporary_files():
                leftover.unlink()
            # The stamp before the reading: a snapshot that is replaced in between then counts as edited.
            self._snapshot_stamp = folder.read_stamp()
            recovered = recover_library(folder)
            is_unmarked = not recovered.db.lines.library_id
            if is_unmarked:
                recovered.db.lines.library_id = make_library_id()
            if recovered.fresh:
                # An empty snapshot, or after a crash the journal without one would look like a damaged library.
                install_file(
                    write_temporary(folder.snapshot, iter_snapshot_chunks(recovered.db.lines)),
                    folder.snapshot,
                )
                self._snapshot_stamp = folder.read_stamp()
            super().__init__(recovered.db, recovered.last_seq, [*recovered.notices, *folder.list_obstacles()])
            self._folder: Final = folder
            self._snapshot_seq = recovered.snapshot_seq
            self._is_snapshot_stale = recovered.stale
            # After a failure nothing may stay open: with a presence left behind no process would be the last one.
            with ExitStack() as undo:
                self._presence: Final = Presence(folder.presence)
                undo.callback(self._presence.release)
                self._journal: Final = Journal(folder)
                undo.callback(self._journal.close)
                self._truncate_torn_line()
                self._write_correction(recovered)
                if is_unmarked and not recovered.fresh:
                    self._mark_snapshot()
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
                record = self._write_record(change)
            self._unreported = []  # not before: where the line could not be written, `poll` has to report these
            return record, newer

    def poll(self) -> list[Record]:
        """The records that other processes wrote since the last call. Costs two `stat` calls where there are none."""
        with translate_os_errors("nothing more is read from it."), suppress(LockBusy):
            if self._journal.stop_reason:
                pass
            elif self._journal.has_moved():
                with self._lock.acquire():
                    self._read_new_lines()
            else:
                self._take_in(self._journal.read_new_lines())
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

    @property
    def is_checkpoint_due(self) -> bool:
        """Whether `checkpoint` should be called now. Costs no look at the disk."""
        return self._is_behind and self._schedule.is_due(self._journal.size)

    def checkpoint(self) -> None:
        """Bring `library.json` up to date while the library stays open, here and in other processes.

        `UserError` where that cannot be; nothing is lost then, and it is not due again for a while.
        """
        self._schedule.note_attempt()
        if self._journal.stop_reason:
            return
        with translate_os_errors(_BEHIND), self._lock.acquire():
            self._read_new_lines()
            self._truncate_torn_line()
            if not self._is_snapshot_own():
                raise UserError(
                    "Another program changed library.json: close the workbench and open it again to take that over."
                )
            if self._is_behind:
                self._write_checkpoint()
                if self._journal.has_moved():
                    self._journal.reopen()

    def replace_documents(self, lines: LineStorage, label: str, author: str = "") -> None:
        """Make these the documents, by one change. A backup of the present state comes first.

        `UserError` where another process has the library open, or the change cannot be written.
        """
        with self._lock.acquire():
            try:
                self._presence.require_alone()
                self._read_new_lines()
                backups.create_backup(self._folder, self._db.lines, "before-restore", self._clock())
                edits = compare_documents(self._db.lines, lines)
                if edits:
                    self._write_record(build_change(label, edits, self._db.lines, author))
                for table in {*self._db.lines.tables, *lines.tables} - {*TABLES, "_meta"}:
                    removed: dict[int, bytes | None] = dict.fromkeys(self._db.lines.documents_in(table))
                    self._db.lines.set_documents(table, {**removed, **lines.documents_in(table)})
                    self._is_snapshot_stale = True
            finally:
                self._presence.share()

    def close(self) -> None:
        """Close the library; the last process to do so writes a checkpoint. Never raises.

        A failed checkpoint loses nothing: all changes are in the journal. `notices` then say so.
        """
        if self._closed:
            return
        self._closed = True
        with ExitStack() as closing, suppress(OSError, UserError):
            closing.callback(self._journal.close)
            closing.callback(self._presence.release)
            # `pop_all` here releases the presence before the lock. Whoever gets the lock next must not count us in.
            with self._lock.acquire(self._patience), closing.pop_all():
                if self._should_checkpoint():
                    try:
                        self._write_checkpoint()
                    except OSError as fault:
                        self._notices.append(f"{explain_os_error(fault)}: {_BEHIND}")

    def _should_checkpoint(self) -> bool:
        """Whether no other process has the library open and the snapshot is out of date. The caller holds the lock."""
        if self._journal.stop_reason or not self._presence.try_exclusive():
            return False
        self._read_new_lines()
        self._truncate_torn_line()
        # Edited by hand while it was open: the next opening decides what to do with it.
        return self._is_snapshot_own() and self._is_behind

    @property
    def _is_behind(self) -> bool:
        return self._is_snapshot_stale or self._db.lines.seq != self._snapshot_seq

    def _is_snapshot_own(self) -> bool:
        """Whether the snapshot is the one that was read, or a newer one by a workbench. The caller holds the lock."""
        stamp = self._folder.read_stamp()
        if stamp == self._snapshot_stamp:
            return True
        try:
            lines, condition = load_snapshot(self._folder.snapshot)
        except (UnreadableSnapshot, FileNotFoundError):
            return False
        if condition or lines.library_id != self._db.lines.library_id or lines.seq > self._last_seq:
            return False
        self._snapshot_stamp, self._snapshot_seq, self._is_snapshot_stale = stamp, lines.seq, False
        return True

    def _write_checkpoint(self) -> None:
        write_checkpoint(self._folder, self._db.lines, self._snapshot_seq, self._clock())
        self._snapshot_stamp = self._folder.read_stamp()
        self._snapshot_seq, self._is_snapshot_stale = self._db.lines.seq, False

    def _write_correction(self, recovered: RecoveredLibrary) -> None:
        """Write down what another program changed in the snapshot. OSError where that cannot be."""
        if recovered.correction is None:
            return
        try:
            self._write_record(recovered.correction)
        except UserError as refusal:
            raise (refusal.__cause__ or refusal) from None

    def _mark_snapshot(self) -> None:
        """Give the library of an older workbench its id, at once: two processes must not give it two."""
        try:
            self._write_checkpoint()
        except OSError:
            self._db.lines.library_id = ""
        if self._journal.has_moved():
            self._journal.reopen()

    def _write_record(self, change: Change) -> Record:
        record = Record(seq=self._last_seq + 1, at=format_time(self._clock()), change=change)
        self._journal.append(encode_record(record, self._db.lines.library_id))
        self._apply_record(record)
        self._schedule.note_change()
        return record

    def _read_new_lines(self) -> None:
        """Apply the complete lines that other processes added to the journals. The caller holds the lock."""
        if self._journal.stop_reason:
            return
        if not self._journal.has_moved():
            self._take_in(self._journal.read_new_lines())
            return
        lines = read_lines_after(self._folder, self._last_seq)
        self._journal.reopen()
        self._take_in(lines)

    def _take_in(self, lines: list[bytes]) -> None:
        """Apply lines of other processes."""
        if not lines:
            return
        try:
            scan = scan_lines(lines, self._last_seq, self._db.lines.library_id)
        except Gap as gap:
            self._stop(f"{gap} missing from library.journal: close this workbench and open it again.")
        except ForeignJournal:
            self._stop("library.journal is another library's: close this workbench and open it again.")
        except UserError as newer:
            self._stop(str(newer))
        for record in scan.records:
            self._apply_record(record)
        if scan.records:
            self._schedule.note_change()
        self._unreported += scan.records
        self._last_seq = scan.last_seq
        self._notices += quarantine_lines(self._folder, scan)

    def _stop(self, reason: str) -> NoReturn:
        self._journal.stop_reason = reason
        raise UserError(reason) from None

    def _truncate_torn_line(self) -> None:
        """Quarantine and remove an unfinished line, whose writer was stopped. The caller holds the lock."""
        # While writing is stopped, the line may be our own; the disk is not to be trusted with another write.
        if self._journal.stop_reason:
            return
        torn = self._journal.read_torn_line()
        if not torn:
            return
        path, _ = self._folder.quarantine_bytes("library.journal", torn)
        self._journal.truncate_torn_line()
        assert path is not None
        self._notices.append(
            "A change was being written when a workbench stopped; it was never saved. "
            f"Its bytes are in quarantine/{path.name}."
        )

    def _read_records_since(self, seq: int) -> list[Record]:
        if seq >= self._last_seq:
            return []
        newer = takewhile(lambda record: record.seq > seq, self.iter_history())
        return list(newer)[::-1]
