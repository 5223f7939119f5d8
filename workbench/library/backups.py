"""Backups: the one place that decides when a copy of the library is kept, and for how long.

A checkpoint keeps the snapshot it replaces, at most one an hour: the last five and one a day for fourteen days
stay. An import, a migration or a restore keeps what was there before; the last ten of those stay. A name is
the number of the last change it holds, when it was kept, and why: the number is what orders them.
"""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec import Struct

from workbench.curation.model import UserError
from workbench.library.folder import PRIVATE_FOLDER_MODE, LibraryFolder, install_file, write_temporary
from workbench.library.lines import LineStorage
from workbench.library.snapshot import UnreadableSnapshot, iter_snapshot_chunks, load_snapshot

_TIME_FORMAT: Final = "%Y%m%dT%H%M%SZ"
_CHECKPOINT_REASON: Final = "checkpoint"
_MIN_INTERVAL: Final = timedelta(hours=1)
_KEEP_LATEST, _KEEP_DAILY, _KEEP_WITH_REASON = 5, 14, 10


class Backup(Struct, frozen=True):
    """A copy of the library. `at` is when it was kept, `size` in bytes; one that is not `readable` has 0 documents."""

    name: str
    at: str
    reason: str
    size: int
    documents: int
    readable: bool


def list_backups(folder: Path) -> list[Backup]:
    """The backups of a workspace, newest first; each is read to see that it can be."""
    return [_read_backup(file) for file in LibraryFolder(folder).list_backup_files()]


def create_backup(folder: LibraryFolder, lines: LineStorage, reason: str, now: datetime) -> None:
    """Keep a copy of what there is, read back once written. Nothing to do where that state is kept already.

    Raises OSError, and `UserError` where what was written does not read back.
    """
    if any(_is_copy_of(file, lines) for file in folder.list_backup_files()):
        return
    place = _build_path(folder, lines.seq, reason, now)
    temporary = write_temporary(place, iter_snapshot_chunks(lines))
    if not _is_copy_of(temporary, lines):
        temporary.unlink()
        raise UserError("The backup does not read back as it was written: the disk is not to be trusted.")
    install_file(temporary, place)
    prune_backups(folder)


def backup_replaced_snapshot(folder: LibraryFolder, seq: int, now: datetime) -> None:
    """Keep the snapshot that a checkpoint is about to replace, unless one was kept within the hour.

    It was read when the library was opened, and keeps its bytes: a second name for the same file will do.
    """
    latest = next(
        (
            _read_time(file)
            for file in folder.list_backup_files()
            if _parse_reason(file) == _CHECKPOINT_REASON
        ),
        None,
    )
    if not folder.snapshot.exists() or (latest and timedelta(0) <= now - latest < _MIN_INTERVAL):
        return
    place = _build_path(folder, seq, _CHECKPOINT_REASON, now)
    if place.exists():
        return
    try:
        os.link(folder.snapshot, place)
    except OSError:  # another disk, or one without links
        _copy_file(folder.snapshot, place)


def _copy_file(source: Path, place: Path) -> None:
    data = source.read_bytes()
    temporary = write_temporary(place, [data])
    if temporary.read_bytes() == data:
        install_file(temporary, place)


def prune_backups(folder: LibraryFolder) -> None:
    """Let go of the backups that nothing asks to keep."""
    files = folder.list_backup_files()
    plain = [file for file in files if _parse_reason(file) == _CHECKPOINT_REASON]
    other = [file for file in files if _parse_reason(file) != _CHECKPOINT_REASON]
    kept = {*plain[:_KEEP_LATEST], *_select_daily(plain), *other[:_KEEP_WITH_REASON]}
    for file in files:
        if file not in kept:
            file.unlink()


def _select_daily(files: Iterable[Path]) -> list[Path]:
    """The newest of each day, for the latest days that have any."""
    newest: dict[object, Path] = {}
    for file in files:
        newest.setdefault(_read_time(file).date(), file)
    return list(newest.values())[:_KEEP_DAILY]


def _build_path(folder: LibraryFolder, seq: int, reason: str, now: datetime) -> Path:
    folder.backups.mkdir(PRIVATE_FOLDER_MODE, exist_ok=True)
    word = re.sub("[^a-z0-9]+", "-", reason.lower()).strip("-") or "asked"
    return folder.backups / f"{seq:06d}-{now.astimezone(UTC).strftime(_TIME_FORMAT)}-{word}.json"


def _is_copy_of(file: Path, lines: LineStorage) -> bool:
    """Whether a backup, read from the disk, is what there is now."""
    if int(file.name.partition("-")[0]) != lines.seq:
        return False
    try:
        copy, remark = load_snapshot(file)
    except (UnreadableSnapshot, UserError):
        return False
    return not remark and copy.documents_checksum == lines.documents_checksum


def _parse_reason(file: Path) -> str:
    return file.stem.split("-", 2)[-1]


def _read_time(file: Path) -> datetime:
    """When it was kept: as its name says, or the file where a person renamed it."""
    try:
        return datetime.strptime(file.stem.split("-")[1], _TIME_FORMAT).replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _read_backup(file: Path) -> Backup:
    try:
        documents, readable = load_snapshot(file)[0].count_documents(), True
    except (UnreadableSnapshot, UserError, OSError):
        documents, readable = 0, False
    at = _read_time(file).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Backup(file.name, at, _parse_reason(file), file.stat().st_size, documents, readable)
