"""Lines that stand where headings would, made headings: known ones, bold ones, titles above the links of an entry.

Plain text and copied pages have no other headings, and in mails a title is often a line in bold.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from msgspec.structs import replace

from workbench.intake.past_issues.leads import is_label_line, is_link_line, is_numbered, read_lead
from workbench.intake.past_issues.rows import (
    MEANT_BREAK,
    TextRow,
    TextRun,
    has_letters,
    split_lines_of_runs,
    trim_runs,
)
from workbench.intake.past_issues.wording import KnownHeadings

KNOWN_LEVEL: Final = 2
BOLD_LEVEL: Final = 7
"""Of a line in bold, which heads something where no heading does."""
TITLE_LEVEL: Final = 8
"""Of a line above an entry's links."""
LOST_LEVEL: Final = 9
"""Of a line that looks like a title in a copy which lost the link below it."""
_MAX_TITLE: Final = 250
_MAX_LOST_TITLE: Final = 140
_LEAST_BLURB: Final = 100
_MAX_BOLD_HEADING: Final = 120
_MAX_SECTION: Final = 50
_MAX_SECTION_WORDS: Final = 6
_SIGNS_AT_END: Final = ".!:;,…"
_GLUED: Final = re.compile(r"(?<=[a-z)\d\"”’…])([.!?…]+[\"”’)]?)(?=[A-Z\d\"“‘])")


def promote_rows(rows: Sequence[TextRow], known: KnownHeadings) -> list[TextRow]:
    """The rows with lines that stand where headings would as headings: known ones, bold ones, titles above links."""
    rows = [part for row in rows for part in _split_title_lines(row)]
    names = [known.find(row.text) if _is_plain(row) else "" for row in rows]
    is_copy = sum(map(bool, names)) > 1
    has_begun = False
    promoted: list[TextRow] = []
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) and not names[at + 1] else None
        has_begun = has_begun or names[at] == "section"
        if names[at] and is_copy and not row.is_bold:
            promoted.append(TextRow("heading", row.runs, KNOWN_LEVEL))
        elif is_copy and has_begun and following is not None and _has_lost_link(row, following):
            promoted.append(TextRow("heading", row.runs, LOST_LEVEL))
        else:
            promoted += _promote(row, following)
    return promoted if any(_is_marked(row) for row in promoted) else _promote_section_lines(promoted)


def _split_title_lines(row: TextRow) -> list[TextRow]:
    """A paragraph of several lines as rows of their own, where its second is the address of what its first names."""
    if row.kind != "text" or row.is_quote or not row.links:
        return [row]
    first, *others = split_lines_of_runs(row.runs)
    if not others:
        return [row]
    title, address = replace(row, runs=first), replace(row, runs=others[0])
    ends = re.search(rf"[\n{MEANT_BREAK}]", "".join(run.text for run in row.runs if not run.url))
    is_meant = title.is_bold or (ends is not None and ends[0] == MEANT_BREAK)
    if title.links or not is_meant or not is_link_line(address):
        return [row]
    blurb = [run for line in others[1:] for run in (*line, TextRun("\n"))]
    return [title, address, *([replace(row, runs=trim_runs(blurb))] if blurb else ())]


def _is_marked(row: TextRow) -> bool:
    return row.kind == "heading" and row.level <= BOLD_LEVEL


def _promote_section_lines(rows: Sequence[TextRow]) -> list[TextRow]:
    """The rows of a text without headings, with the short lines above entries as such."""
    return [
        TextRow("heading", row.runs, BOLD_LEVEL) if following and _heads_section(row, following) else row
        for row, following in zip_longest(rows, rows[1:], fillvalue=None)
        if row
    ]


def _heads_section(row: TextRow, following: TextRow) -> bool:
    is_short = (
        _is_plain(row) and len(row.text) <= _MAX_SECTION and len(row.text.split()) <= _MAX_SECTION_WORDS
    )
    if not is_short or row.text[-1:] in _SIGNS_AT_END.replace(":", "") or not has_letters(row.text):
        return False
    is_title = following.kind == "heading" and following.level >= TITLE_LEVEL
    return is_title or (following.opens and read_lead(following.runs, takes_remarks=True) is not None)


def _has_lost_link(row: TextRow, following: TextRow) -> bool:
    """Whether a line is short and no sentence, and what follows is a blurb, as where a player stood between them."""
    is_short = _is_plain(row) and len(row.text) <= _MAX_LOST_TITLE and not is_label_line(row)
    if not is_short or not (is_numbered(row) or row.text[-1:] not in _SIGNS_AT_END):
        return False
    return _is_plain(following) and len(following.text) >= max(_LEAST_BLURB, len(row.text) * 3 // 2)


def _is_plain(row: TextRow) -> bool:
    return row.kind == "text" and not row.is_quote and not row.links


def _promote(row: TextRow, following: TextRow | None) -> list[TextRow]:
    if not (_is_plain(row) or row.opens) or row.links or row.is_quote or not has_letters(row.text):
        return [row]
    if following is not None and is_link_line(following):
        glued = _split_glued(row)
        if glued:
            return [glued[0], TextRow("heading", glued[1].runs, TITLE_LEVEL)]
        if len(row.text) <= _MAX_TITLE:
            return [TextRow("heading", row.runs, TITLE_LEVEL)]
    if row.kind == "text" and row.is_bold and len(row.text) <= _MAX_BOLD_HEADING:
        return [TextRow("heading", row.runs, BOLD_LEVEL)]
    return [row]


def _split_glued(row: TextRow) -> tuple[TextRow, TextRow] | None:
    """A blurb and the title that a copied page glued to it: `.. useful.Porting a parser`."""
    last = row.runs[-1]
    found = list(_GLUED.finditer(last.text))
    if not found or len(row.text) <= _MAX_TITLE // 2:
        return None
    cut = found[-1].end(1)
    if len(last.text) - cut > _MAX_TITLE:
        return None
    blurb = trim_runs([*row.runs[:-1], replace(last, text=last.text[:cut])])
    return replace(row, runs=blurb), replace(row, runs=trim_runs([replace(last, text=last.text[cut:])]))
