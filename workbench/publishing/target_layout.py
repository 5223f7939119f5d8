"""The layout of an edition as one target takes it: what stands for a video, how links are written, blocks in quotes.

What a target wants is data of the publication. The result is a tree like any other, so no format knows of targets.
"""

from typing import Final

from msgspec.structs import replace

from workbench.curation.identity import identity_key, source_name
from workbench.curation.model import Entry, LabelledLink
from workbench.curation.pieces import Piece
from workbench.curation.publication import Target
from workbench.curation.text.cleaning import to_safe_url
from workbench.publishing.layout import Edition, is_video, lay_out_edition
from workbench.publishing.tracking import build_tracking_params, track_links
from workbench.publishing.tree import Node

_PLAYER_URLS: Final = {
    "youtube:playlist/": "https://www.youtube.com/embed/videoseries?list=",
    "youtube:": "https://www.youtube.com/embed/",
    "vimeo:": "https://player.vimeo.com/video/",
}
"""By the beginning of an identity, the address of a player without the id. An id holds no slash: channels have one."""


def lay_out_for_target(edition: Edition, target: Target) -> list[tuple[Piece, Node]]:
    """The nodes in order, each with the piece it belongs to."""
    labelled = _label_main_links(edition) if target.links == "label" else edition
    parts = lay_out_edition(labelled, quote_blocks=target.promo == "quote")
    made = [(piece, _convert_video(node, target) if node.kind == "embed" else node) for piece, node in parts]
    if not target.tracking:
        return made
    params = build_tracking_params(target, edition.newsletter, edition.number)
    nodes = track_links([node for _, node in made], params)
    return [(piece, node) for (piece, _), node in zip(made, nodes, strict=True)]


def _label_main_links(edition: Edition) -> Edition:
    """The edition with the name of its site on each link without a label, but for what may become a player."""
    sections = tuple(
        replace(part, entries=tuple(_label_links_of(entry) for entry in part.entries))
        for part in edition.printed_sections
    )
    return replace(edition, printed_sections=sections)


def _label_links_of(entry: Entry) -> Entry:
    return replace(entry, links=tuple(map(_label_link, entry.links)))


def _label_link(link: LabelledLink) -> LabelledLink:
    if link.label or is_video(link.url) or to_safe_url(link.url) is None:
        return link
    return LabelledLink(_name_site(link.url), link.url)


def _name_site(url: str) -> str:
    return source_name(identity_key(url))


def _convert_video(node: Node, target: Target) -> Node:
    """The address of a video as the target takes it: as it is, with its player and a link below, or as a link."""
    player = find_player_url(node.text)
    if target.video == "embed" and player:
        return replace(node, markup=player, children=(Node("literal", f"Watch on {_name_site(node.text)}"),))
    if target.video == "url":
        return node
    if target.links == "label":
        link = Node("link", node.text, (Node("literal", _name_site(node.text)),))
    else:
        link = Node("link", node.text, markup="autolink")
    return Node("paragraph", children=(link,))


def find_player_url(url: str) -> str:
    """The address of the player of a video or a playlist; empty where its site has none."""
    key = identity_key(url)
    for begin, player in _PLAYER_URLS.items():
        id = key.removeprefix(begin)
        if id != key:
            return f"{player}{id}" if "/" not in id and not id.startswith("@") else ""
    return ""
