"""Reading a library from its files, whatever happened to them. Here is decided what damage means.

1. The snapshot is loaded, then the changes after it are applied from the journals.
2. An unreadable or missing snapshot is replaced by the newest sound backup, or by an empty library. The changes after
   that come from the journals, of which none is ever deleted. So is a snapshot that the journals do not belong to:
   another library's, or one that some other program made.
3. A snapshot that does not fit its checksum was edited or damaged. It is taken, and what differs from backup and
   journals becomes a change of its own, which a person can undo.
4. Where changes are missing in between, nothing is applied: a person has to decide how to go on.

What is damaged is copied to `quarantine/`, and every repair is reported in `notices`. The caller holds the lock, or
reads only.
"""

from typing import Final

from msgspec import Struct

from workbench.curation.change import Change
from workbench.curation.model import UserError
from workbench.library.comparison import build_change, compare_documents, name_documents
from workbench.library.folder import LibraryFolder
from workbench.library.journal import (
    ForeignJournal,
    Gap,
    JournalScan,
    read_first_seq,
    read_lines_after,
    scan_lines,
)
from workbench.library.lines import LineDB, LineStorage
from workbench.library.starting_point import (
    StartingPoint,
    copy_aside,
    describe_copy,
    is_new,
    load_fallback,
    load_starting_point,
    set_aside_snapshot,
)

_RECOVERY_HINT: Final = (
    "Nothing was touched. `workbench backup list` shows what `workbench backup restore` can bring back."
)


class RecoveredLibrary(Struct):
    """A library as it was found.

    `snapshot_seq` is the number of the last change in the snapshot, None where that was not sound. `last_seq` is the
    highest number given to a change, readable or not. `fresh` means that there was no library yet, `stale` that the
    snapshot should be rewritten although it has all changes. The documents include the `correction`, which no journal
    has yet.
    """

    db: LineDB
    snapshot_seq: int | None
    last_seq: int
    notices: list[str]
    fresh: bool = False
    stale: bool = False
    correction: Change | None = None


def recover_library(folder: LibraryFolder) -> RecoveredLibrary:
    """The library in a folder. `UserError` where changes are missing and a person must decide."""
    if is_new(folder):
        return RecoveredLibrary(LineDB(LineStorage()), 0, 0, [], fresh=True)
    base = load_starting_point(folder)
    base_seq = base.lines.seq
    try:
        db, scan = _replay_journals(folder, base)
    except ForeignJournal:
        base = set_aside_snapshot(folder, "belongs to another library")
        base_seq = base.lines.seq
        db, scan = _replay_journals(folder, base)
    db.lines.library_id = scan.library_id
    recovered = RecoveredLibrary(db, base_seq, scan.last_seq, base.notices)
    if base.damage:
        recovered.notices.append(_describe_rebuild(base, base_seq, db.lines.seq))
    elif base.condition == "changed":
        _compare_with_journals(folder, recovered)
    elif scan.records and _is_older_copy(folder, base_seq):
        recovered.notices.append(
            f"library.json was an older copy: changes from {base_seq + 1} on came from the journals."
        )
    if base.damage or base.condition == "changed":
        recovered.snapshot_seq = None
    recovered.notices += quarantine_lines(folder, scan)
    recovered.stale = bool(recovered.notices)
    return recovered


def quarantine_lines(folder: LibraryFolder, scan: JournalScan) -> list[str]:
    """Copy unreadable lines of a journal to `quarantine/`. Returns a notice, none for lines that are there already."""
    if not scan.unreadable:
        return []
    path, is_new_file = folder.quarantine_bytes("library.journal", b"\n".join(scan.unreadable))
    if path is not None and not is_new_file:
        return []
    lines = "A line" if len(scan.unreadable) == 1 else f"{len(scan.unreadable)} lines"
    missing = ", ".join(map(str, scan.missing_seqs))
    effect = (
        f"without number {missing}, that change is missing" if missing else "library.json holds what it said"
    )
    where = f"are in quarantine/{path.name}" if path else "stay where they are"
    return [f"{lines} of the journal could not be read: {effect}. Its bytes {where}."]


def _compare_with_journals(folder: LibraryFolder, recovered: RecoveredLibrary) -> None:
    """Make a correction of what a changed snapshot says other than backup and journals, and say what it is."""
    said = "library.json was edited by another program, or damaged"
    copy = describe_copy(copy_aside(folder))
    try:
        expected, scan = _replay_journals(folder, load_fallback(folder, ""))
    except (UserError, ForeignJournal):
        scan = None
    if scan is None or scan.last_seq != recovered.last_seq:
        said += ": it was taken as it is, since no backup and no journal reach it."
    elif not (edits := compare_documents(expected.lines, recovered.db.lines)):
        said += ": every document is as the journals have it."
    else:
        names = name_documents(edits)
        recovered.correction = build_change(f"Edited in library.json: {names}", edits, expected.lines)
        said = (
            f"`workbench undo {recovered.last_seq + 1}` brings back what the journals say of {names}: {said}."
        )
        if folder.read_only:
            said = f"The journals say otherwise of {names}: library.json was edited by another program, or damaged."
    recovered.notices.append(said + copy)


def _replay_journals(folder: LibraryFolder, base: StartingPoint) -> tuple[LineDB, JournalScan]:
    """The documents of the base with all later changes applied to them.

    `UserError` where some are missing, `ForeignJournal` where the snapshot is not of the journals' library.
    """
    db = LineDB(base.lines)
    try:
        scan = scan_lines(read_lines_after(folder, base.lines.seq), base.lines.seq, base.lines.library_id)
    except Gap as gap:
        where = "from what could rebuild it" if base.damage else "between library.json and the journal"
        raise UserError(f"{base.damage}{gap} missing {where}. {_describe_way_on(base)}") from None
    except ForeignJournal:
        if not base.damage:
            raise
        raise UserError(f"The journal has changes of several libraries. {_describe_way_on(base)}") from None
    for record in scan.records:
        db.apply_record(record)
    return db, scan


def _describe_way_on(base: StartingPoint) -> str:
    if not base.set_aside:
        return _RECOVERY_HINT
    return f"`workbench backup restore {base.set_aside}` takes the file that was set aside."


def _describe_rebuild(base: StartingPoint, base_seq: int, seq: int) -> str:
    source = f"the backup at change {base_seq} and " if base_seq else ""
    what = "Your library" if base.set_aside else "It"
    rebuilt = f"{base.damage}{what} was rebuilt from {source}the journals up to change {seq}."
    if not base.set_aside:
        return rebuilt
    # What to do stands first: a narrow screen shows the beginning.
    return f"`workbench backup restore {base.set_aside}` takes the library.json that was put here. {rebuilt}"


def _is_older_copy(folder: LibraryFolder, snapshot_seq: int) -> bool:
    """Whether somebody put an older snapshot in place: then the journal in use begins after the next change."""
    first_seq = read_first_seq(folder.journal)
    return first_seq is not None and first_seq > snapshot_seq + 1
