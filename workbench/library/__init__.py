"""The desk's port `Library`, on disk (`library.json`, its journal, its backups) and in memory.

What a document means is up to `curation/`. Here documents are JSON with a table and an id, and changes are edits of
their fields; the exception is the doctor, which also checks what they refer to.
"""

from workbench.library.backups import Backup, list_backups
from workbench.library.disk import DiskLibrary, open_library
from workbench.library.doctor import LibraryFinding, examine_library
from workbench.library.memory import MemoryLibrary
from workbench.library.read_only import ReadOnlyLibrary
from workbench.library.restore import restore_backup

__all__ = [
    "Backup",
    "DiskLibrary",
    "LibraryFinding",
    "MemoryLibrary",
    "ReadOnlyLibrary",
    "examine_library",
    "list_backups",
    "open_library",
    "restore_backup",
]
