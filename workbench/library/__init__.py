"""The desk's port `Library`, on disk (`library.json`, its journal, its backups) and in memory.

What a document means is up to `curation/`. Here documents are JSON with a table and an id, and changes are edits of
their fields; the exception is the doctor, which also checks what they refer to.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from workbench.library.backups import Backup, list_backups
from workbench.library.disk import DiskLibrary
from workbench.library.opening import open_library, read_library
from workbench.library.read_only import ReadOnlyLibrary

if TYPE_CHECKING:
    from workbench.library.doctor import LibraryFinding, examine_library
    from workbench.library.memory import MemoryLibrary
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
    "read_library",
    "restore_backup",
]

_MODULES = {
    "LibraryFinding": "workbench.library.doctor",
    "MemoryLibrary": "workbench.library.memory",
    "examine_library": "workbench.library.doctor",
    "restore_backup": "workbench.library.restore",
}

if not TYPE_CHECKING:  # or mypy would take any name for one of this module's

    def __getattr__(name: str) -> object:
        """Import what is asked for when it is: every command opens a library, and hardly any examines one."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_MODULES[name]), name)
