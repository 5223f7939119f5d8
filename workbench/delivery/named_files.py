"""Files that a person names, by a path that is typed, pasted or dropped into the terminal.

Each terminal writes a dropped path in its own way: in quotes, with a backslash before a space, as `file://`, or bare.
"""

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line

MAX_IMPORT_BYTES: Final = 64 << 20
"""Bytes of a file that is imported. An export of 100,000 links has about 30 MB."""


class DiskFiles:
    """The files on this machine."""

    def find(self, text: str) -> Mapping[str, str]:
        """The paths in a text, each with what messages call the file. `UserError` names the first that is no file."""
        paths = split_paths(text)
        if not paths:
            raise UserError("No file is named: type its path, or drop it here.")
        for path in paths:
            _require_file(path)
        return name_files(paths)

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


def name_files(paths: Iterable[str]) -> dict[str, str]:
    """What messages call each file: its name, with its folder where two have one name."""
    names = {path: Path(path).name for path in paths}
    counted = list(names.values())
    return {
        path: clean_line(name if counted.count(name) == 1 else path, limit=200)
        for path, name in names.items()
    }


def split_paths(text: str) -> Sequence[str]:
    """The paths in a text. A text that is one file's name as it stands, spaces and all, is one path."""
    whole = _resolve(text.strip())
    if os.path.isfile(whole):  # noqa: PTH113 - it is False for a name that no system takes, where Path raises
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


def _require_file(path: str) -> None:
    if os.path.isfile(path):  # noqa: PTH113 - as above
        return
    shown = clean_line(path, limit=200)
    if os.path.isdir(path):  # noqa: PTH112 - as above
        raise UserError(f"{shown} is a folder: name the files in it.")
    raise UserError(f"There is no file {shown}: look at the path.")
