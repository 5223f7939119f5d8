"""Prose, the Markdown that editors write, parsed into a tree.

Prose may hold paragraphs, emphasis, code spans, links, lists and quotes. Headings, rules, fences, HTML and images stay
visible as the text they are written with; so does a link to an address that is not safe. All formats are written from
the tree (`render/`), so none can show what another hides.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from workbench.curation.text.cleaning import MAX_TEXT, clean_line, clean_lines, to_safe_url
from workbench.publishing.render import html, markdown
from workbench.publishing.render.escaping import escape_prose
from workbench.publishing.tree import Node, join_text_nodes

MAX_DEPTH: Final = 40
"""Levels of lists and quotes. The parser drops what is nested deeper, so such prose is taken as plain text."""

MAX_ACTIVE_MARKS: Final = 5_000
"""Marks with a meaning in one text; a text with more is taken as plain text.

Ten issues have fewer. Each mark costs the parser up to 0.1 ms: a megabyte of brackets would stop the screen for half a
minute."""
_ACTIVE_MARK: Final = re.compile(r"\\.|([\[*`<&]|(?<!\w)_|_(?!\w))", re.DOTALL)


class _ProseParser(MarkdownIt):
    """CommonMark without what prose may not hold. URLs stay as they are written; `to_safe_url` judges them later."""

    def __init__(self, *without: str) -> None:
        # Deeper than allowed, so that the caller can recognise prose of which the parser would drop a part.
        super().__init__("commonmark", {"html": False, "maxNesting": MAX_DEPTH + 2})
        self.disable(["code", "fence", "lheading", "reference", "text_join", *without])

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        return True


_LINE_PREFIX: Final = "a: "
"""Stands before a line while it is parsed, so that the line cannot begin a list or a quote."""
_PROSE_PARSER: Final = _ProseParser("heading")
_DOCUMENT_PARSER: Final = _ProseParser()


@lru_cache(maxsize=1024)
def parse_prose(text: str) -> tuple[Node, ...]:
    """The paragraphs, lists and quotes of a text.

    The tree is one that reads back the same after it was written as Markdown.
    """
    text = clean_lines(text)
    if _has_too_many_marks(text):
        return tuple(_parse_plain_text(text))
    nodes = _parse_nodes(text)
    if _is_stable(nodes):
        return nodes
    # Some nested emphasis, such as `***a*b*`, cannot be written as Markdown: show its asterisks.
    nodes = _flatten_emphasis(nodes)
    return nodes if _is_stable(nodes) else _parse_nodes(escape_prose(text))


def parse_prose_line(text: str) -> tuple[Node, ...]:
    """The text, emphasis, code spans and links of a text on one line; other marks in it have no meaning."""
    text = clean_line(text, limit=MAX_TEXT)
    if not text:
        return ()
    line = parse_prose(f"{_LINE_PREFIX}{text}")[0].children
    return tuple(join_text_nodes((Node("text", line[0].text.removeprefix(_LINE_PREFIX)), *line[1:])))


def normalize_prose(prose: str) -> str:
    """Prose as an export writes it. Two texts with the same normal form mean the same."""
    return markdown.render_blocks(parse_prose(prose))


def parse_document(text: str) -> list[tuple[int, Node]]:
    """The blocks of a whole issue, headings and rules among them, each with the line (from 0) at which it begins."""
    tokens = _tokenize(_DOCUMENT_PARSER, text)
    starts = [token.map[0] if token.map else 0 for token in tokens if token.level == 0 and token.nesting >= 0]
    return list(zip(starts, _build_blocks(tokens), strict=True))


def _parse_nodes(text: str) -> tuple[Node, ...]:
    return tuple(_rule_to_text(node) for node in _build_blocks(_tokenize(_PROSE_PARSER, text)))


def _rule_to_text(node: Node) -> Node:
    return Node("paragraph", children=(Node("text", node.markup),)) if node.kind == "rule" else node


def _is_stable(nodes: Sequence[Node]) -> bool:
    return html.render_blocks(_parse_nodes(markdown.render_blocks(nodes))) == html.render_blocks(nodes)


def _flatten_emphasis(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes with the marks of emphasis as text."""
    flat: list[Node] = []
    for node in nodes:
        children = _flatten_emphasis(node.children)
        if node.kind in ("em", "strong"):
            flat.extend((Node("text", node.markup), *children, Node("text", node.markup)))
        else:
            flat.append(msgspec.structs.replace(node, children=children))
    return tuple(join_text_nodes(flat))


def _tokenize(parser: _ProseParser, text: str) -> list[Token]:
    tokens = [] if _has_too_many_marks(text) else parser.parse(text)
    return tokens if tokens and not _is_too_deep(tokens) else parser.parse(escape_prose(text))


