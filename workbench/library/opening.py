"""Opening the library of a workspace, in the way that its folder and its other users allow."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.library.checkpoint import Clock
from workbench.library.disk import DiskLibrary
from workbench.library.folder import UNWRITABLE_ERRNOS, LibraryFolder, translate_os_errors
from workbench.library.lock import LockBusy
from workbench.library.read_only import ReadOnlyLibrary

_READER_TRIES: Final = 3


def open_library(folder: Path, *, clock: Clock, reading: bool = False) -> "DiskLibrary | ReadOnlyLibrary":
    """Open the library of a workspace, or create one. Where nothing can be written there, open it for reading.

    With `reading` nothing will be appended: then a writer who holds the lock is not waited for. `UserError` where it
    cannot be opened.
    """
    with translate_os_errors(f"the library in {folder} cannot be opened."):
        try:
            return DiskLibrary(LibraryFolder(folder), clock, reading=reading)
        except LockBusy:
            if not reading:
                raise
            return _read_beside_writer(LibraryFolder(folder, read_only=True))
        except OSError as fault:
            if fault.errno not in UNWRITABLE_ERRNOS:
                raise
            return ReadOnlyLibrary(LibraryFolder(folder, read_only=True), fault)


def read_library(folder: Path) -> ReadOnlyLibrary:
    """Read the library of somebody else's workspace as it is now. No lock is taken, nothing is written or repaired.

    `UserError` where it cannot be read.
    """
    with translate_os_errors(f"the library in {folder} cannot be read."):
        return _read_beside_writer(LibraryFolder(folder, read_only=True))


def _read_beside_writer(folder: LibraryFolder) -> ReadOnlyLibrary:
    # The writer may replace the snapshot and move the journal while they are read.
    for _ in range(_READER_TRIES):
        with suppress(UserError, FileNotFoundError):
            return ReadOnlyLibrary(folder)
    return ReadOnlyLibrary(folder)
