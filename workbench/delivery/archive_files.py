"""Which files an archive consists of: those that a person names, and all that is wanted in the folders they name."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from workbench.curation.text.cleaning import clean_line

_NOT_ENTERED: Final = frozenset({"node_modules", "__pycache__", "venv"})


def iter_archive_paths(
    paths: Sequence[str], is_wanted: Callable[[str], bool]
) -> Iterator[tuple[str, str, bool]]:
    """The path of each file, what it is called, and whether it was named itself. In folders, those that are wanted.

    A file in a folder is called by its path from there, with the folder's name where several paths are given.
    """
    for path in paths:
        own = Path(path)
        if not own.is_dir():
            yield path, clean_line(own.name, limit=200), True
            continue
        above = f"{own.resolve().name}/" if len(paths) > 1 else ""
        for inner in _iter_folder(own, is_wanted):
            name = f"{above}{inner.relative_to(own).as_posix()}"
            yield str(inner), clean_line(name, limit=500), False


def _iter_folder(folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[Path]:
    """The wanted files in a folder and those within, hidden ones left out. No link is followed to another folder."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_ENTERED)
        yield from (Path(root) / name for name in sorted(names) if is_wanted(name))
