"""Gather what the rows of a file give: a clipping for each that names a link, else why there is none.

A field that cannot be used never refuses a row whose address can; what was left out is counted in a sentence.
"""

from collections.abc import Iterable
from typing import Final

from workbench.curation.clipping import Clipping, ImportResult, RejectedRow
from workbench.curation.identity import Unidentified, identify
from workbench.curation.text.address import MAX_URL_LENGTH, strip_user_info
from workbench.curation.text.cleaning import clean_line, clean_lines
from workbench.intake.content import RowWatch, ignore_rows
from workbench.intake.dates import parse_time
from workbench.intake.errors import MAX_ROWS, RowLimitError
from workbench.intake.tags import clean_tags
from workbench.intake.titles import find_title

_WATCHED_ROWS: Final = 1_000  # rows between two looks of whoever follows the reading
_NO_DATES: Final = (None, "", 0, "0", "null", "None")


class ImportBuilder:
    """The rows of one file so far. Rows count from 1, as a person would count them in the file."""

    def __init__(self, format: str, watch: RowWatch = ignore_rows) -> None:
        self.format: Final = format
        self._watch: Final = watch
        self.notes: Final[list[str]] = []
        self._clippings: Final[list[Clipping]] = []
        self._rejected: Final[list[RejectedRow]] = []
        self._count = 0
        self._undated_rows: Final[list[int]] = []
        self._secret_rows: Final[list[int]] = []

    def add(
        self,
        row: int,
        url: object,
        *,
        title: object = "",
        note: object = "",
        tags: Iterable[str] = (),
        added: object = "",
        is_archived: bool = False,
        text: object = "",
        authors: Iterable[str] = (),
        published: object = "",
        item_id: object = "",
    ) -> None:
        """Take in a row, whose values may be of any type. What is no web address is refused with the reason."""
        self._count_row()
        written = url.strip() if isinstance(url, str) else ""
        if not written:
            self._refuse(row, "no address", title if isinstance(title, str) else "")
            return
        work = identify(written)
        if isinstance(work, Unidentified):
            self._refuse(row, work.reason, written)
            return
        kept = clean_line(written, limit=MAX_URL_LENGTH)
        if strip_user_info(kept) != kept:
            self._secret_rows.append(row)
        self._clippings.append(
            Clipping(
                row=row,
                url=kept,
                work=work if kept == work.url else None,
                title=find_title(title, written),
                note=_clean_prose(note),
                tags=clean_tags(tags),
                added=self._read_date(row, added),
                is_archived=is_archived,
                text=_clean_prose(text),
                authors=tuple(filter(None, map(clean_line, authors))),
                published=parse_time(published)[:10],
                item_id=clean_line(item_id) if isinstance(item_id, str) else "",
            )
        )

    def reject(self, row: int, reason: str, text: str) -> None:
        """Refuse a row: why, as a short phrase, and what stood there."""
        self._count_row()
        self._refuse(row, reason, text)

    def _refuse(self, row: int, reason: str, text: str) -> None:
        self._rejected.append(RejectedRow(row, reason, clean_line(text)))

    def build(self) -> ImportResult:
        """What the file held, and sentences about the whole."""
        return ImportResult(
            format=self.format,
            clippings=tuple(self._clippings),
            rejected=tuple(self._rejected),
            notes=(*self.notes, *self._describe_dates(), *self._describe_secrets()),
        )

    def _count_row(self) -> None:
        self._count += 1
        if self._count > MAX_ROWS:
            raise RowLimitError
        if self._count % _WATCHED_ROWS == 0:
            self._watch(self._count)

    def _read_date(self, row: int, value: object) -> str:
        moment = parse_time(value)
        if not moment and value not in _NO_DATES:
            self._undated_rows.append(row)
        return moment

    def _describe_dates(self) -> Iterable[str]:
        if len(self._undated_rows) == 1:
            yield f"The date in row {self._undated_rows[0]} is none that can be, and was left out."
        elif self._undated_rows:
            count, first = len(self._undated_rows), self._undated_rows[0]
            yield f"{count:,} dates are none that can be, and were left out, the first in row {first}."

    def _describe_secrets(self) -> Iterable[str]:
        if self._secret_rows:
            count, first = len(self._secret_rows), self._secret_rows[0]
            what = "One address holds" if count == 1 else f"{count:,} addresses hold"
            yield f"{what} a user name or a password, see row {first}: they are never printed."


def _clean_prose(value: object) -> str:
    return clean_lines(value).strip() if value and isinstance(value, str) else ""
