"""Files that a person names, by a path that is typed, pasted or dropped into the terminal.

Each terminal writes a dropped path in its own way: in quotes, with a backslash before a space, as `file://`, or bare.
"""

import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.delivery.archive_files import iter_archive_paths

MAX_IMPORT_BYTES: Final = 64 << 20
"""Bytes of a file that is imported. An export of 100,000 links has about 30 MB."""
MAX_ARCHIVE_FILES: Final = 20_000
MAX_ARCHIVE_BYTES: Final = 512 << 20
"""Of all files of an archive together. Those of a thousand issues have 30 MB."""


class DiskFiles:
    """The files on this machine."""

    def find(self, text: str) -> Mapping[str, str]:
        """The paths in a text, each with what messages call the file; a folder's ends in a slash. `UserError` names the
        first that is neither."""
        paths = split_paths(text)
        if not paths:
            raise UserError("No file is named: type its path, or drop it here.")
        for path in paths:
            _require_path(path)
        names = name_files(paths)
        return {path: f"{name}/" if os.path.isdir(path) else name for path, name in names.items()}  # noqa: PTH112

    def read(self, path: str) -> bytes:
        """What is in the file; `UserError` where it cannot be read or is too large."""
        name = clean_line(Path(path).name, limit=200)
        try:
            with Path(path).open("rb") as file:
                data = file.read(MAX_IMPORT_BYTES + 1)
        except OSError as fault:
            raise UserError(f"{name} cannot be read: {fault.strerror}.") from None
        if len(data) > MAX_IMPORT_BYTES:
            raise UserError(
                f"{name} is larger than {MAX_IMPORT_BYTES >> 20} MB: split it into smaller files."
            )
        return data

    def read_all(
        self, paths: Sequence[str], is_wanted: Callable[[str], bool]
    ) -> Iterator[tuple[str, bytes, bool]]:
        """The files at these paths and, in folders, those whose names are wanted: the name and the bytes of each, and
        whether it was named itself. `UserError` where one cannot be read, or there are more than any archive has."""
        size = 0
        for count, (path, name, is_named) in enumerate(iter_archive_paths(paths, is_wanted), 1):
            data = self.read(path)
            size += len(data)
            if count > MAX_ARCHIVE_FILES or size > MAX_ARCHIVE_BYTES:
                raise UserError(
                    f"There are more than {MAX_ARCHIVE_FILES:,} files or {MAX_ARCHIVE_BYTES >> 20} MB: "
                    "import the archive in parts."
                )
            yield name, data, is_named


def name_files(paths: Iterable[str]) -> dict[str, str]:
    """What messages call each file: its name, with its folder where two have one name."""
    names = {path: Path(path).name for path in paths}
    counted = list(names.values())
    return {
        path: clean_line(name if counted.count(name) == 1 else path, limit=200)
        for path, name in names.items()
    }


def split_paths(text: str) -> Sequence[str]:
    """The paths in a text. A text that is one name of a file or folder as it stands, spaces and all, is one path."""
    whole = _resolve(text.strip())
    if os.path.exists(whole):  # noqa: PTH110 - it is False for a name that no system takes, where Path raises
        return [whole]
    return list(dict.fromkeys(_resolve(word) for word in _split_words(text)))


def _split_words(text: str) -> list[str]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    lexer.escape = "" if os.sep == "\\" else "\\"
    try:
        return list(lexer)
    except ValueError:  # a quote that is not closed is a letter of a name, as in `Bob's links.txt`
        return [line.strip() for line in text.splitlines() if line.strip()]


def _resolve(word: str) -> str:
    if word[:7].lower() == "file://":
        path = unquote(urlsplit(word).path)
        return path.lstrip("/") if os.sep == "\\" else path
    return os.path.expanduser(word)  # noqa: PTH111 - where there is no such home it leaves the word as it is


def _require_path(path: str) -> None:
    if not (os.path.isfile(path) or os.path.isdir(path)):  # noqa: PTH112, PTH113 - as above
        raise UserError(f"There is no file {clean_line(path, limit=200)}: look at the path.")
