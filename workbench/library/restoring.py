"""Going back to a backup: the one place where older documents take the place of newer ones.

The library then ends with a change number that no journal holds. Nothing from before can be replayed across that
number, neither onto what was restored nor, should it be damaged, onto an older backup. History stays in `journal/`.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from workbench.curation.model import Refused
from workbench.library import backups
from workbench.library.checkpoint import checkpoint, retire
from workbench.library.folder import Folder, refusing
from workbench.library.journal import history, newest_first
from workbench.library.lines import Lines
from workbench.library.lock import Lock, Presence
from workbench.library.recovery import recover
from workbench.library.snapshot import Unreadable, load


def _now() -> datetime:
    return datetime.now(UTC)


def restore(folder: Path, name: str, *, clock: Callable[[], datetime] = _now) -> None:
    """Put a backup in the library's place; what is there now is kept as a backup first, or set aside if unreadable.

    `Refused` where there is no such backup, where it cannot be read, and while a workbench is open.
    """
    place = Folder(folder)
    with refusing("the backup was not restored."), Lock(place.lock).held():
        presence = Presence(place.presence)
        try:
            if not presence.alone():
                raise Refused("The library is open in another workbench: close that and restore then.")
            _restore(place, name, clock())
        finally:
            presence.leave()


def _restore(folder: Folder, name: str, now: datetime) -> None:
    lines = _backup(folder, name)
    present = _kept_present(folder, now)
    lines.reserve(present.highest)
    lines.seq = present.seq + 1
    checkpoint(folder, lines, None, now)
    retire(folder)
    backups.keep(folder, lines, "restored", now)


def _backup(folder: Folder, name: str) -> Lines:
    for file in folder.backup_files():
        if file.name == name:
            try:
                return load(file)[0]
            except Unreadable as fault:
                raise Refused(f"The backup {name} cannot be read: {fault}.") from fault
    raise Refused(f"There is no backup “{name}”: `workbench backup list` shows them.")


def _kept_present(folder: Folder, now: datetime) -> Lines:
    """What is there, kept as a backup; where it does not open, at least its numbers, so that none is given twice."""
    try:
        found = recover(folder)
    except Refused:
        return _numbers(folder)
    backups.keep(folder, found.db.lines, "before-restore", now)
    found.db.lines.seq = found.reached
    return found.db.lines


def _numbers(folder: Folder) -> Lines:
    lines = Lines()
    with suppress(Unreadable, FileNotFoundError):
        present, _ = load(folder.snapshot)  # of a newer schema: Refused, and nothing touched
        lines.reserve(present.highest)
        lines.seq = present.seq
    with suppress(FileNotFoundError):
        folder.set_aside("library.json", folder.snapshot.read_bytes())
    for record in history(folder):
        for edit in record.change.edits:
            lines.reserve({edit.table: edit.id})
    newest = next((at for _, at in newest_first(folder) if at is not None), 0)
    kept = [int(file.name.partition("-")[0]) for file in folder.backup_files()]
    lines.seq = max(lines.seq, newest, *kept)
    return lines
