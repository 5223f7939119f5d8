"""HTML as rows: a page, a mail or a fragment. Comments, scripts, pictures and forms are left out.

A mail is laid out in tables, so a table is read cell by cell, unless it has a row of headings.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from workbench.curation.text import split_names
from workbench.curation.text.cleaning import to_safe_url
from workbench.curation.text.markup import FORMATTING_PREFIX, SKIPPED_TAGS, cut_html, iter_nodes, parse_html
from workbench.intake.past_issues.rows import (
    TextRow,
    TextRun,
    is_badge,
    is_picture,
    link_addresses,
    trim_runs,
)

_BLOCK_TAGS: Final = split_names(
    "p div section article main aside header footer nav blockquote figure figcaption pre table tr td th form ul ol"
    " menu li h1 h2 h3 h4 h5 h6 hr body dl dt dd details summary center address br"
)
_MARKS: Final = {
    "b": "is_bold",
    "strong": "is_bold",
    "i": "is_italic",
    "em": "is_italic",
    "code": "is_code",
    "tt": "is_code",
    "kbd": "is_code",
}
_LISTS: Final = split_names("ul ol menu")
_CONTEXTS: Final[dict[str, dict[str, int]]] = {
    "blockquote": {"is_quote": True},
    "pre": {"is_code": True},
    **{name: {"is_aside": True} for name in ("nav", "footer", "aside", "form")},
    **{f"h{level}": {"heading": level} for level in range(1, 7)},
}
"""What a tag says of all the text in it."""
_EMBED_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:o?embed|youtube-wrap|tweet)(?:$|[\s_-])", re.I)
_VIDEO_DATA: Final = re.compile(r'"(?:videoId"\s*:\s*"([\w-]{11})"|url"\s*:\s*"(https?:[^"\s]+)")')
_PLAYER: Final = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed/|player\.vimeo\.com/video/)"
)
_FURNITURE_CLASS: Final = re.compile(
    r"\b(?:button-wrapper|subscription-widget\w*|paywall\w*|share-?button\w*)\b", re.I
)
_MAX_PARTS: Final = 64
"""How many times a page beyond the parser's bounds is gone on with."""


class _Context(Struct, frozen=True):
    """What the tags around a text say of it."""

    heading: int = 0
    depth: int = 0
    is_quote: bool = False
    is_code: bool = False
    is_table: bool = False
    is_aside: bool = False
    like: TextRun = TextRun("")


def read_html_rows(html: str) -> list[TextRow]:
    """The rows of HTML. What exceeds the parser's bounds is read as a page of its own. Never raises."""
    rows: list[TextRow] = []
    for _ in range(_MAX_PARTS):
        part = cut_html(html) or html[:1]
        body = parse_html(part).body
        rows += _Reader().read_rows(body) if body else ()
        html = html[len(part) :]
        if not html:
            break
    return rows


