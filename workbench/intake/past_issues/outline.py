"""Which rows are headings, and what each heading heads: a section, one entry, the summary, or nothing of interest.

Headings are judged together with those of their level: where most of them carry a link, or a link stands alone beneath
each, they are the titles of entries.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from workbench.intake.past_issues.leads import (
    has_title_link,
    is_label_line,
    is_link_row,
    read_cells,
    read_lead,
)
from workbench.intake.past_issues.rows import TextRow, has_letters, trim_runs
from workbench.intake.past_issues.wording import KnownHeadings, is_furniture_heading

HeadingRole: TypeAlias = Literal["title", "section", "entry", "tldr", "block", "furniture", "group"]

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
_SIGNS_AT_END: Final = ".!:;,…"
_GLUED: Final = re.compile(r"(?<=[a-z)\d\"”’…])([.!?…]+[\"”’)]?)(?=[A-Z\d\"“‘])")


class Body(Struct, frozen=True):
    """What stands between a heading and the next: rows that begin entries by themselves, rows of links, other
    rows, and how many of those are paragraphs."""

    entries: int = 0
    link_rows: int = 0
    prose: int = 0
    paragraphs: int = 0
    begins_with_links: bool = False


def promote_rows(rows: Sequence[TextRow], known: KnownHeadings) -> list[TextRow]:
    """The rows with lines that stand where headings would as headings: known ones, bold ones, titles above links."""
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
    return promoted


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
    if following is not None and _is_link_line(following):
        glued = _split_glued(row)
        if glued:
            return [glued[0], TextRow("heading", glued[1].runs, TITLE_LEVEL)]
        if len(row.text) <= _MAX_TITLE:
            return [TextRow("heading", row.runs, TITLE_LEVEL)]
    if row.kind == "text" and row.is_bold and len(row.text) <= _MAX_BOLD_HEADING:
        return [TextRow("heading", row.runs, BOLD_LEVEL)]
    return [row]


def _is_link_line(row: TextRow) -> bool:
    """Whether a row only has addresses and labels, as they stand below a title, or labels that lost their links."""
    if row.is_embed or is_label_line(row):
        return True
    if is_numbered(row):
        return False
    return not (row.kind == "item" and row.opens) and is_link_row(row) and not has_title_link(row)


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


def assign_roles(rows: Sequence[TextRow], known: KnownHeadings, title: str) -> dict[int, HeadingRole]:
    """The role of each heading, by the place of its row. `title` is that of the front matter, if there is one."""
    places = [at for at, row in enumerate(rows) if row.kind == "heading"]
    bodies = {at: _describe_body(rows, at) for at in places}
    roles = {at: _name_role(rows[at], bodies[at], known) for at in places}
    if places and _is_title(rows, places, title):
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


def _is_title(rows: Sequence[TextRow], places: Sequence[int], title: str) -> bool:
    first = rows[places[0]]
    if first.links or first.level >= BOLD_LEVEL:
        return False
    if title:
        return first.text == title
    return first.level == 1 and all(rows[at].level > 1 for at in places[1:])


def _describe_body(rows: Sequence[TextRow], at: int) -> Body:
    entries = link_rows = prose = paragraphs = 0
    begins = False
    for place in range(at + 1, len(rows)):
        row = rows[place]
        if row.kind == "heading":
            break
        if _is_link_line(row) or (is_link_row(row) and not (row.kind == "item" and row.opens)):
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


_NUMBERED_LINE: Final = re.compile(r"\W{0,4}\d{1,3}\s*[、.)）．]")


def is_numbered(row: TextRow) -> bool:
    """Whether a paragraph begins with a number of its own, as `3、` does, which is no list of Markdown."""
    return row.kind == "text" and _NUMBERED_LINE.match(row.text) is not None


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
