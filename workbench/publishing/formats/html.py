"""The tree as HTML for pasting: the one place that writes tags.

Only what editors of newsletter platforms keep: h2 h3 p strong em code a ul ol li blockquote hr br, and no
attribute but `href`. A list that begins at another number than 1 would need one, and begins at 1. The one
exception is a video's player, for platforms that take it and nothing less.
"""

from collections.abc import Sequence
from typing import Final

from workbench.curation.identity import Identity, identify
from workbench.publishing.tree import Node

_TAG: Final = {
    "quote": "blockquote", "bullets": "ul", "numbers": "ol", "item": "li", "em": "em", "strong": "strong",
}  # fmt: skip
_PLAYERS: Final = {"youtube": "https://www.youtube.com/embed/", "vimeo": "https://player.vimeo.com/video/"}
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escape(text: str) -> str:
    """The text as HTML that shows just that text, between tags and in attributes."""
    return text.translate(_ESCAPES)


def blocks(nodes: Sequence[Node], *, players: bool = False) -> str:
    """One block a line; with `players`, a video that can be played in a page stands there as its player."""
    return "\n".join(_player(node) or _block(node) if players else _block(node) for node in nodes)


def _player(node: Node) -> str:
    found = identify(node.text) if node.kind == "embed" else None
    scheme, _, id = found.key.partition(":") if isinstance(found, Identity) else ("", "", "")
    return (
        f'<iframe src="{_PLAYERS[scheme]}{escape(id)}"></iframe>'
        if scheme in _PLAYERS and "/" not in id
        else ""
    )


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
