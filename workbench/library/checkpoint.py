"""The checkpoint: writes all changes of the journal into the snapshot, and starts a new journal when one is long.

The last process to close the library writes one, and one that stays open does so from time to time.

The order of the steps is what makes it safe:

1. The new snapshot is written beside the old one and synced.
2. The old snapshot is backed up.
3. The new one is renamed over it.
4. The old backups are thinned out and a long journal is moved to `journal/`.

The snapshot holds the number of its last change, and opening applies the changes after it. So a crash between any two
steps leaves a library that opens to the same state.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from workbench.curation.model import UserError
from workbench.durable import install_file, sync_folder
from workbench.library import backups
from workbench.library.folder import LibraryFolder, write_temporary
from workbench.library.journal import read_first_seq
from workbench.library.lines import LineStorage
from workbench.library.own_files import ensure_own_folder
from workbench.library.snapshot import iter_snapshot_chunks

ROTATE_AT: Final = 5 * 1024 * 1024
"""Bytes from which a checkpoint moves the journal to `journal/`."""


_IDLE: Final = timedelta(minutes=10)
_LONGEST: Final = timedelta(hours=1)

Clock: TypeAlias = Callable[[], datetime]


class CheckpointSchedule:
    """When a library that stays open writes a checkpoint: with a long journal, after ten idle minutes, each hour.

    An attempt that failed is not repeated for ten minutes.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock: Final = clock
        self._changed_at = clock()
        self._tried_at: datetime | None = None
        self._first_changed_at: datetime | None = None  # since the last attempt

    def note_change(self) -> None:
        """There is a new change."""
        self._changed_at = self._clock()
        self._first_changed_at = self._first_changed_at or self._changed_at

    def note_attempt(self) -> None:
        """A checkpoint is about to be written."""
        self._tried_at, self._first_changed_at = self._clock(), None

    def is_due(self, journal_size: int) -> bool:
        """Whether it is time to write the changes that the snapshot does not have. Costs no look at the disk."""
        if self._tried_at is not None and not self._has_passed(_IDLE, self._tried_at):
            return False
        if journal_size >= ROTATE_AT or self._has_passed(_IDLE, self._changed_at):
            return True
        return self._first_changed_at is not None and self._has_passed(_LONGEST, self._first_changed_at)

    def _has_passed(self, span: timedelta, since: datetime) -> bool:
        return (
            not timedelta(0) <= self._clock() - since < span
        )  # a clock set back is no reason to wait for ever


def write_checkpoint(
    folder: LibraryFolder, lines: LineStorage, replaced_seq: int | None, now: datetime
) -> None:
    """Write `lines` as the new snapshot. The caller holds the lock.

    Other processes may have the library open: they notice that the snapshot is a newer one of this library, and follow
    the journal where it is moved. `replaced_seq` is the number of the last change in the old snapshot; None where the
    old one must not become a backup. Raises OSError and leaves the old snapshot in its place. Neither a failed backup
    nor a journal that cannot be moved stops the checkpoint.
    """
    temporary = write_temporary(folder.snapshot, iter_snapshot_chunks(lines))
    if replaced_seq is not None:
        with suppress(OSError, UserError):
            backups.backup_replaced_snapshot(folder, replaced_seq, now)
    install_file(temporary, folder.snapshot)
    with suppress(OSError):
        backups.prune_backups(folder)
    with suppress(OSError, UserError):
        if folder.journal.exists() and folder.journal.stat().st_size >= ROTATE_AT:
            rotate_journal(folder)


def rotate_journal(folder: LibraryFolder) -> None:
    """Move the journal to `journal/`, under the number of its first change. Never overwrites an older journal."""
    if not folder.journal.exists() or not folder.journal.stat().st_size:
        return
    first = read_first_seq(folder.journal) or 0
    ensure_own_folder(folder.retired_journals)
    path, suffix = folder.retired_journals / str(first), 1
    while os.path.lexists(path):  # where a person put back an older library.json, numbers occur twice
        path, suffix = folder.retired_journals / f"{first}.{suffix}", suffix + 1
    folder.journal.rename(path)
    sync_folder(folder.retired_journals)
    sync_folder(folder.path)
