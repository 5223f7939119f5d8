"""Reads HTML copied from a platform's editor or page, line by line.

Editors write the same thing in many ways: bold as a tag or as a style, a list's kind at the list or at its items, a
video as a frame, as data for a script or as an address in a wrapper. All of that ends here.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from workbench.curation.identity import Identity, identify
from workbench.curation.text import split_names
from workbench.curation.text.markup import (
    FORMATTING_PREFIX,
    SKIPPED_TAGS,
    cut_html,
    iter_nodes,
    parse_html,
)
from workbench.publishing.parse.pasted import (
    MAX_PASTED_CHARS,
    MAX_PASTED_LINES,
    MAX_PASTED_TEXT,
    LineKind,
    ListKind,
    Mark,
    Paste,
    PastedLine,
    Run,
)

_BLOCK_TAGS: Final = split_names(
    "p div section article main aside header footer nav blockquote figure figcaption pre table tr td th form ul ol"
    " menu li h1 h2 h3 h4 h5 h6 hr body dl dt dd iframe oembed video"
)
_FURNITURE_TAGS: Final = split_names("nav header footer aside form figcaption caption")
_LINK_TAGS: Final = split_names("a img source link")
_MARKS: Final[dict[str, Mark]] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "dfn": "italic",
    "code": "code", "tt": "code", "kbd": "code", "samp": "code",
}  # fmt: skip
_LISTS: Final[dict[str, ListKind]] = {"ul": "bulleted", "menu": "bulleted", "ol": "numbered"}
_QUILL_LISTS: Final[dict[str, ListKind]] = {
    "ordered": "numbered",
    "bullet": "bulleted",
    "checked": "bulleted",
    "unchecked": "bulleted",
}
"""Quill writes every list as `ol`, and its kind at each item."""
_QUILL_INDENT: Final = re.compile(r"\bql-indent-(\d)\b")
_STYLES: Final[tuple[tuple[Mark, re.Pattern[str], re.Pattern[str]], ...]] = (
    (
        "bold",
        re.compile(r"font-weight:\s*(?:bold|[6-9]\d\d)", re.I),
        re.compile(r"font-weight:\s*(?:normal|[1-5]\d\d)", re.I),
    ),
    (
        "italic",
        re.compile(r"font-style:\s*(?:italic|oblique)", re.I),
        re.compile(r"font-style:\s*normal", re.I),
    ),
    (
        "code",
        re.compile(r"font-family:[^;]*(?:monospace|courier|consolas|menlo)", re.I),
        re.compile(r"(?!)"),
    ),
)
"""Each mark with the styles that set it and that take it away."""
_EMBED_CLASS: Final = re.compile(r"(?:^|[\s_-])o?embed(?:$|[\s_-])", re.I)
_RULE_CLASS: Final = re.compile(r"\bce-delimiter\b")
_FURNITURE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:subscri(?:be|ption)\w*|buttons?|btn|share|paywall|signup)(?:$|[\s_-])", re.I
)
_PAGE: Final = re.compile(r"<(?:nav|header|footer|main|article)[\s>]|<title>\s*[^\s<]", re.I)
_URL: Final = re.compile(r"https?:(?:\\?/){2}[^\s\"'<>]+")
_LONE_URL: Final = re.compile(r"\s*(https?://\S+)\s*")
_VIDEO_DATA: Final = re.compile(r'"(?:videoId"\s*:\s*"([\w-]{11})"|url"\s*:\s*"(https?:[^"\s]+)")')
_PLAYER_ATTRIBUTES: Final = ("src", "data-src", "url", "data-url", "data-oembed-url")
_SPACES: Final = re.compile(r"\s+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")


class _Context(Struct, frozen=True):
    """What the tags around a text say of it."""

    heading: int = 0
    list: ListKind = ""
    depth: int = 0
    is_item: bool = False
    is_quoted: bool = False
    is_furniture: bool = False
    is_embed: bool = False
    is_preformatted: bool = False
    marks: frozenset[Mark] = frozenset()
    href: str = ""


def parse_pasted_html(html: str) -> Paste:
    """The lines of a page or fragment. Those without text or address are left out."""
    cut = cut_html(html, MAX_PASTED_CHARS)
    body, reader = parse_html(cut, MAX_PASTED_CHARS).body, _Reader()
    lines = tuple(islice(reader.read_lines(body), MAX_PASTED_LINES)) if body else ()
    is_cut = len(cut) < len(html) or reader.is_full or len(lines) == MAX_PASTED_LINES
    return Paste(lines, "rich", _PAGE.search(cut) is not None, is_cut)


class _Reader:
    """Reads a tree in order. `_runs` is the line so far, `_picture` the address behind a picture in it."""

    def __init__(self) -> None:
        self._contexts = [_Context()]
        self._runs: list[Run] = []
        self._picture = ""
        self._opens_block = True
        self._opens_item = False
        self._played = ""
        self._room = MAX_PASTED_TEXT

    @property
    def is_full(self) -> bool:
        """Whether there was more text than is read."""
        return self._room < 0

    def read_lines(self, root: LexborNode) -> Iterator[PastedLine]:
        """The lines of the tree."""
        for node, ends in iter_nodes(root, lambda node: node.tag in SKIPPED_TAGS):
            tag = (node.tag or "").removeprefix(FORMATTING_PREFIX)
            if node.is_text_node:
                if not ends and not self.is_full:
                    yield from self._read_text(node.text_content or "")
            elif ends:
                yield from self._close_tag(tag)
            else:
                yield from self._open_tag(tag, node)
        yield from self._finish_line(opens_block=True)

    def _read_text(self, text: str) -> Iterator[PastedLine]:
        text, self._room = text[: max(self._room, 0)], self._room - len(text)
        context = self._contexts[-1]
        lines = text.split("\n") if context.is_preformatted else [text]
        for at, line in enumerate(lines):
            if at:
                yield from self._break_line()
            if line:
                self._runs.append(Run(line, context.marks, context.href))

    def _open_tag(self, tag: str, node: LexborNode) -> Iterator[PastedLine]:
        if tag in _BLOCK_TAGS:
            yield from self._finish_line(opens_block=True)
        attributes = node.attributes
        context = _enter_tag(self._contexts[-1], tag, attributes)
        self._contexts.append(context)
        if tag == "br":
            yield from self._break_line()
        elif tag == "hr" or _RULE_CLASS.search(attributes.get("class") or ""):
            yield PastedLine("rule")
        elif tag == "li":
            self._opens_item = True
        elif tag == "img":
            self._read_picture(attributes.get("alt") or "", context)
        elif tag not in _LINK_TAGS and (played := _find_player(attributes)):
            yield from self._finish_line(opens_block=True)
            yield from self._play(played)

    def _close_tag(self, tag: str) -> Iterator[PastedLine]:
        if tag in _BLOCK_TAGS:
            yield from self._finish_line(opens_block=True)
        self._contexts.pop()

    def _break_line(self) -> Iterator[PastedLine]:
        # Two line breaks in a row look like the end of a paragraph, and in some editors they are one.
        yield from self._finish_line(opens_block=not _has_text(self._runs) and not self._picture)

    def _read_picture(self, alt: str, context: _Context) -> None:
        if context.href:
            self._picture = context.href
        elif alt and len(alt) <= 8 and not any(map(str.isalnum, alt)):  # an emoji that a platform drew
            self._runs.append(Run(alt, context.marks))

    def _finish_line(self, *, opens_block: bool) -> Iterator[PastedLine]:
        runs, picture, context = tuple(_collapse_spaces(self._runs)), self._picture, self._contexts[-1]
        self._runs, self._picture = [], ""
        if runs or picture:
            self._played = ""
            lone = _LONE_URL.fullmatch("".join(run.text for run in runs))
            if context.is_embed and lone:
                yield from self._play(lone[1])
            elif runs:
                yield self._build_line(context, runs)
            elif _is_video(picture):
                yield from self._play(picture)
            self._opens_block, self._opens_item = opens_block, False
        else:
            self._opens_block = self._opens_block or opens_block

    def _build_line(self, context: _Context, runs: tuple[Run, ...]) -> PastedLine:
        kind: LineKind = "heading" if context.heading else "item" if context.is_item else "text"
        return PastedLine(
            kind,
            runs,
            context.heading or (context.depth if context.is_item else 0),
            context.list if context.is_item else "",
            context.is_quoted,
            opens_block=self._opens_block,
            opens_item=self._opens_item and context.is_item,
            is_furniture=context.is_furniture,
        )

    def _play(self, address: str) -> Iterator[PastedLine]:
        """A player, once: its address stands in a frame and in the wrapper around that."""
        if address != self._played:
            self._played = address
            yield PastedLine("player", played=address, is_furniture=self._contexts[-1].is_furniture)


def _enter_tag(around: _Context, tag: str, attributes: dict[str, str | None]) -> _Context:
    """The context within a tag."""
    context = _apply_style(around, attributes.get("style") or "")
    names = attributes.get("class") or ""
    if names and _EMBED_CLASS.search(names):
        context = replace(context, is_embed=True)
    if tag in _FURNITURE_TAGS or (names and _FURNITURE_CLASS.search(names)):
        context = replace(context, is_furniture=True)
    if tag in _MARKS:
        style = attributes.get("style") or ""
        if not any(mark == _MARKS[tag] and off.search(style) for mark, _, off in _STYLES):
            context = replace(context, marks=context.marks | {_MARKS[tag]})
    elif tag in _LISTS:
        context = replace(context, list=_LISTS[tag], depth=context.depth + 1, is_item=False)
    elif tag == "li":
        indent = _QUILL_INDENT.search(names)
        context = replace(
            context,
            is_item=True,
            list=_QUILL_LISTS.get(attributes.get("data-list") or "", context.list),
            depth=max(context.depth, 1) + int(indent[1] if indent else 0),
        )
    elif tag == "blockquote":
        context = replace(context, is_quoted=True)
    elif tag == "pre":
        context = replace(context, is_preformatted=True)
    elif tag == "a" and attributes.get("href"):
        context = replace(context, href=(attributes["href"] or "").strip())
    elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        context = replace(context, heading=int(tag[1]))
    return context


def _apply_style(context: _Context, style: str) -> _Context:
    if not style or "font" not in style:
        return context
    marks = context.marks
    for mark, sets, unsets in _STYLES:
        marks = marks | {mark} if sets.search(style) else marks - {mark} if unsets.search(style) else marks
    return replace(context, marks=marks)


def _find_player(attributes: dict[str, str | None]) -> str:
    """The address that a tag plays or shows. Substack's player has the id of its video and no address."""
    for name in _PLAYER_ATTRIBUTES:
        if found := _URL.match(attributes.get(name) or ""):
            return found[0]
    data = _VIDEO_DATA.search(attributes.get("data-attrs") or "")
    if data is None:
        return ""
    return f"https://www.youtube.com/watch?v={data[1]}" if data[1] else data[2].replace("\\/", "/")


def _is_video(url: str) -> bool:
    found = identify(url)
    return isinstance(found, Identity) and found.kind == "video"


def _has_text(runs: Sequence[Run]) -> bool:
    return any(not run.text.isspace() for run in runs)


def _collapse_spaces(runs: Sequence[Run]) -> list[Run]:
    """The runs with single spaces and none at the ends; neighbours of one kind become one."""
    collapsed: list[Run] = []
    ends_in_space = True
    for run in runs:
        text = _SPACES.sub(" ", _INVISIBLE.sub("", run.text))
        text = text.removeprefix(" ") if ends_in_space else text
        if not text:
            continue
        ends_in_space = text.endswith(" ")
        if collapsed and (collapsed[-1].marks, collapsed[-1].href) == (run.marks, run.href):
            text = collapsed.pop().text + text
        collapsed.append(Run(text, run.marks, run.href))
    if collapsed and ends_in_space:
        last = collapsed.pop()
        if text := last.text.removesuffix(" "):
            collapsed.append(replace(last, text=text))
    return collapsed
