"""The tree that every format is written from: the kinds of nodes, and functions on sequences of them.

Prose is parsed into it in `prose/`, an issue is laid out as it in `layout.py`, and `render/` writes it.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

NodeKind: TypeAlias = Literal[
    "heading", "paragraph", "embed", "rule", "quote", "bullets", "numbers", "item",
    "text", "literal", "notation", "softbreak", "break", "em", "strong", "code", "link",
]  # fmt: skip


class Node(Struct, frozen=True):
    """A node of the tree. What its fields hold depends on the kind.

    - `text`: the text of `text`, `literal` (Markdown in it has no meaning) and `code`; the URL of `link` and `embed`;
      the character that a `notation` stands for.
    - `markup`: the marks of emphasis or of a rule as the editor wrote them; `autolink` for a link without a label,
      `tracked` for one whose label is its address without parameters for statistics; the escape or character reference
      of a `notation`; the address of an `embed`'s player, where a player is wanted.
    - `number`: the level of a heading, the first number of a list.
    - `tight`: a list without empty lines between its items, or a paragraph in one.
    """

    kind: NodeKind
    text: str = ""
    children: tuple["Node", ...] = ()
    markup: str = ""
    number: int = 0
    tight: bool = False


def text_of_nodes(nodes: Sequence[Node]) -> str:
    """The text of these nodes as a reader sees it, on one line."""
    return " ".join("".join(_iter_text(nodes)).split())


def _iter_text(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node.kind == "link" and not node.children:
            yield node.text
        elif node.kind in ("softbreak", "break", "paragraph", "item"):
            yield " "
            yield from _iter_text(node.children)
        else:
            yield from _iter_text(node.children) if node.children else node.text


def join_text_nodes(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes, with neighbouring text nodes joined into one."""
    text = ""
    for node in nodes:
        if node.kind == "text":
            text += node.text
            continue
        if text:
            yield Node("text", text)
            text = ""
        yield node
    if text:
        yield Node("text", text)
