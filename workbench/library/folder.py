"""The files of a library: their names, the quarantine, and sentences for errors of the disk.

How a file is written durably stands in `workbench/durable.py`. What the files contain is up to `journal.py` and
`snapshot.py`.
"""

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias
from zlib import crc32

from workbench.curation.model import UserError
from workbench.durable import create_file, install_file
from workbench.library.own_files import (
    ensure_own_folder,
    is_own_file,
    list_own_files,
    require_own_file,
    require_own_folder,
)

_RETIRED_NAME: Final = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})*")
_BACKUP_NAME: Final = re.compile(r"[0-9]{1,18}-.*\.json")
"""Names of files that are read as backups: a person may have renamed one."""
OWN_BACKUP_NAME: Final = re.compile(r"[0-9]{6,18}-[0-9]{8}T[0-9]{6}Z-[a-z0-9-]+\.json")
"""Names that the workbench gives to backups: no file of another name is ever deleted."""
_QUARANTINE_NAME: Final = r"library-[0-9a-f]{8}\.(?:json|journal)"
_TEMPORARY_SUFFIX: Final = r"(?:\.[0-9a-f]{8})?\.tmp"
_LINK_ADVICE: Final = "put the library itself in its place and start again. Nothing was touched."

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
        """`library.json`, or the file that it links to: replacing that file keeps the symlink. `UserError` where the
        link leads nowhere or into another workspace."""
        own = self.path / "library.json"
        if not own.is_symlink():
            return own
        try:
            target = own.resolve(strict=True)
        except (OSError, RuntimeError):
            raise UserError(f"library.json is a link that leads nowhere: {_LINK_ADVICE}") from None
        if target.parent != self.path and (target.parent / self.journal.name).exists():
            raise UserError(f"library.json is a link into the workspace {target.parent}: {_LINK_ADVICE}")
        return target

    def refuse_link(self, why: str) -> None:
        """`UserError` where `library.json` is a link: what it leads to is not to be written over."""
        if self.snapshot != self.path / "library.json":
            raise UserError(f"library.json is a link to {self.snapshot}, which {why}: {_LINK_ADVICE}")

    def require_own_names(self) -> None:
        """`UserError` where a link, a pipe or the like has the name of one of our files."""
        for file in (self.lock, self.presence, self.journal, self.snapshot):
            require_own_file(file)
        require_own_folder(self.retired_journals)

    def list_obstacles(self) -> list[str]:
        """What stands in the place of a file or folder of ours, a sentence each."""
        found: list[str] = []
        checks = [
            (require_own_file, self.lock),
            (require_own_file, self.presence),
            (require_own_file, self.journal),
        ]
        folders = (self.retired_journals, self.backups, self.quarantine)
        for require, path in [*checks, *((require_own_folder, folder) for folder in folders)]:
            try:
                require(path)
            except UserError as obstacle:
                found.append(str(obstacle))
        return found

    def read_stamp(self) -> FileStamp | None:
        """The stamp of the snapshot's file; None where there is no file."""
        require_own_file(self.snapshot)
        try:
            found = self.snapshot.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def list_journals(self) -> list[Path]:
        """All journals, newest first: the one in use, then the retired ones by the number in their name."""
        retired = [
            file for file in list_own_files(self.retired_journals) if _RETIRED_NAME.fullmatch(file.name)
        ]
        retired.sort(key=lambda file: [int(part) for part in file.name.split(".")], reverse=True)
        return [self.journal, *retired]

    def list_backup_files(self) -> list[Path]:
        """All backups, newest first: by the number of the last change, with which the name begins."""
        found = [file for file in list_own_files(self.backups) if _BACKUP_NAME.fullmatch(file.name)]
        return sorted(found, key=lambda file: (int(file.name.partition("-")[0]), file.name), reverse=True)

    def list_temporary_files(self) -> list[Path]:
        """Files in the making. To whoever holds the lock they are leftovers of a program that was stopped.

        Only names that `write_temporary` gives: other files there are a person's own.
        """
        snapshot = self.snapshot
        beside = [file for file in snapshot.parent.iterdir() if file.name.startswith(snapshot.name)]
        beside = [file for file in beside if is_own_file(file)]
        files = [*beside, *list_own_files(self.backups), *list_own_files(self.quarantine)]
        targets = (re.escape(snapshot.name), OWN_BACKUP_NAME.pattern, _QUARANTINE_NAME)
        temporary = re.compile(rf"(?:{'|'.join(targets)}){_TEMPORARY_SUFFIX}")
        return [file for file in files if temporary.fullmatch(file.name)]

    def quarantine_bytes(self, name: str, data: bytes) -> tuple[Path | None, bool]:
        """Write damaged bytes to `quarantine/`. Returns the file, None where `read_only` is set, and whether it is new.

        The checksum in the file's name makes the same damage one file, however often it is met, and one notice.
        """
        if self.read_only:
            return None, False
        stem, dot, suffix = name.rpartition(".")
        path = self.quarantine / f"{stem}-{crc32(data):08x}{dot}{suffix}"
        ensure_own_folder(self.quarantine)
        if is_own_file(path):
            return path, False
        install_file(write_temporary(path, [data]), path)
        return path, True

    def list_set_aside_snapshots(self) -> list[Path]:
        """Copies of `library.json` in `quarantine/`, readable or not."""
        files = list_own_files(self.quarantine)
        return sorted(
            file for file in files if re.fullmatch(_QUARANTINE_NAME, file.name) and file.suffix == ".json"
        )


def write_temporary(target: Path, chunks: Iterable[bytes | memoryview]) -> Path:
    """Write and sync a new file beside `target`, for the caller to install or delete. The caller holds the lock."""
    temporary = target.with_name(f"{target.name}.tmp")
    if is_own_file(temporary):
        temporary.unlink()
    elif os.path.lexists(temporary):  # a folder or a link of somebody's
        temporary = target.with_name(f"{target.name}.{os.urandom(4).hex()}.tmp")
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
UNWRITABLE_ERRNOS: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT})
"""With these errors what is there can still be read."""


def explain_os_error(fault: OSError) -> str:
    """The cause of a disk error, as the first half of a sentence."""
    path = None if fault.filename is None else Path(os.fsdecode(fault.filename))
    if path is not None and fault.errno in (errno.EACCES, errno.EPERM):
        if path.parent.is_dir() and not os.access(path.parent, os.X_OK):
            return "The library's folder may not be read"
        if is_own_file(path) and not os.access(path, os.R_OK):
            return f"{path.name} may not be read"
    if path is not None and fault.errno == errno.ENOENT and path.parent.is_dir():
        return f"{path.name} is gone"
    return _CAUSES.get(fault.errno or 0, f"The disk would not do it ({fault.strerror or fault})")


@contextmanager
def translate_os_errors(consequence: str) -> Iterator[None]:
    """Turn an error of the disk within the block into a `UserError`: the cause, and `consequence`."""
    try:
        yield
    except OSError as fault:
        raise UserError(f"{explain_os_error(fault)}: {consequence}") from fault
