"""Going back to a backup. Only here do older documents replace newer ones.

The restored library gets a change number that no journal has. So no older change can be applied again on top of it,
nor on an older backup, should this library be damaged later. The history stays in `journal/`.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from workbench.curation.model import UserError
from workbench.library import backups
from workbench.library.checkpoint import rotate_journal, write_checkpoint
from workbench.library.folder import LibraryFolder, translate_os_errors
from workbench.library.journal import iter_numbered_lines, iter_records
from workbench.library.lines import LineStorage
from workbench.library.lock import Lock, Presence
from workbench.library.recovery import recover_library
from workbench.library.snapshot import UnreadableSnapshot, load_snapshot


def _utc_now() -> datetime:
    return datetime.now(UTC)


def restore_backup(folder: Path, name: str, *, clock: Callable[[], datetime] = _utc_now) -> None:
    """Replace the library by a backup. The present state is backed up first, or quarantined if it is unreadable.

    `UserError` where there is no such backup, where it is unreadable, and while the library is open.
    """
    files = LibraryFolder(folder)
    with translate_os_errors("the backup was not restored."), Lock(files.lock).acquire():
        presence = Presence(files.presence)
        try:
            if not presence.try_exclusive():
                raise UserError("The library is open in another workbench: close that and restore then.")
            _replace_library(files, name, clock())
        finally:
            presence.release()


def _replace_library(folder: LibraryFolder, name: str, now: datetime) -> None:
    lines = _load_backup(folder, name)
    current = _back_up_current(folder, now)
    lines.reserve_ids(current.highest_ids)
    lines.seq = current.seq + 1
    write_checkpoint(folder, lines, None, now)
    rotate_journal(folder)
    backups.create_backup(folder, lines, "restored", now)


def _load_backup(folder: LibraryFolder, name: str) -> LineStorage:
    for file in folder.list_backup_files():
        if file.name == name:
            try:
                return load_snapshot(file)[0]
            except UnreadableSnapshot as fault:
                raise UserError(f"The backup {name} cannot be read: {fault}.") from fault
    raise UserError(f"There is no backup “{name}”: `workbench backup list` shows them.")


def _back_up_current(folder: LibraryFolder, now: datetime) -> LineStorage:
    """Back up the present state and return it. Where it cannot be opened, return its numbers without documents."""
    try:
        recovered = recover_library(folder)
    except UserError:
        return _recover_numbers(folder)
    backups.create_backup(folder, recovered.db.lines, "before-restore", now)
    recovered.db.lines.seq = recovered.last_seq  # unreadable changes at the end count, too
    return recovered.db.lines


def _recover_numbers(folder: LibraryFolder) -> LineStorage:
    """The highest ids and sequence number in all files, so that none is given a second time."""
    lines = LineStorage()
    with suppress(UnreadableSnapshot, FileNotFoundError):
        snapshot, _ = load_snapshot(folder.snapshot)  # UserError for a newer schema: then nothing is restored
        lines.reserve_ids(snapshot.highest_ids)
        lines.seq = snapshot.seq
    with suppress(FileNotFoundError):
        folder.quarantine_bytes("library.json", folder.snapshot.read_bytes())
    for record in iter_records(folder):
        for edit in record.change.edits:
            lines.reserve_ids({edit.table: edit.id})
    newest_seq = next((seq for _, seq in iter_numbered_lines(folder) if seq is not None), 0)
    backup_seqs = [int(file.name.partition("-")[0]) for file in folder.list_backup_files()]
    lines.seq = max(lines.seq, newest_seq, *backup_seqs)
    return lines
