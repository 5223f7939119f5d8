"""Finding links by a query: the texts that are searched, folded once, and the search itself.

Which words a query wants stands in `curation.search.query`. Sources are not part of the state. They are read from the
library when the first query asks for one, and kept folded from then on, so that the next key press need not.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, Protocol

import msgspec

from workbench.curation.change import Edit
from workbench.curation.model import Entry, EntryId, Issue, IssueId, Link, LinkId, LinkState
from workbench.curation.search.folding import fold_text
from workbench.curation.search.query import Query, haystack_of, is_sought_in_texts
from workbench.desk.ports import LibraryReader
from workbench.desk.steps import Readable, Steps

_FOLDED_AT_ONCE: Final = 50
"""Links that are folded between two looks at the clock, in a fraction of a millisecond."""


class SearchedState(Protocol):
    """What the search asks of a state."""

    @property
    def links(self) -> Mapping[LinkId, Link]:
        """The links by id."""

    @property
    def issues(self) -> Mapping[IssueId, Issue]:
        """The issues by document id."""

    @property
    def entries(self) -> Mapping[EntryId, Entry]:
        """The entries by id."""

    @property
    def unread_links(self) -> Readable:
        """The links as what can be read in idle moments."""

    def state_of(self, link: LinkId) -> LinkState:
        """The state shown."""

    def entries_of(self, link: LinkId) -> list[Entry]:
        """Every entry of a link, in whatever issue."""


class _SourceText(msgspec.Struct):
    """Of a source only what is searched."""

    text: str = ""


class LinkSearch:
    """The links of a state, searched. It follows the records as the state does."""

    def __init__(self, state: SearchedState, library: LibraryReader) -> None:
        self._state: Final = state
        self._library: Final = library
        self._haystacks: Final[dict[LinkId, str]] = {}
        self._unfolded: Iterator[LinkId] | None = None
        self._blurbs: dict[LinkId, str] | None = None
        self.is_read = False
        """Whether all links are read and their short texts folded, so that the first letter costs what others do."""
        self._sources: dict[LinkId, str] | None = None
        self._changed_sources: set[LinkId] | None = None  # while they are read in steps

    def haystack_of(self, id: LinkId) -> str:
        """The short texts of a link, folded once."""
        if id not in self._haystacks:
            self._haystacks[id] = haystack_of(self._state.links[id])
        return self._haystacks[id]

    def source_of(self, id: LinkId) -> str:
        """The text kept for a link, folded; empty where none is."""
        return self._know_sources().get(id, "")

    def blurbs_of(self, id: LinkId) -> str:
        """What was written about a link, in whatever issue, folded."""
        return self._know_blurbs().get(id, "")

    def issues_of(self, id: LinkId) -> Collection[int]:
        """The numbers of the issues in which a link stands, benches included."""
        return {self._state.issues[entry.issue].number for entry in self._state.entries_of(id)}

    def filter_links(self, query: Query, within: Collection[LinkId]) -> set[LinkId]:
        """Which of these links a query finds; none where a part of it can mean nothing."""
        if query.problems:
            return set()
        if not (query.substrings or query.groups):
            return set(within)
        found, states = list(within), query.states
        if states is not None:
            found = [id for id in found if self._state.state_of(id) in states]
        haystacks = self._fold_haystacks(found)
        for word in query.substrings:  # plain words, by far the most, cost no call
            if is_sought_in_texts(word):
                sources, blurbs = self._know_sources(), self._know_blurbs()
                found = [
                    id
                    for id in found
                    if word in haystacks[id] or word in sources.get(id, "") or word in blurbs.get(id, "")
                ]
            else:
                found = [id for id in found if word in haystacks[id]]
        if query.groups:
            found = [id for id in found if self._fits(query, id)]
        return set(found)

    def put_titles_first(self, query: Query, ids: list[LinkId]) -> list[LinkId]:
        """The same links: those with the plain words in their titles, then in their short texts, then the rest."""
        if not query.substrings:
            return ids
        haystacks, rank = self._fold_haystacks(ids), query.rank
        by_rank: tuple[list[LinkId], ...] = ([], [], [])
        for id in ids:
            by_rank[rank(haystacks[id])].append(id)
        return [id for one in by_rank for id in one]

    def apply_edits(self, edits: Iterable[Edit]) -> None:
        """Forget what these edits touched."""
        for edit in edits:
            if edit.table == "links":
                self._haystacks.pop(LinkId(edit.id), None)
            elif edit.table == "entries" and self._blurbs is not None:
                self._blurbs |= self._fold_blurbs(self._links_of(edit))
            elif edit.table == "sources" and self._sources is not None:
                self._sources[LinkId(edit.id)] = self._read_source(LinkId(edit.id))
            elif edit.table == "sources" and self._changed_sources is not None:
                self._changed_sources.add(LinkId(edit.id))

    def read_next(self) -> None:
        """Read and fold the next few links. A screen does so in idle moments."""
        if not self._state.unread_links.is_read:
            self._state.unread_links.read_next()
            return
        if self._unfolded is None:
            self._unfolded = iter(list(self._state.links))
        few = list(islice(self._unfolded, _FOLDED_AT_ONCE))
        self._fold_haystacks([id for id in few if id in self._state.links])
        self.is_read = not few

    def read_sources_in_steps(self) -> Steps[None]:
        """Read and fold all sources before a query asks for them, which takes as long as a key may not wait."""
        if self._sources is not None or self._changed_sources is not None:
            return
        self._changed_sources = set()
        sources = yield self._read_sources
        if self._sources is None:
            self._sources = {**sources, **{id: self._read_source(id) for id in self._changed_sources}}
        self._changed_sources = None

    def _read_source(self, id: LinkId) -> str:
        text = (self._library.get("sources", id) or {}).get("text")
        return fold_text(text) if isinstance(text, str) else ""

    def _fits(self, query: Query, id: LinkId) -> bool:
        return query.matches(self._state.links[id], self._state.state_of(id), self._haystacks[id], self)

    def _fold_haystacks(self, ids: Iterable[LinkId]) -> Mapping[LinkId, str]:
        if len(self._haystacks) < len(self._state.links):
            for id in ids:
                self.haystack_of(id)
        return self._haystacks

    def _know_sources(self) -> Mapping[LinkId, str]:
        if self._sources is None:
            self._sources = self._read_sources()
        return self._sources

    def _know_blurbs(self) -> Mapping[LinkId, str]:
        if self._blurbs is None:
            written = (entry.link for entry in self._state.entries.values() if entry.blurb)
            self._blurbs = self._fold_blurbs(dict.fromkeys(written))
        return self._blurbs

    def _fold_blurbs(self, ids: Iterable[LinkId]) -> dict[LinkId, str]:
        entries_of = self._state.entries_of
        return {
            id: fold_text("\n".join(entry.blurb for entry in entries_of(id) if entry.blurb)) for id in ids
        }

    def _links_of(self, edit: Edit) -> set[LinkId]:
        """The links whose entry this is, or was."""
        named = [fields["link"] for fields in (edit.before, edit.after) if fields and "link" in fields]
        entry = self._state.entries.get(EntryId(edit.id))
        return {*map(LinkId, named), *([entry.link] if entry is not None else [])}

    def _read_sources(self) -> dict[LinkId, str]:
        decode: Callable[[bytes], _SourceText] = msgspec.json.Decoder(_SourceText).decode
        sources: dict[LinkId, str] = {}
        for id, line in self._library.documents_in("sources").iter_lines():
            try:
                text = decode(line).text
            except msgspec.MsgspecError:  # edited by hand; what opens the link says so
                continue
            if text:
                sources[LinkId(id)] = fold_text(text)
        return sources
