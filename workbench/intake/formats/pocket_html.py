"""Pocket's export in HTML, and Instapaper's of the same form: lists of anchors beneath `Unread` and `Archive`."""

import re
from typing import Final

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.format import Format
from workbench.intake.html_tags import iter_tags
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.tags import FAVORITE_TAG, parse_tags, tags_of_folders

_HEADING: Final = re.compile(r"<h1>\s*(?:Unread|Read Archive|Archive|Starred)\s*</h1>", re.I)
_ARCHIVES: Final = frozenset(("read archive", "archive"))
_FAVORITES: Final = frozenset(("starred", "favorites"))


def parse_pocket(content: Content) -> ImportResult:
    """Read such an export. Rows are its links, counted from 1."""
    builder, heading, row = ImportBuilder("pocket-html", content.watch), "", 0
    link: dict[str, str] | None = None
    for tag in iter_tags(content.text):
        if link is not None:
            row += 1
            _add_item(builder, row, link, tag.before, heading)
        link = tag.attributes if tag.name == "a" and not tag.closes else None
        if tag.name == "h1" and tag.closes:
            heading = tag.before.strip()
    return builder.build()


def _add_item(builder: ImportBuilder, row: int, link: dict[str, str], title: str, heading: str) -> None:
    kind = heading.casefold()
    folder = (
        (FAVORITE_TAG,) if kind in _FAVORITES else () if kind in _ARCHIVES else tags_of_folders((heading,))
    )
    builder.add(
        row,
        link.get("href"),
        title=title,
        tags=(*parse_tags(link.get("tags", "")), *folder),
        added=link.get("time_added", ""),
        is_archived=kind in _ARCHIVES,
    )


FORMAT: Final = Format(
    name="pocket-html",
    description="an export of Pocket or Instapaper in HTML",
    order="before other HTML: it is a page of links too, and tags, dates and what was read would be lost",
    matches=lambda content: bool(_HEADING.search(content.head)) and "<a" in content.head.lower(),
    parse=parse_pocket,
    row_label="link",
)
