"""The passages of an edition: what is copied in one go into a platform's editor.

Title, subtitle and preview text are passages of their own, since platforms have fields for them. The body is one
passage. For editors that embed a video only if its address is pasted alone, it is split at the videos.

What differs by platform is data of the publication (`Target`). Copying is in `delivery/clipboards/`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Literal

from msgspec import Struct

from workbench.curation.model import Entry, EntryId, Issue
from workbench.curation.pieces import Piece, piece_of_entry
from workbench.curation.publication import Publication, Target
from workbench.publishing.layout import Edition, build_edition
from workbench.publishing.render import html, plain
from workbench.publishing.render.dialects import MARKDOWN_RENDERERS
from workbench.publishing.render.python_markdown import shield_templates
from workbench.publishing.target_layout import lay_out_for_target
from workbench.publishing.tree import Node, text_of_nodes


class PassageKey(Struct, frozen=True, gc=False):
    """Which passage of an issue. `str` gives its text form: `title`, `body`, `body:2`, `entry:17`, `video:17:1`,
    `post:bluesky`.

    `number` counts from 1: the parts of a body that is cut, and the videos of one piece. It is 0 for the body as a
    whole. `piece` is there for an entry and for a video, `name` for a post.
    """

    kind: Literal["title", "subtitle", "preview", "body", "entry", "video", "post"]
    piece: Piece | None = None
    number: int = 0
    name: str = ""

    def __str__(self) -> str:
        if self.name:
            return f"{self.kind}:{self.name}"
        if self.piece is None:
            return f"{self.kind}:{self.number}" if self.number else self.kind
        if self.kind == "entry":
            return str(self.piece)
        return f"video:{self.piece.entry_id or self.piece}:{self.number}"


TITLE_KEY: Final = PassageKey("title")
SUBTITLE_KEY: Final = PassageKey("subtitle")
PREVIEW_KEY: Final = PassageKey("preview")
BODY_KEY: Final = PassageKey("body")


def key_of_body_part(number: int) -> PassageKey:
    """The part of that number, from 1, of the body cut at its videos."""
    return PassageKey("body", number=number)


def key_of_entry(id: EntryId) -> PassageKey:
    """The entry of that document id, alone."""
    return PassageKey("entry", piece_of_entry(id))


def key_of_video(piece: Piece, number: int = 1) -> PassageKey:
    """The address of the video of that number, from 1, in a piece."""
    return PassageKey("video", piece, number)


class Passage(Struct, frozen=True, kw_only=True):
    """A part of the issue that is copied in one go. `html` is empty where only plain text makes sense.

    `label` is its name for people, `length_note` how long it is where its place has a limit. It `lacks_url` where it
    names the issue's address and nobody has said that yet.
    """

    key: PassageKey
    label: str
    text: str
    html: str = ""
    markdown: str = ""
    length_note: str = ""
    lacks_url: bool = False

    @property
    def size(self) -> int:
        """Bytes of the passage in a mail."""
        return _count_bytes(self.html or self.text)


def build_passages(edition: Edition, target: Target, *, split_at_videos: bool = False) -> list[Passage]:
    """Title, subtitle, preview text and body, in the order in which they are pasted. `split_at_videos` splits the body
    there."""
    layout = lay_out_for_target(edition, target)
    body = (
        _split_at_videos(layout, target)
        if split_at_videos
        else [_build_passage(BODY_KEY, "Body", [node for _, node in layout], target)]
    )
    return [*_build_title_passages(edition), *body]


def build_entry_passages(edition: Edition, target: Target) -> list[Passage]:
    """Each entry by itself, followed by the address of each of its videos, in reading order."""
    passages: list[Passage] = []
    for piece, group in groupby(lay_out_for_target(edition, target), key=lambda part: part[0]):
        nodes = [node for _, node in group]
        if piece.entry_id is not None:
            name = text_of_nodes(nodes[0].children)  # an entry begins with its title
            passages.append(_build_passage(key_of_entry(piece.entry_id), f"“{name}”", nodes, target))
            passages.extend(_build_video_passages(piece, name, nodes, target))
    return passages


def iter_all_passages(edition: Edition, target: Target) -> Iterator[Passage]:
    """Everything that can be copied for a target: whole, cut at its videos, and each entry by itself."""
    yield from build_passages(edition, target)
    yield from build_passages(edition, target, split_at_videos=True)
    yield from build_entry_passages(edition, target)


def measure_pieces(
    issue: Issue, entries: Sequence[Entry], publication: Publication, target: Target
) -> Counter[Piece]:
    """The bytes of each piece of the body; together they are those of the whole body."""
    sizes: Counter[Piece] = Counter()
    layout = lay_out_for_target(build_edition(issue, entries, publication), target)
    for piece, group in groupby(layout, key=lambda part: part[0]):
        sizes[piece] += _count_bytes(_render_html([node for _, node in group], target))
    return sizes


def _build_title_passages(edition: Edition) -> Iterator[Passage]:
    for key, label, text in (
        (TITLE_KEY, "Title", edition.title),
        (SUBTITLE_KEY, "Subtitle", edition.subtitle),
        (PREVIEW_KEY, "Preview text", edition.preview),
    ):
        if text:
            yield Passage(key=key, label=label, text=text, markdown=text)


def _split_at_videos(layout: Sequence[tuple[Piece, Node]], target: Target) -> Iterator[Passage]:
    """The parts of the body between the videos, and the address of each video, in order."""
    number = 0
    videos: Counter[Piece] = Counter()
    for are_videos, group in groupby(layout, key=lambda part: part[1].kind == "embed"):
        if not are_videos:
            number += 1
            nodes = [node for _, node in group]
            yield _build_passage(key_of_body_part(number), f"Body, part {number}", nodes, target)
            continue
        for piece, node in group:
            videos[piece] += 1
            yield _build_video_passage(key_of_video(piece, videos[piece]), node, target)


def _build_video_passages(
    piece: Piece, name: str, nodes: Sequence[Node], target: Target
) -> Iterator[Passage]:
    videos = [node for node in nodes if node.kind == "embed"]
    for at, node in enumerate(videos, 1):
        yield _build_video_passage(key_of_video(piece, at), node, target, name)


def _build_video_passage(key: PassageKey, node: Node, target: Target, name: str = "") -> Passage:
    label = f"Video of “{name}”" if name else "Video"
    markdown = MARKDOWN_RENDERERS[target.dialect]([node])
    return Passage(key=key, label=label, text=node.text, markdown=markdown)


def _build_passage(key: PassageKey, label: str, nodes: Sequence[Node], target: Target) -> Passage:
    return Passage(
        key=key,
        label=label,
        text=plain.render_blocks(nodes) + "\n",
        html=_render_html(nodes, target),
        markdown=MARKDOWN_RENDERERS[target.dialect](nodes) + "\n",
    )


def _render_html(nodes: Sequence[Node], target: Target) -> str:
    markup = html.render_blocks(nodes) + "\n"
    return shield_templates(markup) if target.templates else markup


def _count_bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
