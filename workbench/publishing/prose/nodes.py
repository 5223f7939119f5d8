"""The tree of prose, made of the parser's tokens.

What prose may not hold becomes the text that it is written with.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token
from msgspec.structs import replace

from workbench.curation.text.cleaning import MAX_TEXT, clean_line, to_safe_url
from workbench.publishing.render.escaping import escape_destination
from workbench.publishing.render.markdown import can_be_tight
from workbench.publishing.tree import Node, NodeKind, join_text_nodes

_SPACES: Final = re.compile("  +")
"""Cleaned text has them behind the marks of a quote, which may turn out to be none."""


def build_blocks(tokens: Sequence[Token]) -> Iterator[Node]:
    """The blocks that these tokens open, in order."""
    at = 0
    while at < len(tokens):
        if tokens[at].nesting == 0:
            yield _build_rule(tokens[at])
        else:
            end = _locate_closing_token(tokens, at)
            yield _build_block(tokens[at], tokens[at + 1 : end])
            at = end
        at += 1


def rule_to_text(node: Node) -> Node:
    """A rule as the text that it is written with; any other block as it is."""
    return Node("paragraph", children=(Node("text", node.markup),)) if node.kind == "rule" else node


def _locate_closing_token(tokens: Sequence[Token], start: int) -> int:
    """The index of the token that closes the one at `start`."""
    level = tokens[start].level
    return next(at for at in range(start + 1, len(tokens)) if tokens[at].level == level)


def _build_rule(token: Token) -> Node:
    """A rule; within a quote or a list, where an issue has none, its text."""
    rule = Node("rule", markup=token.markup[:3])
    return rule_to_text(rule) if token.level else rule


def _build_block(token: Token, inner: Sequence[Token]) -> Node:
    match token.type:
        case "paragraph_open":
            return Node("paragraph", children=_build_inline(inner[0].children or []))
        case "heading_open":
            return _build_heading(token, _build_inline(inner[0].children or []))
        case "blockquote_open":
            return Node("quote", children=tuple(build_blocks(inner)))
        case "list_item_open":
            return Node("item", children=tuple(build_blocks(inner)))
    return _build_list(token, inner)


def _build_list(token: Token, inner: Sequence[Token]) -> Node:
    """A list, tight only where it is written without empty lines and could not be read otherwise."""
    items = tuple(build_blocks(inner))
    tight = _is_typed_tight(inner, token.level) and all(map(can_be_tight, items))
    items = tuple(
        replace(item, children=tuple(_set_tightness(block, tight) for block in item.children))
        for item in items
    )
    if token.type == "bullet_list_open":
        return Node("bullets", children=items, tight=tight)
    return Node("numbers", children=items, number=int(token.attrs.get("start", 1)), tight=tight)


_PARAGRAPH_LEVEL: Final = 2
"""How much deeper than a list the paragraphs of its items are."""


def _is_typed_tight(inner: Sequence[Token], level: int) -> bool:
    return all(
        token.hidden
        for token in inner
        if token.type == "paragraph_open" and token.level == level + _PARAGRAPH_LEVEL
    )


def _set_tightness(block: Node, tight: bool) -> Node:
    return replace(block, tight=tight) if block.kind == "paragraph" else block


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
            shown = clean_line(f"![{token.content}]({token.attrs['src']})", limit=MAX_TEXT)
            yield Node("literal", shown, markup="image")
        case _:
            yield Node("text", _SPACES.sub(" ", token.content))


def _build_span(token: Token, children: tuple[Node, ...]) -> Iterator[Node]:
    match token.type:
        case "em_open":
            yield Node("em", children=_unwrap("em", children), markup=token.markup)
        case "strong_open":
            yield Node("strong", children=_unwrap("strong", children), markup=token.markup)
        case _:
            yield from _build_link(token, children)


def _unwrap(kind: NodeKind, nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes without spans of that kind. They add nothing within another one, and Markdown often has no way to write
    them there."""
    kept: list[Node] = []
    for node in nodes:
        if node.kind == kind:
            kept.extend(node.children)
        else:
            kept.append(replace(node, children=_unwrap(kind, node.children)) if node.children else node)
    return tuple(join_text_nodes(kept))


def _build_link(token: Token, children: tuple[Node, ...]) -> Iterator[Node]:
    target = str(token.attrs["href"])
    safe = to_safe_url(target)
    url = safe and escape_destination(safe)
    label = "".join(child.text for child in children)
    if token.markup == "autolink":
        yield Node("link", url, markup="autolink") if url else Node("literal", f"<{label}>", markup="link")
    elif url:
        yield Node("link", url, children, "" if children else "autolink")
    else:
        shown = map(_text_to_literal, children)  # so that an address in it is none when it is read back
        yield from (Node("text", "["), *shown, Node("literal", f"]({target})", markup="link"))


def _text_to_literal(node: Node) -> Node:
    if node.kind == "text":
        return replace(node, kind="literal")
    return replace(node, children=tuple(map(_text_to_literal, node.children)))
