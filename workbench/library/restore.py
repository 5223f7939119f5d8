"""Going back to a backup, or to a snapshot that was set aside. Only here do older documents replace newer ones.

What is put back becomes one change, which the journal holds like any other: the history shows it, and undo takes it
back. Where the present state cannot be opened, nothing can be compared with it. Then the restored library gets a change
number that no journal has, so that no older change is ever applied on top of it, and the history has a line that undo
does not go past.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from workbench.curation.change import Change, Record
from workbench.curation.model import UserError, format_time
from workbench.library import backups
from workbench.library.checkpoint import rotate_journal, write_checkpoint
from workbench.library.disk import DiskLibrary
from workbench.library.folder import LibraryFolder, translate_os_errors
from workbench.library.journal import (
    Journal,
    encode_record,
    iter_numbered_lines,
    iter_records,
    read_newest_library_id,
)
from workbench.library.lines import LineStorage
from workbench.library.lock import Lock, LockBusy, Presence
from workbench.library.own_files import read_own_file
from workbench.library.snapshot import UnreadableSnapshot, load_snapshot, make_library_id


def _utc_now() -> datetime:
    return datetime.now(UTC)


def restore_backup(
    folder: Path, name: str, *, clock: Callable[[], datetime] = _utc_now, author: str = ""
) -> None:
    """Replace the documents by those of a backup, or of a snapshot in `quarantine/`. The present state is backed up
    first, or quarantined if it is unreadable.

    `UserError` where there is no such file, where it is unreadable, and while the library is open.
    """
    files = LibraryFolder(folder)
    label = f"Restored {name}"
    with translate_os_errors("the backup was not restored."):
        lines = _load_backup(files, name)
        try:
            library = DiskLibrary(files, clock)
        except LockBusy:
            raise
        except UserError:
            _replace_unopenable(files, lines, Change(label=label, author=author), clock())
            return
        try:
            library.replace_documents(lines, label, author)
        finally:
            library.close()


def _load_backup(folder: LibraryFolder, name: str) -> LineStorage:
    for file in (*folder.list_backup_files(), *folder.list_set_aside_snapshots()):
        if file.name == name:
            try:
                return load_snapshot(file)[0]
            except UnreadableSnapshot as fault:
                raise UserError(f"The backup {name} cannot be read: {fault}.") from fault
    raise UserError(f"There is no backup “{name}”: `workbench backup list` shows them.")


def _replace_unopenable(folder: LibraryFolder, lines: LineStorage, barrier: Change, now: datetime) -> None:
    with Lock(folder.lock).acquire():
        presence = Presence(folder.presence)
        try:
            presence.require_alone()
            numbers = _recover_numbers(folder)
            lines.reserve_ids(numbers.highest_ids)
            lines.seq = numbers.seq + 1
            lines.library_id = read_newest_library_id(folder) or lines.library_id or make_library_id()
            write_checkpoint(folder, lines, None, now)
            rotate_journal(folder)
            backups.create_backup(folder, lines, "restored", now)
            _append_barrier(folder, lines, barrier, now)
        finally:
            presence.release()


def _append_barrier(folder: LibraryFolder, lines: LineStorage, barrier: Change, now: datetime) -> None:
    """Append a change without edits: a line of the history at which undo ends."""
    change = replace(barrier, id=os.urandom(6).hex())
    journal = Journal(folder)
    try:
        record = Record(seq=lines.seq + 1, at=format_time(now), change=change)
        journal.append(encode_record(record, lines.library_id))
    finally:
        journal.close()


def _recover_numbers(folder: LibraryFolder) -> LineStorage:
    """The highest ids and sequence number in all files, so that none is given a second time."""
    lines = LineStorage()
    with suppress(UnreadableSnapshot, FileNotFoundError):
        snapshot, _ = load_snapshot(folder.snapshot)  # UserError for a newer schema: then nothing is restored
        lines.reserve_ids(snapshot.highest_ids)
        lines.seq = snapshot.seq
    with suppress(FileNotFoundError):
        folder.quarantine_bytes("library.json", read_own_file(folder.snapshot))
    for record in iter_records(folder):
        for edit in record.change.edits:
            lines.reserve_ids({edit.table: edit.id})
    newest_seq = next((seq for _, seq in iter_numbered_lines(folder) if seq is not None), 0)
    backup_seqs = [int(file.name.partition("-")[0]) for file in folder.list_backup_files()]
    lines.seq = max([lines.seq, newest_seq, *backup_seqs])
    return lines
