"""HTML as plain text, within bounds on the time and memory that a hostile page can cost.

The parser's time grows with the square of the depth and of the attributes in one tag, and its memory with the
formatting tags left open (64 of them, a quarter of a megabyte of `<p>x`: 1.5 GB). So the input ends after
`MAX_HTML_CHARS` characters, after `MAX_TAGS` tags, or at a tag with more than `MAX_ATTRIBUTES`. Formatting tags
get the names of elements that HTML does not know (`x-b`), which no rule of it opens again. Parse off the event loop:
the parser releases the GIL.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.curation.text import split_names
from workbench.curation.text.cleaning import clean_lines

MAX_HTML_CHARS: Final = 512 * 1024
MAX_TAGS: Final = 16_000
"""Opening and closing ones. A closing tag that closes nothing costs as much as the page is deep."""
MAX_ATTRIBUTES: Final = 2_000

_TAG_START: Final = re.compile(r"</?[a-z]", re.I | re.A)
_ATTRIBUTE: Final = r"[\s/]++[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)?+"
_TAG: Final = re.compile(
    rf"<[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+({_ATTRIBUTE})?", re.I | re.A
)
_FORMATTING: Final = re.compile(
    r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.I | re.A
)
FORMATTING_PREFIX: Final = "x-"
"""Stands before the names of formatting tags in a parsed tree."""
_JATS: Final = re.compile(r"<(/?)(?:jats|mml):", re.I)
"""Crossref's abstracts use the tags of JATS and MathML, which have HTML's names behind a prefix."""


def parse_html(html: str, max_chars: int = MAX_HTML_CHARS) -> LexborHTMLParser:
    """The tree of a page or a fragment, cut at the bounds above. Never raises."""
    html = cut_html(html, max_chars)
    return LexborHTMLParser(_FORMATTING.sub(rf"<\1{FORMATTING_PREFIX}\2", html).encode("utf-8", "replace"))


def cut_html(html: str, max_chars: int = MAX_HTML_CHARS) -> str:
    """The HTML up to the first of the bounds above that it exceeds."""
    html = html[:max_chars]
    for bound in (
        islice(_TAG_START.finditer(html), MAX_TAGS, None),
        filter(_has_too_many_attributes, _TAG.finditer(html)),
    ):
        html = html[: next((tag.start() for tag in bound), max_chars)]
    return html


def _has_too_many_attributes(tag: re.Match[str]) -> bool:
    return tag[1] is not None


def html_to_text(html: str) -> str:
    """The text of a fragment: empty lines between paragraphs, headings as lines, `- ` before list items.

    Code keeps its lines, of links the text stays. The result is cleaned, and empty where there is no text.
    """
    body = parse_html(_JATS.sub(r"<\1", html[:MAX_HTML_CHARS])).body
    return node_to_text(body) if body else ""


def node_to_text(root: LexborNode, *, skip: Callable[[LexborNode], bool] = lambda _: False) -> str:
    """The text of a part of a tree, without the elements that `skip` says true of and all they contain."""
    writing = _TextBuilder()
    for node, ends in iter_nodes(root, lambda node: node.tag in SKIPPED_TAGS or skip(node)):
        if node.is_text_node:
            if not ends:
                writing.add_text(node.text_content or "")
        elif ends:
            writing.close_tag(node.tag or "")
        else:
            writing.open_tag(node.tag or "")
    lines = "".join(writing.parts).split("\n")
    return clean_lines("\n".join(map(str.rstrip, lines))).strip(
        "\n"
    )  # spaces at an end of a line mean nothing here


def iter_nodes(root: LexborNode, skip: Callable[[LexborNode], bool]) -> Iterator[tuple[LexborNode, bool]]:
    """Each node twice, where it begins (False) and where it ends (True), in reading order."""
    # A list instead of recursion: a hostile page nests deeper than Python's stack.
    waiting = [(root, False)]
    while waiting:
        node, ends = waiting.pop()
        yield node, ends
        if ends:
            continue
        waiting.append((node, True))
        if not skip(node):
            waiting += [(child, False) for child in reversed(list(node.iter(include_text=True)))]


SKIPPED_TAGS: Final = split_names(
    "script style template head svg iframe object noscript textarea select button tex-math annotation"
)
_PARAGRAPH_TAGS: Final = split_names(
    "p div section article main aside header footer nav blockquote figure figcaption table form fieldset"
    " h1 h2 h3 h4 h5 h6 title sec pre dl address details summary hr"
)
_LINE_TAGS: Final = split_names("br tr dt dd li list-item")
_LIST_TAGS: Final = split_names("ul ol list menu")
_ITEM_TAGS: Final = split_names("li list-item")
_CELL_TAGS: Final = split_names("td th")
_SPACES: Final = re.compile(r"\s+")


class _TextBuilder:
    """Writes the text. `gap` is the number of line ends before the next word, `bullet` what stands before it then."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.gap = 0
        self.bullet = ""
        self.list_depth = 0
        self.pre_depth = 0

    def open_tag(self, tag: str) -> None:
        self._add_gap(tag)
        self.list_depth += tag in _LIST_TAGS
        self.pre_depth += tag == "pre"
        if tag in _ITEM_TAGS:
            self.bullet = "  " * (self.list_depth - 1) + "- "

    def close_tag(self, tag: str) -> None:
        self.list_depth -= tag in _LIST_TAGS
        self.pre_depth -= tag == "pre"
        if tag in _ITEM_TAGS:
            self.bullet = ""
        if tag in _CELL_TAGS:
            self.add_text(" ")
        self._add_gap(tag)

    def add_text(self, text: str) -> None:
        if not self.pre_depth and ("  " in text or not text.isprintable()):
            text = _SPACES.sub(" ", text)
        if self.gap or not self.parts:
            text = text.lstrip("\n" if self.pre_depth else None)
        if text:
            self.parts += ["\n" * self.gap if self.parts else "", self.bullet, text]
            self.gap, self.bullet = 0, ""

    def _add_gap(self, tag: str) -> None:
        """Ask for line ends before the next word: two around a paragraph, one inside a list or after a bullet."""
        if tag in _PARAGRAPH_TAGS or tag in _LIST_TAGS:
            self.gap = max(self.gap, 1 if self.list_depth or self.bullet else 2)
        elif tag in _LINE_TAGS:
            self.gap = max(self.gap, 1)
