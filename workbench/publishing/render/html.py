"""Writes the tree as HTML for pasting.

It has only what the editors of newsletter platforms keep: h2 h3 p strong em code a ul ol li blockquote hr br, with
`href` as the only attribute, but for the `start` of a numbered list that does not begin at 1 and for a video's player,
which is for platforms that embed nothing else.
"""

from collections.abc import Sequence
from typing import Final

from workbench.publishing.tree import Node

_TAGS: Final = {
    "quote": "blockquote", "bullets": "ul", "numbers": "ol", "item": "li", "em": "em", "strong": "strong",
}  # fmt: skip
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escape_html(text: str) -> str:
    """The text escaped for HTML, both between tags and in attributes."""
    return text.translate(_ESCAPES)


def render_blocks(nodes: Sequence[Node]) -> str:
    """The blocks, each on its own line."""
    return "\n".join(map(_render_block, nodes))


def _render_block(node: Node) -> str:
    match node.kind:
        case "heading":
            return f"<h{node.number}>{_render_inline(node.children)}</h{node.number}>"
        case "paragraph":
            return _render_inline(node.children) if node.tight else f"<p>{_render_inline(node.children)}</p>"
        case "embed":
            return _render_video(node)
        case "rule":
            return "<hr>"
    tag = _TAGS[node.kind]
    start = f' start="{node.number}"' if node.kind == "numbers" and node.number != 1 else ""
    return f"<{tag}{start}>{render_blocks(node.children)}</{tag}>"


def _render_video(node: Node) -> str:
    """A video's address alone in its paragraph, or its player with a link below, which is what a mail keeps of it.

    The address is a link, too: an editor that makes no player of it would leave dead text, and one that does looks at
    the text of the paragraph alone.
    """
    link = _render_inline_node(Node("link", node.text, node.children))
    if not node.markup:
        return f"<p>{link}</p>"
    player = f'<iframe src="{escape_html(node.markup)}"></iframe>'
    return f"<figure>{player}<figcaption>{link}</figcaption></figure>"


def _render_inline(nodes: Sequence[Node]) -> str:
    return "".join(map(_render_inline_node, nodes))


def _render_inline_node(node: Node) -> str:
    match node.kind:
        case "softbreak":
            return "\n"
        case "break":
            return "<br>"
        case "code":
            return f"<code>{escape_html(node.text)}</code>"
        case "em" | "strong":
            return f"<{node.kind}>{_render_inline(node.children)}</{node.kind}>"
        case "link":
            return f'<a href="{escape_html(node.text)}">{_render_inline(node.children) or escape_html(node.text)}</a>'
    return escape_html(node.text)
