"""Which rows are headings, and what each heading heads: a section, one entry, the summary, or nothing of interest.

Headings are judged together with those of their level: where most of them carry a link, or a link stands alone beneath
each, they are the titles of entries.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from workbench.intake.past_issues.leads import (
    has_title_link,
    is_link_line,
    is_link_row,
    is_numbered,
    read_cells,
    read_lead,
)
from workbench.intake.past_issues.promotion import BOLD_LEVEL, LOST_LEVEL, TITLE_LEVEL
from workbench.intake.past_issues.rows import TextRow
from workbench.intake.past_issues.wording import KnownHeadings, is_furniture_heading

HeadingRole: TypeAlias = Literal["title", "section", "entry", "tldr", "block", "furniture", "group"]


class Body(Struct, frozen=True):
    """What stands between a heading and the next: rows that begin entries by themselves, rows of links, other
    rows, and how many of those are paragraphs."""

    entries: int = 0
    link_rows: int = 0
    prose: int = 0
    paragraphs: int = 0
    begins_with_links: bool = False


def assign_roles(rows: Sequence[TextRow], known: KnownHeadings, title: str) -> dict[int, HeadingRole]:
    """The role of each heading, by the place of its row. `title` is that of the front matter, if there is one."""
    places = [at for at, row in enumerate(rows) if row.kind == "heading"]
    bodies = {at: _describe_body(rows, at) for at in places}
    roles = {at: _name_role(rows[at], bodies[at], known) for at in places}
    if places and _is_title(rows, places, title, bodies[places[0]]):
        roles[places[0]] = "title"
    roles |= {at: "entry" for at in places if rows[at].level == LOST_LEVEL}
    for level in sorted({rows[at].level for at in places}):
        peers = [at for at in places if rows[at].level == level and roles[at] == "section"]
        titles = _find_entry_headings(rows, peers, places, bodies)
        for at in titles:
            roles[at] = "entry"
        if any(rows[at].links for at in titles):  # one without a link among them is an aside
            roles |= {at: "group" for at in peers if at not in titles}
    _demote_groups(rows, roles)
    return roles


def _name_role(row: TextRow, body: Body, known: KnownHeadings) -> HeadingRole:
    kind = known.find(row.text)
    if kind == "tldr" and (known.is_own_tldr(row.text) or not body.entries):
        return "tldr"
    if kind == "block":
        return "block"
    return "furniture" if is_furniture_heading(row.text) else "section"


def _is_title(rows: Sequence[TextRow], places: Sequence[int], title: str, body: Body) -> bool:
    first = rows[places[0]]
    if first.links or first.level >= BOLD_LEVEL:
        return False
    is_alone = first.level == 1 and all(rows[at].level > 1 for at in places[1:])
    # Below a title that is known already, the only heading of its level may be the only section.
    return first.text == title or (is_alone and not (title and body.entries + body.link_rows))


def _describe_body(rows: Sequence[TextRow], at: int) -> Body:
    entries = link_rows = prose = paragraphs = 0
    begins = False
    for place in range(at + 1, len(rows)):
        row = rows[place]
        if row.kind == "heading":
            break
        if is_link_line(row) or (is_link_row(row) and not (row.kind == "item" and row.opens)):
            link_rows += 1
            begins = begins or (place == at + 1 and not has_title_link(row))
        elif begins_entry(row):
            entries += 1
        elif row.kind != "rule":
            prose += 1
            paragraphs += row.kind == "text"
    return Body(entries, link_rows, prose, paragraphs, begins)


def begins_entry(row: TextRow) -> bool:
    """Whether a row by itself is where an entry begins: an item, a numbered line or a table's row, with a link."""
    if row.kind == "cells":
        return read_cells(row) is not None
    if row.kind == "item":
        return row.opens and read_lead(row.runs, takes_remarks=True) is not None
    return row.kind == "text" and is_numbered(row) and read_lead(row.runs, takes_remarks=False) is not None


def _find_entry_headings(
    rows: Sequence[TextRow], peers: Sequence[int], places: Sequence[int], bodies: Mapping[int, Body]
) -> list[int]:
    """Those of a level's headings that are titles of entries."""
    linked = [at for at in peers if rows[at].links]
    if linked and 2 * len(linked) >= len(peers):
        return linked if _carry_titles([bodies[at] for at in linked]) else []
    followers = dict(zip(places, [*places[1:], None], strict=True))
    leaves = [at for at in peers if rows[at].level >= TITLE_LEVEL or _is_leaf(rows, at, followers[at])]
    fitting = [at for at in leaves if _is_title_body(bodies[at])]
    if not fitting or 2 * len(fitting) < len(leaves) or 4 * _count_busy(rows, peers, bodies) > len(peers):
        return []
    if rows[fitting[0]].level == TITLE_LEVEL and 5 * len(fitting) < sum(
        body.entries for body in bodies.values()
    ):
        return []  # lines above a lone link, where entries look otherwise
    # Where nearly all are titles, those without a link have lost it.
    return leaves if 10 * len(fitting) >= 7 * len(leaves) and len(fitting) > 1 else fitting


def _is_leaf(rows: Sequence[TextRow], at: int, following: int | None) -> bool:
    return following is None or rows[following].level <= rows[at].level


def _carry_titles(bodies: Sequence[Body]) -> bool:
    """Whether headings with links are titles of entries and not names of lists."""
    busy = sum(body.entries > 0 for body in bodies)
    lists = sum(body.prose > 0 and body.paragraphs == 0 for body in bodies)
    return 3 * busy < len(bodies) and 2 * lists <= len(bodies) and (busy == 0 or lists == 0)


def _count_busy(rows: Sequence[TextRow], peers: Sequence[int], bodies: Mapping[int, Body]) -> int:
    """How many headings of a level have rows that begin entries somewhere below them."""
    busy = [at for at, body in bodies.items() if body.entries]
    ends = [*peers[1:], len(rows)]
    return sum(
        bisect_left(busy, end) > bisect_left(busy, begin) for begin, end in zip(peers, ends, strict=True)
    )


def _is_title_body(body: Body) -> bool:
    return body.entries == 0 and (body.begins_with_links or (body.link_rows == 1 and body.prose > 0))


def _demote_groups(rows: Sequence[TextRow], roles: dict[int, HeadingRole]) -> None:
    """A line in bold heads a section only where no heading does."""
    has_headings = any(role == "section" and rows[at].level < BOLD_LEVEL for at, role in roles.items())
    for at, role in roles.items():
        if (
            rows[at].level >= BOLD_LEVEL
            and role == "section"
            and (has_headings or rows[at].level > BOLD_LEVEL)
        ):
            roles[at] = "group"
