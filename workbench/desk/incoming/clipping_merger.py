"""Merge clippings into the library: what an import, a paste, a feed, a capture and a fetch say of a work comes here.

The merger gathers what one change makes of each work and writes the edits of each once. So a work that several rows
speak of, or links that turn out to be one on the way, are no special case. What a field becomes is decided in
`merging.py`, and which addresses lead to one work in `resolution.py`.
"""

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity
from workbench.curation.identity.fragments import TITLE_MARK, page_of_place
from workbench.curation.model import IssueId, Link, LinkId, Source
from workbench.desk.archive_access import published_numbers_of
from workbench.desk.change_builder import ChangeBuilder, refresh_saved_text
from workbench.desk.incoming.merging import (
    SITE_FIELDS,
    has_said_kind,
    merge_into_link,
    merge_into_source,
    merge_links,
    merge_sources,
    move_dependents,
    replace_identity,
)
from workbench.desk.steps import Slices, run_slices, slice_items

if TYPE_CHECKING:
    from workbench.desk.incoming.resolution import Resolution


MAX_PLACES: Final = 100
"""Places on one page that are held in mind while rows are merged."""


class PendingWork(Struct):
    """A work as the change in the making leaves it.

    `stored` are the links of the library that it is, oldest first; a new work has none. `link` is the one link they
    become, `source` its text, None where the change does not touch it. `merged_into` is the work that this one turned
    out to be.
    """

    stored: list[Link]
    link: Link
    source: Source | None = None
    merged_into: "PendingWork | None" = None


