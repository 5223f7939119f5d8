"""Any table with a column of addresses: which columns are taken is told by their names, and said.

Where no name tells, the column that holds addresses is taken. A table without one is refused, since as a list each of
its lines would be a fault.
"""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from msgspec.structs import replace

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.errors import FormatError, RowLimitError
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.link_table import TRUE, LinkColumns, has_address, parse_link_table
from workbench.intake.table import Table
from workbench.intake.text.cells import TITLE_COLUMNS, URL_COLUMNS

_SAMPLE: Final = 20  # rows that are looked at
_COLUMNS: Final = LinkColumns(
    url=(
        "url", "uri", "link", "href", "urls", "links", "address", "web address", "page url", "source url", "source_url",
        "article url", "given_url", "resolved_url", "website", *URL_COLUMNS,
    ),
    title=("title", "name", "headline", *TITLE_COLUMNS),
    note=(
        "note", "notes", "comment", "comments", "description", "summary", "excerpt", "selection", "highlight",
        "highlights", "notiz", "notizen", "nota", "notas",
    ),
    tags=("tags", "tag", "labels", "label", "keywords", "topics", "categories", "category"),
    added=(
        "created", "created_at", "created at", "added", "added_at", "date added", "date_added", "time_added", "saved",
        "saved_at", "saved at", "saved date", "timestamp", "date", "datum",
    ),
    authors=("author", "authors"),
    folder=("folder", "collection", "list"),
    archived={
        "status": frozenset(("archive", "archived", "read")),
        "state": frozenset(("archive", "archived", "read")),
        **dict.fromkeys(("archived", "is_archived", "read", "is_read"), TRUE),
    },
    favorite=dict.fromkeys(("favorite", "favourite", "starred", "is_starred", "is_favorite"), TRUE),
)  # fmt: skip
_ROLES: Final = ("url", "title", "note", "tags", "added", "authors", "folder", "archived", "favorite")


def parse_csv(content: Content) -> ImportResult:
    """The links of a table whose columns nobody described."""
    table = content.table
    if table is None:
        raise FormatError("has no row with the names of columns.")
    url = _find_url_column(table)
    if url is None:
        raise FormatError(
            "is a table of comma-separated values in which no column holds web addresses: one called url, link,"
            " href or uri was looked for."
        )
    columns = replace(_COLUMNS, url=(table.keys[url],))
    result = parse_link_table(table, ImportBuilder(FORMAT.name, content.watch), columns)
    return replace(result, notes=(_describe_columns(table, columns), *result.notes))


def is_table(content: Content) -> bool:
    """Whether content is a table: a column is called as addresses are, or its rows are as regular as no prose is."""
    table = content.table
    if table is None:
        return False
    if set(_COLUMNS.url) & set(table.keys):
        return True
    rows = _sample_rows(table)
    return (
        len(rows) > 1
        and all(len(row) == len(table.names) for row in rows)
        and all(map(_is_name, table.names))
        and (len(table.names) > 2 or len(_address_columns(table, rows)) == 1)
        and len(_address_columns(table, rows)) < 2
    )


def _sample_rows(table: Table) -> list[list[str]]:
    """The first rows; fewer where a table has nothing but empty ones."""
    rows: list[list[str]] = []
    with suppress(RowLimitError):
        rows.extend(row.cells for row in islice(table, _SAMPLE))
    return rows


def _find_url_column(table: Table) -> int | None:
    """The place of the column called as addresses are that has most of them, else of the only one that has any."""
    rows = _sample_rows(table)
    holding = _address_columns(table, rows)
    named = table.find_columns(*_COLUMNS.url)
    return next((at for at in (*named, *holding) if at in holding), next(iter(named), None))


def _address_columns(table: Table, rows: Sequence[Sequence[str]]) -> list[int]:
    """The places of the columns in which at least half of the filled cells are addresses."""
    found = []
    for at in range(len(table.names)):
        cells = [row[at] for row in rows if at < len(row) and row[at].strip()]
        if cells and 2 * sum(map(has_address, cells)) >= len(cells):
            found.append(at)
    return found


def _is_name(text: str) -> bool:
    return bool(text) and len(text.split()) < 5 and text[-1] not in ".!?:"


def _describe_columns(table: Table, columns: LinkColumns) -> str:
    """Which columns were taken for what: `Taken: “URL” as url, “Headline” as title. Left out: “cover”.`"""
    roles = {key: role for role in _ROLES for key in getattr(columns, role)}
    taken = [
        f"“{name}” as {roles[key]}" for name, key in zip(table.names, table.keys, strict=True) if key in roles
    ]
    left = [
        f"“{name}”" for name, key in zip(table.names, table.keys, strict=True) if name and key not in roles
    ]
    return f"Columns taken: {', '.join(taken)}." + (f" Left out: {', '.join(left)}." if left else "")


FORMAT: Final = Format(
    name="csv",
    description="a table of comma-separated values",
    order="behind the tables of tools, before the list: a line with commas could be prose",
    row_label="row",
    matches=is_table,
    parse=parse_csv,
)
