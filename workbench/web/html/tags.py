"""Reads what a page says of itself in its tags.

These are OpenGraph, Twitter cards, the `citation_*` tags of Google Scholar, Dublin Core, and the elements `<title>`,
`<h1>` and `<time>`. Which of them to believe is decided in `sites/page.py`.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Final

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.curation.text.cleaning import clean_line

MAX_META_TAGS: Final = 1_000
"""Meta tags that are read. A paper of a collaboration has some hundreds of them, one for each author."""


class PageTags(Struct, frozen=True, kw_only=True):
    """The tags of a page.

    `meta` has the contents of the meta tags by their names in lower case, each in the order of the page, without empty
    ones. `canonical` may be a relative URL. `json_ld` has the texts of the scripts.
    """

    meta: Mapping[str, tuple[str, ...]] = {}
    title: str = ""
    heading: str = ""
    byline: str = ""
    time: str = ""
    canonical: str = ""
    json_ld: tuple[str, ...] = ()

    def find_first(self, *names: str) -> str:
        """The first content of the first of these names that the page has; empty where it has none."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    def find_all(self, *names: str) -> tuple[str, ...]:
        """All contents of these names, in the order of the names."""
        return tuple(text for name in names for text in self.meta.get(name, ()))


def extract_tags(tree: LexborHTMLParser) -> PageTags:
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
    contents: dict[str, tuple[str, ...]] = {}
    for node in islice(tree.css("meta[content]"), MAX_META_TAGS):
        text = clean_line(_attribute_of(node, "content"), limit=20_000)
        for key in ("property", "name", "itemprop"):
            name = _attribute_of(node, key).strip().lower()
            if name and text:
                contents[name] = (*contents.get(name, ()), text)
    return contents


def _attribute_of(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node else ""


def _text_of(node: LexborNode | None) -> str:
    return clean_line(node.text()) if node else ""
