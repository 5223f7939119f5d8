"""What is printed of an issue, in which order and under which headings.

`build_edition` collects it from the issue, its entries and the publication. `lay_out_edition` makes it one tree, from
which all formats and the preview are written (`render/`, `ui/preview/`). So they cannot differ in their content.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from workbench.curation.block import Block, place_of
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, Issue, LabelledLink, Section
from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    TLDR,
    Piece,
    clean_piece_text,
    piece_of_block,
    piece_of_entry,
    piece_of_section,
    piece_of_tldr,
)
from workbench.curation.publication import Publication, Tldr, fill_pattern
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.publishing.prose import parse_prose, parse_prose_line
from workbench.publishing.tree import Node

Layout: TypeAlias = Iterator[tuple[Piece, Node]]
"""The nodes in order, each with the piece it belongs to. The TL;DR is one piece here."""


_RULE: Final = Node("rule", markup="---")


class PrintedSection(Struct, frozen=True):
    """A section with entries. `heading` has the count filled in; the entries are in the order of their slots."""

    section: Section
    heading: str
    entries: tuple[Entry, ...]


class Edition(Struct, frozen=True, kw_only=True):
    """All that is printed of an issue, and nothing else.

    `title` is what readers see, made of the `highlights`. `tldr_lines` has every section but those left out of this
    issue, which have no slots; `printed_sections` only those with entries. `url` is where readers find it,
    empty before that.
    """

    newsletter: str
    language: str
    is_right_to_left: bool
    number: int
    date: str
    state: Literal["draft", "published"]
    url: str
    title: str
    highlights: str
    subtitle: str
    preview: str
    greeting: str
    tldr: Tldr
    tldr_lines: tuple[tuple[Section, str], ...]
    printed_sections: tuple[PrintedSection, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    closing: str


def build_edition(issue: Issue, entries: Sequence[Entry], publication: Publication) -> Edition:
    """The edition of an issue. Entries on the bench and of other issues are left out."""
    highlights = clean_line(issue.title)
    printed = tuple(_build_sections(issue, entries))
    return Edition(
        newsletter=publication.name,
        language=publication.language,
        is_right_to_left=publication.is_right_to_left,
        number=issue.number,
        date=issue.date,
        state=issue.state,
        url=to_safe_url(issue.url) or "",
        title=highlights if issue.imported_from else publication.format_title(issue.number, highlights),
        highlights=highlights,
        subtitle=_build_subtitle(publication, issue),
        preview=clean_line(issue.preview),
        greeting=issue.greeting,
        tldr=publication.tldr,
        tldr_lines=tuple(
            (part, clean_piece_text(piece_of_tldr(part.key), issue.tldr.get(part.key, "")))
            for part in (issue.sections if publication.tldr.printed else ())
            if part.capacity or part in (one.section for one in printed)
        ),
        printed_sections=printed,
        sections=issue.sections,
        blocks=publication.blocks_of(issue),
        closing=issue.closing,
    )


def _build_subtitle(publication: Publication, issue: Issue) -> str:
    subtitle = clean_line(issue.subtitle)
    if issue.imported_from:  # its title and subtitle are those that readers saw
        return subtitle
    return fill_pattern(publication.subtitle, subtitle=subtitle, number=str(issue.number)).strip()


def _build_sections(issue: Issue, entries: Sequence[Entry]) -> Iterator[PrintedSection]:
    for section in issue.sections:
        own = [entry for entry in entries if entry.section == section.key and entry.issue == issue.id]
        placed = sorted((entry for entry in own if entry.slot is not None), key=lambda entry: entry.slot or 0)
        if placed:
            heading = clean_line(fill_pattern(section.heading, count=str(len(placed))))
            yield PrintedSection(section, heading, tuple(placed))


def lay_out_edition(edition: Edition, *, with_open_lines: bool = False, quote_blocks: bool = False) -> Layout:
    """The layout of an edition. `with_open_lines` keeps TL;DR lines without text, so that they can be written.

    A rule stands before the closing and around every block without a heading, never two in a row. With `quote_blocks`
    such a block is a quote without rules.
    """
    before = None
    for piece, node in _lay_out_parts(edition, with_open_lines=with_open_lines, quote_blocks=quote_blocks):
        if node is not _RULE or before is not _RULE:  # by identity: only the layout's own rules are merged
            yield piece, node
        before = node


def _lay_out_parts(edition: Edition, *, with_open_lines: bool, quote_blocks: bool) -> Layout:
    yield from _lay_out_prose(GREETING, edition.greeting)
    yield from _lay_out_blocks(edition, "after_greeting", quote_blocks)
    yield from _lay_out_tldr(edition, with_open_lines=with_open_lines)
    yield from _lay_out_blocks(edition, "after_tldr", quote_blocks)
    parts = {part.section.key: part for part in edition.printed_sections}
    for section in edition.sections:
        yield from _lay_out_blocks(edition, f"before:{section.key}", quote_blocks)
        if section.key in parts:
            yield from _lay_out_section(parts[section.key])
    yield from _lay_out_blocks(edition, "end", quote_blocks)
    if parse_prose(edition.closing):
        yield CLOSING, _RULE
        yield from _lay_out_prose(CLOSING, edition.closing)


def _lay_out_prose(piece: Piece, text: str) -> Layout:
    return ((piece, node) for node in parse_prose(text))


def _make_heading(level: int, text: str) -> Node:
    return Node("heading", children=(Node("literal", text),), number=level)


def _lay_out_blocks(edition: Edition, place: str, quote_blocks: bool) -> Layout:
    keys = [section.key for section in edition.sections]
    for block in edition.blocks:
        text = parse_prose(block.text)
        if place_of(block, keys) == place and (block.heading or text):
            yield from (
                (piece_of_block(block.key), node) for node in _lay_out_block(block, text, quote_blocks)
            )


def _lay_out_block(block: Block, text: Sequence[Node], quote_blocks: bool) -> Iterator[Node]:
    if block.heading:
        yield _make_heading(2, clean_line(block.heading))
        yield from text
    elif quote_blocks:
        yield Node("quote", children=tuple(text))
    else:
        yield _RULE
        yield from text
        yield _RULE


def _lay_out_tldr(edition: Edition, *, with_open_lines: bool) -> Layout:
    lines = [(section, text) for section, text in edition.tldr_lines if text or with_open_lines]
    if not lines:
        return
    yield TLDR, _make_heading(2, edition.tldr.heading)
    yield from _lay_out_prose(TLDR, edition.tldr.opening)
    rows = [
        Node(
            "paragraph",
            children=(*build_tldr_prefix(edition.tldr, section), *parse_prose_line(text)),
            tight=edition.tldr.bullets,
        )
        for section, text in lines
    ]
    if edition.tldr.bullets:
        items = tuple(Node("item", children=(row,)) for row in rows)
        yield TLDR, Node("bullets", children=items, tight=True)
    else:
        yield from ((TLDR, row) for row in rows)


def build_tldr_prefix(tldr: Tldr, section: Section) -> tuple[Node, ...]:
    """The nodes before a section's text in the TL;DR: `📄 **Papers:** `."""
    text = tldr.line.removesuffix("{text}")
    filled = fill_pattern(text, icon=section.icon, label=section.label)
    space = (Node("text", " "),) if text.endswith(" ") else ()  # parsing drops it
    return (*parse_prose_line(filled), *space)


