"""A text as a table: columns by their names, and rows as a person counts them in a spreadsheet.

Commas, semicolons or tabs part the cells. Cells may go over several lines, rows may be too long or too short. A
quotation mark that nobody closes costs its own row and none of the others. What the columns mean stands elsewhere.
"""

import csv
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from workbench.curation.text.cleaning import clean_line
from workbench.intake.errors import RowLimitError

MAX_CELL: Final = 1 << 20
"""Characters in a cell. Articles in exports end at some hundred thousand."""
MAX_TABLE_ROWS: Final = 400_000
"""Rows of a table, most of which may be empty."""
MAX_COLUMNS: Final = 500
_MAX_REPAIRS: Final = 50  # rows with an open quotation mark; beyond them quotation marks mean nothing
_MAX_NAME: Final = 60
_LINE: Final = re.compile(r"[^\r\n]*+(?:\r\n|\n\r|\n|\r|\Z)")
_LINE_END: Final = re.compile(r"[\r\n]")
_SEPARATORS: Final = ",;\t"
_STATED_SEPARATOR: Final = re.compile(r"\s*sep=([,;\t|])[ \t]*(?:\r\n|\n\r|\n|\r)", re.I)

csv.field_size_limit(MAX_CELL)


class NumberedRow(Struct, frozen=True):
    """A row: its number as a spreadsheet has it, the first being 1, and its cells.

    `is_broken`: a quotation mark in it is never closed, and its cells are those of the line on which it begins.
    """

    number: int
    cells: list[str]
    is_broken: bool = False


class Table:
    """The rows of a text below its header. `names` are the header's as they are written, `keys` in small letters."""

    def __init__(self, text: str, names: tuple[str, ...], separator: str) -> None:
        self.names: Final = names
        self.keys: Final = tuple(name.casefold() for name in names)
        self.separator: Final = separator
        self._text: Final = text

    def __iter__(self) -> Iterator[NumberedRow]:
        """The rows below the header, read as they are asked for. An empty line counts and is no row."""
        rows = (row for row in self._iter_rows() if any(map(str.strip, row.cells)))
        next(rows, None)
        return rows

    def has_columns(self, *keys: str) -> bool:
        """Whether there is a column of each of these names, in small letters."""
        return set(keys) <= set(self.keys)

    def find_columns(self, *keys: str) -> list[int]:
        """The places of the columns with one of these names, those of the first name first."""
        return [at for key in keys for at, own in enumerate(self.keys) if own == key]

    def _iter_rows(self) -> Iterator[NumberedRow]:
        stated = _STATED_SEPARATOR.match(self._text)
        lines = _Lines(self._text, stated.end() if stated else 0)
        number = repairs = 0
        reader = csv.reader(lines, delimiter=self.separator)
        while lines.at < len(self._text):
            begin, number = lines.at, number + 1
            if number > MAX_TABLE_ROWS:
                raise RowLimitError
            cells = _read_cells(reader)
            if cells is not None and not lines.is_over and not self._holds_rows(cells, begin, lines.at):
                yield NumberedRow(number, cells)
                continue
            lines = _Lines(self._text, begin)
            repairs += 1
            yield NumberedRow(number, _split_plainly(next(lines), self.separator), is_broken=True)
            is_plain = repairs >= _MAX_REPAIRS
            reader = csv.reader(
                lines,
                delimiter=self.separator,
                quoting=csv.QUOTE_NONE if is_plain else csv.QUOTE_MINIMAL,
            )

    def _holds_rows(self, cells: list[str], begin: int, end: int) -> bool:
        """Whether a row of several lines is several rows: a quotation mark of one was closed by that of another.

        Its lines have as many cells as the header has names, each by itself.
        """
        width = len(self.names)
        if width < 3 or not _LINE_END.search(self._text[begin:end].rstrip("\r\n")):
            return False
        first, *others = list(_Lines(self._text[begin:end], 0))
        if len(cells) != width and any(len(_split_line(line, self.separator)) == width for line in others):
            return True
        return all(len(_split_plainly(line, self.separator)) == width for line in (first, others[0]))


def find_table(text: str, head: str) -> Table | None:
    """The table that a text is, told by its beginning; None where that is no row of names."""
    stated = _STATED_SEPARATOR.match(head)
    line = next((line for line in _Lines(head, stated.end() if stated else 0) if line.strip()), "")
    separators = stated[1] if stated else _SEPARATORS
    rows = [(_split_line(line, mark), mark) for mark in separators]
    cells, separator = max(rows, key=lambda row: len(row[0]))
    names = tuple(clean_line(cell.strip(" *_\"'")) for cell in cells)
    return Table(text, names, separator) if _are_names(names) else None


def _are_names(names: tuple[str, ...]) -> bool:
    return (
        1 < len(names) <= MAX_COLUMNS
        and sum(map(bool, names)) > 1
        and all(len(name) <= _MAX_NAME and "://" not in name for name in names)
    )


class _Lines:
    """The lines of a text from a place on, with their ends, and how far they were read. None is longer than a cell.

    `is_over`: a line was asked for behind the last one.
    """

    def __init__(self, text: str, at: int) -> None:
        self.at = at
        self.is_over = False
        self._text: Final = text

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = _LINE.match(self._text, self.at)
        if line is None or not line[0]:
            self.is_over = True
            raise StopIteration
        self.at = line.end()
        return line[0][:MAX_CELL]


def _read_cells(reader: Iterator[list[str]]) -> list[str] | None:
    """The next cells; None where they have no end, or none that can be."""
    try:
        return next(reader, [])
    except csv.Error:
        return None


def _split_line(line: str, separator: str) -> list[str]:
    """The cells of a line by itself."""
    return _read_cells(csv.reader([line], delimiter=separator)) or []


def _split_plainly(line: str, separator: str) -> list[str]:
    """The cells of a line in which quotation marks mean nothing."""
    cells = _read_cells(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE)) or [line[:MAX_CELL]]
    return [cell.strip(' "') for cell in cells]
