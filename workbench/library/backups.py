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

from workbench.curation.model import Refused
from workbench.library.folder import PRIVATE_FOLDER, Folder, install, prepare
from workbench.library.lines import Lines
from workbench.library.snapshot import Unreadable, chunks, load

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_CHECKPOINT: Final = "checkpoint"
_APART: Final = timedelta(hours=1)
_LATEST, _DAYS, _WITH_REASON = 5, 14, 10


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
    return [_described(file) for file in Folder(folder).backup_files()]


def keep(folder: Folder, lines: Lines, reason: str, now: datetime) -> None:
    """Keep a copy of what there is, read back once written. Nothing to do where that state is kept already.

    Raises OSError, and `Refused` where what was written does not read back.
    """
    if any(_holds(file, lines) for file in folder.backup_files()):
        return
    place = _place(folder, lines.seq, reason, now)
    temporary = prepare(place, chunks(lines))
    if not _holds(temporary, lines):
        temporary.unlink()
        raise Refused("The backup does not read back as it was written: the disk is not to be trusted.")
    install(temporary, place)
    thin(folder)


def keep_replaced(folder: Folder, seq: int, now: datetime) -> None:
    """Keep the snapshot that a checkpoint is about to replace, unless one was kept within the hour.

    It was read when the library was opened, and keeps its bytes: a second name for the same file will do.
    """
    latest = next((_when(file) for file in folder.backup_files() if _reason(file) == _CHECKPOINT), None)
    if not folder.snapshot.exists() or (latest and timedelta(0) <= now - latest < _APART):
        return
    place = _place(folder, seq, _CHECKPOINT, now)
    if place.exists():
        return
    try:
        os.link(folder.snapshot, place)
    except OSError:  # another disk, or one without links
        _copy(folder.snapshot, place)


def _copy(source: Path, place: Path) -> None:
    data = source.read_bytes()
    temporary = prepare(place, [data])
    if temporary.read_bytes() == data:
        install(temporary, place)


def thin(folder: Folder) -> None:
    """Let go of the backups that nothing asks to keep."""
    files = folder.backup_files()
    plain = [file for file in files if _reason(file) == _CHECKPOINT]
    other = [file for file in files if _reason(file) != _CHECKPOINT]
    kept = {*plain[:_LATEST], *_daily(plain), *other[:_WITH_REASON]}
    for file in files:
        if file not in kept:
            file.unlink()


def _daily(files: Iterable[Path]) -> list[Path]:
    """The newest of each day, for the latest days that have any."""
    newest: dict[object, Path] = {}
    for file in files:
        newest.setdefault(_when(file).date(), file)
    return list(newest.values())[:_DAYS]


def _place(folder: Folder, seq: int, reason: str, now: datetime) -> Path:
    folder.backups.mkdir(PRIVATE_FOLDER, exist_ok=True)
    word = re.sub("[^a-z0-9]+", "-", reason.lower()).strip("-") or "asked"
    return folder.backups / f"{seq:06d}-{now.astimezone(UTC).strftime(_STAMP)}-{word}.json"


def _holds(file: Path, lines: Lines) -> bool:
    """Whether a backup, read from the disk, is what there is now."""
    if int(file.name.partition("-")[0]) != lines.seq:
        return False
    try:
        copy, remark = load(file)
    except (Unreadable, Refused):
        return False
    return not remark and copy.weight == lines.weight


def _reason(file: Path) -> str:
    return file.stem.split("-", 2)[-1]


def _when(file: Path) -> datetime:
    """When it was kept: as its name says, or the file where a person renamed it."""
    try:
        return datetime.strptime(file.stem.split("-")[1], _STAMP).replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _described(file: Path) -> Backup:
    try:
        documents, readable = load(file)[0].count(), True
    except (Unreadable, Refused, OSError):
        documents, readable = 0, False
    at = _when(file).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Backup(file.name, at, _reason(file), file.stat().st_size, documents, readable)