def _has_too_many_marks(text: str) -> bool:
    """Whether the text has more than `MAX_ACTIVE_MARKS`; escaped marks do not count."""
    return len(text) > MAX_ACTIVE_MARKS and sum(map(bool, _ACTIVE_MARK.findall(text))) > MAX_ACTIVE_MARKS


def _parse_plain_text(text: str) -> Iterator[Node]:
    """The paragraphs of a text without any marks. Does not call the parser, which would be too slow for it."""
    for paragraph in filter(str.strip, text.split("\n\n")):
        lines = [Node("literal", line.strip()) for line in paragraph.strip("\n").split("\n")]
        yield Node(
            "paragraph", children=tuple(part for line in lines for part in (Node("softbreak"), line))[1:]
        )


def _is_too_deep(tokens: Sequence[Token]) -> bool:
    return any(token.level >= MAX_DEPTH or _is_too_deep(token.children or ()) for token in tokens)


def _locate_closing_token(tokens: Sequence[Token], start: int) -> int:
    """The index of the token that closes the one at `start`."""
    level = tokens[start].level
    return next(at for at in range(start + 1, len(tokens)) if tokens[at].level == level)


def _build_blocks(tokens: Sequence[Token]) -> Iterator[Node]:
    at = 0
    while at < len(tokens):
        if tokens[at].nesting == 0:
            yield _build_rule(tokens[at])
        else:
            end = _locate_closing_token(tokens, at)
            yield _build_block(tokens[at], tokens[at + 1 : end])
            at = end
        at += 1


def _build_rule(token: Token) -> Node:
    """A rule; within a quote or a list, where an issue has none, the text that it is written with."""
    rule = Node("rule", markup=token.markup[:3])
    return _rule_to_text(rule) if token.level else rule


def _build_block(token: Token, inner: Sequence[Token]) -> Node:
    match token.type:
        case "paragraph_open":
            return Node("paragraph", children=_build_inline(inner[0].children or []), tight=token.hidden)
        case "heading_open":
            return _build_heading(token, _build_inline(inner[0].children or []))
        case "blockquote_open":
            return Node("quote", children=tuple(_build_blocks(inner)))
        case "list_item_open":
            return Node("item", children=tuple(_build_blocks(inner)))
    items = tuple(_build_blocks(inner))
    tight = not any(
        child.kind == "paragraph" and not child.tight for item in items for child in item.children
    )
    if token.type == "bullet_list_open":
        return Node("bullets", children=items, tight=tight)
    return Node("numbers", children=items, number=int(token.attrs.get("start", 1)), tight=tight)


def _build_heading(token: Token, children: tuple[Node, ...]) -> Node:
    level = int(token.tag[1:])
    if token.level or level > 3:  # an issue has no heading in a list or quote, and none below the third level
        return Node("paragraph", children=(Node("text", "#" * level + " "), *children))
    return Node("heading", children=children, number=level)


def _build_inline(tokens: Sequence[Token]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    at = 0
    while at < len(tokens):
        if tokens[at].nesting == 0:
            nodes.extend(_build_inline_leaf(tokens[at]))
        else:
            end = _locate_closing_token(tokens, at)
            nodes.extend(_build_span(tokens[at], _build_inline(tokens[at + 1 : end])))
            at = end
        at += 1
    return tuple(join_text_nodes(nodes))


def _build_inline_leaf(token: Token) -> Iterator[Node]:
    match token.type:
        case "text_special" if clean_line(token.content) == token.content or token.content == "\u00a0":
            yield Node("notation", token.content, markup=token.markup)
        case "text_special":  # a reference to a control character: shown as it is written
            yield Node("text", token.markup)
        case "code_inline":
            yield Node("code", clean_line(token.content, limit=MAX_TEXT) or " ")
        case "softbreak":
            yield Node("softbreak")
        case "hardbreak":
            yield Node("break")
        case "image":
            yield Node("text", f"![{token.content}]({token.attrs['src']})")
        case _:
            yield Node("text", token.content)


def _build_span(token: Token, children: tuple[Node, ...]) -> Iterator[Node]:
    if token.type == "em_open":
        yield Node("em", children=children, markup=token.markup)
    elif token.type == "strong_open":
        yield Node("strong", children=children, markup=token.markup)
    else:
        yield from _build_link(token, children)


def _build_link(token: Token, children: tuple[Node, ...]) -> Iterator[Node]:
    target = str(token.attrs["href"])
    url = to_safe_url(target)
    if token.markup == "autolink":
        label = "".join(child.text for child in children)
        yield Node("link", url, markup="autolink") if url else Node("text", f"<{label}>")
    elif url:
        yield Node("link", url, children, "" if children else "autolink")
    else:
        yield from (Node("text", "["), *children, Node("text", f"]({target})"))
