"""An issue as readers get it: the one place that decides what is printed, in which order, under which heading.

`edition` takes what the issue, its entries and the publication say together; `flow` lays it out once, as one
tree for all formats. So Markdown, HTML, plain text and the preview cannot differ in what they tell.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from workbench.curation.cleaning import clean, safe_url
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Block, Entry, Issue, LabelledLink, Section
from workbench.curation.publication import Publication, Tldr, fill
from workbench.publishing.prose import parse, parse_line
from workbench.publishing.tree import Node

Flow: TypeAlias = Iterator[tuple[str, Node]]
"""Each part of the layout with the key of the piece it shows: `greeting`, `tldr`, `entry:17`, `block:promo`."""

LINE: Final = 2000
"""Characters of a TL;DR line."""
_RULE: Final = Node("rule", markup="---")


class Part(Struct, frozen=True):
    """A section as printed: its heading with the count filled in, its entries in the order of their slots."""

    section: Section
    heading: str
    entries: tuple[Entry, ...]


class Edition(Struct, frozen=True, kw_only=True):
    """All that is printed of an issue, and nothing else. `title` is what readers see."""

    number: int
    date: str
    state: Literal["draft", "published"]
    title: str
    highlights: str
    subtitle: str
    greeting: str
    tldr: Tldr
    lines: tuple[tuple[Section, str], ...]
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    closing: str


def edition(issue: Issue, entries: Sequence[Entry], publication: Publication) -> Edition:
    """What readers get of the issue now. Entries on the bench or of another issue are left out."""
    blocks = issue.blocks
    if blocks is None:
        blocks = publication.blocks_for(issue.number, issue.date)
    highlights = clean(issue.title)
    return Edition(
        number=issue.number,
        date=issue.date,
        state=issue.state,
        title=publication.full_title(issue.number, highlights),
        highlights=highlights,
        subtitle=_subtitle(publication, issue),
        greeting=issue.greeting,
        tldr=publication.tldr,
        lines=tuple((part, clean(issue.tldr.get(part.key, ""), limit=LINE)) for part in issue.sections),
        parts=tuple(_parts(issue, entries)),
        sections=issue.sections,
        blocks=blocks,
        closing=issue.closing,
    )


def _subtitle(publication: Publication, issue: Issue) -> str:
    subtitle = clean(issue.subtitle)
    return fill(publication.subtitle, subtitle=subtitle, number=str(issue.number)).strip()


def _parts(issue: Issue, entries: Sequence[Entry]) -> Iterator[Part]:
    for section in issue.sections:
        own = [entry for entry in entries if entry.section == section.key and entry.issue == issue.id]
        placed = sorted((entry for entry in own if entry.slot is not None), key=lambda entry: entry.slot or 0)
        if placed:
            heading = clean(fill(section.heading, count=str(len(placed))))
            yield Part(section, heading, tuple(placed))


def flow(edition: Edition, *, scaffold: bool = False, quoted: bool = False) -> Flow:
    """The layout, part by part. `scaffold` keeps open TL;DR lines, for writing them.

    A rule stands before the closing and around every block without a heading, never two in a row; with `quoted`
    such a block is a quote instead.
    """
    before = None
    for piece, node in _laid_out(edition, scaffold=scaffold, quoted=quoted):
        if node is not _RULE or before is not _RULE:
            yield piece, node
        before = node


def _laid_out(edition: Edition, *, scaffold: bool, quoted: bool) -> Flow:
    yield from _prose("greeting", edition.greeting)
    yield from _blocks(edition, "after_greeting", quoted)
    yield from _summary(edition, scaffold=scaffold)
    yield from _blocks(edition, "after_tldr", quoted)
    parts = {part.section.key: part for part in edition.parts}
    for section in edition.sections:
        yield from _blocks(edition, f"before:{section.key}", quoted)
        if section.key in parts:
            yield from _section(parts[section.key])
    yield from _blocks(edition, "end", quoted)
    if parse(edition.closing):
        yield "closing", _RULE
        yield from _prose("closing", edition.closing)


def _prose(piece: str, text: str) -> Flow:
    return ((piece, node) for node in parse(text))


def _heading(level: int, text: str) -> Node:
    return Node("heading", children=(Node("literal", text),), number=level)


def _blocks(edition: Edition, place: str, quoted: bool) -> Flow:
    for block in edition.blocks:
        text = parse(block.text)
        if place_of(block, edition.sections) == place and (block.heading or text):
            yield from ((f"block:{block.key}", node) for node in _block(block, text, quoted))


def _block(block: Block, text: Sequence[Node], quoted: bool) -> Iterator[Node]:
    if block.heading:
        yield _heading(2, clean(block.heading))
        yield from text
    elif quoted:
        yield Node("quote", children=tuple(text))
    else:
        yield _RULE
        yield from text
        yield _RULE


def place_of(block: Block, sections: Sequence[Section]) -> str:
    """Where a block stands in an issue of these sections: one before a section it lacks stands at the end."""
    known = ("after_greeting", "after_tldr", *(f"before:{section.key}" for section in sections))
    return block.place if block.place in known else "end"


def _summary(edition: Edition, *, scaffold: bool) -> Flow:
    lines = [(section, text) for section, text in edition.lines if text or scaffold]
    if not lines:
        return
    yield "tldr", _heading(2, edition.tldr.heading)
    yield from _prose("tldr", edition.tldr.opening)
    shown = [
        Node(
            "paragraph",
            children=(*lead(edition.tldr, section), *parse_line(text)),
            tight=edition.tldr.bullets,
        )
        for section, text in lines
    ]
    if edition.tldr.bullets:
        items = tuple(Node("item", children=(line,)) for line in shown)
        yield "tldr", Node("bullets", children=items, tight=True)
    else:
        yield from (("tldr", line) for line in shown)


def lead(tldr: Tldr, section: Section) -> tuple[Node, ...]:
    """What stands before a section's text in the TL;DR: `📄 **Papers:** `."""
    text = tldr.line.removesuffix("{text}")
    filled = fill(text, icon=section.icon, label=section.label)
    space = (Node("text", " "),) if text.endswith(" ") else ()
    return (*parse_line(filled), *space)


