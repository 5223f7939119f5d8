"""The passages of an edition: what is copied in one go into a platform's editor.

Title and subtitle are passages of their own, since every platform has fields for them. The body is one passage. For
editors that embed a video only if its address is pasted alone, it is split at the videos.

What differs by platform is data of the publication (`Target`). Copying is in `delivery/clipboards/`.
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
"""The share of a mail's size limit from which to warn, since the platform's template adds to the size."""


class Passage(Struct, frozen=True, kw_only=True):
    """A part of the issue that is copied in one go. `html` is empty where only plain text makes sense.

    `key` is `title`, `subtitle`, `body` (`body:2` where the body is split), `entry:17` or `video:17:1`, with the id of
    the entry. `label` is its name for people.
    """

    key: str
    label: str
    text: str
    html: str = ""
    markdown: str = ""

    @property
    def size(self) -> int:
        """Bytes of the passage in a mail."""
        return len((self.html or self.text).encode("utf-8", "replace"))


def build_passages(edition: Edition, target: Target, *, split_at_videos: bool = False) -> list[Passage]:
    """Title, subtitle and body, in the order in which they are pasted. `split_at_videos` splits the body there."""
    layout = _lay_out_for_target(edition, target)
    body = (
        _split_at_videos(layout)
        if split_at_videos
        else [_build_passage("body", "Body", [node for _, node in layout], target)]
    )
    return [*_build_title_passages(edition), *body]


def build_entry_passages(edition: Edition, target: Target) -> list[Passage]:
    """Each entry by itself, followed by the address of each of its videos, in reading order."""
    passages: list[Passage] = []
    for piece, group in groupby(_lay_out_for_target(edition, target), key=lambda part: part[0]):
        nodes = [node for _, node in group]
        if piece.startswith("entry:"):
            name = text_of_nodes(nodes[0].children)  # an entry begins with its title
            passages.append(_build_passage(piece, f"“{name}”", nodes, target))
            passages.extend(_build_video_passages(piece, name, nodes))
    return passages


def format_body_size(size: int, target: Target) -> str:
    """A sentence with the size of the body, in bytes: a warning where mail programs would cut it, or nearly."""
    if not target.most:
        return f"The body is {size / 1000:.0f} kB."
    limit = f"{target.most / 1000:.0f} kB"
    if size < target.most * SIZE_WARNING_SHARE:
        return f"The body is {size / 1000:.0f} kB of the {limit} that mail programs show."
    effect = "is cut" if size >= target.most else "is near the size at which it is cut"
    return f"A mail of {size / 1000:.0f} kB {effect}: mail programs show {limit}, template included."


def _build_title_passages(edition: Edition) -> Iterator[Passage]:
    for key, text in (("title", edition.title), ("subtitle", edition.subtitle)):
        if text:
            yield Passage(key=key, label=key.capitalize(), text=text, markdown=text)


def _lay_out_for_target(edition: Edition, target: Target) -> list[tuple[str, Node]]:
    """The layout, with blocks and videos as the target takes them."""
    parts = lay_out_edition(edition, quote_blocks=target.promo == "quote")
    return [(piece, _embed_to_link(node) if target.video == "link" else node) for piece, node in parts]


def _embed_to_link(node: Node) -> Node:
    if node.kind != "embed":
        return node
    return Node("paragraph", children=(Node("link", node.text, markup="autolink"),))


def _split_at_videos(layout: Sequence[tuple[str, Node]]) -> Iterator[Passage]:
    """The parts of the body between the videos, and the address of each video, in order."""
    number = 0
    for are_videos, group in groupby(layout, key=lambda part: part[1].kind == "embed"):
        parts = list(group)
        if are_videos:
            yield from (_build_video_passage(piece, at, node) for at, (piece, node) in enumerate(parts, 1))
        else:
            number += 1
            yield _build_passage(f"body:{number}", f"Body, part {number}", [node for _, node in parts], None)


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
