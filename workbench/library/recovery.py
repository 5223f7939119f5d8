"""Opening what is there, whatever happened to it: the one place that decides what damage means.

The snapshot, then every change after it in the journals. A snapshot that cannot be read is set aside and the newest
backup that can be takes its place, carried forward by the journals, which are never thrown away. Across changes
that nobody holds nothing is carried: a person has to say how to go on. Hold the lock.
"""

from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.model import Refused
from workbench.library.folder import Folder
from workbench.library.journal import Gap, Reading, after, first_number, read
from workbench.library.lines import LineDB, Lines
from workbench.library.snapshot import Remark, Unreadable, load

_HOW_ON: Final = (
    "Nothing was touched. `workbench backup list` shows what `workbench backup restore` can bring back."
)
_REMARKS: Final[dict[Remark, str]] = {
    "laid out": "library.json was laid out by another program; nothing in it was changed.",
    "changed": "library.json was edited by another program, or damaged: it was taken as it is.",
    "unmarked": "library.json was not written by the workbench: it was taken as it is.",
}


class Found(Struct):
    """A library as it was found. `fresh`: there was none; `stale`: the snapshot should be written anew.

    `based` is the change the snapshot ends with, None where there is no telling; `reached` the last number given
    to a change, readable or not.
    """

    db: LineDB
    based: int | None
    reached: int
    notices: list[str]
    fresh: bool = False
    stale: bool = False


_Base: TypeAlias = tuple[Lines, list[str], str]


def recover(folder: Folder) -> Found:
    """The library in a folder and what a person should know of it. `Refused` where a person must decide."""
    if is_new(folder):
        return Found(LineDB(Lines()), 0, 0, [], fresh=True)
    lines, notices, trouble = _base(folder)
    db, based = LineDB(lines), lines.seq
    try:
        reading = read(after(folder, based), based)
    except Gap as gap:
        where = "from what could rebuild it" if trouble else "between library.json and the journal"
        raise Refused(f"{trouble}{gap} missing {where}. {_HOW_ON}") from None
    for record in reading.records:
        db.follow(record)
    if trouble:
        notices.append(_carried(trouble, lines, based))
    elif reading.records and _put_back(folder, based):
        notices.append(f"library.json was an older copy: changes from {based + 1} on came from the journals.")
    notices += set_aside(folder, reading)
    return Found(db, None if trouble else based, reading.reached, notices, stale=bool(notices))


def set_aside(folder: Folder, reading: Reading) -> list[str]:
    """Keep what could not be read of a journal; says so the first time it is seen."""
    if not reading.bad:
        return []
    place = folder.set_aside("library.journal", b"\n".join(reading.bad))
    if place is None and not folder.fixed:
        return []
    lines = "A line" if len(reading.bad) == 1 else f"{len(reading.bad)} lines"
    lost = ", ".join(map(str, reading.missing))
    without = f"without number {lost}, that change is missing" if lost else "library.json holds what it said"
    where = f"are in quarantine/{place.name}" if place else "stay where they are"
    return [f"{lines} of the journal could not be read: {without}. Its bytes {where}."]


def is_new(folder: Folder) -> bool:
    """Whether nobody has kept a library here yet."""
    stamp = folder.stamp()
    journals = [file for file in folder.journals() if file.exists() and file.stat().st_size]
    return (stamp is None or stamp[1] == 0) and not journals and not folder.backup_files()


def _base(folder: Folder) -> _Base:
    """What to start from: lines, notices, and what is wrong with the snapshot itself, if anything."""
    try:
        lines, remark = load(folder.snapshot)
    except FileNotFoundError:
        trouble = "library.json is missing. "
    except Unreadable as fault:
        place = folder.set_aside("library.json", folder.snapshot.read_bytes())
        aside = f" Set aside as quarantine/{place.name}." if place else ""
        trouble = f"library.json cannot be read ({fault}).{aside} "
    else:
        return lines, _remarks(folder, remark), ""
    return *_fallback(folder, trouble), trouble


def _remarks(folder: Folder, remark: Remark) -> list[str]:
    if not remark:
        return []
    place = folder.set_aside("library.json", folder.snapshot.read_bytes()) if remark == "changed" else None
    copy = f" A copy is in quarantine/{place.name}." if place else ""
    return [_REMARKS[remark] + copy]


def _fallback(folder: Folder, trouble: str) -> tuple[Lines, list[str]]:
    """The newest backup that can be read; else nothing, for the journals to fill from their first change on."""
    unreadable: list[str] = []
    for file in folder.backup_files():
        try:
            lines, _ = load(file)
        except (Unreadable, OSError):
            unreadable.append(f"backups/{file.name} cannot be read.")
        else:
            return lines, unreadable
    if not any(file.exists() and file.stat().st_size for file in folder.journals()):
        raise Refused(f"{trouble}There is no backup and no journal to rebuild it from. Nothing was touched.")
    return Lines(), unreadable


def _carried(trouble: str, lines: Lines, based: int) -> str:
    source = f"the backup at change {based} and " if based else ""
    return f"{trouble}It was rebuilt from {source}the journals up to change {lines.seq}."


def _put_back(folder: Folder, based: int) -> bool:
    """Whether an older snapshot was put in the place of one: the journal in use begins further on."""
    begins = first_number(folder.journal)
    return begins is not None and begins > based + 1
