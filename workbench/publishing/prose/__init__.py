"""Prose, the Markdown that editors write, parsed into a tree.

Prose may hold paragraphs, emphasis, code spans, links, lists and quotes. Headings, rules, fences, HTML and images stay
visible as the text they are written with; so does a link to an address that is not safe. All formats are written from
the tree (`render/`), so none can show what another hides. What readers would see otherwise than it is meant is told by
`misprints.py`.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from markdown_it.token import Token
from msgspec.structs import replace

from workbench.curation.text.cleaning import MAX_TEXT, clean_line, clean_lines
from workbench.publishing.prose.nodes import build_blocks, rule_to_text
from workbench.publishing.prose.parser import ProseParser, has_too_many_marks, is_too_deep
from workbench.publishing.render import html, markdown
from workbench.publishing.render.escaping import escape_prose
from workbench.publishing.tree import Node, join_text_nodes
from workbench.publishing.typed_bullets import read_typed_bullets

_LINE_PREFIX: Final = "a: "
"""Stands before a line while it is parsed, so that the line cannot begin a list or a quote."""
_PROSE_PARSER: Final = ProseParser("heading")
_DOCUMENT_PARSER: Final = ProseParser()


@lru_cache(maxsize=1024)
def parse_prose(text: str) -> tuple[Node, ...]:
    """The paragraphs, lists and quotes of a text.

    The tree is one that reads back the same after it was written as Markdown. A block that cannot be written so shows
    its marks, and the blocks around it stay as they are.
    """
    text = clean_lines(text)
    if has_too_many_marks(text):
        return tuple(_parse_plain_text(text, "marks"))
    nodes = tuple(_parse_nodes(text))
    if markdown.render_blocks(nodes) == text or _is_stable(nodes):  # the first is quicker, and mostly so
        return nodes
    nodes = tuple(map(_make_stable, nodes))
    return nodes if _is_stable(nodes) else tuple(_parse_plain_text(text, "emphasis"))


def parse_prose_line(text: str) -> tuple[Node, ...]:
    """The text, emphasis, code spans and links of a text on one line; other marks in it have no meaning."""
    text = clean_line(text, limit=MAX_TEXT)
    if not text:
        return ()
    line = parse_prose(f"{_LINE_PREFIX}{text}")[0].children
    return tuple(join_text_nodes((replace(line[0], text=line[0].text.removeprefix(_LINE_PREFIX)), *line[1:])))


def normalize_prose(prose: str) -> str:
    """Prose as an export writes it. Two texts with the same normal form mean the same."""
    return markdown.render_blocks(parse_prose(prose))


def tokenize_prose(text: str) -> list[Token]:
    """The parser's tokens of a text; none where it has too many marks to be read."""
    text = clean_lines(text)
    return [] if has_too_many_marks(text) else _PROSE_PARSER.parse(read_typed_bullets(text))


def parse_document(text: str) -> list[tuple[int, Node]]:
    """The blocks of a whole issue, headings and rules among them, each with the line (from 0) at which it begins."""
    text = read_typed_bullets(text)
    tokens = [] if has_too_many_marks(text) else _DOCUMENT_PARSER.parse(text)
    if not tokens or is_too_deep(tokens):
        tokens = _DOCUMENT_PARSER.parse(escape_prose(text))
    return list(zip(_iter_starts(tokens), build_blocks(tokens), strict=True))


def _iter_starts(tokens: Sequence[Token]) -> Iterator[int]:
    return (token.map[0] if token.map else 0 for token in tokens if token.level == 0 and token.nesting >= 0)


def _parse_nodes(text: str) -> Iterator[Node]:
    """The blocks of a text; one that is nested too deep to be read as plain paragraphs."""
    text = read_typed_bullets(text)
    tokens = _PROSE_PARSER.parse(text)
    if not is_too_deep(tokens):
        yield from map(rule_to_text, build_blocks(tokens))
        return
    lines = text.split("\n")
    for block in _split_blocks(tokens):
        if is_too_deep(block):
            first, end = block[0].map or (0, len(lines))
            yield from _parse_plain_text("\n".join(lines[first:end]), "depth")
        else:
            yield from map(rule_to_text, build_blocks(block))


def _split_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each block by itself."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _parse_plain_text(text: str, reason: str) -> Iterator[Node]:
    """The paragraphs of a text without any marks. Does not call the parser, which would be too slow for some."""
    for paragraph in filter(str.strip, text.split("\n\n")):
        lines = [Node("literal", line.strip(), markup=reason) for line in paragraph.strip("\n").split("\n")]
        yield Node(
            "paragraph", children=tuple(part for line in lines for part in (Node("softbreak"), line))[1:]
        )


def _is_stable(nodes: Sequence[Node]) -> bool:
    """Whether the blocks read back the same. Lists and quotes in a row are looked at together: they could join."""
    return all(
        _reads_back(tuple(group)) if is_joining else all(_reads_back((node,)) for node in group)
        for is_joining, group in groupby(nodes, key=lambda node: node.kind != "paragraph")
    )


@lru_cache(maxsize=4096)
def _reads_back(nodes: tuple[Node, ...]) -> bool:
    """Remembered, since of a text that is being typed all but one block stay as they are."""
    written = clean_lines(markdown.render_blocks(nodes))
    return html.render_blocks(tuple(_parse_nodes(written))) == html.render_blocks(nodes)


def _make_stable(node: Node) -> Node:
    """The block, in which each part that cannot be written as Markdown shows the marks of its emphasis."""
    alone = replace(node, tight=False) if node.kind == "paragraph" else node
    if node.kind != "item" and _is_stable([alone]):
        return node
    if node.kind == "paragraph":
        flat = _flatten_emphasis(node)
        return flat if _is_stable([replace(flat, tight=False)]) else _show_marks(node)
    return replace(node, children=tuple(map(_make_stable, node.children)))


def _flatten_emphasis(node: Node) -> Node:
    """The node with the marks of emphasis as text."""
    flat: list[Node] = []
    for child in map(_flatten_emphasis, node.children):
        if child.kind in ("em", "strong"):
            mark = Node("literal", child.markup, markup="emphasis")
            flat.extend((mark, *child.children, mark))
        else:
            flat.append(child)
    return replace(node, children=tuple(join_text_nodes(flat)))


def _show_marks(paragraph: Node) -> Node:
    """The paragraph as the text that it is written with."""
    lines = markdown.render_inline(paragraph.children)
    return replace(next(_parse_plain_text(lines, "emphasis")), tight=paragraph.tight)
