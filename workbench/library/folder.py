"""The library's folder: the one place that knows its files by name and how bytes come to stay in them.

A file that is replaced is written beside its place, synced, and renamed over it, so that a reader sees the old
one or the new one. What cannot be read is copied to `quarantine/` under a name made of its bytes: the same
damage is set aside, and told, once.
"""

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeAlias
from zlib import crc32

from workbench.curation.model import UserError

PRIVATE_FILE_MODE: Final = 0o600
PRIVATE_FOLDER_MODE: Final = 0o700
O_BINARY: Final = getattr(os, "O_BINARY", 0)
TEMPORARY_SUFFIX: Final = ".tmp"

FileStamp: TypeAlias = tuple[int, int, int]


class LibraryFolder:
    """The files of one library. `path` is the workspace; nothing is set aside in one that takes no writing."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.read_only: Final = read_only
        self.path: Final = path.absolute()
        self.journal: Final = self.path / "library.journal"
        self.lock: Final = self.path / "library.lock"
        self.presence: Final = self.path / "library.open"
        self.retired_journals: Final = self.path / "journal"
        self.backups: Final = self.path / "backups"
        self.quarantine: Final = self.path / "quarantine"

    @property
    def snapshot(self) -> Path:
        """`library.json`, or where it leads as a symlink: replacing that keeps the link."""
        return (self.path / "library.json").resolve()

    def read_stamp(self) -> FileStamp | None:
        """What tells one state of the snapshot's file from another; None where there is no file."""
        try:
            found = self.snapshot.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def list_journals(self) -> list[Path]:
        """Every journal, newest first: the one in use, then those that were retired."""
        retired = [
            file for file in _list_folder(self.retired_journals) if file.name.replace(".", "").isdecimal()
        ]
        retired.sort(key=lambda file: [int(part) for part in file.name.split(".")], reverse=True)
        return [self.journal, *retired]

    def list_backup_files(self) -> list[Path]:
        """Every backup, newest first by the number of its last change, which its name begins with."""
        found = [file for file in _list_folder(self.backups) if file.name.partition("-")[0].isdecimal()]
        found = [file for file in found if file.suffix == ".json"]
        return sorted(found, key=lambda file: (int(file.name.partition("-")[0]), file.name), reverse=True)

    def list_temporary_files(self) -> list[Path]:
        """Files that were being written when a program stopped. While nobody holds the lock all are left over."""
        snapshot = _temporary_path_of(self.snapshot)
        ours = [file for part in (self.backups, self.quarantine) for file in _list_folder(part)]
        left_over = [file for file in ours if file.name.endswith(TEMPORARY_SUFFIX)]
        return [snapshot, *left_over] if snapshot.exists() else left_over

    def quarantine_bytes(self, name: str, data: bytes) -> Path | None:
        """Keep bytes verbatim in quarantine; returns where, or None where they are (or stay) there already."""
        stem, dot, suffix = name.rpartition(".")
        place = self.quarantine / f"{stem}-{crc32(data):08x}{dot}{suffix}"
        if self.read_only or place.exists():
            return None
        place.parent.mkdir(PRIVATE_FOLDER_MODE, exist_ok=True)
        install_file(write_temporary(place, [data]), place)
        return place


def _list_folder(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _temporary_path_of(place: Path) -> Path:
    return place.with_name(place.name + TEMPORARY_SUFFIX)


def write_temporary(place: Path, chunks: Iterable[bytes]) -> Path:
    """Write and sync a new file beside its place; hold the lock. Whoever calls this renames it, or takes it away."""
    temporary = _temporary_path_of(place)
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | O_BINARY, PRIVATE_FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
            file.writelines(chunks)
            file.flush()
            sync_file(descriptor)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def install_file(temporary: Path, place: Path) -> None:
    """Rename a prepared file to its place, durably."""
    temporary.replace(place)
    sync_folder(place.parent)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of it, however little the system takes at a time."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


if sys.platform == "darwin":
    import fcntl

    def sync_file(descriptor: int) -> None:
        """Wait until the disk itself has it, which on this system fsync does not."""
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)

elif sys.platform == "win32":

    def sync_file(descriptor: int) -> None:
        """Wait until the disk has it."""
        os.fsync(descriptor)

else:

    def sync_file(descriptor: int) -> None:
        """Wait until the disk has the data and the length that finds it."""
        os.fdatasync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames and new files in a folder durable; Windows cannot open one and needs none of this."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_CAUSES: Final = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "The disk quota is used up",
    errno.EFBIG: "The file may not grow any further",
    errno.EIO: "The disk reports an error",
    errno.EROFS: "The disk is read-only",
    errno.EACCES: "The library's folder may not be written to",
    errno.EPERM: "The library's folder may not be written to",
    errno.ENOENT: "The library's folder is gone",
    errno.ENOTDIR: "The library's folder is gone",
}


UNWRITABLE_ERRNOS: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def explain_os_error(fault: OSError) -> str:
    """Why the disk would not, as the first half of a sentence."""
    return _CAUSES.get(fault.errno or 0, f"The disk would not do it ({fault.strerror or fault})")


@contextmanager
def translate_os_errors(consequence: str) -> Iterator[None]:
    """Turn what the disk refuses into a sentence: the cause, and what follows from it."""
    try:
        yield
    except OSError as fault:
        raise UserError(f"{explain_os_error(fault)}: {consequence}") from fault
