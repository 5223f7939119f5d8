"""The checkpoint: writes all changes of the journal into the snapshot, and starts a new journal when one is long.

The order of the steps is what makes it safe:

1. The new snapshot is written beside the old one and synced.
2. The old snapshot is backed up.
3. The new one is renamed over it.
4. The old backups are thinned out and a long journal is moved to `journal/`.

The snapshot holds the number of its last change, and opening applies the changes after it. So a crash between any two
steps leaves a library that opens to the same state.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from workbench.durable import PRIVATE_FOLDER_MODE, install_file, sync_folder
from workbench.library import backups
from workbench.library.folder import LibraryFolder, write_temporary
from workbench.library.journal import read_first_seq
from workbench.library.lines import LineStorage
from workbench.library.snapshot import iter_snapshot_chunks

ROTATE_AT: Final = 5 * 1024 * 1024
"""Bytes from which a checkpoint moves the journal to `journal/`."""


def write_checkpoint(
    folder: LibraryFolder, lines: LineStorage, replaced_seq: int | None, now: datetime
) -> None:
    """Write `lines` as the new snapshot. The caller holds the lock and is the only process with the library open.

    `replaced_seq` is the number of the last change in the old snapshot; None where the old one must not become a
    backup. Raises OSError and leaves the old snapshot in its place. A failed backup does not stop the checkpoint.
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
    """Move the journal to `journal/`, under the number of its first change. Never overwrites an older journal."""
    if not folder.journal.exists() or not folder.journal.stat().st_size:
        return
    first = read_first_seq(folder.journal) or 0
    folder.retired_journals.mkdir(PRIVATE_FOLDER_MODE, exist_ok=True)
    path, suffix = folder.retired_journals / str(first), 1
    while path.exists():  # where a person put back an older library.json, numbers occur twice
        path, suffix = folder.retired_journals / f"{first}.{suffix}", suffix + 1
    folder.journal.rename(path)
    sync_folder(folder.retired_journals)
    sync_folder(folder.path)
