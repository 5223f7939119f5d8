"""The checkpoint: the one place where the snapshot is replaced.

Written beside its place and synced; the old one kept; renamed; only then is a long journal retired. The snapshot
says which change it ends with, so a crash between any two of these leaves a library that opens to the same state.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from workbench.library import backups
from workbench.library.folder import (
    PRIVATE_FOLDER_MODE,
    LibraryFolder,
    install_file,
    sync_folder,
    write_temporary,
)
from workbench.library.journal import read_first_seq
from workbench.library.lines import LineStorage
from workbench.library.snapshot import iter_snapshot_chunks

ROTATE_AT: Final = 5 * 1024 * 1024


def write_checkpoint(
    folder: LibraryFolder, lines: LineStorage, replaced_seq: int | None, now: datetime
) -> None:
    """Fold everything up to the present into the snapshot.

    `replaced_seq` is the change the old one ended with; None for one that is no backup. Hold the lock, alone. Raises
    OSError with the old snapshot in its place. A backup that cannot be kept does not stand in the way.
    """
    temporary = write_temporary(folder.snapshot, iter_snapshot_chunks(lines))
    if replaced_seq is not None:
        with suppress(OSError):
            backups.backup_replaced_snapshot(folder, replaced_seq, now)
    install_file(temporary, folder.snapshot)
    with suppress(OSError):
        backups.prune_backups(folder)
    if folder.journal.exists() and folder.journal.stat().st_size >= ROTATE_AT:
        rotate_journal(folder)


def rotate_journal(folder: LibraryFolder) -> None:
    """Move the journal beside those before it, under the number it begins with. None is ever overwritten."""
    if not folder.journal.exists() or not folder.journal.stat().st_size:
        return
    first = read_first_seq(folder.journal) or 0
    folder.retired_journals.mkdir(PRIVATE_FOLDER_MODE, exist_ok=True)
    place, again = folder.retired_journals / str(first), 1
    while place.exists():
        place, again = folder.retired_journals / f"{first}.{again}", again + 1
    folder.journal.rename(place)
    sync_folder(folder.retired_journals)
    sync_folder(folder.path)
