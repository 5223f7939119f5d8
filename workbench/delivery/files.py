"""The folder of exported issues, `issues/` in a workspace.

It reads and writes files by name and keeps every name inside the folder. What stands in a file, and whether it may be
overwritten, is decided by the desk.
"""

from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.durable import PRIVATE_FOLDER_MODE, replace_file


class IssueFolder:
    """The files in `issues/`. The folder is created with the first file."""

    def __init__(self, workspace: Path) -> None:
        self._folder: Final = workspace / "issues"

    def read(self, name: str) -> str | None:
        """The text of a file with its line ends; None where there is none. `UserError` where it cannot be read."""
        try:
            return self._resolve_path(name).read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise UserError(f"issues/{clean_line(name)} cannot be read: {fault.strerror}.") from fault

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
