"""Feeds, saved as files or just fetched: RSS, Atom, RDF and JSON Feed. Each entry is a link, with the day of its
publication.

The XML ones are read by feedparser, which knows what real feeds have in place of what they should have.
"""

import re
from collections.abc import Iterable
from io import BytesIO
from itertools import islice
from typing import Any, Final

from workbench.curation.clipping import ImportResult
from workbench.curation.subscription import ParsedFeed
from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.markup import html_to_text
from workbench.intake.content import Content
from workbench.intake.errors import FormatError
from workbench.intake.format import Format
from workbench.intake.hrefs import resolve_href
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.json_values import get_list, get_text, require_json
from workbench.intake.tags import parse_tags

_FEED: Final = re.compile(
    r"\s*+(?:<!--(?>.*?-->)\s*+|<\?[^>]*+>\s*+|<!doctype[^\[>]*+(?:\[(?>.*?\]\s*>)|>)\s*+)*+<(?:rss|feed|rdf:rdf|channel)\b",
    re.I | re.S,
)
_JSON_FEED_VERSION: Final = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")
MAX_FEED_BYTES: Final = 10_000_000
MAX_ENTRIES: Final = 2_000
"""Entries of a feed that are read as it is pulled. They stand there with the newest first."""
_MAX_TAIL: Final = 500_000
"""Characters at the end of a feed in which it is looked whether its last entry is whole."""
_ENTRY_MARK: Final = re.compile(r"<(/?)(?:\w+:)?(?:item|entry)[\s>]", re.I)


def parse_web_feed(content: Content, address: str) -> ParsedFeed:
    """Read a feed of any kind that stands at that address. `FormatError` where it is none."""
    if JSON_FEED.matches(content):
        return _read_json_feed(content, address)
    if XML_FEED.matches(content):
        return _read_xml_feed(_cut_entries(content), address)
    raise FormatError("is no feed.")


def _cut_entries(content: Content) -> Content:
    """The feed as far as its first `MAX_ENTRIES` go: feedparser takes half a minute for 400,000 that have no end."""
    begun = (mark for mark in _ENTRY_MARK.finditer(content.text) if not mark[1])
    beyond = next(islice(begun, MAX_ENTRIES, None), None)
    return content if beyond is None else Content(b"", content.text[: beyond.start()])


def parse_xml_feed(content: Content) -> ImportResult:
    """Read a feed in XML. Rows are its entries, counted from 1. `FormatError` where it is none, or too large."""
    return _read_xml_feed(content).result


def _read_xml_feed(content: Content, address: str = "") -> ParsedFeed:
    data = content.data or content.text.encode("utf-8", "replace")
    if len(data) > MAX_FEED_BYTES:
        raise FormatError(f"is a feed of more than {MAX_FEED_BYTES // 1_000_000} MB, which is not read.")
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 - 50 ms, and few files are feeds

    # What was text from the start is UTF-8 now, whatever its first line says.
    said = {} if content.data else {"content-type": "application/xml; charset=utf-8"}
    feed = feedparser.parse(BytesIO(data), response_headers=said)
    if not feed.version and not feed.entries:
        raise FormatError(f"is no whole feed: {feed.get('bozo_exception', 'it has no entries')}.")
    builder = ImportBuilder("feed")
    base = resolve_href(feed.feed.get("link") or "", address)
    for row, entry in enumerate(_list_whole_entries(feed.entries, content, builder), start=1):
        _add_entry(builder, row, entry, base or address)
    return ParsedFeed(clean_line(html_to_text(feed.feed.get("title") or "")), base, builder.build())


def _list_whole_entries(entries: list[Any], content: Content, builder: ImportBuilder) -> list[Any]:
    """The entries without the last where that is cut off: half an address is another address."""
    marks = [mark[1] for mark in _ENTRY_MARK.finditer(content.text[-_MAX_TAIL:])]
    if not marks or marks[-1] or not entries:
        return entries
    builder.notes.append("The feed is cut off: its last entry was left out.")
    return entries[:-1]


def _add_entry(builder: ImportBuilder, row: int, entry: dict[str, Any], base: str) -> None:
    texts = [part.get("value", "") for part in entry.get("content", ())] or [entry.get("summary", "")]
    builder.add(
        row,
        resolve_href(entry.get("feedburner_origlink") or entry.get("link") or "", base),
        title=_find_title(entry),
        tags=parse_tags([tag.get("term") for tag in entry.get("tags", ())]),
        text=html_to_text(texts[0]),
        authors=_name_authors(entry.get("authors", ())),
        published=entry.get("published") or entry.get("updated"),
        item_id=entry.get("id"),
    )


def parse_json_feed(content: Content) -> ImportResult:
    """Read a JSON Feed. Rows are its items, counted from 1."""
    return _read_json_feed(content).result


def _read_json_feed(content: Content, address: str = "") -> ParsedFeed:
    document = require_json(content)
    builder, base = ImportBuilder("json-feed"), resolve_href(get_text(document, "home_page_url"), address)
    for row, item in enumerate(get_list(document, "items"), start=1):
        if isinstance(item, dict):
            _add_item(builder, row, item, base or address)
        else:
            builder.reject(row, "no object with an address", str(item)[:200])
    return ParsedFeed(clean_line(get_text(document, "title")), base, builder.build())


def _add_item(builder: ImportBuilder, row: int, item: dict[str, Any], base: str) -> None:
    author = item.get("author")
    html = get_text(item, "content_html")
    builder.add(
        row,
        resolve_href(get_text(item, "url") or get_text(item, "external_url") or get_text(item, "id"), base),
        title=item.get("title"),
        tags=parse_tags(item.get("tags")),
        text=html_to_text(html) if html else get_text(item, "content_text") or get_text(item, "summary"),
        authors=_name_authors(get_list(item, "authors") or [author]),
        published=item.get("date_published"),
        item_id=item.get("id"),
    )


def _name_authors(authors: Iterable[Any]) -> list[str]:
    return [name for author in authors if (name := get_text(author, "name"))]


def _find_title(entry: dict[str, Any]) -> str:
    detail = entry.get("title_detail", {})
    title = str(detail.get("value") or "")
    return " ".join(html_to_text(title).split()) if "html" in detail.get("type", "") else title


XML_FEED: Final = Format(
    name="feed",
    description="a feed (RSS or Atom)",
    order="before HTML: it is told by its first tag",
    matches=lambda content: bool(_FEED.match(content.head)),
    parse=parse_xml_feed,
    row_label="entry",
)
JSON_FEED: Final = Format(
    name="json-feed",
    description="a JSON Feed",
    order="it says so itself",
    matches=lambda content: bool(_JSON_FEED_VERSION.match(get_text(content.json, "version"))),
    parse=parse_json_feed,
    row_label="entry",
)
