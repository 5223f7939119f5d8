"""The workspace of the newsletter that this one translates: its library and its publication, read as they are.

Nothing there is written, locked or repaired: that is up to whoever works there.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.curation.publication import Publication
from workbench.curation.publication.profile import PROFILE_FILE
from workbench.library.folder import translate_os_errors
from workbench.library.opening import read_library
from workbench.library.read_only import ReadOnlyLibrary

_OWN_FILES: Final = ("library.json", "library.journal")


def find_original(
    folder: Path, named: str, read_publication: Callable[[Path], Publication]
) -> "OriginalFolder | None":
    """The original of the workspace in a folder, as its publication names it; None where that names none."""
    return OriginalFolder(folder, named, read_publication) if named else None


class OriginalFolder:
    """That workspace, as `named` in the `workbench.toml` of `folder`, from which the name goes on.

    `read_publication` reads what a workspace says of its newsletter.
    """

    def __init__(self, folder: Path, named: str, read_publication: Callable[[Path], Publication]) -> None:
        self._own: Final = folder
        self._named: Final = named
        self._path: Final = folder / os.path.expanduser(named)  # noqa: PTH111 - which leaves it where there is no home
        self._read_publication: Final = read_publication

    def read_stamp(self) -> object:
        """The inode, size and time of each file that is read; None in the place of one that is not there."""
        return tuple(_read_file_stamp(self._path / name) for name in (*_OWN_FILES, PROFILE_FILE))

    def read(self) -> tuple[ReadOnlyLibrary, Publication]:
        """Library and publication as they are now. `UserError` says what is wrong with which workspace."""
        self._require_workspace()
        try:
            with translate_os_errors("nothing of it is known."):
                return read_library(self._path), self._read_publication(self._path)
        except UserError as refusal:
            raise UserError(f"The original in {self._named} cannot be read: {refusal}") from None

    def _require_workspace(self) -> None:
        said = f"{PROFILE_FILE} says that the original is in {self._named}"
        if not os.path.isdir(self._path):  # noqa: PTH112 - which is no error where a folder on the way is closed
            raise UserError(f"{said}, and no folder is there: name the folder of its workspace.")
        if self._path.resolve() == self._own.resolve():
            raise UserError(f"{said}, which is this workspace itself: name the folder of the other one.")
        if all(_read_file_stamp(self._path / name) is None for name in (*_OWN_FILES, PROFILE_FILE)):
            raise UserError(f"{said}, which is no workspace: it holds neither {PROFILE_FILE} nor a library.")


def _read_file_stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
