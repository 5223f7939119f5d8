"""The two ends of a page: the title lines above the text, and what readers and the platform added below it."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from workbench.intake.past_issues.days import find_day
from workbench.intake.past_issues.head import names_issue
from workbench.intake.past_issues.issue_numbers import find_issue_number
from workbench.intake.past_issues.outline import begins_entry
from workbench.intake.past_issues.rows import TextRow
from workbench.intake.past_issues.wording import KnownHeadings, ends_page, may_end_page

_MAX_SUBTITLE: Final = 160
_MAX_NAME: Final = 80
"""Characters of a first line that is only the newsletter's name and a number."""
_MAX_BYLINE: Final = 60
_TITLE_ROWS: Final = 3
"""Rows in which a copied page has its title."""
_GREETING: Final = re.compile(
    r"(?:hey|hi|hello|dear|welcome|good (?:morning|day|evening)|happy|hallo|liebe[rs]?|moin|bonjour|salut|hola|ciao"
    r"|olá)\b"
    r"|你好|大家好|こんにちは|안녕",
    re.I,
)
_SENTENCE_END: Final = re.compile(r"[.!?…。！？][\"”’)]*\Z")


class PageTop(Struct, frozen=True):
    """The lines above the text, and the rows from there on. `byline` says who wrote it and when."""

    rows: Sequence[TextRow]
    title: str = ""
    subtitle: str = ""
    byline: tuple[TextRow, ...] = ()


def take_page_top(rows: Sequence[TextRow], known: KnownHeadings) -> PageTop:
    """Title, subtitle and byline of a page that was copied as it is; nothing where no line names an issue."""
    at = next(
        (at for at, row in enumerate(rows[:_TITLE_ROWS]) if _is_title_line(row, is_first=at == 0)), None
    )
    if at is None:
        return PageTop(rows)
    end = at + 1
    subtitle = ""
    if end < len(rows) and _is_subtitle(rows, end, known):
        subtitle, end = rows[end].text, end + 1
    begin = end
    while end < min(len(rows), begin + _TITLE_ROWS) and _is_byline(rows[end], known):
        end += 1
    return PageTop(rows[end:], rows[at].text, subtitle, (*rows[:at], *rows[begin:end]))


def _is_title_line(row: TextRow, *, is_first: bool) -> bool:
    if row.kind not in ("text", "heading") or row.links:
        return False
    is_line = is_first and row.kind == "text" and len(row.text) <= _MAX_NAME
    is_name = is_line and not _SENTENCE_END.search(row.text)
    return names_issue(row.text) or (is_name and find_issue_number(row.text) is not None)


def _is_line(row: TextRow, limit: int, known: KnownHeadings) -> bool:
    is_short = row.kind in ("text", "heading") and 0 < len(row.text) <= limit
    return is_short and not (row.links or known.find(row.text) or _GREETING.match(row.text))


def _is_subtitle(rows: Sequence[TextRow], at: int, known: KnownHeadings) -> bool:
    row = rows[at]
    if row.kind == "heading":
        following = next((other.level for other in rows[at + 1 :] if other.kind == "heading"), row.level)
        if following >= row.level:
            return False  # it heads something
    is_sentence = _SENTENCE_END.search(row.text) is not None and row.kind == "text" and not row.is_italic
    return _is_line(row, _MAX_SUBTITLE, known) and not is_sentence and not find_day(row.text)


def _is_byline(row: TextRow, known: KnownHeadings) -> bool:
    return _is_line(row, _MAX_BYLINE, known) and not _SENTENCE_END.search(row.text)


def cut_page_end(rows: Sequence[TextRow]) -> tuple[Sequence[TextRow], Sequence[TextRow]]:
    """The rows of the issue, and those from where readers' comments or the platform's own begin."""
    last = max((at for at, row in enumerate(rows) if begins_entry(row)), default=0)
    for at, row in enumerate(rows):
        if row.links or not row.text:
            continue
        is_late = row.kind == "text" and at > max(last, len(rows) // 2)
        if ends_page(row.text) or (is_late and may_end_page(row.text)):
            return rows[:at], rows[at:]
    return rows, ()
