"""HTML in a text: comments go, links become Markdown, what is set apart stands in a line of its own.

No parser of pages: what is read is a piece of a page, perhaps amid prose. Only tags by their names are tags, so
`Vec<T>` and `<https://a.example>` stay, and what stands in code stays too.
"""

import re
from collections.abc import Sequence
from typing import Final

from workbench.curation.text import split_names
from workbench.intake.text.lines import Line, LineBuilder, join_text

_COMMENT: Final = re.compile(r"`[^`\n]*+`|<!--")
_LOOKS_LIKE_HTML: Final = re.compile(r"<a\s[^<>]*href|</[a-z]+\d?>|<(?:br|hr)\s*/?>|<img\s", re.I)
_ATTRIBUTES: Final = r"(?:[^<>\"']++|\"[^\"<>]*+\"|'[^'<>]*+'){0,60}+"
_TAG: Final = re.compile(rf"`[^`\n]*+`|<(/?)([a-z][a-z0-9]*+)(?=[\s/>])({_ATTRIBUTES})>", re.I)
_HREF: Final = re.compile(r"(?:^|\s)(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_ALT: Final = re.compile(r"(?:^|\s)alt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_BLOCKS: Final = split_names(
    "address article aside blockquote body br caption center dd details div dl dt figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
_CELLS: Final = split_names("td th")
_BOLD: Final = split_names("b strong")
_FLOWING: Final = split_names("dd dt figcaption h1 h2 h3 h4 h5 h6 li p tr")
_INLINE: Final = split_names(
    "abbr acronym big button cite code del dfn em font i ins kbd mark meta nobr o picture q s samp small source span"
    " strike sub sup time tt u var wbr link input label video audio iframe svg path script style noscript"
    " template title"
)
_HIDDEN: Final = split_names("script style template svg head")
_ESCAPED: Final = re.compile(r"([\\\[\]*_`~])")
_SCHEME: Final = re.compile(r"(?!mailto:|tel:|sms:)[a-z][a-z0-9+.-]*:|//|www\.", re.I)
_NEAR: Final = 300  # characters in which a tag of one letter is closed again
_ENTITY: Final = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")


def drop_comments(lines: Sequence[Line]) -> list[Line]:
    """The lines without HTML comments; one without an end is text."""
    text = join_text(lines)
    if "<!--" not in text:
        return list(lines)
    builder, at, begin = LineBuilder(lines), 0, 0
    while found := _COMMENT.search(text, at):
        at = found.end()
        if found[0] != "<!--":
            continue
        close = text.find("-->", at)
        if close < 0:
            break
        builder.add(text[begin : found.start()])
        at = begin = close + 3
        builder.skip(text[found.start() : begin])
    builder.add(text[begin:])
    builder.break_line()
    return builder.lines


def flatten_html(lines: Sequence[Line]) -> list[Line]:
    """The lines with links as Markdown and without tags, or the same lines where there are no tags."""
    text = join_text(lines)
    if not _LOOKS_LIKE_HTML.search(text):
        return list(lines)
    flattener, begin = _Flattener(lines, text), 0
    for tag in _TAG.finditer(text):
        if tag[2] and _is_tag(text, tag):
            flattener.add_text(text[begin : tag.start()])
            flattener.add_tag(tag)
            begin = tag.end()
    flattener.add_text(text[begin:])
    return flattener.finish()


def decode_entities(text: str) -> str:
    """The text with entities decoded. Only those with a semicolon are any: `&copy=1` is a parameter."""
    return _ENTITY.sub(_decode_entity, text) if "&" in text else text


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _ESCAPED.sub(r"\\\1", text)


def _decode_entity(entity: re.Match[str]) -> str:
    decimal, hexadecimal, name = entity.groups()
    if name:
        from html.entities import html5  # noqa: PLC0415 - a large table that few texts need

        return html5.get(name + ";", entity[0]).replace("\n", " ")
    code = int(decimal or hexadecimal, 10 if decimal else 16)
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _is_tag(text: str, tag: re.Match[str]) -> bool:
    """Whether this is a tag of HTML. A letter behind a word is the type of something, unless it is closed soon."""
    name = tag[2].lower()
    if name not in _BLOCKS | _CELLS | _INLINE | _BOLD | {"a", "img"}:
        return False
    if len(name) > 1 or tag[1] or tag[3] or not text[tag.start() - 1 : tag.start()].isalnum():
        return True
    return text.find(f"</{tag[2]}>", tag.end(), tag.end() + _NEAR) > 0


class _Flattener:
    """The lines so far. The text inside an anchor is gathered, since it is the link's title."""

    def __init__(self, lines: Sequence[Line], text: str) -> None:
        self._builder: Final = LineBuilder(lines)
        self._closing_tags: Final = {name: text.lower().rfind(f"</{name}") for name in _HIDDEN}
        self._url = self._alt = self._hidden = ""
        self._title: list[str] = []
        self._flows = False  # line ends are spaces

    def add_text(self, text: str) -> None:
        if self._hidden:
            self._builder.skip(text)
        elif self._url:
            self._title.append(decode_entities(text))
            self._builder.skip(text)
        elif self._flows and "\n\n" not in text:
            self._builder.add_in_line(decode_entities(text).replace("\n", " "), text)
        else:
            self._builder.add(decode_entities(text))

    def add_tag(self, tag: re.Match[str]) -> None:
        closes, name, attributes = bool(tag[1]), tag[2].lower(), tag[3]
        self._builder.skip(tag[0])
        if self._hidden:
            self._hidden = "" if closes and name == self._hidden else self._hidden
        elif name in _HIDDEN:
            self._hidden = name if self._closing_tags[name] > tag.start() and not closes else ""
        elif name == "a":
            self._close_anchor()
            self._url = "" if closes else _find_address(attributes)
        elif name == "img":
            alt = _ALT.search(attributes)
            self._alt = self._alt or (alt[1] or alt[2] or "" if alt else "")
        elif name == "iframe" and not closes:
            self._builder.add(f" <{_find_address(attributes)}> ")
        elif name in _BLOCKS:
            self._begin_block(name, closes)
        elif name in _CELLS and not closes:
            self._close_anchor()
            self._builder.add("\t")
        elif name in _BOLD and not self._url:
            self._builder.add("**")

    def finish(self) -> list[Line]:
        self._close_anchor()
        self._builder.break_line()
        return self._builder.lines

    def _begin_block(self, name: str, closes: bool) -> None:
        if self._url and not (closes and name in ("li", "tr", "ul", "ol", "table")):
            self._title.append(" ")  # a heading or a card inside an anchor
            return
        self._close_anchor()
        if name == "br" and self._builder.first_char == "|":  # in a row of a Markdown table
            self._builder.add(" ")
            return
        self._builder.break_line()
        self._flows = name in _FLOWING and not closes
        if not closes and name == "li":
            self._builder.add("- ")
        elif not closes and name[0] == "h" and name[1:].isdigit():
            self._builder.add("#" * int(name[1:]) + " ")

    def _close_anchor(self) -> None:
        if self._url:
            title = " ".join("".join(self._title).split()) or " ".join(decode_entities(self._alt).split())
            gap = " " if self._builder.last_char == "!" else ""  # with which Markdown would make it an image
            self._builder.add(f"{gap}[{escape_markdown(title)}](<{self._url}>)")
        self._url = self._alt = ""
        self._title = []


def _find_address(attributes: str) -> str:
    """The address that the attributes name; empty where it leads to no page."""
    found = _HREF.search(attributes)
    url = decode_entities((found[1] or found[2] or found[3] or "") if found else "")
    url = "".join(url.splitlines()).strip().replace("<", "%3C").replace(">", "%3E")
    if not _SCHEME.match(url):
        return ""
    return "https:" + url if url.startswith("//") else url
