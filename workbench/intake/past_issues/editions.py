"""One text with many issues, cut at the headings that number or date them."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from workbench.intake.past_issues.days import find_day, find_month_and_day
from workbench.intake.past_issues.issue_numbers import find_issue_number
from workbench.intake.past_issues.rows import TextRow

_LEAST: Final = 3
"""Headings of one level that make a text one of many issues."""
_SPAN: Final = re.compile(
    r"\b(?:week|edition|issue) of\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b",
    re.I,
)


class EditionRows(Struct, frozen=True):
    """The rows of one issue. `heading` is the one it was cut at, empty where it is the whole text."""

    rows: Sequence[TextRow]
    heading: str = ""
    preamble: Sequence[TextRow] = ()


def split_editions(rows: Sequence[TextRow]) -> list[EditionRows]:
    """The issues of a text. What stands before the first of several is that one's preamble."""
    levels = Counter(row.level for row in rows if row.kind == "heading" and _names_edition(row.text))
    for level in sorted(levels):
        places = [
            at
            for at, row in enumerate(rows)
            if row.kind == "heading" and row.level == level and _names_edition(row.text)
        ]
        if _cuts_whole_issues(rows, places, level):
            ends = [*places[1:], len(rows)]
            cut = [
                EditionRows(rows[at + 1 : end], rows[at].text) for at, end in zip(places, ends, strict=True)
            ]
            return [EditionRows(cut[0].rows, cut[0].heading, rows[: places[0]]), *cut[1:]]
    return [EditionRows(rows)]


def date_by_neighbours(headings: Sequence[str], dates: Sequence[str]) -> list[str]:
    """The dates of issues that stand in one text; where one lacks its year, its neighbours tell it.

    The order of those that are known says whether the newest stands first, as it does where that cannot be seen.
    """
    known = [date for date in dates if date]
    falls = len(known) < 2 or known[0] > known[-1]
    filled = _fill_years(headings, dates, falls=falls)
    return _fill_years(headings[::-1], filled[::-1], falls=not falls)[::-1]


def _fill_years(headings: Sequence[str], dates: Sequence[str], *, falls: bool) -> list[str]:
    filled: list[str] = []
    before = ""
    for heading, date in zip(headings, dates, strict=True):
        day = find_month_and_day(heading)
        if not date and day and before:
            year = int(before[:4])
            candidate = f"{year}-{day[0]:02}-{day[1]:02}"
            if candidate > before and falls:
                year -= 1
            elif candidate < before and not falls:
                year += 1
            date = find_day(f"{year}-{day[0]:02}-{day[1]:02}")  # noqa: PLW2901 - what is known of it now
        filled.append(date)
        before = date or before
    return filled


def _names_edition(heading: str) -> bool:
    return bool(find_day(heading) or _SPAN.search(heading)) or find_issue_number(heading) is not None


def _cuts_whole_issues(rows: Sequence[TextRow], places: Sequence[int], level: int) -> bool:
    """Whether headings are of issues: most of their level, nothing of a higher level between, links below most."""
    peers = sum(row.kind == "heading" and row.level == level for row in rows)
    if len(places) < _LEAST or 10 * len(places) < 6 * peers:
        return False
    if any(row.kind == "heading" and row.level < level for row in rows[places[0] :]):
        return False
    ends = [*places[1:], len(rows)]
    with_links = sum(
        sum(bool(row.links) for row in rows[at + 1 : end]) > 1 for at, end in zip(places, ends, strict=True)
    )
    return 10 * with_links >= 7 * len(places)
