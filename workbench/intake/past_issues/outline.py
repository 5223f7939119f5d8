"""Which rows are headings, and what each heading heads: a section, one entry, the summary, or nothing of interest.

Headings are judged together with those of their level: where most of them carry a link, or a link stands alone beneath
each, they are the titles of entries.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.publication import Publication
from workbench.intake.past_issues.leads import has_title_link, is_link_row, read_cells, read_lead
from workbench.intake.past_issues.rows import Row, has_letters, trim_runs
from workbench.intake.past_issues.wording import (
    find_known_heading,
    fold_heading,
    is_furniture_heading,
    is_tldr_heading,
)

HeadingRole: TypeAlias = Literal["title", "section", "entry", "tldr", "furniture", "group"]

KNOWN_LEVEL: Final = 2
BOLD_LEVEL: Final = 7
"""Of a line in bold, which heads something where no heading does."""
TITLE_LEVEL: Final = 8
"""Of a line above an entry's links."""
_MAX_TITLE: Final = 250
_MAX_BOLD_HEADING: Final = 120
_GLUED: Final = re.compile(r"(?<=[a-z)\d\"”’…])([.!?…]+[\"”’)]?)(?=[A-Z\d\"“‘])")


class Body(Struct, frozen=True):
    """What stands between a heading and the next: rows that begin entries by themselves, rows of links, other rows."""

    entries: int = 0
    link_rows: int = 0
    prose: int = 0
    begins_with_links: bool = False


def promote_rows(rows: Sequence[Row], publication: Publication) -> list[Row]:
    """The rows with lines that stand where headings would as headings: known ones, bold ones, titles above links."""
    known = {at for at, row in enumerate(rows) if _is_plain(row) and find_known_heading(row.text, publication)}
    promoted: list[Row] = []
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        if at in known and not row.is_bold and len(known) > 1:
            promoted.append(Row("heading", row.runs, KNOWN_LEVEL))
        else:
            promoted += _promote(row, following)
    return promoted


def _is_plain(row: Row) -> bool:
    return row.kind == "text" and not row.is_quote and not row.links


def _promote(row: Row, following: Row | None) -> list[Row]:
    if not (_is_plain(row) or row.opens) or row.links or row.is_quote or not has_letters(row.text):
        return [row]
    if following is not None and _is_link_line(following):
        glued = _split_glued(row)
        if glued:
            return [glued[0], Row("heading", glued[1].runs, TITLE_LEVEL)]
        if len(row.text) <= _MAX_TITLE:
            return [Row("heading", row.runs, TITLE_LEVEL)]
    if row.kind == "text" and row.is_bold and len(row.text) <= _MAX_BOLD_HEADING:
        return [Row("heading", row.runs, BOLD_LEVEL)]
    return [row]


def _is_link_line(row: Row) -> bool:
    """Whether a row only has addresses and labels, as they stand below a title."""
    return row.is_embed or (not (row.kind == "item" and row.opens) and is_link_row(row) and not has_title_link(row))


def _split_glued(row: Row) -> tuple[Row, Row] | None:
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


def assign_roles(rows: Sequence[Row], publication: Publication, title: str) -> dict[int, HeadingRole]:
    """The role of each heading, by the place of its row. `title` is that of the front matter, if there is one."""
    places = [at for at, row in enumerate(rows) if row.kind == "heading"]
    bodies = {at: _describe_body(rows, at) for at in places}
    roles = {at: _name_role(rows[at], bodies[at], publication) for at in places}
    if places and _is_title(rows, places, title):
        roles[places[0]] = "title"
    for level in sorted({rows[at].level for at in places}):
        peers = [at for at in places if rows[at].level == level and roles[at] == "section"]
        titles = _find_entry_headings(rows, peers, places, bodies)
        for at in titles:
            roles[at] = "entry"
        if any(rows[at].links for at in titles):  # one without a link among them is an aside
            roles |= {at: "group" for at in peers if at not in titles and not bodies[at].entries}
    _demote_groups(rows, roles)
    return roles


def _name_role(row: Row, body: Body, publication: Publication) -> HeadingRole:
    is_own = fold_heading(row.text) == fold_heading(publication.tldr.heading)
    if is_tldr_heading(row.text, publication) and (is_own or not body.entries):
        return "tldr"
    return "furniture" if is_furniture_heading(row.text) else "section"


def _is_title(rows: Sequence[Row], places: Sequence[int], title: str) -> bool:
    first = rows[places[0]]
    if first.links or first.level >= BOLD_LEVEL:
        return False
    if title:
        return first.text == title
    return first.level == 1 and all(rows[at].level > 1 for at in places[1:])


def _describe_body(rows: Sequence[Row], at: int) -> Body:
    entries = link_rows = prose = 0
    begins = False
    for place in range(at + 1, len(rows)):
        row = rows[place]
        if row.kind == "heading":
            break
        if row.is_embed or (is_link_row(row) and not (row.kind == "item" and row.opens)):
            link_rows += 1
            begins = begins or (place == at + 1 and not has_title_link(row))
        elif begins_entry(row):
            entries += 1
        elif row.kind != "rule":
            prose += 1
    return Body(entries, link_rows, prose, begins)


def begins_entry(row: Row) -> bool:
    """Whether a row by itself is where an entry begins: an item, a numbered line or a table's row, with a link."""
    if row.kind == "cells":
        return read_cells(row) is not None
    if row.kind == "item":
        return row.opens and read_lead(row.runs, takes_remarks=True) is not None
    return row.kind == "text" and is_numbered(row) and read_lead(row.runs, takes_remarks=False) is not None


_NUMBERED_LINE: Final = re.compile(r"\W{0,4}\d{1,3}\s*[、.)）．]")


def is_numbered(row: Row) -> bool:
    """Whether a paragraph begins with a number of its own, as `3、` does, which is no list of Markdown."""
    return row.kind == "text" and _NUMBERED_LINE.match(row.text) is not None


def _find_entry_headings(
    rows: Sequence[Row], peers: Sequence[int], places: Sequence[int], bodies: Mapping[int, Body]
) -> list[int]:
    """Those of a level's headings that are titles of entries."""
    linked = [at for at in peers if rows[at].links]
    if linked and 2 * len(linked) >= len(peers):
        busy = sum(bodies[at].entries > 0 for at in linked)
        return linked if 3 * busy < len(linked) else []
    followers = dict(zip(places, [*places[1:], None], strict=True))
    leaves = [at for at in peers if (next_at := followers[at]) is None or rows[next_at].level <= rows[at].level]
    fitting = [at for at in leaves if _is_title_body(bodies[at])]
    busy = sum(bodies[at].entries > 0 for at in leaves)
    if not fitting or 2 * len(fitting) < len(leaves) or 4 * busy > len(leaves):
        return []
    # Where nearly all are titles, those without a link have lost it.
    return leaves if 10 * len(fitting) >= 7 * len(leaves) and len(fitting) > 1 else fitting


def _is_title_body(body: Body) -> bool:
    return body.entries == 0 and (body.begins_with_links or (body.link_rows == 1 and body.prose > 0))


def _demote_groups(rows: Sequence[Row], roles: dict[int, HeadingRole]) -> None:
    """A line in bold heads a section only where no heading does."""
    has_headings = any(role == "section" and rows[at].level < BOLD_LEVEL for at, role in roles.items())
    for at, role in roles.items():
        if rows[at].level >= BOLD_LEVEL and role == "section" and (has_headings or rows[at].level > BOLD_LEVEL):
            roles[at] = "group"
