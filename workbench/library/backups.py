"""Backups of the library: when one is made, what it is called, and how long it is kept.

- A checkpoint backs up the snapshot that it replaces, at most once an hour. The last five are kept, and one a day for
  the last fourteen days that have any.
- An import, a migration or a restore backs up the state before it. The last ten of those are kept.

The name of a backup is the number of its last change, the time and the reason. Backups are ordered by that number,
since a clock may be wrong. Going back to one is in `restore.py`.
"""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec import Struct

from workbench.curation.model import UserError, format_time
from workbench.durable import install_file
from workbench.library.folder import OWN_BACKUP_NAME, LibraryFolder, write_temporary
from workbench.library.lines import LineStorage
from workbench.library.own_files import ensure_own_folder
from workbench.library.snapshot import UnreadableSnapshot, iter_snapshot_chunks, load_snapshot

_TIME_FORMAT: Final = "%Y%m%dT%H%M%SZ"
_CHECKPOINT_REASON: Final = "checkpoint"
_MIN_INTERVAL: Final = timedelta(hours=1)
_KEEP_LATEST, _KEEP_DAILY, _KEEP_WITH_REASON = 5, 14, 10


class Backup(Struct, frozen=True):
    """A copy of the library. `at` is the time it was made, in ISO 8601 and UTC; `size` is in bytes.

    `documents` is their number, 0 where the file is not `readable`.
    """

    name: str
    at: str
    reason: str
    size: int
    documents: int
    readable: bool


def list_backups(folder: Path) -> list[Backup]:
    """The backups of a workspace, newest first. Each is read to find out whether it is readable."""
    return [_read_backup(file) for file in LibraryFolder(folder).list_backup_files()]


def create_backup(folder: LibraryFolder, lines: LineStorage, reason: str, now: datetime) -> None:
    """Write a backup of the present state and read it back. Does nothing where a backup has that state already.

    Raises OSError, and `UserError` where the file does not read back as it was written.
    """
    if any(_is_copy_of(file, lines) for file in folder.list_backup_files()):
        return
    path = _build_path(folder, lines.seq, reason, now)
    temporary = write_temporary(path, iter_snapshot_chunks(lines))
    if not _is_copy_of(temporary, lines):
        temporary.unlink()
        raise UserError("The backup does not read back as it was written: the disk is not to be trusted.")
    install_file(temporary, path)
    prune_backups(folder)


def backup_replaced_snapshot(folder: LibraryFolder, seq: int, now: datetime) -> None:
    """Back up the snapshot that a checkpoint is about to replace, unless that was done within the last hour.

    `seq` is the number of the last change in it. The file needs no reading back: it was read at opening.
    """
    latest = next(
        (
            _read_time(file)
            for file in folder.list_backup_files()
            if _parse_reason(file) == _CHECKPOINT_REASON
        ),
        None,
    )
    # A backup from the future was made while the clock was wrong: it does not prevent the next one.
    if not folder.snapshot.exists() or (latest and timedelta(0) <= now - latest < _MIN_INTERVAL):
        return
    path = _build_path(folder, seq, _CHECKPOINT_REASON, now)
    if path.exists():
        return
    try:
        # A second name suffices, without a copy: the checkpoint renames a new file over the old name.
        os.link(folder.snapshot, path)
    except OSError:  # another file system, or one without hard links
        _copy_file(folder.snapshot, path)


def _copy_file(source: Path, target: Path) -> None:
    data = source.read_bytes()
    temporary = write_temporary(target, [data])
    if temporary.read_bytes() == data:
        install_file(temporary, target)


def prune_backups(folder: LibraryFolder) -> None:
    """Delete the backups that no rule keeps (see the head of this module). A file that a person named is left alone."""
    files = [file for file in folder.list_backup_files() if OWN_BACKUP_NAME.fullmatch(file.name)]
    periodic = [file for file in files if _parse_reason(file) == _CHECKPOINT_REASON]
    others = [file for file in files if _parse_reason(file) != _CHECKPOINT_REASON]
    retained = {*periodic[:_KEEP_LATEST], *_select_daily(periodic), *others[:_KEEP_WITH_REASON]}
    for file in files:
        if file not in retained:
            file.unlink()


def _select_daily(files: Iterable[Path]) -> list[Path]:
    """The newest backup of each day, for the latest `_KEEP_DAILY` days that have any. `files` are newest first."""
    newest: dict[object, Path] = {}
    for file in files:
        newest.setdefault(_read_time(file).date(), file)
    return list(newest.values())[:_KEEP_DAILY]


def _build_path(folder: LibraryFolder, seq: int, reason: str, now: datetime) -> Path:
    ensure_own_folder(folder.backups)
    suffix = re.sub("[^a-z0-9]+", "-", reason.lower()).strip("-") or "asked"
    return folder.backups / f"{seq:06d}-{now.astimezone(UTC).strftime(_TIME_FORMAT)}-{suffix}.json"


def _is_copy_of(file: Path, lines: LineStorage) -> bool:
    """Whether a backup, read from the disk, has these documents."""
    if int(file.name.partition("-")[0]) != lines.seq:
        return False
    try:
        copy, condition = load_snapshot(file)
    except (UnreadableSnapshot, UserError):
        return False
    return not condition and copy.documents_checksum == lines.documents_checksum


def _parse_reason(file: Path) -> str:
    return file.stem.split("-", 2)[-1]


def _read_time(file: Path) -> datetime:
    """When the backup was made: by its name, else (a person renamed it) by the file's modification time."""
    try:
        return datetime.fromisoformat(file.stem.split("-")[1]).replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _read_backup(file: Path) -> Backup:
    try:
        documents, readable = load_snapshot(file)[0].count_documents(), True
    except (UnreadableSnapshot, UserError, OSError):
        documents, readable = 0, False
    at = format_time(_read_time(file))
    return Backup(file.name, at, _parse_reason(file), file.stat().st_size, documents, readable)
