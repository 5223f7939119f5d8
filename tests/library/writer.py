"""A process that saves links one by one and says the title of each on standard output once it is saved.

python writer.py FOLDER PREFIX COUNT [come-and-go | fold]

With `come-and-go` it leaves and comes back between any two. With `fold` it stays, and after each it writes a checkpoint
and moves the journal.
"""

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import sleep

from workbench.curation.change import Change, Edit
from workbench.library import DiskLibrary, checkpoint, open_library


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


def main(folder: str, prefix: str, limit: str, way: str = "") -> None:
    """Save `limit` links, or go on until killed, in one of the ways above."""
    checkpoint.ROTATE_AT = 1 if way == "fold" else checkpoint.ROTATE_AT  # type: ignore[misc]
    library = open_disk_library(folder)
    for number in range(int(limit)) if int(limit) else count():
        if way == "come-and-go":
            library.close()
            library = open_disk_library(folder)
        save_link(library, f"{prefix}{number}")
        sys.stdout.write(f"{prefix}{number}\n")
        sys.stdout.flush()
        if way == "fold":
            library.checkpoint()
            sleep(0.01)  # whoever takes the lock again at once leaves others no moment to take it
    library.close()


main(*sys.argv[1:])
