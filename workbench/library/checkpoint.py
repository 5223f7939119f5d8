"""The checkpoint: the one place where the snapshot is replaced.

Written beside its place and synced; the old one kept; renamed; only then is a long journal retired. The snapshot
says which change it ends with, so a crash between any two of these leaves a library that opens to the same state.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from workbench.library import backups
from workbench.library.folder import PRIVATE_FOLDER, Folder, install, prepare, sync_folder
from workbench.library.journal import first_number
from workbench.library.lines import Lines
from workbench.library.snapshot import chunks

ROTATE_AT: Final = 5 * 1024 * 1024


def checkpoint(folder: Folder, lines: Lines, replaces: int | None, now: datetime) -> None:
    """Fold everything up to the present into the snapshot.

    `replaces` is the change the old one ended with; None for one that is no backup. Hold the lock, alone. Raises
    OSError with the old snapshot in its place. A backup that cannot be kept does not stand in the way.
    """
    temporary = prepare(folder.snapshot, chunks(lines))
    if replaces is not None:
        with suppress(OSError):
            backups.keep_replaced(folder, replaces, now)
    install(temporary, folder.snapshot)
    with suppress(OSError):
        backups.thin(folder)
    if folder.journal.exists() and folder.journal.stat().st_size >= ROTATE_AT:
        retire(folder)


def retire(folder: Folder) -> None:
    """Move the journal beside those before it, under the number it begins with. None is ever overwritten."""
    if not folder.journal.exists() or not folder.journal.stat().st_size:
        return
    first = first_number(folder.journal) or 0
    folder.kept.mkdir(PRIVATE_FOLDER, exist_ok=True)
    place, again = folder.kept / str(first), 1
    while place.exists():
        place, again = folder.kept / f"{first}.{again}", again + 1
    folder.journal.rename(place)
    sync_folder(folder.kept)
    sync_folder(folder.path)
