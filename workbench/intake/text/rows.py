"""Name the links of a table whose cells commas, semicolons or tabs part: a row is an address and its title.

The title is in the column whose heading says so, else on the side of the address where the table has more words, and
words that begin as titles do.
"""

from collections.abc import Iterator, Sequence

from workbench.curation.clipping import RejectedRow
from workbench.curation.identity import Identity, identify
from workbench.curation.model import KINDS
from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.labels import is_label
from workbench.intake.text.addresses import FoundLink, is_address
from workbench.intake.text.cells import find_title_column
from workbench.intake.text.lines import Line
from workbench.intake.text.naming import NamedLine, NamedLink, clean_title, name_line
from workbench.intake.text.table_rows import Field, TableRow, read_table


def name_rows(lines: Sequence[Line]) -> list[NamedLine | None]:
    """The rows of these lines, none of them blank, in their order; None for their heading. Empty where they are no
    table."""
    rows = read_table([line.text for line in lines], is_address)
    if not rows:
        return []
    names = [clean_line(field.text).casefold() for field in rows[0].before] if not rows[0].address else []
    column = find_title_column(names)
    before = sum(_weigh_title(_find_text(row.before[::-1])) for row in rows if row.address)
    behind = sum(_weigh_title(_find_text(row.behind)) for row in rows)
    named: list[NamedLine | None] = []
    for row in rows:
        if not row.address:
            line = name_line(lines[row.line])
            named.append(None if row is rows[0] and not line.has_links else line)
            continue
        if any(
            "://" in field.text and not is_address(field.text.strip()) for field in (*row.before, *row.behind)
        ):
            named.append(name_line(lines[row.line]))  # a text with further links in it
            continue
        sides = (row.before[::-1], row.behind) if before >= behind else (row.behind, row.before[::-1])
        title = _pick_field(row, column) or next(filter(None, map(_find_text, sides)), "")
        named.append(_name_row(lines[row.line], row, title))
    return named


def _name_row(line: Line, row: TableRow, title: str) -> NamedLine:
    work = identify(row.address)
    if not isinstance(work, Identity):
        return NamedLine(line, [], [RejectedRow(line.row, work.reason, clean_line(line.text))])
    texts = [clean_line(field.text) for field in (*row.before, *row.behind)]
    notes = [text for text in texts if text != title and _is_text(text)]
    first = NamedLink(_make_link(row.address, work), work, title=clean_title(title), notes=notes)
    return NamedLine(line, [first, *_iter_further_links(row)], [])


def _iter_further_links(row: TableRow) -> Iterator[NamedLink]:
    """The other addresses of a row, without a title."""
    for field in row.behind:
        url = field.text.strip() if field.is_quoted else field.text.strip().rstrip(".,;:!?…")
        if is_address(url) and isinstance(work := identify(url), Identity):
            yield NamedLink(_make_link(url, work), work)


def _make_link(url: str, work: Identity) -> FoundLink:
    return FoundLink(0, len(url), url, None, work)


def _pick_field(row: TableRow, column: int | None) -> str:
    """The text in a column of the row; empty where it has none there."""
    fields = (*row.before, Field(row.address), *row.behind)
    if column is None or column >= len(fields):
        return ""
    text = clean_line(fields[column].text)
    return text if _is_text(text) and not is_label(text) else ""


def _find_text(fields: Sequence[Field]) -> str:
    """The nearest of these fields, which go away from an address, that can be a title."""
    texts = (clean_line(field.text) for field in fields)
    return next((text for text in texts if _is_text(text) and not is_label(text)), "")


def _is_text(text: str) -> bool:
    """Whether a field says something: an address, a number, a date and a kind do not."""
    return any(map(str.isalpha, text)) and text not in KINDS and not is_address(text)


def _weigh_title(text: str) -> int:
    """How much a text looks like a title: by its words, twice where it begins as titles do."""
    return len(text.split()) * (1 if text[:1].islower() else 2)
