"""What the rules of preflight look at: one issue, its placed entries, and what is known around them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

import msgspec
from msgspec import Struct

from workbench.curation.archive.marks import Repeat
from workbench.curation.change import Change, apply_edit
from workbench.curation.document import Document
from workbench.curation.identity import Identity, identify
from workbench.curation.identity.names import name_entry
from workbench.curation.link_check import CheckedLink
from workbench.curation.model import Entry, EntryId, Issue, Link, LinkId, Section, table_of
from workbench.curation.pieces import (
    CLOSING,
    GREETING,
    PREVIEW,
    SUBTITLE,
    TITLE,
    TLDR,
    Piece,
    piece_of_block,
    piece_of_entry,
    piece_of_tldr,
)
from workbench.curation.preflight.body_size import PieceMeasurer
from workbench.curation.preflight.misprint import Misprint, MisprintFinder
from workbench.curation.preflight.prose_links import ProseLinks
from workbench.curation.preflight.source_check.known_text import KnownText
from workbench.curation.publication import Publication, Target
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.curation.translation.original import NoOriginal, Translation

D = TypeVar("D", bound=Document)

MAX_TITLE_LENGTH: Final = 60  # characters of an entry's title in a finding


class ProseText(Struct, frozen=True):
    """A prose that readers see: where it is, its piece and field, and whether it is printed as one line."""

    where: str
    piece: Piece
    text: str
    field: str = ""
    is_line: bool = False


class LinkPlace(Struct, frozen=True):
    """An address that readers are led to: where it is, its piece and field."""

    where: str
    piece: Piece
    field: str
    url: str


class PreflightContext(Struct, frozen=True, kw_only=True):
    """Everything a rule may know of an issue.

    `placed` holds the entries in slots, in reading order; the bench is not looked at. `links` holds the entries'
    links by id. `repeats` gives the issues in which readers had the work of an entry, by the entry's id,
    `identities` the works it is about. `target` is the platform that the issue is to go to.
    `mail_targets` are those that it goes to, that one first. `find_misprints` knows how prose is printed,
    `measure_pieces` how long it then is; with None nobody asks. `known_texts` holds what is kept of an entry's works,
    by the entry's id, where that is enough to compare with; with `reads_sources` they were asked for.
    `prose_links` knows the links of a prose; `checked` is what asking for links came to, by their addresses.
    `translation` is the issue beside its original, None where this newsletter is no translation or it is not read yet.
    """

    issue: Issue
    placed: tuple[Entry, ...]
    links: Mapping[LinkId, Link]
    publication: Publication
    target: Target
    mail_targets: tuple[Target, ...]
    repeats: Mapping[EntryId, Sequence[Repeat]]
    identities: Mapping[EntryId, tuple[str, ...]]
    find_misprints: MisprintFinder
    measure_pieces: PieceMeasurer | None
    known_texts: Mapping[EntryId, KnownText]
    reads_sources: bool
    prose_links: ProseLinks
    checked: Mapping[str, CheckedLink]
    translation: Translation | NoOriginal | None = None

    def entries_in(self, section: Section) -> list[Entry]:
        """The entries in the slots of a section, in order."""
        return [entry for entry in self.placed if entry.section == section.key]

    def find_section(self, entry: Entry) -> Section | None:
        """The section an entry stands in; None where the issue has no such section."""
        return next((section for section in self.issue.sections if section.key == entry.section), None)

    def iter_texts(self) -> Iterator[tuple[str, Piece, str]]:
        """Every text that readers would see, in reading order: where it is, its piece, the text."""
        yield "title", TITLE, self.issue.title
        yield "subtitle", SUBTITLE, self.issue.subtitle
        yield "preview", PREVIEW, self.issue.preview
        titles = {piece_of_entry(entry.id): entry.title for entry in self.placed}
        for prose in self.iter_prose():
            title = titles.get(prose.piece)
            yield prose.where, prose.piece, prose.text if title is None else f"{title}\n{prose.text}"

    def iter_prose(self) -> Iterator[ProseText]:
        """Every prose that readers would see, in reading order; the blocks last but one."""
        shown = {
            section.key for section in self.issue.sections if section.capacity or self.entries_in(section)
        }
        yield ProseText("greeting", GREETING, self.issue.greeting)
        yield ProseText("tldr", TLDR, self.publication.tldr.opening)
        for key, line in self.issue.tldr.items():
            if key in shown:
                yield ProseText(f"tldr {key}", piece_of_tldr(key), line, is_line=True)
        for entry in self.placed:
            yield ProseText(describe_place(entry), piece_of_entry(entry.id), entry.blurb, "blurb")
        for block in self.publication.blocks_of(self.issue):
            yield ProseText(f"block {block.key}", piece_of_block(block.key), block.text)
        yield ProseText("closing", CLOSING, self.issue.closing)

    def iter_links(self) -> Iterator[LinkPlace]:
        """Every link that readers would get, those of entries first."""
        for entry in self.placed:
            for link in entry.links:
                if (url := to_safe_url(link.url)) is not None:
                    yield LinkPlace(describe_place(entry), piece_of_entry(entry.id), "links", url)
        for prose in self.iter_prose():
            for url in self.prose_links.list_printed_addresses(prose.text, is_line=prose.is_line):
                yield LinkPlace(prose.where, prose.piece, prose.field, url)

    def iter_misprints(self) -> Iterator[tuple[ProseText, Misprint]]:
        """What readers would see otherwise than it is meant, each with the prose in which it is."""
        for prose in self.iter_prose():
            for misprint in self.find_misprints(prose.text, is_line=prose.is_line):
                yield prose, misprint


def build_preflight_context(
    issue: Issue,
    entries: Iterable[Entry],
    links: Mapping[LinkId, Link],
    publication: Publication,
    repeats: Mapping[EntryId, Sequence[Repeat]],
    find_misprints: MisprintFinder,
    prose_links: ProseLinks,
    target: Target | None = None,
    other_targets: Iterable[Target] = (),
    measure_pieces: PieceMeasurer | None = None,
    find_known_text: Callable[[Entry], KnownText | None] | None = None,
    translation: Translation | NoOriginal | None = None,
    checked: Mapping[str, CheckedLink] = {},
) -> PreflightContext:
    """The context of an issue. Entries on the bench and entries of other issues are left out.

    Where no target is named the publication's first one is meant; `other_targets` are those that it goes to besides.
    `find_known_text` is asked for entries with a blurb.
    """
    order = {section.key: at for at, section in enumerate(issue.sections)}
    placed = sorted(
        (entry for entry in entries if entry.slot is not None and entry.issue == issue.id),
        key=lambda entry: (order.get(entry.section, len(order)), entry.slot or 0),
    )
    target = target or publication.targets[0]
    return PreflightContext(
        issue=issue,
        placed=tuple(placed),
        links=links,
        publication=publication,
        target=target,
        mail_targets=(target, *(other for other in other_targets if other.key != target.key)),
        repeats=repeats,
        identities={entry.id: _identities_of(entry, links) for entry in placed},
        find_misprints=find_misprints,
        measure_pieces=measure_pieces,
        known_texts={
            entry.id: known
            for entry in placed
            if find_known_text is not None and entry.blurb and (known := find_known_text(entry)) is not None
        },
        reads_sources=find_known_text is not None,
        translation=translation,
        prose_links=prose_links,
        checked=checked,
    )


def follow_change(context: PreflightContext, change: Change) -> PreflightContext:
    """The context as it is after a change to its issue and its entries."""
    edits = {(edit.table, edit.id): edit for edit in change.edits}

    def edit_document(document: D) -> D:
        edit = edits.get((table_of(type(document)).name, document.id))
        fields = None if edit is None else apply_edit(msgspec.to_builtins(document), edit)
        return document if fields is None else msgspec.convert({**fields, "id": document.id}, type(document))

    return build_preflight_context(
        edit_document(context.issue),
        map(edit_document, context.placed),
        context.links,
        context.publication,
        context.repeats,
        context.find_misprints,
        context.prose_links,
        context.target,
        context.mail_targets,
        context.measure_pieces,
        find_known_text=lambda entry: context.known_texts.get(entry.id),
        translation=context.translation,
        checked=context.checked,
    )


def _identities_of(entry: Entry, links: Mapping[LinkId, Link]) -> tuple[str, ...]:
    """What the entry is about: the work of its link, and the works behind the URLs it prints."""
    own = [links[entry.link].identity] if entry.link in links else []
    behind = (identify(link.url) for link in entry.links)
    return tuple(dict.fromkeys([*own, *(found.key for found in behind if isinstance(found, Identity))]))


def describe_title(entry: Entry) -> str:
    """An entry's title as a finding names it, cut at 60 characters."""
    title = clean_line(name_entry(entry)) or "(no title)"
    return title if len(title) <= MAX_TITLE_LENGTH else f"{title[: MAX_TITLE_LENGTH - 1].rstrip()}…"


def describe_place(entry: Entry) -> str:
    """Where an entry stands, for people: `papers/2 Radiance Meshes`."""
    return f"{entry.section}/{entry.slot} {describe_title(entry)}"
