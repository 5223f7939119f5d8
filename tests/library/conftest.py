"""A workspace on the real disk, libraries opened in it and closed again, and changes to put into them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.libraries import Wrist, saving
from workbench.curation.change import Change
from workbench.library import DiskLibrary, open_library


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
