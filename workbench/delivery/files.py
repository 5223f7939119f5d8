"""Files that the editor gets: those in `issues/` of a workspace, and what is written to a path that they name.

The folder's files are read and written by name, and every name is kept inside. What stands in a file, and whether it
may be overwritten, is decided by the desk.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.durable import PRIVATE_FOLDER_MODE, create_file, install_file, replace_file

_NEW_FILE_MODE: Final = 0o666  # less the umask: it is for whomever the person writes it for


class IssueFolder:
    """The files in `issues/`. The folder is created with the first file."""

    def __init__(self, workspace: Path) -> None:
        self._folder: Final = workspace / "issues"

    def read(self, name: str) -> str | None:
        """The text of a file with its line ends; None where there is none. `UserError` where it cannot be read."""
        found = self.read_picture(name)
        return None if found is None else found.decode("utf-8", "replace")

    def read_picture(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none. `UserError` where it cannot be read."""
        try:
            return self._resolve_path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise UserError(f"issues/{clean_line(name)} cannot be read: {fault.strerror}.") from fault

    def write_picture(self, name: str, picture: bytes) -> str:
        """The same as `write`, of bytes."""
        path = self._resolve_path(name)
        write_atomically(path, picture)
        return str(path)

    def write(self, name: str, text: str) -> str:
        """Write the file, whole or not at all, and return its path. `UserError` where it cannot be written."""
        path = self._resolve_path(name)
        write_atomically(path, text.encode("utf-8", "replace"))
        return str(path)

    def _resolve_path(self, name: str) -> Path:
        plain = name not in ("", ".", "..") and not set(name) & set("/\\:\0")
        path = self._folder / name if plain else self._folder
        # A symlink may stand under a plain name, so the place it leads to is checked as well.
        if not plain or path.resolve().parent != self._folder.resolve():
            raise UserError(
                f"“{clean_line(name)}” is no file of issues/: an issue's file stays in that folder."
            )
        return path.resolve()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file by renaming a synced copy over it, readable by its owner; `UserError` where that fails."""
    try:
        path.parent.mkdir(PRIVATE_FOLDER_MODE, exist_ok=True)
        replace_file(path, data)
    except OSError as fault:
        raise UserError(f"{clean_line(str(path))} cannot be written: {fault.strerror}.") from fault


def write_output(path: Path, data: bytes) -> None:
    """Write to a path that a person named, as `>` of a shell would; `UserError` where that fails.

    A symlink is followed, and a pipe or a device is written to. A file keeps its mode and its owner. It is written
    whole or not at all, unless it has other names as well or its folder or owner does not allow that. A folder that
    is missing is made.
    """
    try:
        path.parent.mkdir(exist_ok=True)
        found = _find_status(path)
        if found is None or (
            stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and not _is_descriptor(path)
        ):
            with suppress(PermissionError):
                _replace_output(Path(os.path.realpath(path)), data, found)
                return
        path.write_bytes(data)
    except OSError as fault:
        raise UserError(f"{clean_line(str(path))} cannot be written: {fault.strerror}.") from fault


def _find_status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_descriptor(path: Path) -> bool:
    """Whether a path such as `/dev/stdout` names an open file, which others go on writing to."""
    return path.absolute().parts[1:2] in (("dev",), ("proc",))


def _replace_output(path: Path, data: bytes, found: os.stat_result | None) -> None:
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    create_file(temporary, [data], mode=_NEW_FILE_MODE)
    try:
        if found is not None:
            made = temporary.stat()
            if (made.st_uid, made.st_gid) != (found.st_uid, found.st_gid):
                os.chown(temporary, found.st_uid, found.st_gid)
            temporary.chmod(stat.S_IMODE(found.st_mode))
        install_file(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
