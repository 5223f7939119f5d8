"""Going back to a backup: the one place where older documents take the place of newer ones.

The library then ends with a change number that no journal holds. Nothing from before can be replayed across that
number, neither onto what was restored nor, should it be damaged, onto an older backup. History stays in `journal/`.
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
    """Put a backup in the library's place; what is there now is kept as a backup first, or set aside if unreadable.

    `UserError` where there is no such backup, where it cannot be read, and while a workbench is open.
    """
    place = LibraryFolder(folder)
    with translate_os_errors("the backup was not restored."), Lock(place.lock).acquire():
        presence = Presence(place.presence)
        try:
            if not presence.try_exclusive():
                raise UserError("The library is open in another workbench: close that and restore then.")
            _replace_library(place, name, clock())
        finally:
            presence.release()


def _replace_library(folder: LibraryFolder, name: str, now: datetime) -> None:
    lines = _load_backup(folder, name)
    state = _back_up_current(folder, now)
    lines.reserve_ids(state.highest_ids)
    lines.seq = state.seq + 1
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
    """What is there, kept as a backup; where it does not open, at least its numbers, so that none is given twice."""
    try:
        found = recover_library(folder)
    except UserError:
        return _recover_numbers(folder)
    backups.create_backup(folder, found.db.lines, "before-restore", now)
    found.db.lines.seq = found.last_seq
    return found.db.lines


def _recover_numbers(folder: LibraryFolder) -> LineStorage:
    lines = LineStorage()
    with suppress(UnreadableSnapshot, FileNotFoundError):
        state, _ = load_snapshot(folder.snapshot)  # of a newer schema: Refused, and nothing touched
        lines.reserve_ids(state.highest_ids)
        lines.seq = state.seq
    with suppress(FileNotFoundError):
        folder.quarantine_bytes("library.json", folder.snapshot.read_bytes())
    for record in iter_records(folder):
        for edit in record.change.edits:
            lines.reserve_ids({edit.table: edit.id})
    newest = next((at for _, at in iter_numbered_lines(folder) if at is not None), 0)
    kept = [int(file.name.partition("-")[0]) for file in folder.list_backup_files()]
    lines.seq = max(lines.seq, newest, *kept)
    return lines
