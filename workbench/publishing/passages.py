"""What goes on the clipboard in one go: the one place that takes an edition apart for a platform's editor.

Title and subtitle have fields of their own everywhere, so each is a passage; the body is one passage, or several
with the videos between them, for editors that make a player of an address only when it is pasted alone.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from workbench.curation.publication import Target
from workbench.publishing.edition import Edition, flow
from workbench.publishing.formats import html, markdown, plain
from workbench.publishing.tree import Node, words_of

NEAR: Final = 0.8
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


def passages(edition: Edition, target: Target, *, cut: bool = False) -> list[Passage]:
    """Title, subtitle, the body whole or `cut` at each video, in the order in which they are pasted."""
    laid = _laid_out(edition, target)
    body = _cut(laid) if cut else [_passage("body", "Body", [node for _, node in laid], target)]
    return [*_lines(edition), *body]


def entries(edition: Edition, target: Target) -> list[Passage]:
    """Each entry alone, and the address of each video, in reading order."""
    found: list[Passage] = []
    for piece, group in groupby(_laid_out(edition, target), key=lambda part: part[0]):
        nodes = [node for _, node in group]
        if piece.startswith("entry:"):
            name = words_of(nodes[0].children)
            found.append(_passage(piece, f"“{name}”", nodes, target))
            found.extend(_videos(piece, name, nodes))
    return found


def too_long(size: int, target: Target) -> str:
    """A sentence where a mail of that size is cut, or nearly; empty where it is not."""
    if not target.most or size < target.most * NEAR:
        return ""
    said = "is cut" if size >= target.most else "is near the size at which it is cut"
    return f"A mail of {size / 1000:.0f} kB {said}: mail programs show {target.most / 1000:.0f} kB, template included."


def size_said(size: int, target: Target) -> str:
    """How large the body is, against where a mail of it is cut, in a sentence."""
    shown = f" of the {target.most / 1000:.0f} kB that mail programs show" if target.most else ""
    return too_long(size, target) or f"The body is {size / 1000:.0f} kB{shown}."


def _lines(edition: Edition) -> Iterator[Passage]:
    for key, text in (("title", edition.title), ("subtitle", edition.subtitle)):
        if text:
            yield Passage(key=key, label=key.capitalize(), text=text, markdown=text)


def _laid_out(edition: Edition, target: Target) -> list[tuple[str, Node]]:
    """The layout, with the target's differences."""
    parts = flow(edition, quoted=target.promo == "quote")
    return [(piece, _linked(node) if target.video == "link" else node) for piece, node in parts]


def _linked(node: Node) -> Node:
    if node.kind != "embed":
        return node
    return Node("paragraph", children=(Node("link", node.text, markup="autolink"),))


def _cut(laid: Sequence[tuple[str, Node]]) -> Iterator[Passage]:
    """The body in pieces, each video's address by itself between them."""
    number = 0
    for alone, group in groupby(laid, key=lambda part: part[1].kind == "embed"):
        held = list(group)
        if alone:
            yield from (_video(piece, at, node) for at, (piece, node) in enumerate(held, 1))
        else:
            number += 1
            yield _passage(f"body:{number}", f"Body, part {number}", [node for _, node in held], None)


def _videos(piece: str, name: str, nodes: Sequence[Node]) -> Iterator[Passage]:
    videos = [node for node in nodes if node.kind == "embed"]
    for at, node in enumerate(videos, 1):
        yield _video(piece, at, node, name)


def _video(piece: str, at: int, node: Node, name: str = "") -> Passage:
    label = f"Video of “{name}”" if name else "Video"
    key = f"video:{piece.partition(':')[2]}:{at}"
    return Passage(key=key, label=label, text=node.text, markdown=f"<{node.text}>")


def _passage(key: str, label: str, nodes: Sequence[Node], target: Target | None) -> Passage:
    players = target is not None and target.video == "embed"
    return Passage(
        key=key,
        label=label,
        text=plain.blocks(nodes) + "\n",
        html=html.blocks(nodes, players=players) + "\n",
        markdown=markdown.blocks(nodes) + "\n",
    )
