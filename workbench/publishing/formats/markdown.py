"""The tree as Markdown: the one place that writes it, so that what is written reads back as the same tree.

The result is CommonMark that any parser understands alike, and writing it again changes nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from workbench.publishing.escaping import destination, escaped, heading, lines, literal
from workbench.publishing.tree import Node


def blocks(nodes: Sequence[Node]) -> str:
    """Paragraphs, headings, lists, quotes and rules, an empty line between each two."""
    return "\n\n".join(written(nodes))


def written(nodes: Sequence[Node], within: str = "") -> Iterator[str]:
    """Each of neighbouring blocks by itself; `within` is the mark of the list item they stand in."""
    # a list at once within a list would look like a rule: - - -
    other = within == "-" and bool(nodes) and nodes[0].kind == "bullets"
    before = None
    for node in nodes:
        if before is not None:
            other = not other if before.kind == node.kind else False  # two lists in a row are not one
        yield _block(node, other=other)
        before = node


def _block(node: Node, *, other: bool) -> str:
    """One block; `other` asks for the second of the two marks a list can have."""
    match node.kind:
        case "heading":
            return f"{'#' * node.number} {heading(inline(node.children))}".rstrip()
        case "quote":
            return "\n".join(f"> {line}".rstrip() for line in blocks(node.children).split("\n"))
        case "bullets" | "numbers":
            return _list(node, other=other)
        case "paragraph":
            return lines(inline(node.children))
    return f"<{destination(node.text)}>" if node.kind == "embed" else "---"


def _list(node: Node, *, other: bool) -> str:
    tight = node.tight and all(_fits(item) for item in node.children)
    gap = "\n" if tight else "\n\n"
    marks = ["*" if other else "-"] * len(node.children)
    if node.kind == "numbers":
        marks = [f"{node.number + at}{')' if other else '.'}" for at in range(len(node.children))]
    return gap.join(_item(item, mark, gap) for item, mark in zip(node.children, marks, strict=True))


def _fits(item: Node) -> bool:
    """Whether an item still reads as it should without empty lines: words, then at most a bullet list."""
    kinds = [child.kind for child in item.children]
    return kinds in ([], ["paragraph"], ["bullets"], ["paragraph", "bullets"])


def _item(item: Node, mark: str, gap: str) -> str:
    indent = " " * (len(mark) + 1)
    text = gap.join(written(item.children, mark)).replace("\n", f"\n{indent}")
    return re.sub(r"[ \t]+$", "", f"{mark} {text}", flags=re.MULTILINE)


def inline(nodes: Sequence[Node]) -> str:
    """Text, emphasis, code spans and links of one paragraph."""
    written = before = ""
    for node in nodes:
        if written.endswith("!") and before == "text" and node.kind == "link" and node.markup != "autolink":
            written = f"{written[:-1]}\\!"  # or the link would become an image
        written += _word(node)
        before = node.kind
    return written


def _word(node: Node) -> str:
    if node.kind in ("em", "strong"):
        return f"{node.markup}{inline(node.children)}{node.markup}"
    if node.kind == "link":
        return _link(node)
    return _WORDS[node.kind](node)


def _link(node: Node) -> str:
    """Round brackets are part of many addresses: the angle form keeps them as they are."""
    url = destination(node.text)
    if node.markup == "autolink":
        return f"<{url}>"
    return f"[{inline(node.children)}]({f'<{url}>' if '(' in url or ')' in url else url})"


def _code(text: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padded = text.startswith("`") or text.endswith("`") or (text[0] == text[-1] == " " and text.strip() != "")
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


_WORDS: Final[dict[str, Callable[[Node], str]]] = {
    "text": lambda node: escaped(node.text),
    "literal": lambda node: literal(node.text),
    "notation": lambda node: node.markup,
    "softbreak": lambda _: "\n",
    "break": lambda _: "\\\n",
    "code": lambda node: _code(node.text),
}
