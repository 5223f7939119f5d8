"""The files of an archive: named ones, those of folders, and those in zip files, each looked at once.

Lists of subscribers, and of who opened what, lie in the exports of platforms. They are never read.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from workbench.curation.text.cleaning import clean_line
from workbench.intake.archive import is_zip, unpack_zip
from workbench.intake.content import Content
from workbench.intake.errors import FormatError
from workbench.intake.past_issues.archive_content import LeftOut

ARCHIVE_ENDINGS: Final = frozenset({
    "md", "markdown", "mdown", "mkd", "mdx", "html", "htm", "xhtml", "adoc", "asciidoc", "asc", "rst", "rest", "txt",
    "text", "json", "csv", "yml", "yaml",
})  # fmt: skip
"""How the names of files end that are looked at in folders and zip files."""
MAX_ZIP_FILES: Final = 20_000
_OF_READERS: Final = re.compile(r"subscriber|email_list|members|\.delivers\.|\.opens\.", re.I)
_NUMBER: Final = re.compile(r"(\d+)")


class SourceFile(Struct, frozen=True):
    """A file: its name, folders included, and its bytes. `is_named`: somebody named it, it was not merely found in a
    folder or a zip file."""

    name: str
    data: bytes
    is_named: bool = True


class OpenFile:
    """A file that is being read, as text and as JSON, which are made once."""

    def __init__(self, name: str, data: bytes, *, is_named: bool) -> None:
        self.name: Final = name
        self.is_named: Final = is_named
        self.content: Final = Content(data)

    @property
    def folder(self) -> str:
        """The names of the folders it lies in; empty for none."""
        return self.name.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """Its own name without the ending."""
        return self.name.rpartition("/")[2].rpartition(".")[0] or self.name

    @property
    def ending(self) -> str:
        """What stands behind the last dot, in small letters."""
        return ending_of(self.name)


def is_archive_file(name: str) -> bool:
    """Whether a file found in a folder or a zip file is looked at, by its name."""
    own = name.rpartition("/")[2]
    return ending_of(own) in ARCHIVE_ENDINGS and not _OF_READERS.search(own) and not own.startswith(".")


def ending_of(name: str) -> str:
    """What stands behind the last dot of a name, in small letters; empty where there is no dot."""
    return name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""


def open_files(files: Iterable[SourceFile], left_out: list[LeftOut]) -> dict[str, OpenFile]:
    """The files by name in the order in which people count, those in zip files included. What cannot be unpacked is
    put into `left_out`."""
    found = [one for file in files for one in _iter_files(file, left_out)]
    return {one.name: one for one in sorted(found, key=lambda one: _sort_key(one.name))}


def _iter_files(file: SourceFile, left_out: list[LeftOut]) -> Iterator[OpenFile]:
    if not is_zip(file.data):
        yield OpenFile(file.name, file.data, is_named=file.is_named)
        return
    try:
        for member in unpack_zip(file.data, is_archive_file, max_members=MAX_ZIP_FILES):
            name = f"{file.name}/{member.name}"
            if member.fault:
                left_out.append(LeftOut(name, member.fault))
            else:
                yield OpenFile(name, member.data, is_named=False)
    except FormatError as error:
        left_out.append(LeftOut(file.name, f"it {str(error).rstrip('.')}"))


def _sort_key(name: str) -> list[tuple[int, int | str]]:
    """Numbers in names count as numbers: `issue-9` before `issue-10`."""
    parts = _NUMBER.split(clean_line(name, limit=1000).casefold())
    return [(0, int(part)) if part.isdigit() and len(part) < 19 else (1, part) for part in parts]
