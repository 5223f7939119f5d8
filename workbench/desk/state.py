"""The desk's present state: the one mutable place, an index over immutable values.

It holds what rows, filter and identity need, and follows each record by re-reading the documents that it touched, so no
verb costs more in a large library than in a small one. Whoever holds a `State` may look at all and change nothing.
"""

from collections.abc import Callable, Container, Iterator, Mapping, MutableMapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from workbench.curation.change import Edit, Record
from workbench.curation.document import Document
from workbench.curation.model import (
    TABLES,
    Entry,
    EntryId,
    Issue,
    IssueId,
    Link,
    LinkId,
    LinkState,
    Section,
    Source,
    TableName,
    TableSpec,
    UserError,
    format_time,
    table_of,
)
from workbench.curation.publication import Publication
from workbench.curation.search.ranking import SortOrder, order_links
from workbench.desk.index.documents import NOT_UNDERSTOOD, decode_documents, to_document
from workbench.desk.index.entry_index import EntryIndex
from workbench.desk.index.lazy_documents import EntryHead, LazyDocuments, LinkHead
from workbench.desk.index.link_index import LinkIndex
from workbench.desk.index.link_views import LinkView, LinkViews, derive_states, derive_triaged
from workbench.desk.link_checks import LinkChecks
from workbench.desk.ports import LibraryReader
from workbench.desk.touched import Touched

if TYPE_CHECKING:
    from workbench.desk.known_texts import KnownTexts
    from workbench.desk.originals import Originals
    from workbench.desk.past_issues.archive import Archive
    from workbench.desk.past_issues.placing_odds import PlacingOdds
    from workbench.desk.past_issues.search import ArchiveSearch
    from workbench.desk.past_issues.suggestions import SectionSuggestions
    from workbench.desk.search import LinkSearch

D = TypeVar("D", bound=Document)
Clock: TypeAlias = Callable[[], datetime]


