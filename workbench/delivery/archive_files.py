"""The files of an archive that a person names: files, and all that is wanted in folders. Read and never written."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.delivery.named_files import DiskFiles

MAX_FOLDER_FILES: Final = 20_000
MAX_BYTES: Final = 512 << 20
"""Of all files together. Archives of a thousand issues have thirty megabytes."""
_NOT_ENTERED: Final = frozenset({"node_modules", "__pycache__", "venv"})


def read_archive_files(
    paths: Sequence[str], is_wanted: Callable[[str], bool]
) -> Iterator[tuple[str, bytes, bool]]:
    """Each file's name, its bytes, and whether it was named itself. In folders, those whose names are wanted.

    A file in a folder is called by its path from there, with the folder's name where several paths are given.
    `UserError` where one is not there or cannot be read, or there are more than any archive has.
    """
    count = size = 0
    for path, name, is_named in _iter_paths(paths, is_wanted):
        data = DiskFiles().read(path)
        count, size = count + 1, size + len(data)
        if count > MAX_FOLDER_FILES or size > MAX_BYTES:
            raise UserError(
                f"There are more than {MAX_FOLDER_FILES:,} files or {MAX_BYTES >> 20} MB: import the archive in parts."
            )
        yield name, data, is_named


def _iter_paths(paths: Sequence[str], is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, bool]]:
    for path in paths:
        own = Path(path)
        if not own.is_dir():
            yield path, clean_line(own.name, limit=200), True
            continue
        above = own.resolve().name if len(paths) > 1 else ""
        for inner in _iter_folder(own, is_wanted):
            name = inner.relative_to(own).as_posix()
            yield str(inner), clean_line(f"{above}/{name}" if above else name, limit=500), False


def _iter_folder(folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[Path]:
    """The wanted files in a folder and those within, hidden ones left out. No link is followed to another folder."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_ENTERED)
        yield from (Path(root) / name for name in sorted(names) if is_wanted(name))
