"""Reads what a page says of itself in its tags.

These are OpenGraph, Twitter cards, the `citation_*` tags of Google Scholar, Dublin Core, and the elements that name a
title, a person or a day. Which of them to believe is decided in `titles.py`, `authors.py` and `dates.py`.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.curation.text.cleaning import clean_line
from workbench.web.html.article import is_aside

MAX_META_TAGS: Final = 1_000
"""Meta tags that are read. A paper of a collaboration has some hundreds of them, one for each author."""
_MAX_ELEMENTS: Final = 20
"""Bylines and times that are looked at: lists of other posts may have hundreds."""
_BYLINES: Final = ('[rel~="author"]', '[itemprop~="author"]', '[class~="author"], [class~="byline"]')
_DAYS: Final = ('[itemprop~="datePublished"]', "abbr.published, .dt-published")


class PageTags(Struct, frozen=True, kw_only=True):
    """The tags of a page.

    - `meta` has the contents of the meta tags by their names in lower case, each in the order of the page, without
      empty ones. `canonical` may be a relative URL.
    - `headings` are the `<h1>`, behind them the `<h2>` of the article.
    - `bylines` and `days` are texts of elements that are marked as naming a person or the day of publication, the
      surest first. `times` are those of `<time>` elements, those within the article first.
    """

    meta: Mapping[str, tuple[str, ...]] = {}
    title: str = ""
    headings: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    canonical: str = ""

    def find_first(self, *names: str) -> str:
        """The first content of the first of these names that the page has; empty where it has none."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    def find_all(self, *names: str) -> tuple[str, ...]:
        """All contents of these names, in the order of the names."""
        return tuple(text for name in names for text in self.meta.get(name, ()))


def extract_tags(tree: LexborHTMLParser) -> PageTags:
    """The tags of a parsed page."""
    return PageTags(
        meta=_extract_meta(tree),
        title=_text_of(tree.css_first("title")),
        headings=tuple(
            text
            for css in ("h1", "article h2, main h2")
            for text in map(_text_of, tree.css(css)[:_MAX_ELEMENTS])
            if text
        ),
        bylines=tuple(
            text for css in _BYLINES for node in _find_own(tree, css) for text in [_name_in(node)] if text
        ),
        days=tuple(
            text for css in _DAYS for node in _find_own(tree, css) for text in [_day_in(node)] if text
        ),
        times=tuple(
            text for css in ("article time, main time", "time") for text in map(_day_in, _find_own(tree, css))
        ),
        canonical=_attribute_of(tree.css_first('link[rel~="canonical"]'), "href").strip(),
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


def _find_own(tree: LexborHTMLParser, css: str) -> Iterator[LexborNode]:
    """The elements that are not part of a menu, a comment or a list of other posts."""
    return (node for node in tree.css(css)[:_MAX_ELEMENTS] if not is_aside(node))


def _name_in(node: LexborNode) -> str:
    """The name in an element about a person: marked as such within it, else all of its text."""
    return _text_of(node.css_first('[itemprop~="name"], [class*="name"]')) or _text_of(node)


def _day_in(node: LexborNode) -> str:
    """What an element says about a day: for programs if it can, else as it is shown."""
    said = (_attribute_of(node, name) for name in ("datetime", "content", "title"))
    return next(filter(None, said), "") or _text_of(node)


def _attribute_of(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node else ""


def _text_of(node: LexborNode | None) -> str:
    return clean_line(node.text(separator=" ")) if node else ""
