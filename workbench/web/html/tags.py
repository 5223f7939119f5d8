"""What a page says of itself in its tags: the one place that knows where pages put such things.

OpenGraph, Twitter cards, the `citation_*` tags that scholars' search engines ask for, Dublin Core, and what stands in
`<title>`, `<h1>` and `<time>`. Nothing is judged here; which of them to believe is the page site's matter.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Final

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.curation.text.cleaning import clean_line

MAX_META_TAGS: Final = 1_000
"""Tags of one sort that are read: a collaboration's paper names some hundreds of authors."""


class PageTags(Struct, frozen=True, kw_only=True):
    """`meta` is what each `<meta>` says, by its name in small letters, in the page's order; empty ones are left out.

    `canonical` is as written, perhaps relative; `json_ld` the scripts as they stand.
    """

    meta: Mapping[str, tuple[str, ...]] = {}
    title: str = ""
    heading: str = ""
    byline: str = ""
    time: str = ""
    canonical: str = ""
    json_ld: tuple[str, ...] = ()

    def find_first(self, *names: str) -> str:
        """What the first of these names says that says anything."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    def find_all(self, *names: str) -> tuple[str, ...]:
        """All that these names say, in the order of the names."""
        return tuple(text for name in names for text in self.meta.get(name, ()))


def extract_tags(tree: LexborHTMLParser) -> PageTags:
    """The tags of a page."""
    return PageTags(
        meta=_extract_meta(tree),
        title=_text_of(tree.css_first("title")),
        heading=_text_of(tree.css_first("h1")),
        byline=_text_of(tree.css_first('[rel~="author"], [itemprop~="author"]')),
        time=_attribute_of(tree.css_first("time[datetime]"), "datetime"),
        canonical=_attribute_of(tree.css_first('link[rel~="canonical"]'), "href").strip(),
        json_ld=tuple(node.text() for node in tree.css('script[type="application/ld+json" i]')),
    )


def _extract_meta(tree: LexborHTMLParser) -> dict[str, tuple[str, ...]]:
    said: dict[str, tuple[str, ...]] = {}
    for node in islice(tree.css("meta[content]"), MAX_META_TAGS):
        text = clean_line(_attribute_of(node, "content"), limit=20_000)
        for key in ("property", "name", "itemprop"):
            name = _attribute_of(node, key).strip().lower()
            if name and text:
                said[name] = (*said.get(name, ()), text)
    return said


def _attribute_of(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node else ""


def _text_of(node: LexborNode | None) -> str:
    return clean_line(node.text()) if node else ""
