"""HTML as text people read: the one place that parses markup, and keeps a hostile page from costing more than a page.

The parser's time grows with the square of the depth and of the attributes in one tag, and its memory with the
formatting tags left open (64 of them, a quarter of a megabyte of `<p>x`: 1.5 GB). So the input ends after `MOST`
characters, `TAGS` tags, or at a tag with more than `ATTRIBUTES`; and what would format becomes a plain `span`, which
no rule of HTML opens again by itself. Parse off the event loop: it lets other threads run meanwhile.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.curation.cleaning import clean_lines
from workbench.curation.identity.pages import names

MOST: Final = 256 * 1024
TAGS: Final = 10_000
ATTRIBUTES: Final = 2_000

_OPENING: Final = re.compile(r"<[a-z]", re.I | re.A)
_ATTRIBUTE: Final = r"[\s/]++[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)?+"
_TAG: Final = re.compile(rf"<[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{ATTRIBUTES}}}+({_ATTRIBUTE})?", re.I | re.A)
_FORMATTING: Final = re.compile(
    r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.I | re.A
)
_JATS: Final = re.compile(r"<(/?)(?:jats|mml):", re.I)
"""Crossref's abstracts are written in the journals' own tags, which bear HTML's names behind a prefix."""


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a page or a fragment, as far as its bounds reach; never fails."""
    html = html[:MOST]
    for bound in (islice(_OPENING.finditer(html), TAGS, None), filter(_is_long, _TAG.finditer(html))):
        html = html[: next((tag.start() for tag in bound), MOST)]
    return LexborHTMLParser(_FORMATTING.sub(r"<\1span", html).encode("utf-8", "replace"))


def _is_long(tag: re.Match[str]) -> bool:
    return tag[1] is not None


def plain(html: str) -> str:
    """What a fragment says: paragraphs apart by an empty line, headings as lines, list items behind `- `.

    Code keeps its lines, links leave their text. Clean, and empty where the fragment says nothing.
    """
    body = parsed(_JATS.sub(r"<\1", html[:MOST])).body
    return lines(body) if body else ""


def lines(root: LexborNode, *, without: Callable[[LexborNode], bool] = lambda _: False) -> str:
    """The same for a part of a tree, leaving out each element that `without` names, with all it holds."""
    writing = _Writing()
    for node, ends in walk(root, lambda node: node.tag in UNREAD or without(node)):
        if node.is_text_node:
            if not ends:
                writing.write(node.text_content or "")
        elif ends:
            writing.leave(node.tag or "")
        else:
            writing.enter(node.tag or "")
    return clean_lines("".join(writing.parts)).strip("\n")


def walk(root: LexborNode, without: Callable[[LexborNode], bool]) -> Iterator[tuple[LexborNode, bool]]:
    """Each node where it begins (False) and where it ends (True), in reading order, however deep they nest."""
    waiting = [(root, False)]
    while waiting:
        node, ends = waiting.pop()
        yield node, ends
        if ends:
            continue
        waiting.append((node, True))
        if not without(node):
            waiting += [(child, False) for child in reversed(list(node.iter(include_text=True)))]


UNREAD: Final = names(
    "script style template head svg iframe object noscript textarea select button tex-math annotation"
)
_PARAGRAPHS: Final = names(
    "p div section article main aside header footer nav blockquote figure figcaption table form fieldset"
    " h1 h2 h3 h4 h5 h6 title sec pre dl address details summary hr"
)
_LINES: Final = names("br tr dt dd li list-item")
_LISTS: Final = names("ul ol list menu")
_ITEMS: Final = names("li list-item")
_CELLS: Final = names("td th")
_SPACES: Final = re.compile(r"\s+")


class _Writing:
    """A text being written. `gap` is how many line ends come before the next word, `bullet` what else does."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.gap = 0
        self.bullet = ""
        self.lists = 0
        self.pre = 0

    def enter(self, tag: str) -> None:
        self._apart(tag)
        self.lists += tag in _LISTS
        self.pre += tag == "pre"
        if tag in _ITEMS:
            self.bullet = "  " * (self.lists - 1) + "- "

    def leave(self, tag: str) -> None:
        self.lists -= tag in _LISTS
        self.pre -= tag == "pre"
        if tag in _ITEMS:
            self.bullet = ""
        if tag in _CELLS:
            self.write(" ")
        self._apart(tag)

    def write(self, text: str) -> None:
        if not self.pre and ("  " in text or not text.isprintable()):
            text = _SPACES.sub(" ", text)
        if self.gap or not self.parts:
            text = text.lstrip("\n" if self.pre else None)
        if text:
            self.parts += ["\n" * self.gap if self.parts else "", self.bullet, text]
            self.gap, self.bullet = 0, ""

    def _apart(self, tag: str) -> None:
        """Paragraphs within a list are lines of it, and an item's first one stands beside its bullet."""
        if tag in _PARAGRAPHS or tag in _LISTS:
            self.gap = max(self.gap, 1 if self.lists or self.bullet else 2)
        elif tag in _LINES:
            self.gap = max(self.gap, 1)
