"""A workspace on the real disk, libraries opened in it and closed again, and changes to put into them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workbench.curation.change import Change, Edit
from workbench.library import DiskLibrary, open_library


class Wrist:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def saving(library: DiskLibrary, *titles: str) -> Change:
    """A change that saves a link for each title."""
    first = library.next_id("links")
    edits = [
        Edit("links", id, None, {"url": f"https://a.b/{id}", "identity": f"https://a.b/{id}", "title": title})
        for id, title in enumerate(titles, start=first)
    ]
    return Change(label=f"Saved {', '.join(titles)}"[:80], edits=tuple(edits))


@pytest.fixture
def clock() -> Wrist:
    """Noon of a Sunday."""
    return Wrist()


@pytest.fixture
def later(clock: Wrist) -> Callable[..., None]:
    """Let time pass: `later(hours=2)`; less than none for a clock set back."""
    return clock.move


@pytest.fixture
def opened(tmp_path: Path, clock: Wrist) -> Iterator[Callable[[], DiskLibrary]]:
    """Open the workspace's library; whatever is open at the end is closed."""
    libraries: list[DiskLibrary] = []

    def open_one() -> DiskLibrary:
        library = open_library(tmp_path, clock=clock)
        assert isinstance(library, DiskLibrary)
        libraries.append(library)
        return library

    yield open_one
    for library in libraries:
        library.close()


@pytest.fixture
def save() -> Callable[..., int]:
    """Save links of these titles in one change; returns the change's number."""

    def save(library: DiskLibrary, *titles: str) -> int:
        record = None
        while record is None:  # somebody was quicker
            record, _ = library.append(saving(library, *titles), library.seq)
        return record.seq

    return save


@pytest.fixture
def change() -> Callable[..., Change]:
    """A change that saves a link for each title, not yet made."""
    return saving


@pytest.fixture
def titles() -> Callable[[DiskLibrary], list[str]]:
    """The titles of all links, in order of id."""

    def titles(library: DiskLibrary) -> list[str]:
        found = [library.get("links", id) for id, _ in library.documents("links")]
        return [document["title"] for document in found if document is not None]

    return titles
