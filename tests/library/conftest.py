"""A workspace on the real disk, libraries opened in it and closed again, and changes to put into them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from tests.support.libraries import make_saving_change
from workbench.curation.change import Change
from workbench.library import DiskLibrary, open_library


@pytest.fixture
def clock() -> FakeClock:
    """Noon of a Sunday."""
    return FakeClock()


@pytest.fixture
def advance_clock(clock: FakeClock) -> Callable[..., None]:
    """Let time pass: `later(hours=2)`; less than none for a clock set back."""
    return clock.advance


@pytest.fixture
def open_disk_library(tmp_path: Path, clock: FakeClock) -> Iterator[Callable[[], DiskLibrary]]:
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
def save_links() -> Callable[..., int]:
    """Save links of these titles in one change; returns the change's number."""

    def save(library: DiskLibrary, *titles: str) -> int:
        record = None
        while record is None:  # somebody was quicker
            record, _ = library.append(make_saving_change(library, *titles), library.seq)
        return record.seq

    return save


@pytest.fixture
def make_change() -> Callable[..., Change]:
    """A change that saves a link for each title, not yet made."""
    return make_saving_change


@pytest.fixture
def titles_of() -> Callable[[DiskLibrary], list[str]]:
    """The titles of all links, in order of id."""

    def titles(library: DiskLibrary) -> list[str]:
        found = [library.get("links", id) for id, _ in library.documents_in("links").iter_lines()]
        return [document["title"] for document in found if document is not None]

    return titles
