"""Whether the archive may be asked now, and what is known of it without asking.

It is small, so that a screen starts without the archive's modules.
"""

from workbench.curation.model import LinkId
from workbench.desk.state import State


def can_ask_archive(state: State) -> bool:
    """Whether there is an archive that may be asked: it is read, or whoever asks may wait for that."""
    return has_archive(state) and (is_archive_read(state) or not state.waits_for_archive)


def has_archive(state: State) -> bool:
    """Whether anything was published, or was when the archive was last read."""
    return "archive" in state.__dict__ or any(issue.state == "published" for issue in state.issues.values())


def is_archive_read(state: State) -> bool:
    """Whether asking the archive costs nothing now."""
    return "archive" in state.__dict__ and state.archive.is_read


def is_archive_search_read(state: State) -> bool:
    """Whether searching the texts of the archive costs nothing now but the search."""
    return "archive_search" in state.__dict__ and state.archive_search.is_read


def published_numbers_of(state: State, link: LinkId) -> tuple[int, ...]:
    """The numbers of published issues that printed this very link, lowest first."""
    printed = (state.issues[entry.issue] for entry in state.entries_of(link) if entry.slot is not None)
    return tuple(sorted(issue.number for issue in printed if issue.state == "published"))
