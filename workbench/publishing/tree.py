"""What every format is written from: the one place that says which parts a text can have."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

NodeKind: TypeAlias = Literal[
    "heading", "paragraph", "embed", "rule", "quote", "bullets", "numbers", "item",
    "text", "literal", "notation", "softbreak", "break", "em", "strong", "code", "link",
]  # fmt: skip


class Node(Struct, frozen=True):
    """A part of the tree. What `text`, `markup` and `number` hold depends on the kind.

    `text`: the words of text, literal (nothing in it may act) and code; the URL of a link or embed; what a
    notation (an escape or a character reference, written as `markup`) stands for. `markup`: the delimiter of
    emphasis or rule as the editor wrote it, `autolink` for a link without a label. `number`: a heading's
    level, a list's first. `tight`: a list without space between its items.
    """

    kind: NodeKind
    text: str = ""
    children: tuple["Node", ...] = ()
    markup: str = ""
    number: int = 0
    tight: bool = False


class ParseProblem(Struct, frozen=True):
    """Something in a file that found no home: its line from 1, a sentence that says so, the text, to be kept."""

    line: int
    message: str
    text: str = ""


def text_of_nodes(nodes: Sequence[Node]) -> str:
    """What a reader reads of these, as one line."""
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
    """Neighbouring texts as one."""
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
