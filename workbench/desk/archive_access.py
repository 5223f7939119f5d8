"""Whether the archive may be asked now. It is small, so that a screen starts without the archive's modules."""

from workbench.desk.state import State


def can_ask_archive(state: State) -> bool:
    """Whether there is an archive that may be asked: it is read, or whoever asks may wait for that."""
    return has_archive(state) and (is_archive_read(state) or not state.waits_for_archive)


def has_archive(state: State) -> bool:
    """Whether anything was published."""
    return any(issue.state == "published" for issue in state.issues.values())


def is_archive_read(state: State) -> bool:
    """Whether asking the archive costs nothing now."""
    return "archive" in state.__dict__ and state.archive.is_read
