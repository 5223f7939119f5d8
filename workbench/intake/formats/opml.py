"""OPML: outlines within one another. Those that are links are taken; feeds belong to the feeds, and a sentence says so.

Read tag by tag, since real files have bad bytes and attributes in any case, and no entity of theirs is expanded.
"""

import re
from typing import Final

from workbench.curation.clipping import ImportResult
from workbench.curation.feed import FEED_CAP
from workbench.curation.subscription import Subscription
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.intake.content import Content
from workbench.intake.errors import FormatError
from workbench.intake.format import Format
from workbench.intake.html_tags import HtmlTag, iter_tags
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.tags import parse_tags, tags_of_folders

_QUERY, _CAP = "workbench:query", "workbench:cap"  # as `publishing/render/opml.py` writes them
_CAP_DIGITS: Final = re.compile(r"[1-9]\d{0,5}", re.A)
_MARK: Final = re.compile(r"<opml[\s>]", re.I)
_FEEDS_COMMAND: Final = "`workbench feeds import` takes it"


def parse_opml(content: Content) -> ImportResult:
    """Read the links of an outline. Rows are outlines that lead somewhere, counted from 1. `FormatError` where they are
    all feeds."""
    builder, folders, row, feeds = ImportBuilder("opml", content.watch), list[str](), 0, 0
    for tag in iter_tags(content.text):
        if tag.name != "outline":
            continue
        if tag.closes:
            del folders[-1:]
            continue
        outline = tag.attributes
        if outline.get("xmlurl", "").strip():
            feeds += 1
        elif url := outline.get("url", "").strip() or outline.get("htmlurl", "").strip():
            row += 1
            _add_outline(builder, row, url, outline, folders)
        if not _closes_itself(tag):
            folders.append(_name_outline(outline))
    if feeds and not row:
        raise FormatError(f"is a list of {_count_feeds(feeds)} and no links: {_FEEDS_COMMAND}.")
    if feeds:
        left_out = "was left out" if feeds == 1 else "were left out"
        builder.notes.append(f"{_count_feeds(feeds).capitalize()} {left_out}: {_FEEDS_COMMAND}.")
    return builder.build()


def parse_subscriptions(content: Content) -> list[Subscription]:
    """The feeds of an outline, in its order. What is no web address is left out."""
    tags = (tag.attributes for tag in iter_tags(content.text) if tag.name == "outline" and not tag.closes)
    return [_make_subscription(outline) for outline in tags if to_safe_url(outline.get("xmlurl", "").strip())]


def _make_subscription(outline: dict[str, str]) -> Subscription:
    cap = outline.get(_CAP, "")
    return Subscription(
        url=to_safe_url(outline["xmlurl"].strip()) or "",
        title=clean_line(_name_outline(outline)),
        site=to_safe_url(outline.get("htmlurl", "").strip()) or "",
        query=clean_line(outline.get(_QUERY, "")),
        cap=int(cap) if _CAP_DIGITS.fullmatch(cap) else FEED_CAP,
    )


def _add_outline(
    builder: ImportBuilder, row: int, url: str, outline: dict[str, str], folders: list[str]
) -> None:
    if outline.get("type", "").strip().lower() == "include":
        builder.reject(row, "another outline, which is not read along", url)
        return
    builder.add(
        row,
        url,
        title=_name_outline(outline),
        note=outline.get("description") or outline.get("_note", ""),
        tags=(*parse_tags(outline.get("category", "").replace("/", ",")), *tags_of_folders(folders)),
        added=outline.get("created", ""),
    )


def _name_outline(outline: dict[str, str]) -> str:
    return outline.get("text", "").strip() or outline.get("title", "").strip()


def _closes_itself(tag: HtmlTag) -> bool:
    return tag.source.rstrip().endswith("/")


def _count_feeds(count: int) -> str:
    return "one feed" if count == 1 else f"{count:,} feeds"


FORMAT: Final = Format(
    name="opml",
    description="an outline (OPML)",
    order="before HTML: it is told by its first tag",
    matches=lambda content: bool(_MARK.search(content.head)),
    parse=parse_opml,
    row_label="link",
)
