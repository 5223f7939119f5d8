"""The desk's present state: the one mutable place, an index over immutable values.

It holds what rows, filter and identity need and nothing else, and follows each record by re-reading the
documents that record touched, so that no verb costs more in a large library than in a small one. Whoever
holds a `State` may look at everything and change nothing.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

import msgspec

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
from workbench.curation.search.namesakes import REPOSITORY_SCHEMES, list_references
from workbench.curation.search.ranking import SortOrder, order_links
from workbench.desk.documents import DocumentDecoder, to_document
from workbench.desk.link_views import LinkView, LinkViews
from workbench.desk.place_index import PlaceIndex
from workbench.desk.ports import LibraryReader
from workbench.desk.touched import Touched

if TYPE_CHECKING:
    from workbench.desk.archive import Archive
    from workbench.desk.archive_search import ArchiveSearch
    from workbench.desk.search import LinkSearch

D = TypeVar("D", bound=Document)
NOT_UNDERSTOOD: Final = (msgspec.MsgspecError, ValueError, RecursionError)
"""What reading a document raises whose fields are none of ours."""
Clock: TypeAlias = Callable[[], datetime]


class State:
    """What the workspace holds now. Read it from the thread that runs the desk."""

    def __init__(
        self, library: LibraryReader, publication: Publication, clock: Clock, zone: tzinfo = UTC
    ) -> None:
        self.publication: Final = publication
        self.clock: Final = clock
        self.zone: Final = zone
        self._library: Final = library
        self.notices: list[str] = list(library.notices)
        self._documents: Final[dict[TableName, dict[int, Document]]] = {
            spec.name: self._load_table(spec) for spec in TABLES.values() if spec.is_loaded
        }
        self.links: Final[Mapping[LinkId, Link]] = self.documents_of(Link)
        self.entries: Final[Mapping[EntryId, Entry]] = self.documents_of(Entry)
        self.issues: Final[Mapping[IssueId, Issue]] = self.documents_of(Issue)
        self._id_by_identity: dict[str, LinkId] = {link.identity: id for id, link in self.links.items()}
        self._entries_by_issue: dict[IssueId, set[EntryId]] = {}
        self._entries_by_link: dict[LinkId, set[EntryId]] = {}
        self._benched: set[EntryId] = set()
        self._joined_by_host: dict[LinkId, set[LinkId]] = {}
        self._linking_to: dict[str, set[LinkId]] = {}
        self.places: Final = PlaceIndex()
        for link in self.links.values():
            self._index_link(link)
        for entry in self.entries.values():
            self._index_entry(entry)
        self._state_by_id: dict[LinkId, LinkState] = {
            id: self._derive_state(link) for id, link in self.links.items()
        }
        self._views: Final = LinkViews(self.links, self._state_by_id)

    # What verbs and panes ask

    @cached_property
    def search(self) -> "LinkSearch":
        """The links by a query. Made, and its module imported, when somebody searches: most commands do not."""
        from workbench.desk.search import LinkSearch  # noqa: PLC0415 - as the docstring says

        return LinkSearch(self, self._library)

    @cached_property
    def archive(self) -> "Archive":
        """What readers have had. Made, and its module imported, when somebody asks, and then read issue by issue."""
        from workbench.desk.archive import Archive  # noqa: PLC0415 - as the docstring says

        return Archive(self)

    @cached_property
    def archive_search(self) -> "ArchiveSearch":
        """The texts of past issues by a query. Made when somebody searches them."""
        from workbench.desk.archive_search import ArchiveSearch  # noqa: PLC0415 - as for `search`

        return ArchiveSearch(self, self._library)

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
        return cast("dict[Any, D]", self._documents[table_of(kind).name])

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
        id = self._id_by_identity.get(identity)
        return None if id is None else self.links[id]

    def linking_to(self, text: str) -> list[LinkId]:
        """Links that point at this: a URL their sites named, the key of their repository or of their name."""
        return sorted(self._linking_to.get(text, ()))

    def joined_links(self, link: LinkId) -> list[LinkId]:
        """Links that were joined to this one."""
        return sorted(self._joined_by_host.get(link, ()))

    def state_of(self, link: LinkId) -> LinkState:
        """The state shown: placed in a draft, else benched, else published, else as triaged."""
        return self._state_by_id[link]

    def ids_in(
        self, view: LinkView, by: SortOrder = "newest", among: Container[LinkId] | None = None
    ) -> list[LinkId]:
        """Links in that state, or all, in that order, all or `among` these; none that was joined to another."""
        ids = [id for id in reversed(self._views.ids_in(view)) if among is None or id in among]
        return order_links(ids, self.links, by)

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
        issue = self.issues.get(issue_id)
        order = {section.key: at for at, section in enumerate(issue.sections if issue else ())}
        own = (self.entries[id] for id in self._entries_by_issue.get(issue_id, ()))
        found = [entry for entry in own if entry.link in self.links]
        return sorted(
            found, key=lambda e: (order.get(e.section, len(order)), e.slot is None, e.slot or 0, e.id)
        )

    def find_entry(self, issue_id: IssueId, link: LinkId) -> Entry | None:
        """The entry by which a link stands in an issue."""
        own = (self.entries[id] for id in self._entries_by_link.get(link, ()))
        return next((entry for entry in own if entry.issue == issue_id), None)

    def entries_of(self, link: LinkId) -> list[Entry]:
        """Every entry of a link, in whatever issue."""
        found = [self.entries[id] for id in sorted(self._entries_by_link.get(link, ()))]
        return [entry for entry in found if entry.issue in self.issues]

    def benched_entries(self) -> list[Entry]:
        """Every entry without a slot, in whatever issue."""
        found = [self.entries[id] for id in sorted(self._benched)]
        return [entry for entry in found if entry.issue in self.issues]

    def is_active(self, entry: Entry) -> bool:
        """Whether an entry still is on its way to readers: in a draft, or on a bench that waits for the next."""
        return entry.slot is None or self.issues[entry.issue].state == "draft"

    def published_numbers_of(self, link: LinkId) -> tuple[int, ...]:
        """The numbers of published issues that printed this link, lowest first."""
        printed = (self.issues[e.issue] for e in self.entries_of(link) if e.slot is not None)
        return tuple(sorted(issue.number for issue in printed if issue.state == "published"))

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
        if "search" in self.__dict__:
            self.search.apply_edits(edits)
        touched = Touched()
        named: dict[TableName, dict[int, None]] = {}
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
            touched.add("links", [self.entries[id].link for id in self._entries_by_issue.get(issue_id, ())])
        touched.add("links", [joined for id in touched.links for joined in self._joined_by_host.get(id, ())])
        for link_id in touched.links:
            self._refresh_state(link_id)
        if "archive" in self.__dict__:
            self.archive.apply_edits(edits)
        if "archive_search" in self.__dict__:
            self.archive_search.apply_edits(edits)
        return touched

    def _load_table(self, spec: TableSpec) -> dict[int, Document]:
        decode = DocumentDecoder(spec.document)
        loaded: dict[int, Document] = {}
        for id, line in self._library.iter_documents(spec.name):
            try:
                loaded[id] = decode(id, line)
            except NOT_UNDERSTOOD as fault:
                self._leave_alone(spec.name, id, fault)
        return loaded

    def _reload_links(self, ids: Sequence[LinkId]) -> None:
        for id in ids:
            if id in self.links:  # all of them first: an identity may pass from one to another
                self._unindex_link(self.links[id])
        for id in ids:
            self._reload_link(id)

    def _reload_link(self, id: LinkId) -> None:
        old = self.links.get(id)
        if old is not None:
            self._remove_from_views(id)
        self._reload_document(TABLES["links"], id)
        new = self.links.get(id)
        if new is not None:
            self._id_by_identity[new.identity] = id
            self._index_link(new)

    def _reload_entry(self, id: EntryId) -> set[LinkId]:
        old = self.entries.get(id)
        if old is not None:
            self._entries_by_issue[old.issue].discard(id)
            self._entries_by_link[old.link].discard(id)
            self._benched.discard(id)
        self._reload_document(TABLES["entries"], id)
        new = self.entries.get(id)
        if new is not None:
            self._index_entry(new)
        return {entry.link for entry in (old, new) if entry is not None}

    def _reload_document(self, spec: TableSpec, id: int) -> None:
        fields = self._library.get(spec.name, id)
        self._documents[spec.name].pop(id, None)
        if fields is not None:
            try:
                self._documents[spec.name][id] = to_document(spec.document, id, fields)
            except NOT_UNDERSTOOD as fault:
                self._leave_alone(spec.name, id, fault)

    def _leave_alone(self, table: TableName, id: int, fault: Exception) -> None:
        """A newer program may write what this one does not understand: it is left as it is, and told."""
        notice = f"{table} {id} is not understood and was left alone: {fault}"
        if notice not in self.notices:
            self.notices.append(notice)

    def _index_entry(self, entry: Entry) -> None:
        self._entries_by_issue.setdefault(entry.issue, set()).add(entry.id)
        self._entries_by_link.setdefault(entry.link, set()).add(entry.id)
        if entry.slot is None:
            self._benched.add(entry.id)

    def _index_link(self, link: Link) -> None:
        """Enter what only few links have: further identities, a host, others they point at."""
        for alias in link.aliases:
            self._id_by_identity.setdefault(alias, link.id)
        self.places.add(link)
        if link.joined is not None:
            self._joined_by_host.setdefault(link.joined, set()).add(link.id)
        if link.related or link.identity.startswith(REPOSITORY_SCHEMES):
            for text in list_references(link):
                self._linking_to.setdefault(text, set()).add(link.id)

    def _unindex_link(self, link: Link) -> None:
        for key in (link.identity, *link.aliases):
            if self._id_by_identity.get(key) == link.id:
                del self._id_by_identity[key]
        self.places.remove(link)
        if link.joined is not None:
            self._joined_by_host[link.joined].discard(link.id)
        for text in list_references(link):
            self._linking_to[text].discard(link.id)

    def _derive_state(self, link: Link) -> LinkState:
        hosts = {link.id}
        while link.joined is not None and link.joined in self.links and link.joined not in hosts:
            link = self.links[link.joined]
            hosts.add(link.id)  # a library edited by hand may join links in a circle
        triaged: LinkState = "feeds" if link.in_feeds and link.state == "inbox" else link.state
        if not self._entries_by_link.get(link.id):
            return triaged
        entries = self.entries_of(link.id)
        slots = {entry.slot for entry in entries if self.is_active(entry)}
        if slots:
            return "benched" if slots == {None} else "placed"
        return "published" if entries else triaged

    def _refresh_state(self, id: LinkId) -> None:
        if id in self._state_by_id:
            self._remove_from_views(id)
        link = self.links.get(id)
        if link is None:
            return
        self._state_by_id[id] = self._derive_state(link)
        self._views.add(link, self._state_by_id[id])

    def _remove_from_views(self, id: LinkId) -> None:
        state = self._state_by_id.pop(id, None)
        if state is not None:
            self._views.remove(self.links[id], state)
