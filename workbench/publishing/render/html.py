"""Writes the tree as HTML for pasting.

It has only what the editors of newsletter platforms keep: h2 h3 p strong em code a ul ol li blockquote hr br, with
`href` as the only attribute, but for the `start` of a numbered list that does not begin at 1 and for a video's player,
which is for platforms that embed nothing else.
"""

from collections.abc import Sequence
from typing import Final

from workbench.curation.identity import Identity, identify
from workbench.publishing.tree import Node

_TAGS: Final = {
    "quote": "blockquote", "bullets": "ul", "numbers": "ol", "item": "li", "em": "em", "strong": "strong",
}  # fmt: skip
_PLAYER_URLS: Final = {
    "youtube": "https://www.youtube.com/embed/",
    "vimeo": "https://player.vimeo.com/video/",
}
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escape_html(text: str) -> str:
    """The text escaped for HTML, both between tags and in attributes."""
    return text.translate(_ESCAPES)


def render_blocks(nodes: Sequence[Node], *, with_players: bool = False) -> str:
    """The blocks, each on its own line. `with_players` writes a video as an iframe, where its site has a player."""
    return "\n".join(
        _render_player(node) or _render_block(node) if with_players else _render_block(node) for node in nodes
    )


def _render_player(node: Node) -> str:
    found = identify(node.text) if node.kind == "embed" else None
    scheme, _, id = found.key.partition(":") if isinstance(found, Identity) else ("", "", "")
    return (
        f'<iframe src="{_PLAYER_URLS[scheme]}{escape_html(id)}"></iframe>'
        if scheme in _PLAYER_URLS and "/" not in id
        else ""
    )


def _render_block(node: Node) -> str:
    match node.kind:
        case "heading":
            return f"<h{node.number}>{_render_inline(node.children)}</h{node.number}>"
        case "paragraph":
            return _render_inline(node.children) if node.tight else f"<p>{_render_inline(node.children)}</p>"
        case "embed":
            return f"<p>{escape_html(node.text)}</p>"
        case "rule":
            return "<hr>"
    tag = _TAGS[node.kind]
    start = f' start="{node.number}"' if node.kind == "numbers" and node.number != 1 else ""
    return f"<{tag}{start}>{render_blocks(node.children)}</{tag}>"


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