def _section(part: Part) -> Flow:
    yield f"section:{part.section.key}", _heading(2, part.heading)
    for number, entry in enumerate(part.entries, start=1):
        yield from entry_flow(entry, number if part.section.numbered else None)


def entry_flow(entry: Entry, number: int | None = None) -> Flow:
    """An entry's title, its links, its blurb; the number where its section numbers the titles."""
    title = clean(entry.title)
    piece = f"entry:{entry.id}"
    yield piece, _heading(3, title if number is None else f"{number}. {title}")
    for node in _links(entry.links):
        yield piece, node
    yield from _prose(piece, entry.blurb)


def _links(links: Sequence[LabelledLink]) -> Iterator[Node]:
    """The links in one line, but a video alone in its paragraph, so that platforms embed it."""
    line: list[Node] = []
    for link in links:
        if not link.label and is_video(link.url):
            yield from _line_of(line)
            yield Node("embed", safe_url(link.url) or "")
            line = []
        else:
            line.extend((Node("text", " | "), _link(link)))
    yield from _line_of(line)


def _line_of(links: Sequence[Node]) -> Iterator[Node]:
    if links:
        yield Node("paragraph", children=tuple(links[1:]))


def is_video(url: str) -> bool:
    """Whether platforms would embed what is there: a video at a safe address."""
    found = identify(url)
    return isinstance(found, Identity) and found.kind == "video" and safe_url(url) is not None


def _link(link: LabelledLink) -> Node:
    """A link; where its address is not safe, the words that were meant to be one."""
    url = safe_url(link.url)
    label = clean(link.label)
    if url is None:
        return Node("literal", clean(f"{label} ({link.url})" if label else link.url))
    if not label:
        return Node("link", url, markup="autolink")
    return Node("link", url, (Node("literal", label),))
