"""Reads what a page says of itself in its tags.

These are OpenGraph, Twitter cards, the `citation_*` tags of Google Scholar, Dublin Core, and the elements that name a
title, a person or a day. Which of them to believe is decided in `titles.py`, `authors.py` and `dates.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.markup import node_to_text
from workbench.web.html.article import is_aside

MAX_META_TAGS: Final = 1_000
"""Meta tags that are read. A paper of a collaboration has some hundreds of them, one for each author."""
_MAX_ELEMENTS: Final = 20
"""Bylines and times that are looked at: lists of other posts may have hundreds."""
_BYLINES: Final = ('[rel~="author"]', '[itemprop~="author"]', '[class~="author"], [class~="byline"]')
_AUTHOR_LINKS: Final = ", ".join(
    f'[href*="/{part}"]' for part in ("author", "autor", "auteur", "profile/", "staff/", "contributor")
)
"""Links to the page of a person who writes for the same site."""
_PERSON_LINKS: Final = (
    f'{_AUTHOR_LINKS}, [href*="/people/"], [href*="/person/"], [href*="/bio/"], [href*="/by/"]'
)
_BYLINE_GUESSES: Final = ('[class*="byline" i]', '[class*="author" i], [class*="writer" i]', _AUTHOR_LINKS)
_NAMES: Final = ('[itemprop~="name"]', '[rel~="author"]', '[class*="name"]', _PERSON_LINKS)
MAX_BYLINE: Final = 80
"""Characters of a byline. A longer one is more than names."""
_DAYS: Final = ('[itemprop~="datePublished"]', "abbr.published, .dt-published")
_MAX_BYLINE_BOX: Final = 200
"""Characters of an element in which a byline stands in a line of its own, beside a day or a role."""


class PageTags(Struct, frozen=True, kw_only=True):
    """The tags of a page.

    - `meta` has the contents of the meta tags by their names in lower case, each in the order of the page, without
      empty ones. `canonical` may be a relative URL.
    - `headings` are the `<h1>`, behind them the `<h2>` of the article.
    - `bylines` and `days` are texts of elements that are marked as naming a person or the day of publication, the
      surest first; `byline_guesses` of others that look like a byline. Names side by side are one byline, with
      semicolons. `times` are those of `<time>` elements, those within the article first.
    """

    meta: Mapping[str, tuple[str, ...]] = {}
    title: str = ""
    headings: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    byline_guesses: tuple[str, ...] = ()
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
    around_title = frozenset(_iter_ancestors(tree.css_first("h1")))

    def find_own(css: str) -> Iterator[LexborNode]:
        """The elements that are not part of a menu, a comment or a list of other posts."""
        return (node for node in tree.css(css)[:_MAX_ELEMENTS] if not is_aside(node, around_title))

    return PageTags(
        meta=_extract_meta(tree),
        title=_text_of(tree.css_first("title")),
        headings=tuple(
            text
            for css in ("h1", "article h2, main h2")
            for text in map(_text_of, tree.css(css)[:_MAX_ELEMENTS])
            if text
        ),
        bylines=tuple(text for css in _BYLINES for text in _join_bylines(find_own(css))),
        byline_guesses=tuple(text for css in _BYLINE_GUESSES for text in _join_bylines(find_own(css))),
        days=tuple(text for css in _DAYS for text in map(_day_in, find_own(css)) if text),
        times=tuple(
            text for css in ("article time, main time", "time") for text in map(_day_in, find_own(css))
        ),
        canonical=_attribute_of(tree.css_first('link[rel~="canonical"]'), "href").strip(),
    )


def _extract_meta(tree: LexborHTMLParser) -> dict[str, tuple[str, ...]]:
    contents: dict[str, tuple[str, ...]] = {}
    for node in islice(tree.css("meta[content]"), MAX_META_TAGS):
        text = clean_line(_attribute_of(node, "content"), limit=20_000)
        names = (
            name
            for key in ("property", "name", "itemprop")
            for name in _attribute_of(node, key).lower().split()
        )
        for name in names if text else ():
            contents[name] = (*contents.get(name, ()), text)
    return contents


def _iter_ancestors(node: LexborNode | None) -> Iterator[int]:
    """The `mem_id` of the elements around a node."""
    while node is not None and node.parent is not None:
        node = node.parent
        yield node.mem_id


def _join_bylines(nodes: Iterable[LexborNode]) -> Iterator[str]:
    """What these elements say about people. Those of one kind that stand side by side make one byline."""
    groups: dict[tuple[int, str], list[str]] = {}
    for node in nodes:
        text = _names_in(node)
        if text and node.parent is not None:
            groups.setdefault((node.parent.mem_id, _attribute_of(node, "class")), []).append(text)
    return ("; ".join(dict.fromkeys(texts)) for texts in groups.values())


def _names_in(node: LexborNode) -> str:
    """The names in an element about people: those marked as such within it, else the first line of it that has one."""
    for css in _NAMES:
        parts = node.css(css)[:_MAX_ELEMENTS]
        alike = (part for part in parts if part.attributes.get("class") == parts[0].attributes.get("class"))
        marked = (_attribute_of(part, "content") or _text_of(part) for part in alike)
        names = dict.fromkeys(name for name in map(clean_line, marked) if 1 < len(name) <= MAX_BYLINE)
        if names:
            return "; ".join(names)
    text = node_to_text(node)
    line = next((line for line in text.split("\n") if len(line.split()) > 1), clean_line(text))
    return clean_line(line.lstrip("- ")) if len(line) <= MAX_BYLINE and len(text) <= _MAX_BYLINE_BOX else ""


def _day_in(node: LexborNode) -> str:
    """What an element says about a day: for programs if it can, else as it is shown."""
    said = (_attribute_of(node, name) for name in ("datetime", "content", "title"))
    return next(filter(None, said), "") or _text_of(node)


def _attribute_of(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node else ""


def _text_of(node: LexborNode | None) -> str:
    return clean_line(node.text(separator=" ")) if node else ""
