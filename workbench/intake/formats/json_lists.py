"""Exports in JSON that are one list of links, each link an object: which keys each tool gives to what is the table."""

from collections.abc import Callable, Iterable
from html import unescape
from typing import Any, Final

from msgspec import Struct

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.errors import FormatError
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.json_values import find_first, get_list, get_text, is_true, require_json
from workbench.intake.tags import FAVORITE_TAG, parse_tags

_UNREADABLE_CONTENT: Final = "wallabag can't retrieve contents"


class _Columns(Struct, frozen=True, kw_only=True):
    """Under which key a tool has what; empty where it has no such thing.

    `separator` parts tags that are one text, `html` holds the article, `author` one name or a list of them.
    """

    url: str = "url"
    title: str = "title"
    note: str = ""
    tags: str = "tags"
    separator: str = ","
    added: str = ""
    favorite: str = ""
    excerpt: str = ""
    html: str = ""
    author: str = ""
    published: str = ""
    is_archived: Callable[[dict[str, Any]], bool] = lambda _: False
    highlights: Callable[[dict[str, Any]], Iterable[str]] = lambda _: ()


def _make_format(
    name: str, description: str, order: str, columns: _Columns, marks: tuple[str, ...], *path: str
) -> Format:
    """The format of a list at that path of the document, whose items have all the marks as keys."""

    def has_marks(content: Content) -> bool:
        return find_first(get_list(content.json, *path), *marks) is not None

    def parse(content: Content) -> ImportResult:
        items = get_list(require_json(content), *path)
        return _parse_items(ImportBuilder(name, content.watch), items, columns)

    return Format(
        name=name, description=description, order=order, matches=has_marks, parse=parse, row_label="link"
    )


def _parse_items(builder: ImportBuilder, items: list[Any], columns: _Columns) -> ImportResult:
    for row, item in enumerate(items, start=1):
        if isinstance(item, dict):
            _add_item(builder, row, item, columns)
        else:
            builder.reject(row, "no object with an address", str(item)[:200])
    return builder.build()


def _add_item(builder: ImportBuilder, row: int, item: dict[str, Any], columns: _Columns) -> None:
    favorite = (FAVORITE_TAG,) if is_true(item.get(columns.favorite)) else ()
    authors = item.get(columns.author)
    builder.add(
        row,
        item.get(columns.url),
        title=item.get(columns.title),
        note="\n".join(filter(None, (get_text(item, columns.note), *columns.highlights(item)))),
        tags=(*parse_tags(item.get(columns.tags), columns.separator), *favorite),
        added=item.get(columns.added),
        is_archived=columns.is_archived(item),
        text=_find_text(item, columns),
        authors=[name for name in authors if isinstance(name, str)]
        if isinstance(authors, list)
        else [get_text(item, columns.author)],
        published=item.get(columns.published),
    )


def _find_text(item: dict[str, Any], columns: _Columns) -> str:
    """What one reads to decide: the article, else what the tool has of its beginning."""
    html = get_text(item, columns.html)
    if html and _UNREADABLE_CONTENT not in html:
        from workbench.curation.text.markup import html_to_text  # noqa: PLC0415 - few exports hold articles

        return html_to_text(html)
    return unescape(get_text(item, columns.excerpt))


def _quote_annotations(item: dict[str, Any]) -> Iterable[str]:
    """What the reader marked in an article, and wrote beside it."""
    for annotation in get_list(item, "annotations"):
        quote, text = get_text(annotation, "quote"), get_text(annotation, "text")
        yield ": ".join(filter(None, (f"“{quote}”" if quote else "", text)))


PINBOARD: Final = _make_format(
    "pinboard",
    "an export of Pinboard in JSON",
    "its keys are no other tool's",
    _Columns(url="href", title="description", note="extended", separator=" ", added="time"),
    ("href", "description"),
)
READABILITY: Final = _make_format(
    "readability",
    "an export of Readability",
    "before Karakeep: it has its list under the same key",
    _Columns(
        url="article__url",
        title="article__title",
        excerpt="article__excerpt",
        added="date_added",
        favorite="favorite",
        is_archived=lambda item: is_true(item.get("archive")),
    ),
    ("article__url",),
    "bookmarks",
)
OMNIVORE: Final = _make_format(
    "omnivore",
    "an export of Omnivore",
    "before plainer lists: it has their keys too",
    _Columns(
        tags="labels",
        added="savedAt",
        excerpt="description",
        author="author",
        published="publishedAt",
        is_archived=lambda item: get_text(item, "state").lower() == "archived",
        highlights=lambda item: (get_text(one, "quote") for one in get_list(item, "highlights")),
    ),
    ("url", "savedAt"),
)
WALLABAG: Final = _make_format(
    "wallabag",
    "an export of wallabag",
    "before plainer lists: it has their keys too",
    _Columns(
        added="created_at",
        favorite="is_starred",
        html="content",
        author="published_by",
        published="published_at",
        is_archived=lambda item: is_true(item.get("is_archived")),
        highlights=_quote_annotations,
    ),
    ("url", "is_archived"),
)
WALLABAG_1: Final = _make_format(
    "wallabag-1",
    "an export of wallabag 1",
    "before plainer lists: it has their keys too",
    _Columns(favorite="is_fav", html="content", is_archived=lambda item: is_true(item.get("is_read"))),
    ("url", "is_read"),
)
DELICIOUS: Final = _make_format(
    "delicious",
    "an export of Delicious in JSON",
    "before plainer lists: it has their keys too",
    _Columns(note="description", added="created"),
    ("url", "created", "others"),
)
WORKBENCH: Final = _make_format(
    "workbench",
    "what `workbench list --json` writes",
    "before plainer lists: it has their keys too",
    _Columns(note="note", added="added"),
    ("url", "identity", "added"),
)
_PLAIN_COLUMNS: Final = _Columns(note="note", added="created_at", excerpt="description")


def parse_plain(content: Content) -> ImportResult:
    """Read a list of objects with url and title. `FormatError` where the document is broken or none."""
    document = require_json(content)
    if document == []:
        raise FormatError("is an empty list: there is nothing in it to take in.")
    if find_first(get_list(document), "url", "title") is None:
        raise FormatError(f"is JSON, and none of these was found in it: {_LOOKED_FOR}.")
    return _parse_items(ImportBuilder("json", content.watch), get_list(document), _PLAIN_COLUMNS)


_LOOKED_FOR: Final = (
    "bookmarks of Chrome or Firefox, an export of Pinboard, Karakeep, Linkwarden, Omnivore, wallabag, Delicious or"
    " Readability, sessions of Tab Session Manager, a JSON Feed, a list of objects with url and title"
)
PLAIN: Final = Format(
    name="json",
    description="a list of links in JSON",
    order="behind the tools that write JSON: it takes what none of them took, and says what is wrong with it",
    matches=lambda content: content.looks_like_json,
    parse=parse_plain,
    row_label="link",
)
