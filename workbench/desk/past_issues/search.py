"""Searching what was published: the texts of past issues, folded once, and what of them is near a link.

Which words a query wants stands in `curation.archive.query`. Issues are read when somebody first asks, or one by one
before that, as `Archive` reads them, and read again when a record touches them. Who wrote a source is read from the
library, for what was printed only.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from workbench.curation.archive.nearness import NearIndex, Nearness
from workbench.curation.archive.query import ArchiveQuery, filter_texts
from workbench.curation.archive.texts import ArchivedText, issue_of_text, list_texts
from workbench.curation.change import Edit
from workbench.curation.model import IssueId, Link, LinkId
from workbench.curation.search.folding import fold_text
from workbench.desk.past_issues.archive import ArchiveState, iter_touched_issues
from workbench.desk.ports import LibraryReader


class ArchiveSearch:
    """The texts of a state's published issues, searched. It follows the records as the state does."""

    def __init__(self, state: ArchiveState, library: LibraryReader) -> None:
        self._state: Final = state
        self._library: Final = library
        self._texts: Final[dict[IssueId, tuple[ArchivedText, ...]]] = {}
        self._authors: Final[dict[LinkId, tuple[str, ...]]] = {}
        self._folded_authors: Final[dict[LinkId, str]] = {}
        self._near: NearIndex | None = None
        self._newest_first: tuple[ArchivedText, ...] | None = None
        published = (issue for issue in state.issues.values() if issue.state == "published")
        newest = sorted(published, key=lambda issue: (issue.date, issue.number), reverse=True)
        self._unread: Final[dict[IssueId, None]] = dict.fromkeys(issue.id for issue in newest)

    @property
    def is_read(self) -> bool:
        """Whether nothing waits to be read."""
        return not self._unread

    def read_next(self) -> None:
        """Read the next issue that waits, if there is one, and all that a search may ask of it: under 1 ms."""
        issue_id = next(iter(self._unread), None)
        if issue_id is not None:
            self._prepare_nearness()
            self._read_issue(issue_id)

    def find(self, query: ArchiveQuery) -> list[ArchivedText]:
        """The texts that a query finds: titles with its words first, then the newest."""
        return filter_texts(query, self._list_texts(), self._fold_authors)

    def list_titles(self) -> list[ArchivedText]:
        """The titles of the past issues, newest first."""
        return [text for text in self._list_texts() if text.part == "title"]

    def text_of(self, id: int) -> ArchivedText | None:
        """The text of that id; None where it is no longer there."""
        issue_id, at = issue_of_text(id)
        texts = self._texts.get(issue_id, ())
        return texts[at] if at < len(texts) else None

    def find_near(self, link: Link) -> list[Nearness]:
        """What was published near a link, among the issues that are read by now."""
        return self._prepare_nearness().find(link, self._read_authors(link.id))

    def build_query(self, link: Link) -> str:
        """What to ask past issues about a link, in the filter language."""
        self._list_texts()
        return self._prepare_nearness().build_query(link, self._read_authors(link.id))

    def apply_edits(self, edits: Iterable[Edit]) -> None:
        """Follow edits that are part of the state already."""
        for edit in edits:
            if edit.table == "sources":
                self._authors.pop(LinkId(edit.id), None)
                self._folded_authors.pop(LinkId(edit.id), None)
                touched = [entry.issue for entry in self._state.entries_of(LinkId(edit.id))]
            else:
                touched = list(iter_touched_issues(self._state, edit))
            self._unread.update(dict.fromkeys(filter(self._is_known, touched)))

    def _is_known(self, id: IssueId) -> bool:
        """Whether an issue is published, or was when it was last read."""
        issue = self._state.issues.get(id)
        return id in self._texts or (issue is not None and issue.state == "published")

    def _prepare_nearness(self) -> NearIndex:
        """What tells what is near. Made when somebody asks: most commands do not."""
        if self._near is None:
            self._near = NearIndex()
            for text in (text for texts in self._texts.values() for text in texts):
                self._near.add(text, self._read_authors(text.link))
        return self._near

    def _list_texts(self) -> Sequence[ArchivedText]:
        """All texts, those of the newest issue first."""
        while self._unread:
            self._read_issue(next(iter(self._unread)))
        if self._newest_first is None:
            issues = sorted(
                self._texts.values(), key=lambda texts: (texts[0].date, texts[0].number), reverse=True
            )
            self._newest_first = tuple(text for texts in issues for text in texts)
        return self._newest_first

    def _read_issue(self, id: IssueId) -> None:
        del self._unread[id]
        issue, old = self._state.issues.get(id), self._texts.pop(id, ())
        new = () if issue is None else list_texts(issue, self._state.entries_in(id), self._state.links)
        if new:
            self._texts[id] = new
        self._newest_first = None
        if self._near is not None:
            for text in old:
                self._near.remove(text.id)
            for text in new:
                self._near.add(text, self._read_authors(text.link))

    def _fold_authors(self, link: LinkId) -> str:
        if link not in self._folded_authors:
            self._folded_authors[link] = "".join(f" {fold_text(name)}\n" for name in self._read_authors(link))
        return self._folded_authors[link]

    def _read_authors(self, link: LinkId) -> tuple[str, ...]:
        if link not in self._authors:
            said = (self._library.get("sources", link) or {}).get("authors") if link else None
            names = said if isinstance(said, list | tuple) else ()
            self._authors[link] = tuple(name for name in names if isinstance(name, str))
        return self._authors[link]
