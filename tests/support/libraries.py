"""Changes to put into a library, and what is wrong with one."""

from pathlib import Path

from workbench.curation.change import Change, Edit
from workbench.desk.ports import Library
from workbench.library import examine_library


def make_saving_change(library: Library, *titles: str) -> Change:
    """A change that saves a link for each title."""
    first = library.next_id("links")
    edits = [
        Edit("links", id, None, {"url": f"https://a.b/{id}", "identity": f"https://a.b/{id}", "title": title})
        for id, title in enumerate(titles, start=first)
    ]
    return Change(label=f"Saved {', '.join(titles)}"[:80], edits=tuple(edits))


def list_library_errors(folder: Path) -> set[str]:
    """What the doctor takes for an error in the library of that folder."""
    return {finding.message for finding in examine_library(folder) if finding.level == "error"}
