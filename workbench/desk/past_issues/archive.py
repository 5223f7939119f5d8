"""What readers have had: the appearances of every published issue, and whatever is counted from them.

It is read from the state issue by issue, when somebody first asks or before that in steps, and follows the records from
then on: an issue that a record touched is read again, and what it held before is counted back. So it never differs
from one made anew, whatever was published, reopened, imported and undone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from workbench.curation.archive.appearance import Appearance, AppearanceFold, list_appearances
from workbench.curation.archive.repeats import PastWorks
from workbench.curation.change import Edit
from workbench.curation.document_lines import SoughtText
from workbench.curation.model import Entry, EntryId, Issue, IssueId, Link, LinkId
from workbench.desk.ports import LibraryReader

MAX_READ_AT_ONCE: Final = 8
"""Issues that are read again as soon as a record touches them. More, as after an import, wait for who asks."""


class ArchiveState(Protocol):
    """What the archive asks of a state."""

    @property
    def links(self) -> Mapping[LinkId, Link]:
        """The links by id."""

    @property
    def entries(self) -> Mapping[EntryId, Entry]:
        """The entries by id."""

    @property
    def issues(self) -> Mapping[IssueId, Issue]:
        """The issues by document id."""

    def entries_in(self, issue_id: IssueId) -> list[Entry]:
        """An issue's entries in reading order."""

    def peek_entries_in(self, issue_id: IssueId) -> list[tuple[Entry, Link]]:
        """An issue's entries in reading order, each with its link, not kept in memory."""

    def entries_of(self, link: LinkId) -> list[Entry]:
        """Every entry of a link, in whatever issue."""


class Archive:
    """The appearances of a state's published issues, and the folds over them."""

    def __init__(self, state: ArchiveState, library: LibraryReader) -> None:
        self._state: Final = state
        self._library: Final = library
        self.version = 0
        """How often what it holds became another."""
        self._held: Final[dict[IssueId, tuple[Appearance, ...]]] = {}
        self._unread: Final[dict[IssueId, None]] = dict.fromkeys(
            issue.id for issue in state.issues.values() if issue.state == "published"
        )
        self._works: Final = PastWorks()
        self._folds: Final[list[AppearanceFold]] = [self._works]

    def follow(self, fold: AppearanceFold) -> None:
        """Count into this fold what was read so far, and from now on whatever comes and goes."""
        self._folds.append(fold)
        for appearances in self._held.values():
            fold.add(appearances)

    @property
    def works(self) -> PastWorks:
        """The works of the archive by key and by title. It reads whatever waits."""
        self.read_all()
        return self._works

    @property
    def is_read(self) -> bool:
        """Whether nothing waits to be read, so that `read_all` costs nothing."""
        return not self._unread

    def read_all(self) -> None:
        """Read whatever waits: about 1 ms for each 100 entries. A screen calls `read_next` in idle moments instead."""
        while self._unread:
            self.read_next()

    def read_next(self) -> None:
        """Read the next issue that waits, if there is one."""
        issue_id = next(iter(self._unread), None)
        if issue_id is not None:
            del self._unread[issue_id]
            self._read_issue(issue_id)

    def appearances_in(self, issue_id: IssueId) -> Sequence[Appearance]:
        """What an issue showed its readers, in reading order; nothing for a draft."""
        if issue_id in self._unread:
            del self._unread[issue_id]
            self._read_issue(issue_id)
        return self._held.get(issue_id, ())

    def iter_issues(self) -> Iterator[Sequence[Appearance]]:
        """The appearances of each published issue, the lowest number first. It reads whatever waits."""
        self.read_all()
        numbers = {issue_id: self._state.issues[issue_id].number for issue_id in self._held}
        return (self._held[issue_id] for issue_id in sorted(self._held, key=numbers.__getitem__))

    def find_entries_with(self, texts: Collection[SoughtText]) -> list[Entry]:
        """The entries in whose documents one of these is found. No other entry is decoded, and all are searched in one
        piece: 10,000 take some milliseconds."""
        ids = self._library.documents_in("entries").find_ids_like(texts) if texts else []
        return [self._state.entries[EntryId(id)] for id in ids if id in self._state.entries]

    def apply_edits(self, edits: Iterable[Edit]) -> None:
        """Follow edits that are part of the state already."""
        touched = dict.fromkeys(
            id for edit in edits for id in iter_touched_issues(self._state, edit) if self._is_known(id)
        )
        self._unread.update(dict.fromkeys(filter(self._is_known, touched)))
        if len(self._unread) <= MAX_READ_AT_ONCE:
            self.read_all()

    def _is_known(self, id: IssueId) -> bool:
        """Whether an issue is one of the archive, or was when it was last read."""
        issue = self._state.issues.get(id)
        return id in self._held or (issue is not None and issue.state == "published")

    def _read_issue(self, id: IssueId) -> None:
        issue, old = self._state.issues.get(id), self._held.pop(id, ())
        pairs = self._state.peek_entries_in(id)
        links = {link.id: link for _, link in pairs}
        new = () if issue is None else list_appearances(issue, [entry for entry, _ in pairs], links)
        if new:
            self._held[id] = new
        if new == old:
            return
        self.version += 1
        for fold in self._folds:
            if old:
                fold.remove(old)
            if new:
                fold.add(new)


def iter_touched_issues(state: ArchiveState, edit: Edit) -> Iterator[IssueId]:
    """The issues in which an edit, which is part of the state already, changes what readers had."""
    if edit.table == "issues":
        yield IssueId(edit.id)
    elif edit.table == "links":
        yield from (entry.issue for entry in state.entries_of(LinkId(edit.id)))
    elif edit.table == "entries":
        yield from (
            IssueId(fields["issue"]) for fields in (edit.before, edit.after) if fields and "issue" in fields
        )
        entry = state.entries.get(EntryId(edit.id))
        if entry is not None:
            yield entry.issue
