"""What goes on the clipboard in one go: the one place that takes an edition apart for a platform's editor.

Title and subtitle have fields of their own everywhere, so each is a passage; the body is one passage, or several
with the videos between them, for editors that make a player of an address only when it is pasted alone.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from workbench.curation.publication import Target
from workbench.publishing.layout import Edition, lay_out_edition
from workbench.publishing.render import html, markdown, plain
from workbench.publishing.tree import Node, text_of_nodes

SIZE_WARNING_SHARE: Final = 0.8
"""The share of a mail's limit from which its size is worth a warning: the platform's template comes on top."""


class Passage(Struct, frozen=True, kw_only=True):
    """A stretch of the issue as it is copied. `html` is empty where only plain text makes sense.

    `key` is `title`, `subtitle`, `body` (`body:2` where the body is cut), `entry:17` or `video:17:1` by the entry's
    document id; `label` is what people call it.
    """

    key: str
    label: str
    text: str
    html: str = ""
    markdown: str = ""

    @property
    def size(self) -> int:
        """Bytes on their way to the reader."""
        return len((self.html or self.text).encode("utf-8", "replace"))


def build_passages(edition: Edition, target: Target, *, split_at_videos: bool = False) -> list[Passage]:
    """Title, subtitle, the body whole or `split_at_videos` at each video, in the order in which they are pasted."""
    laid = _lay_out_for_target(edition, target)
    body = (
        _split_at_videos(laid)
        if split_at_videos
        else [_build_passage("body", "Body", [node for _, node in laid], target)]
    )
    return [*_build_title_passages(edition), *body]


def build_entry_passages(edition: Edition, target: Target) -> list[Passage]:
    """Each entry alone, and the address of each video, in reading order."""
    found: list[Passage] = []
    for piece, group in groupby(_lay_out_for_target(edition, target), key=lambda part: part[0]):
        nodes = [node for _, node in group]
        if piece.startswith("entry:"):
            name = text_of_nodes(nodes[0].children)
            found.append(_build_passage(piece, f"“{name}”", nodes, target))
            found.extend(_build_video_passages(piece, name, nodes))
    return found


def format_size_warning(size: int, target: Target) -> str:
    """A sentence where a mail of that size is cut, or nearly; empty where it is not."""
    if not target.most or size < target.most * SIZE_WARNING_SHARE:
        return ""
    said = "is cut" if size >= target.most else "is near the size at which it is cut"
    return f"A mail of {size / 1000:.0f} kB {said}: mail programs show {target.most / 1000:.0f} kB, template included."


def format_body_size(size: int, target: Target) -> str:
    """How large the body is, against where a mail of it is cut, in a sentence."""
    shown = f" of the {target.most / 1000:.0f} kB that mail programs show" if target.most else ""
    return format_size_warning(size, target) or f"The body is {size / 1000:.0f} kB{shown}."


def _build_title_passages(edition: Edition) -> Iterator[Passage]:
    for key, text in (("title", edition.title), ("subtitle", edition.subtitle)):
        if text:
            yield Passage(key=key, label=key.capitalize(), text=text, markdown=text)


def _lay_out_for_target(edition: Edition, target: Target) -> list[tuple[str, Node]]:
    """The layout, with the target's differences."""
    parts = lay_out_edition(edition, quote_blocks=target.promo == "quote")
    return [(piece, _embed_to_link(node) if target.video == "link" else node) for piece, node in parts]


def _embed_to_link(node: Node) -> Node:
    if node.kind != "embed":
        return node
    return Node("paragraph", children=(Node("link", node.text, markup="autolink"),))


def _split_at_videos(layout: Sequence[tuple[str, Node]]) -> Iterator[Passage]:
    """The body in pieces, each video's address by itself between them."""
    number = 0
    for alone, group in groupby(layout, key=lambda part: part[1].kind == "embed"):
        held = list(group)
        if alone:
            yield from (_build_video_passage(piece, at, node) for at, (piece, node) in enumerate(held, 1))
        else:
            number += 1
            yield _build_passage(f"body:{number}", f"Body, part {number}", [node for _, node in held], None)


def _build_video_passages(piece: str, name: str, nodes: Sequence[Node]) -> Iterator[Passage]:
    videos = [node for node in nodes if node.kind == "embed"]
    for at, node in enumerate(videos, 1):
        yield _build_video_passage(piece, at, node, name)


def _build_video_passage(piece: str, at: int, node: Node, name: str = "") -> Passage:
    label = f"Video of “{name}”" if name else "Video"
    key = f"video:{piece.partition(':')[2]}:{at}"
    return Passage(key=key, label=label, text=node.text, markdown=f"<{node.text}>")


def _build_passage(key: str, label: str, nodes: Sequence[Node], target: Target | None) -> Passage:
    players = target is not None and target.video == "embed"
    return Passage(
        key=key,
        label=label,
        text=plain.render_blocks(nodes) + "\n",
        html=html.render_blocks(nodes, with_players=players) + "\n",
        markdown=markdown.render_blocks(nodes) + "\n",
    )
