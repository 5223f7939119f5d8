"""From which documents a library starts: its snapshot, else the newest sound backup, else none.

The journals lead on from there; `recovery.py` says how. What cannot be started from is copied to `quarantine/`.
"""

from typing import Final

from msgspec import Struct

from workbench.curation.model import UserError
from workbench.library.folder import LibraryFolder
from workbench.library.foreign_json import is_plain_json
from workbench.library.journal import read_newest_library_id
from workbench.library.lines import LineStorage
from workbench.library.own_files import read_own_file
from workbench.library.snapshot import SnapshotCondition, UnreadableSnapshot, load_snapshot

_CONDITION_NOTICES: Final[dict[SnapshotCondition, str]] = {
    "laid out": "library.json was laid out by another program; nothing in it was changed.",
    "unmarked": "library.json was not written by the workbench: it was taken as it is.",
}


class StartingPoint(Struct):
    """The documents to start from. `damage` says what is wrong with the snapshot where these are not of it.

    `set_aside` is the name of a snapshot that is readable and not of this library.
    """

    lines: LineStorage
    notices: list[str]
    condition: SnapshotCondition = ""
    damage: str = ""
    set_aside: str = ""


def is_new(folder: LibraryFolder) -> bool:
    """Whether there is no library in this folder yet: no snapshot or an empty one, no journal, no backup."""
    stamp = folder.read_stamp()
    return (stamp is None or stamp[1] == 0) and not has_journal(folder) and not folder.list_backup_files()


def load_starting_point(folder: LibraryFolder) -> StartingPoint:
    """The snapshot's documents, or those of a backup.

    `UserError` where there is nothing to start from, or a linked snapshot would have to be replaced.
    """
    try:
        lines, condition = load_snapshot(folder.snapshot)
    except FileNotFoundError:
        return load_fallback(folder, "library.json is missing. ")
    except UnreadableSnapshot as fault:
        folder.refuse_link(f"cannot be read ({fault})")
        name = copy_aside(folder)
        aside = f" Set aside as quarantine/{name}." if name else ""
        return load_fallback(folder, f"library.json cannot be read ({fault}).{aside} ")
    if condition == "unmarked":
        if has_journal(folder):
            return set_aside_snapshot(folder, "was not written by the workbench")
        folder.refuse_link("was not written by the workbench")
    return StartingPoint(lines, _describe_condition(folder, condition), condition)


def set_aside_snapshot(folder: LibraryFolder, reason: str) -> StartingPoint:
    """What to start from instead of a snapshot that the journals do not go on from."""
    folder.refuse_link(reason)
    name = copy_aside(folder)
    aside = f"set aside as quarantine/{name}" if name else "left as it is"
    said = f"library.json {reason}, and the journal beside it does not go on from it: {aside}. "
    return load_fallback(folder, said, set_aside=name)


def load_fallback(folder: LibraryFolder, damage: str, *, set_aside: str = "") -> StartingPoint:
    """The documents of the newest sound backup of this library, else of an empty one, and notices of other backups.

    `UserError` where there is neither a backup nor a journal.
    """
    journal_id = read_newest_library_id(folder)
    passed_over: list[str] = []
    for file in folder.list_backup_files():
        try:
            lines, condition = load_snapshot(file)
        except (UnreadableSnapshot, OSError):
            passed_over.append(f"backups/{file.name} cannot be read.")
            continue
        if condition in ("changed", "unmarked"):
            passed_over.append(f"backups/{file.name} does not fit its checksum and was passed over.")
        elif lines.library_id and journal_id and lines.library_id != journal_id:
            passed_over.append(f"backups/{file.name} belongs to another library and was passed over.")
        else:
            return StartingPoint(lines, passed_over, damage=damage, set_aside=set_aside)
    if not has_journal(folder):
        raise UserError(f"{damage}There is no backup and no journal to rebuild it from. Nothing was touched.")
    empty = LineStorage()
    empty.library_id = journal_id
    return StartingPoint(empty, passed_over, damage=damage, set_aside=set_aside)


def has_journal(folder: LibraryFolder) -> bool:
    """Whether there is a journal with something in it."""
    return any(file.exists() and file.stat().st_size for file in folder.list_journals())


def copy_aside(folder: LibraryFolder) -> str:
    """Copy the snapshot's bytes to `quarantine/`. Returns the name there; empty where nothing may be written."""
    path, _ = folder.quarantine_bytes("library.json", read_own_file(folder.snapshot))
    return path.name if path else ""


def describe_copy(name: str) -> str:
    """The sentence on a copy in `quarantine/`, with a space before it; empty where there is none."""
    return f" A copy is in quarantine/{name}." if name else ""


def _describe_condition(folder: LibraryFolder, condition: SnapshotCondition) -> list[str]:
    if condition not in _CONDITION_NOTICES:
        return []
    replaced = "" if is_plain_json(read_own_file(folder.snapshot)) else _describe_replaced(copy_aside(folder))
    return [_CONDITION_NOTICES[condition] + replaced]


def _describe_replaced(name: str) -> str:
    return " What JSON has no form for, such as NaN, was replaced." + describe_copy(name)
