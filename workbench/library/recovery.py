"""Opening what is there, whatever happened to it: the one place that decides what damage means.

The snapshot, then every change after it in the journals. A snapshot that cannot be read is set aside and the newest
backup that can be takes its place, carried forward by the journals, which are never thrown away. Across changes
that nobody holds nothing is carried: a person has to say how to go on. Hold the lock.
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
    """A library as it was found. `fresh`: there was none; `stale`: the snapshot should be written anew.

    `snapshot_seq` is the change the snapshot ends with, None where there is no telling; `last_seq` the last number
    given
    to a change, readable or not.
    """

    db: LineDB
    snapshot_seq: int | None
    last_seq: int
    notices: list[str]
    fresh: bool = False
    stale: bool = False


_LoadedBase: TypeAlias = tuple[LineStorage, list[str], str]


def recover_library(folder: LibraryFolder) -> RecoveredLibrary:
    """The library in a folder and what a person should know of it. `UserError` where a person must decide."""
    if is_new(folder):
        return RecoveredLibrary(LineDB(LineStorage()), 0, 0, [], fresh=True)
    lines, notices, trouble = _load_base(folder)
    db, based = LineDB(lines), lines.seq
    try:
        reading = scan_lines(read_lines_after(folder, based), based)
    except Gap as gap:
        where = "from what could rebuild it" if trouble else "between library.json and the journal"
        raise UserError(f"{trouble}{gap} missing {where}. {_RECOVERY_HINT}") from None
    for record in reading.records:
        db.apply_record(record)
    if trouble:
        notices.append(_describe_rebuild(trouble, lines, based))
    elif reading.records and _is_older_copy(folder, based):
        notices.append(f"library.json was an older copy: changes from {based + 1} on came from the journals.")
    notices += quarantine_lines(folder, reading)
    return RecoveredLibrary(db, None if trouble else based, reading.last_seq, notices, stale=bool(notices))


def quarantine_lines(folder: LibraryFolder, scan: JournalScan) -> list[str]:
    """Keep what could not be read of a journal; says so the first time it is seen."""
    if not scan.unreadable:
        return []
    place = folder.quarantine_bytes("library.journal", b"\n".join(scan.unreadable))
    if place is None and not folder.read_only:
        return []
    lines = "A line" if len(scan.unreadable) == 1 else f"{len(scan.unreadable)} lines"
    lost = ", ".join(map(str, scan.missing_seqs))
    without = f"without number {lost}, that change is missing" if lost else "library.json holds what it said"
    where = f"are in quarantine/{place.name}" if place else "stay where they are"
    return [f"{lines} of the journal could not be read: {without}. Its bytes {where}."]


def is_new(folder: LibraryFolder) -> bool:
    """Whether nobody has kept a library here yet."""
    stamp = folder.read_stamp()
    journals = [file for file in folder.list_journals() if file.exists() and file.stat().st_size]
    return (stamp is None or stamp[1] == 0) and not journals and not folder.list_backup_files()


def _load_base(folder: LibraryFolder) -> _LoadedBase:
    """What to start from: lines, notices, and what is wrong with the snapshot itself, if anything."""
    try:
        lines, remark = load_snapshot(folder.snapshot)
    except FileNotFoundError:
        trouble = "library.json is missing. "
    except UnreadableSnapshot as fault:
        place = folder.quarantine_bytes("library.json", folder.snapshot.read_bytes())
        aside = f" Set aside as quarantine/{place.name}." if place else ""
        trouble = f"library.json cannot be read ({fault}).{aside} "
    else:
        return lines, _report_condition(folder, remark), ""
    return *_load_fallback(folder, trouble), trouble


def _report_condition(folder: LibraryFolder, remark: SnapshotCondition) -> list[str]:
    if not remark:
        return []
    place = (
        folder.quarantine_bytes("library.json", folder.snapshot.read_bytes()) if remark == "changed" else None
    )
    copy = f" A copy is in quarantine/{place.name}." if place else ""
    return [_CONDITION_NOTICES[remark] + copy]


def _load_fallback(folder: LibraryFolder, trouble: str) -> tuple[LineStorage, list[str]]:
    """The newest backup that can be read; else nothing, for the journals to fill from their first change on."""
    unreadable: list[str] = []
    for file in folder.list_backup_files():
        try:
            lines, _ = load_snapshot(file)
        except (UnreadableSnapshot, OSError):
            unreadable.append(f"backups/{file.name} cannot be read.")
        else:
            return lines, unreadable
    if not any(file.exists() and file.stat().st_size for file in folder.list_journals()):
        raise UserError(
            f"{trouble}There is no backup and no journal to rebuild it from. Nothing was touched."
        )
    return LineStorage(), unreadable


def _describe_rebuild(trouble: str, lines: LineStorage, base_seq: int) -> str:
    source = f"the backup at change {base_seq} and " if base_seq else ""
    return f"{trouble}It was rebuilt from {source}the journals up to change {lines.seq}."


def _is_older_copy(folder: LibraryFolder, snapshot_seq: int) -> bool:
    """Whether an older snapshot was put in the place of one: the journal in use begins further on."""
    begins = read_first_seq(folder.journal)
    return begins is not None and begins > snapshot_seq + 1
