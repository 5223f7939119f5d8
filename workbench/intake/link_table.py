"""Read a table of links by its columns: which column says what is data, one description a tool.

A row whose cells moved, since a tool left one out or did not quote a separator, is put back where its address and its
date fit the columns again.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.dates import parse_time
from workbench.intake.errors import FormatError
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.table import NumberedRow, Table
from workbench.intake.tags import FAVORITE_TAG, parse_tags, tags_of_folders

Keys = tuple[str, ...]

TRUE: Final = frozenset(("true", "1", "yes", "y", "x", "t"))
FALSE: Final = frozenset(("false", "0", "no", "n", "f"))
_ADDRESS: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*://|javascript:|data:|about:|mailto:)\S", re.I)
_MAX_WIDTH: Final = 40  # columns of a table whose rows are put back: each place is tried


def has_address(text: str) -> bool:
    """Whether a cell begins like an address, of the web or not."""
    return bool(_ADDRESS.match(text))


def split_path(path: str) -> Sequence[str]:
    """The folders of a path. Where spaces stand around slashes, a slash without them belongs to a name."""
    return path.split(" / " if " / " in path else "/")


class LinkColumns(Struct, frozen=True, kw_only=True):
    """Which columns of a table say what of a link, by their names in small letters.

    Of several columns for the address, title and date the first that says something counts; notes, tags and texts are
    joined. `split_folders` takes a path apart. `archived` and `favorite` are the values, by column, that say so.
    `title_limit` is the length at which the tool cuts titles, 0 for none, and `missing_url` what a row without an
    address is.
    """

    url: Keys
    title: Keys = ()
    note: Keys = ()
    text: Keys = ()
    tags: Keys = ()
    tag_separator: str = ","
    added: Keys = ()
    authors: Keys = ()
    folder: Keys = ()
    split_folders: Callable[[str], Sequence[str]] = split_path
    archived: Mapping[str, frozenset[str]] = {}
    favorite: Mapping[str, frozenset[str]] = {}
    title_limit: int = 0
    missing_url: str = "no address"


def parse_link_table(table: Table, builder: ImportBuilder, columns: LinkColumns) -> ImportResult:
    """The links of a table, a row for each that it has."""
    reader = _RowReader(table, columns)
    for row in table:
        reader.add_row(builder, row)
    return builder.build()


class _RowReader:
    """Reads the rows of one table: the places of its columns are looked up once."""

    def __init__(self, table: Table, columns: LinkColumns) -> None:
        self._table: Final = table
        self._columns: Final = columns
        find = table.find_columns
        self._url: Final = find(*columns.url)
        self._title: Final = find(*columns.title)
        self._note: Final = find(*columns.note)
        self._text: Final = find(*columns.text)
        self._tags: Final = find(*columns.tags)
        self._added: Final = find(*columns.added)
        self._authors: Final = find(*columns.authors)
        self._folder: Final = find(*columns.folder)
        self._favorite: Final = self._find_flags(columns.favorite)
        self._archived: Final = self._find_flags(columns.archived)

    def add_row(self, builder: ImportBuilder, row: NumberedRow) -> None:
        cells = row.cells
        width = len(self._table.names)
        if len(cells) != width or not self._has_address(cells):
            cells = self._realign(cells, width)
        url = self._pick(cells, self._url)
        if row.is_broken and not has_address(url):
            builder.reject(row.number, "a quotation mark is opened and never closed", " ".join(cells))
            return
        if not url:
            text = self._pick(cells, (*self._title, *self._note, *self._text)) or " ".join(cells)
            builder.reject(row.number, self._columns.missing_url, text)
            return
        addresses = url.split()
        is_several = len(addresses) > 1 and all(map(has_address, addresses))
        for address in addresses if is_several else [url]:
            self._add_link(builder, row.number, address, cells)

    def _add_link(self, builder: ImportBuilder, number: int, url: str, cells: Sequence[str]) -> None:
        builder.add(
            number,
            url,
            title=self._title_of(cells),
            note="\n".join(_iter_filled(cells, self._note)),
            text="\n\n".join(_iter_filled(cells, self._text)),
            tags=self._iter_tags(cells),
            added=self._pick(cells, self._added),
            authors=_iter_filled(cells, self._authors),
            is_archived=_has_flag(cells, self._archived),
        )

    def _find_flags(self, flags: Mapping[str, frozenset[str]]) -> list[tuple[int, frozenset[str]]]:
        return [(at, values) for key, values in flags.items() for at in self._table.find_columns(key)]

    def _pick(self, cells: Sequence[str], places: Sequence[int]) -> str:
        return next(_iter_filled(cells, places), "")

    def _title_of(self, cells: Sequence[str]) -> str:
        title, limit = self._pick(cells, self._title), self._columns.title_limit
        return f"{title.rstrip()}…" if limit and len(title) >= limit else title

    def _iter_tags(self, cells: Sequence[str]) -> Iterator[str]:
        for text in _iter_filled(cells, self._tags):
            yield from parse_tags(text.strip(), self._columns.tag_separator)
        for path in _iter_filled(cells, self._folder):
            yield from tags_of_folders(self._columns.split_folders(path))
        if _has_flag(cells, self._favorite):
            yield FAVORITE_TAG

    def _has_address(self, cells: Sequence[str]) -> bool:
        return any(has_address(cells[at]) for at in self._url)

    def _realign(self, cells: list[str], width: int) -> list[str]:
        """The cells of a row as many as the header has names, its address where the column of addresses is.

        Before and behind the address they are moved by themselves: a separator may be missing in both.
        """
        cells = _strip_empty(cells)
        if not any(map(has_address, cells)):
            cells = [part.strip(' "') for cell in cells for part in cell.split(self._table.separator)]
        url = self._url[0]
        found = [at for at, cell in enumerate(cells) if has_address(cell)]
        if not found or width > _MAX_WIDTH or len(cells) > 2 * _MAX_WIDTH:
            return (cells + [""] * width)[:width]
        at = min(found, key=lambda at: abs(at - url))
        title = next((place for place in self._title if place < url), 0)
        before = _move_cells(cells[:at], url, self._table.separator, title)
        behind = _move_cells(cells[at:], width - url, self._table.separator)
        left = max(before, key=lambda left: self._count_fits([*left, *[""] * (width - url)]))
        return max(([*left, *right] for right in behind), key=self._count_fits)

    def _count_fits(self, cells: Sequence[str]) -> int:
        """How many cells are what their column says: dates, and lists in brackets."""
        dates = sum(bool(parse_time(cells[at].strip())) for at in self._added)
        lists = sum(cells[at].strip()[:1] + cells[at].strip()[-1:] == "[]" for at in self._tags)
        return dates + lists


def _iter_filled(cells: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    return (cells[at] for at in places if cells[at].strip())


def _has_flag(cells: Sequence[str], flags: Sequence[tuple[int, frozenset[str]]]) -> bool:
    return any(cells[at].strip().casefold() in values for at, values in flags)


def _strip_empty(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _move_cells(cells: list[str], width: int, separator: str, first: int = 0) -> list[list[str]]:
    """The ways to make so many cells of these, the likeliest first: as many empty ones put in as are missing, at the
    end or elsewhere; or as many joined as are too many, at the place given or elsewhere."""
    missing = width - len(cells)
    if missing >= 0:
        return [[*cells[:at], *[""] * missing, *cells[at:]] for at in range(len(cells), -1, -1)]
    places = [first, *(at for at in range(width) if at != first)] if width else []
    joined = [
        [*cells[:at], separator.join(cells[at : at + 1 - missing]), *cells[at + 1 - missing :]]
        for at in places
    ]
    return [*joined, cells[:width]]


def make_table_format(
    *, name: str, description: str, order: str, required: Keys, columns: LinkColumns
) -> Format:
    """The format of a tool's table, told by the columns that it must have, in small letters and in any order."""

    def matches(content: Content) -> bool:
        return content.table is not None and content.table.has_columns(*required)

    def parse(content: Content) -> ImportResult:
        if content.table is None:
            raise FormatError("has no row with the names of columns.")
        return parse_link_table(content.table, ImportBuilder(name, content.watch), columns)

    return Format(
        name=name, description=description, order=order, row_label="row", matches=matches, parse=parse
    )