class State:
    """What the workspace holds now. Read it from the thread that runs the desk."""

    def __init__(
        self, library: LibraryReader, publication: Publication, clock: Clock, zone: tzinfo = UTC
    ) -> None:
        self.publication: Final = publication
        self.clock: Final = clock
        self.zone: Final = zone
        self.waits_for_archive = False
        """Whether nobody may wait here until the archive is read: a screen reads it in idle moments."""
        self.originals: Originals | None = None  # of a newsletter that is a translation
        self.link_checks: Final = LinkChecks()
        self._library: Final = library
        self.notices: list[str] = list(library.notices)
        self._links: Final = LazyDocuments(
            Link, LinkHead, library.documents_in("links"), partial(self._leave_alone, "links")
        )
        self._entries: Final = LazyDocuments(
            Entry, EntryHead, library.documents_in("entries"), partial(self._leave_alone, "entries")
        )
        tables: dict[TableName, MutableMapping[Any, Any]] = {"links": self._links, "entries": self._entries}
        self._documents: Final = tables
        for spec in TABLES.values():
            if spec.is_loaded and spec.name not in self._documents:
                lines, tell = library.documents_in(spec.name), partial(self._leave_alone, spec.name)
                self._documents[spec.name] = decode_documents(spec.document, lines.iter_lines(), tell)
        self._entry_index: Final = EntryIndex(self._entries)
        self.links: Final[Mapping[LinkId, Link]] = self.documents_of(Link)
        self.entries: Final[Mapping[EntryId, Entry]] = self.documents_of(Entry)
        self.issues: Final[Mapping[IssueId, Issue]] = self.documents_of(Issue)

    # What verbs and panes ask

    @cached_property
    def search(self) -> "LinkSearch":
        """The links by a query. Made, and its module imported, when somebody searches: most commands do not."""
        from workbench.desk.search import LinkSearch  # noqa: PLC0415 - as the docstring says

        return LinkSearch(self, self._library)

    @cached_property
    def _joined_by_host(self) -> dict[LinkId, set[LinkId]]:
        guests: dict[LinkId, set[LinkId]] = {}
        for id in map(LinkId, self._links.find_ids(b'"joined":')):
            link = self._links.find_head(id)
            if link is not None and link.joined is not None:
                guests.setdefault(link.joined, set()).add(id)
        return guests

    @cached_property
    def _views(self) -> LinkViews:
        states = derive_states(self._links.heads, self._entries.heads, self.issues, self._derive_state)
        return LinkViews(self._links.heads, states, self._derive_state)

    @cached_property
    def _index(self) -> LinkIndex:
        return LinkIndex(self._links)

    @property
    def unread_links(self) -> "LazyDocuments[Link, LinkHead]":
        """The links as what can be read in idle moments. Before that, going through all of them takes its time."""
        return self._links

    @cached_property
    def archive(self) -> "Archive":
        """What readers have had. Made, and its module imported, when somebody asks, and then read issue by issue."""
        from workbench.desk.past_issues.archive import Archive  # noqa: PLC0415 - as the docstring says

        return Archive(self, self._library)

    @cached_property
    def archive_search(self) -> "ArchiveSearch":
        """The texts of past issues by a query. Made when somebody searches them."""
        from workbench.desk.past_issues.search import ArchiveSearch  # noqa: PLC0415 - as for `search`

        return ArchiveSearch(self, self._library)

    @cached_property
    def suggestions(self) -> "SectionSuggestions":
        """The section each link is meant for, learnt from the archive. Made when somebody asks."""
        from workbench.desk.past_issues.suggestions import SectionSuggestions  # noqa: PLC0415 - as for `search`

        return SectionSuggestions(self.archive, self.publication.sections)

    @cached_property
    def known_texts(self) -> "KnownTexts":
        """The texts that blurbs are held against. Made when preflight compares with sources."""
        from workbench.desk.known_texts import KnownTexts  # noqa: PLC0415 - as for `search`

        return KnownTexts(self)

    @cached_property
    def odds(self) -> "PlacingOdds":
        """What became of links that waited. It is read when somebody wants their order."""
        from workbench.desk.past_issues.placing_odds import PlacingOdds  # noqa: PLC0415 - as for `search`

        return PlacingOdds(self)

    @property
    def now(self) -> str:
        """This moment, as documents write it."""
        return format_time(self.clock())

    @property
    def today(self) -> date:
        """The day that it is where the editor is."""
        return self.clock().astimezone(self.zone).date()

    def documents_of(self, kind: type[D]) -> Mapping[Any, D]:
        """The documents of a loaded table by id, as they are now; KeyError for a table that is not loaded."""
        return self._documents[table_of(kind).name]

    def find_document(self, kind: type[D], id: int) -> D | None:
        """One document of any table, read from the library; None where there is none that is understood."""
        found = self._library.get(table_of(kind).name, id)
        try:
            return None if found is None else to_document(kind, id, found)
        except NOT_UNDERSTOOD as fault:
            self._leave_alone(table_of(kind).name, id, fault)
            return None

    def next_id(self, table: TableName) -> int:
        """The id a new document gets."""
        return self._library.next_id(TABLES[table].name)

    def get_link(self, id: LinkId) -> Link:
        """The link of that id; `UserError` where there is none."""
        if id not in self.links:
            raise UserError(f"There is no link {id}: `workbench list` shows the ids.")
        return self.links[id]

    def get_issue(self, id: IssueId) -> Issue:
        """The issue of that document id; `UserError` where there is none."""
        if id not in self.issues:
            raise UserError("That issue is no longer there.")
        return self.issues[id]

    def find_issue(self, id: IssueId | None) -> Issue | None:
        """The issue of that document id; None where none is named or it is no longer there."""
        return None if id is None else self.issues.get(id)

    def iter_history(self) -> Iterator[Record]:
        """Every change kept, newest first, read as far as the caller goes."""
        return self._library.iter_history()

    def source_of(self, link: LinkId) -> Source:
        """The text kept for a link; an empty one where none is."""
        return self.find_document(Source, link) or Source(id=link)

    def by_identity(self, identity: str) -> Link | None:
        """The link of that work, if it was ever saved, by whichever identity it turned out to have."""
        id = self._index.find_id(identity)
        return None if id is None else self.links.get(id)

    def by_url(self, url: str) -> Link | None:
        """The link that was saved under this URL, letter for letter."""
        id = self._index.find_id_by_url(url)
        return None if id is None else self.links.get(id)

    def list_places(self, page: str) -> list[str]:
        """The identities that name a place or a title on this page, in one fixed order."""
        return self._index.list_places(page)

    def linking_to(self, text: str) -> list[LinkId]:
        """Links that point at this: a URL their sites named, the key of their repository or of their name."""
        return self._index.linking_to(text)

    def joined_links(self, link: LinkId) -> list[LinkId]:
        """Links that were joined to this one."""
        return sorted(self._joined_by_host.get(link, ()))

    def state_of(self, link: LinkId) -> LinkState:
        """The state shown: placed in a draft, else benched, else published, else as triaged."""
        return self._views.state_of(link) if "_views" in self.__dict__ else self._derive_state(link)

    def ids_in(
        self, view: LinkView, by: SortOrder = "newest", among: Container[LinkId] | None = None
    ) -> list[LinkId]:
        """Links in that state, or all, in that order, all or `among` these; none that was joined to another."""
        ids = [id for id in reversed(self._views.ids_in(view)) if among is None or id in among]
        return order_links(ids, self.links, by, self.odds.ratings if by == "odds" else {})

    def count(self, view: LinkView) -> int:
        """How many links are in that state, or at all."""
        return len(self._views.ids_in(view))

    def newest_draft(self) -> Issue | None:
        """The highest-numbered draft."""
        drafts = [issue for issue in self.issues.values() if issue.state == "draft"]
        return max(drafts, key=lambda issue: issue.number, default=None)

    def issue_by_number(self, number: int) -> Issue:
        """The issue of that number; `UserError` where there is none."""
        for issue in self.issues.values():
            if issue.number == number:
                return issue
        raise UserError(f"There is no issue #{number}: `workbench issue list` shows them.")

    def entries_in(self, issue_id: IssueId) -> list[Entry]:
        """An issue's entries: by section as the issue orders them, slots first, then the bench.

        One whose link is not there (somebody edited the library) is left out; `doctor` names it. Empty where the issue
        is gone: whoever asked may have waited, and another process took it away meanwhile.
        """
        return [self.entries[id] for id in self._entry_ids_in(issue_id)]

    def peek_entries_in(self, issue_id: IssueId) -> list[tuple[Entry, Link]]:
        """The same with their links, not kept in memory: for whoever goes through all that was ever published."""
        entries = map(self._entries.peek, self._entry_ids_in(issue_id))
        return [(entry, self._links.peek(entry.link)) for entry in entries]

    def _entry_ids_in(self, issue_id: IssueId) -> list[EntryId]:
        issue = self.issues.get(issue_id)
        at = {section.key: place for place, section in enumerate(issue.sections if issue else ())}
        own = ((self._entries.find_head(id), id) for id in self._entry_index.in_issue(issue_id))
        found = [(entry, id) for entry, id in own if entry is not None and entry.link in self.links]
        found.sort(key=lambda e: (at.get(e[0].section, len(at)), e[0].slot is None, e[0].slot or 0, e[1]))
        return [id for _, id in found]

    def find_entry(self, issue_id: IssueId, link: LinkId) -> Entry | None:
        """The entry by which a link stands in an issue."""
        own = (self.entries[id] for id in self._entry_index.of_link(link))
        return next((entry for entry in own if entry.issue == issue_id), None)

    def entries_of(self, link: LinkId) -> list[Entry]:
        """Every entry of a link, in whatever issue."""
        found = [self.entries[id] for id in sorted(self._entry_index.of_link(link))]
        return [entry for entry in found if entry.issue in self.issues]

    def benched_entries(self) -> list[Entry]:
        """Every entry without a slot, in whatever issue."""
        found = [self.entries[id] for id in sorted(self._entry_index.benched)]
        return [entry for entry in found if entry.issue in self.issues]

    def is_active(self, entry: Entry | EntryHead) -> bool:
        """Whether an entry still is on its way to readers: in a draft, or on a bench that waits for the next."""
        return entry.slot is None or self.issues[entry.issue].state == "draft"

    def open_slots_in(self, issue: Issue, section: Section) -> list[int]:
        """The numbers of a section's open slots, in the order in which they are filled."""
        own = (entry for entry in self.entries_in(issue.id) if entry.section == section.key)
        return section.open_slots({entry.slot for entry in own if entry.slot is not None})

    def find_fields(self, table: TableName, id: int) -> dict[str, object] | None:
        """All that the library holds of a document, fields of other programs included."""
        return self._library.get(table, id)

    # How it follows the records

    def apply_edits(self, edits: Sequence[Edit]) -> Touched:
        """Read again what these edits touched; says whose rows changed, states that follow included."""
        touched, named = Touched(), dict[TableName, dict[int, None]]()
        for edit in edits:
            named.setdefault(edit.table, {})[edit.id] = None
        for table, ids in named.items():
            if not TABLES[table].is_hidden:
                touched.add(TABLES[table].part_of or table, ids)
        self._reload_links([LinkId(id) for id in named.pop("links", ())])
        for entry_id in map(EntryId, named.pop("entries", ())):
            touched.add("links", self._reload_entry(entry_id))
        for spec in (TABLES[table] for table in named if TABLES[table].is_loaded):
            for id in named[spec.name]:
                self._reload_document(spec, id)
        for issue_id in touched.issues:
            touched.add("links", [self.entries[id].link for id in self._entry_index.in_issue(issue_id)])
        touched.add("links", [joined for id in touched.links for joined in self._joined_by_host.get(id, ())])
        for link_id in touched.links if "_views" in self.__dict__ else ():
            self._views.update(link_id)
        for made in ("search", "known_texts", "archive", "archive_search"):
            if made in self.__dict__:
                self.__dict__[made].apply_edits(edits)
        return touched

    def _reload_links(self, ids: Sequence[LinkId]) -> None:
        index = self.__dict__.get("_index")  # made later, it is made of what is there then
        for id in ids:
            # All of them first: an identity may pass from one to another.
            if id in self.links and index is not None:
                index.remove(self.links[id])
        for id in ids:
            self._reload_link(id)
            if id in self.links and index is not None:
                index.add(self.links[id])

    def _reload_link(self, id: LinkId) -> None:
        old = self._links.find_head(id)
        if old is not None:
            if "_views" in self.__dict__:
                self._views.remove(id)
            if old.joined is not None:
                self._joined_by_host[old.joined].discard(id)
        self._reload_document(TABLES["links"], id)
        new = self._links.find_head(id)
        if new is not None and new.joined is not None:
            self._joined_by_host.setdefault(new.joined, set()).add(id)

    def _reload_entry(self, id: EntryId) -> set[LinkId]:
        old = self._entries.find_head(id)
        if old is not None:
            self._entry_index.remove(id, old)
        self._reload_document(TABLES["entries"], id)
        new = self._entries.find_head(id)
        if new is not None:
            self._entry_index.add(id, new)
        return {entry.link for entry in (old, new) if entry is not None}

    def _reload_document(self, spec: TableSpec, id: int) -> None:
        fields, documents = self._library.get(spec.name, id), self._documents[spec.name]
        if id in documents:
            del documents[id]
        if fields is not None:
            try:
                documents[id] = to_document(spec.document, id, fields)
            except NOT_UNDERSTOOD as fault:
                self._leave_alone(spec.name, id, fault)

    def _leave_alone(self, table: TableName, id: int, fault: Exception) -> None:
        """A newer program may write what this one does not understand: it is left as it is, and told."""
        notice = f"{table} {id} is not understood and was left alone: {fault}"
        if notice not in self.notices:
            self.notices.append(notice)

    def _derive_state(self, id: LinkId) -> LinkState:
        # All states are asked for at once, or that of a link or two, for which not all heads are read.
        find = self._links.heads.get if self._links.has_heads else self._links.find_head
        link, hosts = find(id), {id}
        if link is None:
            raise KeyError(id)
        while (host := link.joined) is not None and host not in hosts and (found := find(host)) is not None:
            id, link = host, found
            hosts.add(id)  # a library edited by hand may join links in a circle
        own = self._entry_index.of_link(id)
        if not own:
            return derive_triaged(link)
        heads = filter(None, map(self._entries.find_head, own))
        entries = [entry for entry in heads if entry.issue in self.issues]
        slots = {entry.slot for entry in entries if self.is_active(entry)}
        if slots:
            return "benched" if slots == {None} else "placed"
        return "published" if entries else derive_triaged(link)
