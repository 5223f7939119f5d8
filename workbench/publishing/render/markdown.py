"""Writes the tree as Markdown that reads back as the same tree (`prose/`).

The result is CommonMark without the cases in which parsers differ.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from workbench.publishing.flanking import is_punctuation
from workbench.publishing.render.escaping import (
    escape_destination,
    escape_heading,
    escape_line_starts,
    escape_literal,
    escape_marks,
)
from workbench.publishing.tree import Node


def render_blocks(nodes: Sequence[Node]) -> str:
    """The blocks, with an empty line between each two."""
    return "\n\n".join(iter_rendered_blocks(nodes))


def iter_rendered_blocks(nodes: Sequence[Node], parent_mark: str = "") -> Iterator[str]:
    """Each of the blocks by itself. `parent_mark` is the mark of the list item in which they stand."""
    # A list that begins its parent's item would look like a rule (`- - -`), so it takes the other mark.
    alternate = parent_mark == "-" and bool(nodes) and nodes[0].kind == "bullets"
    before = None
    for node in nodes:
        if before is not None:  # two lists in a row with the same mark would become one
            alternate = not alternate if before.kind == node.kind else False
        yield _render_block(node, alternate=alternate)
        before = node


def _render_block(node: Node, *, alternate: bool) -> str:
    """One block. `alternate` selects the second of the two marks that a list can have."""
    match node.kind:
        case "heading":
            return f"{'#' * node.number} {escape_heading(render_inline(node.children))}".rstrip()
        case "quote":  # without spaces at the end of lines, which some editors remove and diffs show
            return "\n".join(f"> {line}".rstrip() for line in render_blocks(node.children).split("\n"))
        case "bullets" | "numbers":
            return _render_list(node, alternate=alternate)
        case "paragraph":
            return escape_line_starts(render_inline(node.children))
    return f"<{escape_destination(node.text)}>" if node.kind == "embed" else "---"


def _render_list(node: Node, *, alternate: bool) -> str:
    gap = "\n" if node.tight else "\n\n"
    marks = ["*" if alternate else "-"] * len(node.children)
    if node.kind == "numbers":
        marks = [f"{node.number + at}{')' if alternate else '.'}" for at in range(len(node.children))]
    return gap.join(_render_item(item, mark, gap) for item, mark in zip(node.children, marks, strict=True))


def can_be_tight(item: Node) -> bool:
    """Whether an item reads back the same without empty lines between its blocks."""
    return all(_can_follow(before, block) for before, block in pairwise(item.children))


def _can_follow(before: Node, block: Node) -> bool:
    """Whether a block of an item begins in the line after another one, instead of going on with it."""
    if block.kind == "paragraph":
        return False
    if block.kind == "quote":
        return before.kind != "quote"
    if before.kind != "paragraph":
        return True
    has_text = bool(block.children[0].children)
    return has_text and (block.kind == "bullets" or block.number == 1)


def _render_item(item: Node, mark: str, gap: str) -> str:
    indent = " " * (len(mark) + 1)
    text = gap.join(iter_rendered_blocks(item.children, mark)).replace("\n", f"\n{indent}")
    return re.sub(r"[ \t]+$", "", f"{mark} {text}", flags=re.MULTILINE)  # empty lines got the indent, too


def render_inline(nodes: Sequence[Node]) -> str:
    """The text, emphasis, code spans and links of one paragraph."""
    line = last = ""
    before = Node("text")
    for node in nodes:
        if line.endswith("!") and before.kind == "text" and node.kind == "link" and node.markup != "autolink":
            line = f"{line[:-1]}\\!"  # or the link would become an image
        part = _render_inline_node(node)
        if _hides_mark(line[-1:], part, node):
            line = _spell_out_last(line)
        elif _hides_mark(part[:1], last[::-1], before):
            part = f"&#{ord(part[0])};{part[1:]}"
        line, last, before = line + part, part, node
    return line


def _hides_mark(outside: str, span: str, node: Node) -> bool:
    """Whether parsers would take no mark of emphasis for one, where this character stands before the span. A span that
    is read backwards has the character behind it."""
    inside = span.lstrip(node.markup)[:1] if node.kind in ("em", "strong") else ""
    return (
        bool(outside and inside)
        and is_punctuation(inside)
        and not (outside.isspace() or is_punctuation(outside))
    )


def _spell_out_last(line: str) -> str:
    """The line with its last letter as a reference, which ends in punctuation. A backslash before the letter meant
    itself and would now escape."""
    before, letter = line[:-1], line[-1]
    backslashes = len(before) - len(before.rstrip("\\"))
    escape = "\\" * (backslashes % 2)
    return f"{before}{escape}&#{ord(letter)};"


def _render_inline_node(node: Node) -> str:
    if node.kind in ("em", "strong"):
        return f"{node.markup}{render_inline(node.children)}{node.markup}"
    if node.kind == "link":
        return _render_link(node)
    return _LEAF_RENDERERS[node.kind](node)


def _render_link(node: Node) -> str:
    url = escape_destination(node.text)
    if node.markup == "autolink":
        return f"<{url}>"
    # Parentheses stand in many addresses. In angle brackets they need no escape.
    return f"[{render_inline(node.children)}]({f'<{url}>' if '(' in url or ')' in url else url})"


def _render_code(text: str) -> str:
    # The fence is longer than any run of backticks in the text. Parsers remove one space on both sides, so a space is
    # added where that would take one of the text's own, or where a backtick would join the fence.
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padded = text.startswith("`") or text.endswith("`") or (text[0] == text[-1] == " " and text.strip() != "")
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


_LEAF_RENDERERS: Final[dict[str, Callable[[Node], str]]] = {
    "text": lambda node: escape_marks(node.text),
    "literal": lambda node: escape_literal(node.text),
    "notation": lambda node: node.markup,
    "softbreak": lambda _: "\n",
    "break": lambda _: "\\\n",
    "code": lambda node: _render_code(node.text),
}
