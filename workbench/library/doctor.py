"""The doctor: examines all of a library and changes nothing.

It names what opening would repair (`recovery.py`). It also checks what opening does not read: old journals, backups,
references between tables, exported files, and file permissions.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal, TypeVar, cast

import msgspec
from msgspec import Struct

from workbench.curation.document import Document
from workbench.curation.model import TABLES, Entry, Issue, Link, TableName, UserError, table_of
from workbench.library.backups import list_backups
from workbench.library.comparison import name_documents
from workbench.library.folder import LibraryFolder
from workbench.library.journal import ForeignJournal, Gap, parse_seq, read_lines_after, scan_lines
from workbench.library.lines import LineDB, LineStorage
from workbench.library.own_files import list_own_files, open_to_read, read_own_file
from workbench.library.recovery import recover_library
from workbench.library.snapshot import UnreadableSnapshot, load_snapshot
from workbench.library.starting_point import has_journal, is_new

D = TypeVar("D", bound=Document)


class LibraryFinding(Struct, frozen=True):
    """One thing that is wrong. `where` is a file, or a table and an id; `message` is a sentence."""

    level: Literal["error", "warning"]
    where: str
    message: str


_FOREIGN: Final = LibraryFinding(
    "error", "library.json", "the journal beside it does not go on from it: opening sets it aside"
)


def examine_library(folder: Path) -> list[LibraryFinding]:
    """All that is wrong with the library of a workspace, errors first. Nothing is changed. Never raises."""
    files = LibraryFolder(folder, read_only=True)
    lines = LineStorage()
    try:
        if obstacles := files.list_obstacles():
            return [LibraryFinding("error", str(folder), obstacle) for obstacle in obstacles]
        if is_new(files):
            return []
        findings = [
            *_check_snapshot(files, lines),
            *_check_journals(files),
            *check_documents(lines),
            *_check_exports(files, lines),
            *_check_backups(files),
            *_check_leftovers(files),
            *_check_permissions(files),
        ]
    except OSError as fault:
        findings = [
            LibraryFinding("error", str(fault.filename or folder), f"cannot be read: {fault.strerror}")
        ]
    except UserError as refusal:
        findings = [LibraryFinding("error", str(folder), str(refusal))]
    return sorted(findings, key=lambda finding: finding.level)


def _check_snapshot(folder: LibraryFolder, lines: LineStorage) -> Iterator[LibraryFinding]:
    """Check the snapshot and the changes after it. Fills `lines` with the documents of both, for the other checks."""
    try:
        snapshot, condition = load_snapshot(folder.snapshot)
        db = LineDB(snapshot)
        lines.tables.update(snapshot.tables)
        if condition == "changed":
            yield LibraryFinding("error", "library.json", _describe_difference(folder))
        elif condition == "unmarked" and has_journal(folder):
            yield _FOREIGN
            return
        elif condition:
            yield LibraryFinding("warning", "library.json", "another program wrote it")
        for record in scan_lines(
            read_lines_after(folder, snapshot.seq), snapshot.seq, snapshot.library_id
        ).records:
            db.apply_record(record)
        lines.tables.update(db.lines.tables)
    except FileNotFoundError:
        yield LibraryFinding("error", "library.json", "it is missing: opening the library rebuilds it")
    except (UnreadableSnapshot, UserError) as fault:
        yield LibraryFinding("error", "library.json", f"it cannot be read: {fault}")
    except ForeignJournal:
        yield _FOREIGN
    except Gap as gap:
        yield LibraryFinding(
            "error", "library.journal", f"{gap} missing between library.json and the journal"
        )


def _describe_difference(folder: LibraryFolder) -> str:
    said = "the checksum does not fit: it was edited or damaged"
    correction = recover_library(folder).correction
    return f"{said}; the journals say otherwise of {name_documents(correction.edits)}" if correction else said


def _check_journals(folder: LibraryFolder) -> Iterator[LibraryFinding]:
    """Check each journal by itself: every line readable, numbers that grow by one, a line end at the end."""
    for path in folder.list_journals():
        if not path.exists():
            continue
        name = str(path.relative_to(folder.path))
        last: int | None = None
        with open_to_read(path) as file:
            for number, line in enumerate(file, start=1):
                where = f"{name}:{number}"
                if not line.endswith(b"\n"):
                    yield LibraryFinding("warning", where, "an unfinished line, of a change never saved")
                    continue
                seq = parse_seq(line[:-1])
                if seq is None:
                    yield LibraryFinding("error", where, "the line cannot be read: its checksum does not fit")
                elif last is not None and seq != last + 1:
                    yield LibraryFinding("error", where, f"change {seq} follows change {last}")
                # An unreadable line is taken to hold the next number, so one finding does not cause a second.
                last = seq if seq is not None or last is None else last + 1


def check_documents(lines: LineStorage) -> Iterator[LibraryFinding]:
    """Documents that cannot be decoded, refer to missing ones, or share a key that may exist once only."""
    undecoded: list[LibraryFinding] = []
    documents = {spec.name: _decode_documents(lines, spec.document, undecoded) for spec in TABLES.values()}
    yield from undecoded
    for spec in TABLES.values():
        for id, document in documents[spec.name].items():
            for field, table in spec.refers_to.items():
                yield from _check_reference(f"{spec.name} {id}", getattr(document, field), lines, table)
        for id, _ in lines.list_documents(spec.name) if spec.part_of else ():
            yield from _check_reference(f"{spec.name} {id}", id, lines, spec.part_of)
    links = cast("dict[int, Link]", documents["links"])
    entries = cast("dict[int, Entry]", documents["entries"])
    issues = cast("dict[int, Issue]", documents["issues"])
    yield from _check_unique(
        "links", (key for link in links.values() for key in {link.identity, *link.aliases})
    )
    yield from _check_unique("issues", (f"#{issue.number}" for issue in issues.values()))
    yield from _check_unique(
        "entries", (f"link {entry.link} in issue {entry.issue}" for entry in entries.values())
    )
    slots = (entry for entry in entries.values() if entry.slot is not None)
    yield from _check_unique(
        "entries", (f"slot {one.slot} of {one.section} in issue {one.issue}" for one in slots)
    )


def _decode_documents(lines: LineStorage, kind: type[D], findings: list[LibraryFinding]) -> dict[int, D]:
    table = table_of(kind).name
    decode = msgspec.json.Decoder(kind).decode
    values: dict[int, D] = {}
    for id, line in lines.list_documents(table):
        try:
            values[id] = decode(line)
        except (ValueError, msgspec.MsgspecError) as fault:
            hint = "; `workbench add` with its URL saves it anew" if table == "links" else ""
            findings.append(
                LibraryFinding("warning", f"{table} {id}", f"it is not understood: {fault}{hint}")
            )
    return values


def _check_reference(
    where: str, id: int | None, lines: LineStorage, table: TableName
) -> Iterator[LibraryFinding]:
    if id is not None and id not in lines.documents_in(table):
        yield LibraryFinding("error", where, f"it belongs to {TABLES[table].noun} {id}, which is not there")


def _check_unique(where: str, keys: Iterable[str]) -> Iterator[LibraryFinding]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield LibraryFinding("error", where, f"{key} is there {count} times")


def _check_exports(folder: LibraryFolder, lines: LineStorage) -> Iterator[LibraryFinding]:
    """The files in `issues/` that are missing or differ from the last export."""
    from hashlib import sha256  # noqa: PLC0415 - it loads OpenSSL, which costs every command some milliseconds

    for id, issue in _decode_documents(lines, Issue, []).items():
        if not issue.file:
            continue
        path, label = f"issues/{issue.file}", f"#{issue.number}"
        if issue.file != Path(issue.file).name:
            yield LibraryFinding("error", f"issues {id}", "its file stands outside of issues/")
            continue
        try:
            digest = sha256(read_own_file(folder.path / path)).hexdigest()
        except FileNotFoundError:
            yield LibraryFinding(
                "warning", path, f"{label} was written there and it is gone: export writes it again"
            )
        else:
            if digest != issue.exported:
                yield LibraryFinding(
                    "warning", path, f"edited by hand since {label} was written: import reads it in"
                )


def _check_backups(folder: LibraryFolder) -> Iterator[LibraryFinding]:
    for backup in list_backups(folder.path):
        if not backup.readable:
            yield LibraryFinding("warning", f"backups/{backup.name}", "it cannot be read")


def _check_leftovers(folder: LibraryFolder) -> Iterator[LibraryFinding]:
    for file in folder.list_temporary_files():
        yield LibraryFinding(
            "warning", file.name, "left over by a program that stopped: the next opening removes it"
        )
    snapshots = folder.list_set_aside_snapshots()
    for file in sorted(list_own_files(folder.quarantine)):
        way_back = f"; `workbench backup restore {file.name}` takes it" if file in snapshots else ""
        yield LibraryFinding(
            "warning", f"quarantine/{file.name}", f"set aside: delete it when you need it no longer{way_back}"
        )


def _check_permissions(folder: LibraryFolder) -> Iterator[LibraryFinding]:
    """Files and folders that others than their owner may read, and a folder that takes no file."""
    if not os.access(folder.snapshot.parent, os.W_OK):
        yield LibraryFinding(
            "warning", str(folder.snapshot.parent), "takes no new files: library.json stays as it is"
        )
    if os.name == "nt":  # permissions there are not in the mode
        return
    private = (
        folder.snapshot,
        folder.retired_journals,
        folder.backups,
        folder.quarantine,
        *folder.list_journals(),
    )
    for path in (*private, *folder.list_backup_files()):
        if path.exists() and path.stat().st_mode & 0o077:
            yield LibraryFinding("warning", path.name, f"others may read it: `chmod go= {path.name}`")