class _Reader:
    """Reads a tree in order: the contexts of the open tags, the runs of the row in hand, the cells of a table's row."""

    def __init__(self) -> None:
        self._contexts = [_Context()]
        self._runs: list[TextRun] = []
        self._numbers: list[int | None] = []
        self._opens = False
        self._cells: list[tuple[TextRun, ...]] | None = None
        self._played = ""
        self._linked = ""  # where the text read last leads

    def read_rows(self, root: LexborNode) -> Iterator[TextRow]:
        for node, ends in iter_nodes(root, _is_skipped):
            tag = (node.tag or "").removeprefix(FORMATTING_PREFIX)
            if node.is_text_node:
                if not ends:
                    self._read_text(node.text_content or "")
            elif ends:
                yield from self._close_tag(tag)
            elif tag not in SKIPPED_TAGS or tag == "iframe":
                yield from self._open_tag(tag, node)
            else:
                self._contexts.append(self._contexts[-1])
        yield from self._finish_row()

    def _read_text(self, text: str) -> None:
        context = self._contexts[-1]
        if context.is_code:
            self._runs.append(TextRun(text, is_code=True))
        elif text:
            self._runs += link_addresses(text, context.like)
            self._linked = context.like.url if text.strip() else self._linked

    def _open_tag(self, tag: str, node: LexborNode) -> Iterator[TextRow]:
        if tag in _BLOCK_TAGS:
            yield from self._finish_row()
        attributes = node.attributes
        self._contexts.append(self._enter_tag(tag, attributes, node))
        if tag == "hr":
            yield TextRow("rule")
        elif tag == "li":
            self._opens = True
        elif tag == "img":
            self._read_picture(attributes)
        elif played := _find_player(tag, attributes):
            yield from self._finish_row()
            if played != self._played:
                self._played = played
                yield TextRow("text", (TextRun(played, played),), is_embed=True)

    def _enter_tag(self, tag: str, attributes: dict[str, str | None], node: LexborNode) -> _Context:
        context = self._contexts[-1]
        if tag in _MARKS:
            return replace(context, like=replace(context.like, **{_MARKS[tag]: True}))
        if tag == "a" and (href := (attributes.get("href") or "").strip()):
            return replace(context, like=replace(context.like, url=to_safe_url(href) or ""))
        if tag in _LISTS:
            self._numbers.append(1 if tag == "ol" else None)
            return replace(context, depth=context.depth + 1)
        if tag == "table":
            return replace(context, is_table=node.css_first("th") is not None)
        if tag == "tr" and context.is_table:
            self._cells = []
        return replace(context, **_CONTEXTS[tag]) if tag in _CONTEXTS else context

    def _close_tag(self, tag: str) -> Iterator[TextRow]:
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(trim_runs(self._runs))
            self._runs = []
        elif tag in _BLOCK_TAGS:
            yield from self._finish_row()
        if tag == "tr" and self._cells is not None:
            runs = [run for cell in self._cells for run in (*cell, TextRun("  "))]
            yield TextRow("cells", trim_runs(runs), cells=tuple(self._cells))
            self._cells = None
        if tag in _LISTS:
            self._numbers.pop()
        url = self._contexts.pop().like.url
        if tag == "a" and url and not any(run.url == url for run in self._runs[-4:]) and url != self._linked:
            self._runs.append(TextRun("", url, is_picture=True))

    def _read_picture(self, attributes: dict[str, str | None]) -> None:
        url, alt = self._contexts[-1].like.url, attributes.get("alt") or ""
        if url and (is_badge(attributes.get("src") or "") or is_picture(url)):
            self._linked = url  # so that its link counts as read
        elif url:
            self._runs.append(TextRun(alt, url, is_picture=True))
        elif alt and len(alt) <= 8 and not any(map(str.isalnum, alt)):  # an emoji that a platform drew
            self._runs.append(TextRun(alt))

    def _finish_row(self) -> Iterator[TextRow]:
        if self._cells is not None and self._runs:
            self._runs.append(TextRun(" "))
            return
        runs, context = trim_runs(self._runs), self._contexts[-1]
        self._runs = []
        if not runs:
            return
        self._played = ""
        if context.is_code:
            yield TextRow("code", runs, is_aside=context.is_aside)
        elif context.heading:
            yield TextRow(
                "heading", runs, context.heading, is_quote=context.is_quote, is_aside=context.is_aside
            )
        elif context.depth:
            yield self._build_item(runs, context)
        else:
            yield TextRow("text", runs, is_quote=context.is_quote, is_aside=context.is_aside)

    def _build_item(self, runs: tuple[TextRun, ...], context: _Context) -> TextRow:
        opens, number = self._opens, None
        if opens and self._numbers and self._numbers[-1] is not None:
            number = self._numbers[-1]
            self._numbers[-1] = number + 1
        self._opens = False
        return TextRow(
            "item",
            runs,
            context.depth,
            opens=opens,
            is_quote=context.is_quote,
            is_aside=context.is_aside,
            number=number,
        )


def _is_skipped(node: LexborNode) -> bool:
    return node.tag in SKIPPED_TAGS or (
        node.tag in ("div", "p") and bool(_FURNITURE_CLASS.search(node.attributes.get("class") or ""))
    )


def _find_player(tag: str, attributes: dict[str, str | None]) -> str:
    """The address that a player or a preview stands for; Substack's player has the id of its video and no address."""
    if tag == "iframe":
        source = attributes.get("src") or ""
        return to_safe_url("https:" + source.removeprefix("https:")) or "" if _PLAYER.match(source) else ""
    if not _EMBED_CLASS.search(attributes.get("class") or ""):
        return ""
    data = _VIDEO_DATA.search(attributes.get("data-attrs") or "")
    if data is None:
        return ""
    url = f"https://www.youtube.com/watch?v={data[1]}" if data[1] else data[2].replace("\\/", "/")
    return to_safe_url(url) or ""
