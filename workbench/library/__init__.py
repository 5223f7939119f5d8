"""The desk's port kept on disk: the one room that writes `library.json`, its journal and its backups."""

from workbench.library.backups import Backup, list_backups
from workbench.library.checkup import Finding, doctor
from workbench.library.disk import DiskLibrary, open_library
from workbench.library.reading import FixedLibrary
from workbench.library.restoring import restore

__all__ = [
    "Backup",
    "DiskLibrary",
    "Finding",
    "FixedLibrary",
    "doctor",
    "list_backups",
    "open_library",
    "restore",
]
