"""A workspace on the real disk, libraries opened in it and closed again, and changes to put into them."""

from datetime import UTC, datetime, timedelta

from workbench.curation.change import Change, Edit
from workbench.library import DiskLibrary


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


def make_saving_change(library: DiskLibrary, *titles: str) -> Change:
    """A change that saves a link for each title."""
    first = library.next_id("links")
    edits = [
        Edit("links", id, None, {"url": f"https://a.b/{id}", "identity": f"https://a.b/{id}", "title": title})
        for id, title in enumerate(titles, start=first)
    ]
    return Change(label=f"Saved {', '.join(titles)}"[:80], edits=tuple(edits))
