"""Writes the tree as plain text.

Links keep their URL in parentheses, emphasis is dropped, quotes are indented, two empty lines set a section apart.

Beside rich text on a clipboard it must not look like Markdown: some editors then read it in place of the rich text. So
no heading is underlined, and items are marked `•` and `1)`.
"""

from collections.abc import Iterator, Sequence

from workbench.publishing.tree import Node


def render_blocks(nodes: Sequence[Node]) -> str:
    """The blocks, with an empty line between each two, and two before a heading of the first levels."""
    return "\n\n".join(map(_render_block, nodes)).lstrip("\n")


def _render_block(node: Node) -> str:
    match node.kind:
        case "heading":
            return ("\n" if node.number < 3 else "") + render_inline(node.children)
        case "rule":
            return "* * *"
        case "quote":
            return _indent(render_blocks(node.children), "    ", "    ")
        case "bullets" | "numbers":
            return ("\n" if node.tight else "\n\n").join(_render_items(node))
    return node.text or render_inline(node.children)


def _render_items(node: Node) -> Iterator[str]:
    for at, item in enumerate(node.children):
        mark = "• " if node.kind == "bullets" else f"{node.number + at}) "
        gap = "\n" if node.tight else "\n\n"
        yield _indent(gap.join(map(_render_block, item.children)), mark, " " * len(mark))


def _indent(text: str, first: str, rest: str) -> str:
    indented = f"{first}{text}".replace("\n", f"\n{rest}")
    return indented.replace(f"\n{rest}\n", "\n\n")  # empty lines stay empty


def render_inline(nodes: Sequence[Node]) -> str:
    """The text of one paragraph on one line, but for the hard breaks in it."""
    return "".join(map(_render_inline_node, nodes))


def _render_inline_node(node: Node) -> str:
    if node.kind == "link":
        label = render_inline(node.children)
        if node.markup == "tracked":
            return label
        return node.text if label in ("", node.text) else f"{label} ({node.text})"
    if node.kind in ("softbreak", "break"):
        return " " if node.kind == "softbreak" else "\n"
    return render_inline(node.children) if node.children else node.text
