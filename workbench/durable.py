"""How bytes come to stay on a disk, for the rooms that write files: library, delivery, web.

A file is replaced in three steps: written beside its place, synced, renamed over the old one. So a reader sees the old
file or the new one, also after a power cut. Which files there are, and what to say of an error, is up to the rooms; all
errors here are `OSError`.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

PRIVATE_FILE_MODE: Final = 0o600
PRIVATE_FOLDER_MODE: Final = 0o700
O_BINARY: Final = getattr(os, "O_BINARY", 0)  # Windows only: without it line ends would be translated


def replace_file(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Write a file whole or not at all, readable by its owner alone. Without `sync` a power cut may still take it."""
    # Several processes may write one file at once, so each has a name of its own for what is not done.
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    create_file(temporary, [data], sync=sync)
    try:
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    if sync:
        sync_folder(path.parent)


def create_file(
    path: Path, chunks: Iterable[bytes | memoryview], *, sync: bool = True, mode: int = PRIVATE_FILE_MODE
) -> None:
    """Write a new file; gone again where that fails. An error where there is one.

    It is readable by its owner alone unless another `mode` is given, from which the umask is taken.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | O_BINARY, mode)
    try:
        with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
            file.writelines(chunks)
            file.flush()
            if sync:
                sync_file(descriptor)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def install_file(temporary: Path, target: Path) -> None:
    """Rename a file that was created beside its place to it, durably."""
    temporary.replace(target)
    sync_folder(target.parent)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of the data, in as many calls as the system needs."""
    unwritten = memoryview(data)
    while unwritten:
        unwritten = unwritten[os.write(descriptor, unwritten) :]


if sys.platform == "darwin":
    import fcntl

    def sync_file(descriptor: int) -> None:
        """Wait until the disk has stored the data."""
        # fsync on macOS waits until the disk has received the data, not until it has stored it.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)

elif sys.platform == "win32":

    def sync_file(descriptor: int) -> None:
        """Wait until the disk has stored the data."""
        os.fsync(descriptor)

else:

    def sync_file(descriptor: int) -> None:
        """Wait until the disk has stored the data."""
        # fdatasync leaves out the times of the file, but not its length.
        os.fdatasync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames and new files in a folder durable."""
    if sys.platform == "win32":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
