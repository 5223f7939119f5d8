"""The tree as HTML for pasting: the one place that writes tags.

Only what editors of newsletter platforms keep: h2 h3 p strong em code a ul ol li blockquote hr br, and no
attribute but `href`. A list that begins at another number than 1 would need one, and begins at 1.
"""

from collections.abc import Sequence
from typing import Final

from workbench.publishing.tree import Node

_TAG: Final = {
    "quote": "blockquote", "bullets": "ul", "numbers": "ol", "item": "li", "em": "em", "strong": "strong",
}  # fmt: skip
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escape(text: str) -> str:
    """The text as HTML that shows just that text, between tags and in attributes."""
    return text.translate(_ESCAPES)


def blocks(nodes: Sequence[Node]) -> str:
    """One block a line."""
    return "\n".join(_block(node) for node in nodes)


def _block(node: Node) -> str:
    match node.kind:
        case "heading":
            return f"<h{node.number}>{_inline(node.children)}</h{node.number}>"
        case "paragraph":
            return _inline(node.children) if node.tight else f"<p>{_inline(node.children)}</p>"
        case "embed":
            return f"<p>{escape(node.text)}</p>"
        case "rule":
            return "<hr>"
    tag = _TAG[node.kind]
    return f"<{tag}>{blocks(node.children)}</{tag}>"


def _inline(nodes: Sequence[Node]) -> str:
    return "".join(map(_word, nodes))


def _word(node: Node) -> str:
    match node.kind:
        case "softbreak":
            return "\n"
        case "break":
            return "<br>"
        case "code":
            return f"<code>{escape(node.text)}</code>"
        case "em" | "strong":
            return f"<{node.kind}>{_inline(node.children)}</{node.kind}>"
        case "link":
            return f'<a href="{escape(node.text)}">{_inline(node.children) or escape(node.text)}</a>'
    return escape(node.text)
