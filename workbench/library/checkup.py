"""The doctor: the one place that looks at everything in a library and changes nothing.

What opening would mend, it only names; what opening does not look at (old journals, backups, references from
one table to another, exported files, who may read what) it looks at too.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from workbench.curation.model import Document, Entry, Issue, Link, Refused, Source, Table
from workbench.library.backups import list_backups
from workbench.library.folder import Folder
from workbench.library.journal import Gap, after, number, read
from workbench.library.lines import LineDB, Lines
from workbench.library.recovery import is_new
from workbench.library.snapshot import Unreadable, load

D = TypeVar("D", bound=Document)


class Finding(Struct, frozen=True):
    """Something that is not as it should be. `where` is a file, or a table and an id."""

    level: Literal["error", "warning"]
    where: str
    message: str


def doctor(folder: Path) -> list[Finding]:
    """Everything that is wrong with a workspace's library, the worst first; nothing is touched."""
    place = Folder(folder)
    lines = Lines()
    try:
        if is_new(place):
            return []
        found = [*_snapshot(place, lines), *_journals(place), *_documents(lines), *_exports(place, lines)]
        found += [*_backups(place), *_left_over(place), *_permissions(place)]
    except OSError as fault:
        found = [Finding("error", str(fault.filename or folder), f"cannot be read: {fault.strerror}")]
    return sorted(found, key=lambda finding: finding.level)


def _snapshot(folder: Folder, lines: Lines) -> Iterator[Finding]:
    """Judge the snapshot and what follows it; `lines` is filled with the documents of both."""
    try:
        read_lines, remark = load(folder.snapshot)
        db = LineDB(read_lines)
        lines.tables.update(read_lines.tables)
        if remark == "changed":
            yield Finding("error", "library.json", "the checksum does not fit: it was edited or damaged")
        elif remark:
            yield Finding("warning", "library.json", "another program wrote it")
        for record in read(after(folder, read_lines.seq), read_lines.seq).records:
            db.follow(record)
        lines.tables.update(db.lines.tables)
    except FileNotFoundError:
        yield Finding("error", "library.json", "it is missing: opening the library rebuilds it")
    except (Unreadable, Refused) as fault:
        yield Finding("error", "library.json", f"it cannot be read: {fault}")
    except Gap as gap:
        yield Finding("error", "library.journal", f"{gap} missing between library.json and the journal")


def _journals(folder: Folder) -> Iterator[Finding]:
    """Each journal by itself: every line sound, numbers growing by one, a line end at the end."""
    for path in folder.journals():
        if not path.exists():
            continue
        name = str(path.relative_to(folder.path))
        last: int | None = None
        with path.open("rb") as file:
            for at, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    yield Finding("warning", f"{name}:{at}", "an unfinished line, of a change never saved")
                    continue
                seq = number(line[:-1])
                if seq is None:
                    yield Finding(
                        "error", f"{name}:{at}", "the line cannot be read: its checksum does not fit"
                    )
                elif last is not None and seq != last + 1:
                    yield Finding("error", f"{name}:{at}", f"change {seq} follows change {last}")
                last = seq if seq is not None or last is None else last + 1


def _documents(lines: Lines) -> Iterator[Finding]:
    """Documents that are not understood, that name others which are not there, or that there may be one of only."""
    unclear: list[Finding] = []
    links = _values(lines, "links", Link, unclear)
    issues = _values(lines, "issues", Issue, unclear)
    entries = _values(lines, "entries", Entry, unclear)
    _values(lines, "sources", Source, unclear)
    yield from unclear
    for id, entry in entries.items():
        yield from _reference(f"entries {id}", "issue", entry.issue, lines, "issues")
        yield from _reference(f"entries {id}", "link", entry.link, lines, "links")
    for id, link in links.items():
        if link.joined is not None:
            yield from _reference(f"links {id}", "link", link.joined, lines, "links")
    for id, _ in lines.documents("sources"):
        yield from _reference(f"sources {id}", "link", id, lines, "links")
    yield from _twice("links", (key for link in links.values() for key in {link.identity, *link.aliases}))
    yield from _twice("issues", (f"#{issue.number}" for issue in issues.values()))
    yield from _twice("entries", (f"link {entry.link} in issue {entry.issue}" for entry in entries.values()))
    slots = (entry for entry in entries.values() if entry.slot is not None)
    yield from _twice("entries", (f"slot {one.slot} of {one.section} in issue {one.issue}" for one in slots))


def _values(lines: Lines, table: Table, kind: type[D], unclear: list[Finding]) -> dict[int, D]:
    decode = msgspec.json.Decoder(kind).decode
    values: dict[int, D] = {}
    for id, line in lines.documents(table):
        try:
            values[id] = decode(line)
        except (ValueError, msgspec.MsgspecError) as fault:
            unclear.append(Finding("warning", f"{table} {id}", f"it is not understood: {fault}"))
    return values


def _reference(where: str, what: str, id: int, lines: Lines, table: Table) -> Iterator[Finding]:
    if id not in lines.tables.get(table, {}):
        yield Finding("error", where, f"it belongs to {what} {id}, which is not there")


def _twice(where: str, keys: Iterable[str]) -> Iterator[Finding]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield Finding("error", where, f"{key} is there {times} times")


def _exports(folder: Folder, lines: Lines) -> Iterator[Finding]:
    """The files in `issues/` that are not as the library remembers writing them."""
    from hashlib import sha256  # noqa: PLC0415 - it loads OpenSSL, which every command would wait for

    for id, issue in _values(lines, "issues", Issue, []).items():
        if not issue.file:
            continue
        name, number = f"issues/{issue.file}", f"#{issue.number}"
        if issue.file != Path(issue.file).name:
            yield Finding("error", f"issues {id}", "its file stands outside of issues/")
            continue
        try:
            digest = sha256((folder.path / name).read_bytes()).hexdigest()
        except FileNotFoundError:
            yield Finding(
                "warning", name, f"{number} was written there and it is gone: export writes it again"
            )
        else:
            if digest != issue.exported:
                yield Finding(
                    "warning", name, f"edited by hand since {number} was written: import reads it in"
                )


def _backups(folder: Folder) -> Iterator[Finding]:
    for backup in list_backups(folder.path):
        if not backup.readable:
            yield Finding("warning", f"backups/{backup.name}", "it cannot be read")


def _left_over(folder: Folder) -> Iterator[Finding]:
    for file in folder.temporary():
        yield Finding(
            "warning", file.name, "left over by a program that stopped: the next opening removes it"
        )
    if folder.quarantine.is_dir():
        for file in sorted(folder.quarantine.iterdir()):
            yield Finding(
                "warning", f"quarantine/{file.name}", "set aside: delete it when you need it no longer"
            )


def _permissions(folder: Folder) -> Iterator[Finding]:
    """Files and folders that others than their owner may read. Windows keeps this elsewhere."""
    if os.name == "nt":
        return
    private = (folder.snapshot, folder.kept, folder.backups, folder.quarantine, *folder.journals())
    for path in (*private, *folder.backup_files()):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding("warning", path.name, f"others may read it: `chmod go= {path.name}`")
