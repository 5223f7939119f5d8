"""The files of a library: their names, the quarantine, and sentences for errors of the disk.

How a file is written durably stands in `workbench/durable.py`. What the files contain is up to `journal.py` and
`snapshot.py`.
"""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias
from zlib import crc32

from workbench.curation.model import UserError
from workbench.durable import PRIVATE_FOLDER_MODE, create_file, install_file

TEMPORARY_SUFFIX: Final = ".tmp"

FileStamp: TypeAlias = tuple[int, int, int]
"""Inode, size in bytes and modification time in nanoseconds: differs once a file was replaced or written to."""


class LibraryFolder:
    """The files of one library. `path` is the workspace. A `read_only` one quarantines nothing."""

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
        """`library.json`, or the file that it links to: replacing that file keeps the symlink."""
        return (self.path / "library.json").resolve()

    def read_stamp(self) -> FileStamp | None:
        """The stamp of the snapshot's file; None where there is no file."""
        try:
            found = self.snapshot.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def list_journals(self) -> list[Path]:
        """All journals, newest first: the one in use, then the retired ones by the number in their name."""
        retired = [
            file for file in _list_folder(self.retired_journals) if file.name.replace(".", "").isdecimal()
        ]
        retired.sort(key=lambda file: [int(part) for part in file.name.split(".")], reverse=True)
        return [self.journal, *retired]

    def list_backup_files(self) -> list[Path]:
        """All backups, newest first: by the number of the last change, with which the name begins."""
        found = [file for file in _list_folder(self.backups) if file.name.partition("-")[0].isdecimal()]
        found = [file for file in found if file.suffix == ".json"]
        return sorted(found, key=lambda file: (int(file.name.partition("-")[0]), file.name), reverse=True)

    def list_temporary_files(self) -> list[Path]:
        """Files in the making. To whoever holds the lock they are leftovers of a program that was stopped."""
        snapshot = _temporary_path_of(self.snapshot)
        files = [file for part in (self.backups, self.quarantine) for file in _list_folder(part)]
        temporary = [file for file in files if file.name.endswith(TEMPORARY_SUFFIX)]
        return [snapshot, *temporary] if snapshot.exists() else temporary

    def quarantine_bytes(self, name: str, data: bytes) -> Path | None:
        """Write damaged bytes to `quarantine/`. Returns the file; None where it exists already or `read_only` is set.

        The checksum in the file's name makes the same damage one file, however often it is met, and one notice.
        """
        stem, dot, suffix = name.rpartition(".")
        path = self.quarantine / f"{stem}-{crc32(data):08x}{dot}{suffix}"
        if self.read_only or path.exists():
            return None
        path.parent.mkdir(PRIVATE_FOLDER_MODE, exist_ok=True)
        install_file(write_temporary(path, [data]), path)
        return path


def _list_folder(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _temporary_path_of(target: Path) -> Path:
    return target.with_name(target.name + TEMPORARY_SUFFIX)


def write_temporary(target: Path, chunks: Iterable[bytes]) -> Path:
    """Write and sync a new file beside `target`, for the caller to install or delete. The caller holds the lock."""
    temporary = _temporary_path_of(target)
    temporary.unlink(missing_ok=True)
    create_file(temporary, chunks)
    return temporary


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
    """The cause of a disk error, as the first half of a sentence."""
    return _CAUSES.get(fault.errno or 0, f"The disk would not do it ({fault.strerror or fault})")


@contextmanager
def translate_os_errors(consequence: str) -> Iterator[None]:
    """Turn an error of the disk within the block into a `UserError`: the cause, and `consequence`."""
    try:
        yield
    except OSError as fault:
        raise UserError(f"{explain_os_error(fault)}: {consequence}") from fault