def _lay_out_section(part: PrintedSection) -> Layout:
    yield piece_of_section(part.section.key), _make_heading(2, part.heading)
    for number, entry in enumerate(part.entries, start=1):
        yield from lay_out_entry(entry, number if part.section.numbered else None)


def lay_out_entry(entry: Entry, number: int | None = None) -> Layout:
    """The title, the links and the blurb of an entry. `number` stands before the title, if its section has numbers."""
    title = clean_line(entry.title)
    piece = piece_of_entry(entry.id)
    yield piece, _make_heading(3, title if number is None else f"{number}. {title}")
    for node in _lay_out_links(entry.links):
        yield piece, node
    yield from _lay_out_prose(piece, entry.blurb)


def _lay_out_links(links: Sequence[LabelledLink]) -> Iterator[Node]:
    """The links on one line, but each unlabelled video in a paragraph of its own: only then do platforms embed it."""
    line: list[Node] = []
    for link in links:
        if not link.label and is_video(link.url):
            yield from _wrap_links(line)
            yield Node("embed", to_safe_url(link.url) or "")
            line = []
        else:
            line.extend((Node("text", " | "), _make_link(link)))
    yield from _wrap_links(line)


def _wrap_links(links: Sequence[Node]) -> Iterator[Node]:
    if links:
        yield Node("paragraph", children=tuple(links[1:]))


def is_video(url: str) -> bool:
    """Whether platforms would embed the address: a video, at an address that may be written."""
    found = identify(url)
    return isinstance(found, Identity) and found.kind == "video" and to_safe_url(url) is not None


def _make_link(link: LabelledLink) -> Node:
    """A link; as text where its address is not safe."""
    url = to_safe_url(link.url)
    label = clean_line(link.label)
    if url is None:
        return Node("literal", clean_line(f"{label} ({link.url})" if label else link.url))
    if not label:
        return Node("link", url, markup="autolink")
    return Node("link", url, (Node("literal", label),))
