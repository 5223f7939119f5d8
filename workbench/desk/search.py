"""Finding links by a query: the texts that are searched, folded once, and the search itself.

Which words a query wants stands in `curation.search.query`. Sources are not part of the state. They are read from the
library when the first query asks for one, and kept folded from then on, so that the next key press need not.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, Protocol

import msgspec

from workbench.curation.change import Edit
from workbench.curation.model import Entry, Issue, IssueId, Link, LinkId, LinkState
from workbench.curation.search.folding import fold_text
from workbench.curation.search.query import Query, haystack_of, is_word_in_texts
from workbench.desk.ports import LibraryReader
from workbench.desk.steps import Steps


class SearchedState(Protocol):
    """What the search asks of a state."""

    @property
    def links(self) -> Mapping[LinkId, Link]:
        """The links by id."""

    @property
    def issues(self) -> Mapping[IssueId, Issue]:
        """The issues by document id."""

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
        self._sources: dict[LinkId, str] | None = None
        self._changed_sources: set[LinkId] | None = None  # while they are read in steps

    def haystack_of(self, id: LinkId) -> str:
        """The short texts of a link, folded once."""
        if id not in self._haystacks:
            self._haystacks[id] = haystack_of(self._state.links[id])
        return self._haystacks[id]

    def source_of(self, id: LinkId) -> str:
        """The text kept for a link, folded; empty where none is."""
        if self._sources is None:
            self._sources = self._read_sources()
        return self._sources.get(id, "")

    def blurbs_of(self, id: LinkId) -> str:
        """What was written about a link, in whatever issue, folded."""
        return fold_text("\n".join(entry.blurb for entry in self._state.entries_of(id) if entry.blurb))

    def issues_of(self, id: LinkId) -> Collection[int]:
        """The numbers of the issues in which a link stands, benches included."""
        return {self._state.issues[entry.issue].number for entry in self._state.entries_of(id)}

    def filter_links(self, query: Query, within: Collection[LinkId]) -> set[LinkId]:
        """Which of these links a query finds; none where a part of it can mean nothing."""
        if query.problems:
            return set()
        if not (query.substrings or query.groups):
            return set(within)
        haystacks, found = self._fold_haystacks(within), list(within)
        for word in query.substrings:  # plain words, by far the most, cost no call for a link that has them
            found = [id for id in found if word in haystacks[id] or is_word_in_texts(word, id, self)]
        if query.groups:
            found = [id for id in found if self._fits(query, id)]
        return set(found)

    def put_titles_first(self, query: Query, ids: list[LinkId]) -> list[LinkId]:
        """The same links: those with the plain words in their titles, then in their short texts, then the rest."""
        return sorted(ids, key=lambda id: query.rank(self.haystack_of(id))) if query.substrings else ids

    def apply_edits(self, edits: Iterable[Edit]) -> None:
        """Forget what these edits touched."""
        for edit in edits:
            if edit.table == "links":
                self._haystacks.pop(LinkId(edit.id), None)
            elif edit.table == "sources" and self._sources is not None:
                self._sources[LinkId(edit.id)] = self._read_source(LinkId(edit.id))
            elif edit.table == "sources" and self._changed_sources is not None:
                self._changed_sources.add(LinkId(edit.id))

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
