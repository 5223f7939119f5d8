"""Reading a library from its files, whatever happened to them. Here is decided what damage means.

1. The snapshot is loaded, then the changes after it are applied from the journals.
2. An unreadable or missing snapshot is replaced by the newest readable backup, or by an empty library. The changes
   after that come from the journals, of which none is ever deleted.
3. Where changes are missing in between, nothing is applied: a person has to decide how to go on.

What is damaged is copied to `quarantine/`, and every repair is reported in `notices`. The caller holds the lock.
"""

from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.model import UserError
from workbench.library.folder import LibraryFolder
from workbench.library.journal import Gap, JournalScan, read_first_seq, read_lines_after, scan_lines
from workbench.library.lines import LineDB, LineStorage
from workbench.library.snapshot import SnapshotCondition, UnreadableSnapshot, load_snapshot

_RECOVERY_HINT: Final = (
    "Nothing was touched. `workbench backup list` shows what `workbench backup restore` can bring back."
)
_CONDITION_NOTICES: Final[dict[SnapshotCondition, str]] = {
    "laid out": "library.json was laid out by another program; nothing in it was changed.",
    "changed": "library.json was edited by another program, or damaged: it was taken as it is.",
    "unmarked": "library.json was not written by the workbench: it was taken as it is.",
}


class RecoveredLibrary(Struct):
    """A library as it was found.

    `snapshot_seq` is the number of the last change in the snapshot, None where that was not readable. `last_seq` is the
    highest number given to a change, readable or not. `fresh` means that there was no library yet, `stale` that the
    snapshot should be rewritten although it has all changes.
    """

    db: LineDB
    snapshot_seq: int | None
    last_seq: int
    notices: list[str]
    fresh: bool = False
    stale: bool = False


_LoadedBase: TypeAlias = tuple[LineStorage, list[str], str]
"""The documents to start from, notices, and what is wrong with the snapshot; that is empty where it was readable."""


def recover_library(folder: LibraryFolder) -> RecoveredLibrary:
    """The library in a folder. `UserError` where changes are missing and a person must decide."""
    if is_new(folder):
        return RecoveredLibrary(LineDB(LineStorage()), 0, 0, [], fresh=True)
    lines, notices, damage = _load_base(folder)
    db, base_seq = LineDB(lines), lines.seq
    try:
        scan = scan_lines(read_lines_after(folder, base_seq), base_seq)
    except Gap as gap:
        where = "from what could rebuild it" if damage else "between library.json and the journal"
        raise UserError(f"{damage}{gap} missing {where}. {_RECOVERY_HINT}") from None
    for record in scan.records:
        db.apply_record(record)
    if damage:
        notices.append(_describe_rebuild(damage, lines, base_seq))
    elif scan.records and _is_older_copy(folder, base_seq):
        notices.append(
            f"library.json was an older copy: changes from {base_seq + 1} on came from the journals."
        )
    notices += quarantine_lines(folder, scan)
    return RecoveredLibrary(db, None if damage else base_seq, scan.last_seq, notices, stale=bool(notices))


def quarantine_lines(folder: LibraryFolder, scan: JournalScan) -> list[str]:
    """Copy unreadable lines of a journal to `quarantine/`. Returns a notice, none for lines that are there already."""
    if not scan.unreadable:
        return []
    path = folder.quarantine_bytes("library.journal", b"\n".join(scan.unreadable))
    if path is None and not folder.read_only:
        return []
    lines = "A line" if len(scan.unreadable) == 1 else f"{len(scan.unreadable)} lines"
    missing = ", ".join(map(str, scan.missing_seqs))
    effect = (
        f"without number {missing}, that change is missing" if missing else "library.json holds what it said"
    )
    where = f"are in quarantine/{path.name}" if path else "stay where they are"
    return [f"{lines} of the journal could not be read: {effect}. Its bytes {where}."]


def is_new(folder: LibraryFolder) -> bool:
    """Whether there is no library in this folder yet: no snapshot or an empty one, no journal, no backup."""
    stamp = folder.read_stamp()
    journals = [file for file in folder.list_journals() if file.exists() and file.stat().st_size]
    return (stamp is None or stamp[1] == 0) and not journals and not folder.list_backup_files()


def _load_base(folder: LibraryFolder) -> _LoadedBase:
    try:
        lines, condition = load_snapshot(folder.snapshot)
    except FileNotFoundError:
        damage = "library.json is missing. "
    except UnreadableSnapshot as fault:
        path = folder.quarantine_bytes("library.json", folder.snapshot.read_bytes())
        aside = f" Set aside as quarantine/{path.name}." if path else ""
        damage = f"library.json cannot be read ({fault}).{aside} "
    else:
        return lines, _report_condition(folder, condition), ""
    return *_load_fallback(folder, damage), damage


def _report_condition(folder: LibraryFolder, condition: SnapshotCondition) -> list[str]:
    if not condition:
        return []
    path = None
    if condition == "changed":
        path = folder.quarantine_bytes("library.json", folder.snapshot.read_bytes())
    copy = f" A copy is in quarantine/{path.name}." if path else ""
    return [_CONDITION_NOTICES[condition] + copy]


def _load_fallback(folder: LibraryFolder, damage: str) -> tuple[LineStorage, list[str]]:
    """The documents of the newest readable backup, else of an empty library, and notices of unreadable ones."""
    unreadable: list[str] = []
    for file in folder.list_backup_files():
        try:
            lines, _ = load_snapshot(file)
        except (UnreadableSnapshot, OSError):
            unreadable.append(f"backups/{file.name} cannot be read.")
        else:
            return lines, unreadable
    if not any(file.exists() and file.stat().st_size for file in folder.list_journals()):
        raise UserError(f"{damage}There is no backup and no journal to rebuild it from. Nothing was touched.")
    return LineStorage(), unreadable


def _describe_rebuild(damage: str, lines: LineStorage, base_seq: int) -> str:
    source = f"the backup at change {base_seq} and " if base_seq else ""
    return f"{damage}It was rebuilt from {source}the journals up to change {lines.seq}."


def _is_older_copy(folder: LibraryFolder, snapshot_seq: int) -> bool:
    """Whether somebody put an older snapshot in place: then the journal in use begins after the next change."""
    first_seq = read_first_seq(folder.journal)
    return first_seq is not None and first_seq > snapshot_seq + 1