class ClippingMerger:
    """The works that one change touches. Merge clippings into them, then write the edits."""

    def __init__(self, builder: ChangeBuilder) -> None:
        self.builder: Final = builder
        self.state: Final = builder.state
        self._now: Final = builder.state.now
        self._works: Final[list[PendingWork]] = []
        self._by_key: Final[dict[str, PendingWork]] = {}
        self._by_id: Final[dict[LinkId, PendingWork]] = {}
        self._places_by_page: Final[dict[str, set[str]]] = {}

    def find_work(self, key: str) -> PendingWork | None:
        """The work with that identity, this change included; None where nobody saved it."""
        if key in self._by_key:
            return self._by_key[key]
        known = self.state.by_identity(key)
        return None if known is None else self.work_of(known)

    def work_of(self, link: Link) -> PendingWork:
        """The work that a link of the library is."""
        work = self._by_id.get(link.id)
        return self._add(PendingWork([link], link)) if work is None else current_work(work)

    def add_identity(self, work: PendingWork, key: str) -> None:
        """Find a work by this key too from now on, which no other work has."""
        work.link = replace(work.link, aliases=(*work.link.aliases, key))
        self._index_keys(work)

    def is_printed(self, work: PendingWork) -> bool:
        """Whether a published issue holds it."""
        return any(published_numbers_of(self.state, link.id) for link in work.stored)

    def add_work(self, identity: Identity, via: str) -> PendingWork:
        """A work that is new, with what its URL tells. It was added now unless a clipping gives an earlier date."""
        link = Link(
            id=LinkId(self.builder.allocate_id("links")),
            url=identity.url,
            identity=identity.key,
            kind=identity.kind,
            via=via,
        )
        return self._add(PendingWork([], link))

    def merge_clipping(
        self, work: PendingWork, clipping: Clipping, *, via: str, is_answer: bool
    ) -> PendingWork:
        """Merge what a clipping says of a work. Returns the work that it is then: another one may turn out to be it.

        `via` is who said what the clipping does not name a site for. `is_answer`: a site was asked about this work.
        """
        if clipping.redirects or clipping.canonical_url:
            from workbench.desk.incoming.resolution import resolve_link  # noqa: PLC0415 - few clippings say where they lead

            work = self._apply_resolution(resolve_link(self, work.link, clipping))
        work.link = merge_into_link(
            work.link, clipping, self._now, via=via, is_answer=is_answer, is_printed=self.is_printed(work)
        )
        if any(getattr(clipping, field) for field in SITE_FIELDS):
            work.source = merge_into_source(self._source_of(work), clipping, via=via, is_answer=is_answer)
        return work

    def write_edits(self) -> None:
        """Write to the builder what differs from the library. Nothing may be merged afterwards."""
        run_slices(self.write_in_slices())

    def write_in_slices(self) -> Slices[None]:
        """The same for thousands of works."""
        return slice_items(self._write_work, self._works)

    def _write_work(self, work: PendingWork) -> None:
        if work.merged_into is not None:
            return
        if work.stored:
            self._update_link(work)
        else:
            work.link = replace(work.link, added=work.link.added or self._now)
            self.builder.create(work.link)
        if work.source is not None:
            self._save_source(work.source)

    # What matching and resolution ask

    def by_identity(self, key: str) -> Link | None:
        """The link of that work as this change leaves it; None where nobody saved it."""
        work = self.find_work(key)
        return None if work is None else work.link

    def by_url(self, url: str) -> Link | None:
        """The link of the library that was saved under this URL, letter for letter."""
        found = self.state.by_url(url)
        return None if found is None else self.work_of(found).link

    def places_on(self, page: str) -> list[str]:
        """The identities of links that name a title on this page, this change included, and a few that name a place."""
        return sorted(self._find_places(page))

    def _find_places(self, page: str) -> set[str]:
        if page not in self._places_by_page:
            self._places_by_page[page] = set()
            for key in self.state.list_places(page):
                self._add_place(page, key)
        return self._places_by_page[page]

    def _add_place(self, page: str, key: str) -> None:
        """Count a place in, as long as few are known: a page may have thousands, and two say that it is not the one."""
        places = self._find_places(page)
        if TITLE_MARK in key or len(places) < MAX_PLACES:
            places.add(key)

    def title_of(self, link: Link) -> str:
        """What the link is called, else what an issue calls it; empty where nobody said."""
        entries = (entry for one in self.work_of(link).stored for entry in self.state.entries_of(one.id))
        return link.title or next((entry.title for entry in entries if entry.title), "")

    def published_issues_of(self, link: Link) -> set[IssueId]:
        """The published issues that a link's work stands in."""
        stored = self.work_of(link).stored
        entries = [entry for one in stored for entry in self.state.entries_of(one.id)]
        return {entry.issue for entry in entries if self.state.issues[entry.issue].state == "published"}

    def _add(self, work: PendingWork) -> PendingWork:
        self._works.append(work)
        self._by_id[work.link.id] = work
        self._index_keys(work)
        return work

    def _index_keys(self, work: PendingWork) -> None:
        for key in (work.link.identity, *work.link.aliases):
            self._by_key[key] = work
            if page := page_of_place(key):
                self._add_place(page, key)

    def _apply_resolution(self, resolution: "Resolution") -> PendingWork:
        """Make one work of links that turned out to be one, under the identities they turned out to have."""
        first, *others = (self.work_of(link) for link in resolution.links)
        printed = {work.link.id for work in (first, *others) if self.is_printed(work)}
        for other in others:
            first.source = merge_sources(self._source_of(first), self._source_of(other))
            first.link = merge_links(first.link, other.link, printed)
            first.stored.extend(other.stored)
            other.merged_into = first
        first.link = _add_identities(first.link, resolution)
        self._index_keys(first)
        for slip in resolution.slips:
            self._give_up_identity(slip, first)
        return first

    def _give_up_identity(self, key: str, claimant: PendingWork) -> None:
        """Give up an address that two pages call theirs: it is neither's, however often either says so again."""
        owner = self.find_work(key)
        if owner is None or key == owner.link.identity:
            return
        aliases = tuple(one for one in owner.link.aliases if one != key)
        owner.link = replace(owner.link, aliases=aliases)
        for work in (owner, claimant):
            work.link = replace(work.link, slips=tuple(dict.fromkeys((*work.link.slips, key))))

    def _source_of(self, work: PendingWork) -> Source:
        return work.source or self.state.source_of(work.link.id)

    def _update_link(self, work: PendingWork) -> None:
        first, *others = work.stored
        for other in others:
            self.builder.update_entries(other, work.link)
        if others:
            work.link = move_dependents(self.builder, work.stored, work.link)
        else:
            work.link = refresh_saved_text(first, work.link)
        self.builder.update_from(first, work.link)
        self.builder.update_entries(first, work.link)

    def _save_source(self, source: Source) -> None:
        if self.state.find_fields("sources", source.id) is not None:
            self.builder.update_from(self.state.source_of(source.id), source)
        elif source != Source(id=source.id):
            self.builder.create(source)


def current_work(work: PendingWork) -> PendingWork:
    """The work that this one turned out to be; itself where it is still one of its own."""
    while work.merged_into is not None:
        work = work.merged_into
    return work


def _add_identities(link: Link, resolution: "Resolution") -> Link:
    new = resolution.new_identity
    if new is not None and new.key != link.identity:
        kind = link.kind if new.key.startswith("https://") and has_said_kind(link) else new.kind
        link = replace(replace_identity(link, new.key, new.url), kind=kind)
    keys = dict.fromkeys((*link.aliases, *resolution.identities))
    return replace(
        link,
        aliases=tuple(key for key in keys if key != link.identity),
        slips=tuple(key for key in link.slips if key not in keys),
    )
