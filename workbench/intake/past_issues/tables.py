"""Rows of the tables in which platforms export their posts, by the names of columns."""

from collections.abc import Iterator
from typing import Final

from workbench.intake.past_issues.source_files import OpenFile
from workbench.intake.table import Table


class Row:
    """A row: its number as a spreadsheet has it, and its cells by the name of the column."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self.number: Final = number
        self._cells: Final = cells

    def cell_of(self, key: str) -> str:
        """What stands in that column; empty where there is none."""
        return self._cells.get(key, "").strip()


def iter_rows(file: OpenFile, *keys: str) -> Iterator[Row] | None:
    """The rows of a table that has columns of these names; None where the file is none."""
    table = file.content.table
    return _iter_table(table) if table is not None and table.has_columns(*keys) else None


def _iter_table(table: Table) -> Iterator[Row]:
    for row in table:
        yield Row(row.number, dict(zip(table.keys, row.cells, strict=False)))
