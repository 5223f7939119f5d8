"""A process that saves links one by one and says the title of each on standard output once it is saved.

python writer.py FOLDER PREFIX COUNT [come-and-go]
"""

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from workbench.curation.change import Change, Edit
from workbench.library import DiskLibrary, open_library


def save_link(library: DiskLibrary, title: str) -> None:
    """Save one link, computing it again whenever another process was quicker."""
    record = None
    while record is None:
        fields = {"url": f"https://a.b/{title}", "identity": title, "title": title, "note": "n" * 500}
        edit = Edit("links", library.next_id("links"), None, fields)
        record, _ = library.append(Change(label=title, edits=(edit,)), library.seq)


def open_disk_library(folder: str) -> DiskLibrary:
    """The library, as a command opens it."""
    library = open_library(Path(folder), clock=lambda: datetime.now(UTC))
    assert isinstance(library, DiskLibrary)
    return library


def main(folder: str, prefix: str, limit: str, reopen: str = "") -> None:
    """Save `limit` links, or go on until killed; leaving and coming back between any two if asked to."""
    library = open_disk_library(folder)
    for number in range(int(limit)) if int(limit) else count():
        if reopen:
            library.close()
            library = open_disk_library(folder)
        save_link(library, f"{prefix}{number}")
        sys.stdout.write(f"{prefix}{number}\n")
        sys.stdout.flush()
    library.close()


main(*sys.argv[1:])
