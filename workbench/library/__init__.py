"""The desk's port kept on disk: the one room that writes `library.json`, its journal and its backups."""

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
