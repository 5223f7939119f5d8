"""Opening what the workbench keeps in a workspace: plain files and folders, and nothing that stands in their place.

A workspace may come from somebody else. A link under one of our names would let a command write to any file of this
user, and a pipe would make it wait for ever. So no link is followed here, and each file is looked at before it is read.
`library.json` alone may be a link, to a library of this workspace; `folder.py` says when.
"""

import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from workbench.curation.model import UserError
from workbench.durable import O_BINARY, PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE

_SAFE_FLAGS: Final = O_BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

_KINDS: Final = {
    stat.S_IFREG: "a file",
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def open_own_file(path: Path, flags: int) -> int:
    """Open a plain file, or create it where `flags` say so. `UserError` where something else stands there; OSError."""
    require_own_file(path)
    descriptor = os.open(path, flags | _SAFE_FLAGS, PRIVATE_FILE_MODE)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # put there between the two calls
        os.close(descriptor)
        raise UserError(_describe_obstacle(path, "a plain file"))
    return descriptor


def open_to_read(path: Path) -> BinaryIO:
    """A plain file, to read its bytes. Errors as above, FileNotFoundError among them."""
    return os.fdopen(open_own_file(path, os.O_RDONLY), "rb", buffering=1 << 20)


def read_own_file(path: Path) -> bytes:
    """All bytes of a plain file. Errors as above."""
    with open_to_read(path) as file:
        return file.read()


def require_own_file(path: Path) -> None:
    """`UserError` where something else than a plain file stands there; nothing may stand there."""
    if not _is_kind(path, stat.S_IFREG, or_absent=True):
        raise UserError(_describe_obstacle(path, "a plain file"))


def require_own_folder(path: Path) -> None:
    """`UserError` where something else than a folder stands there; nothing may stand there."""
    if not _is_kind(path, stat.S_IFDIR, or_absent=True):
        raise UserError(_describe_obstacle(path, "a folder"))


def ensure_own_folder(path: Path) -> None:
    """Make a folder where there is none. Errors as above."""
    require_own_folder(path)
    path.mkdir(PRIVATE_FOLDER_MODE, exist_ok=True)


def list_own_files(folder: Path) -> list[Path]:
    """The plain files of a folder; none where it is no folder, or a link to one."""
    if not _is_kind(folder, stat.S_IFDIR):
        return []
    return [file for file in folder.iterdir() if is_own_file(file)]


def is_own_file(path: Path) -> bool:
    """Whether there is a plain file."""
    return _is_kind(path, stat.S_IFREG)


def _is_kind(path: Path, kind: int, *, or_absent: bool = False) -> bool:
    try:
        return stat.S_IFMT(path.lstat().st_mode) == kind
    except (FileNotFoundError, NotADirectoryError):
        return or_absent


def _describe_obstacle(path: Path, wanted: str) -> str:
    kind = _KINDS.get(stat.S_IFMT(path.lstat().st_mode), "something else")
    return (
        f"{path.name} is {kind} where the workbench keeps {wanted} of its own: move it away and start again."
    )
