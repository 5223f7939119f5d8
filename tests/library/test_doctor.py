"""The doctor finds each kind of damage, names where it is, and touches nothing."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.support.clock import NOW
from workbench.curation.change import Change, Edit
from workbench.curation.model import TableName
from workbench.library import DiskLibrary, examine_library, open_library

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Plant = Callable[[Path], None]


@pytest.fixture
def healthy_folder(tmp_path: Path, open_disk_library: Open, save_links: Save) -> Path:
    """A library of two links and one issue with an entry, closed."""
    library = open_disk_library()
    save_links(library, "one", "two")
    documents: list[tuple[TableName, int, dict[str, Any]]] = [
        ("issues", 1, {"number": 11}),
        ("entries", 1, {"issue": 1, "link": 1, "section": "papers", "slot": 1}),
        ("sources", 1, {"text": "What it says."}),
    ]
    edits = tuple(Edit(table, id, None, fields) for table, id, fields in documents)
    library.append(Change(label="Placed one", edits=edits), library.seq)
    library.close()
    return tmp_path


def read_files(folder: Path) -> dict[Path, bytes]:
    """Every file and what is in it."""
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_sound_library_has_no_findings(healthy_folder: Path) -> None:
    assert examine_library(healthy_folder) == []


def test_an_exported_file_that_nobody_touched_is_no_finding(healthy_folder: Path) -> None:
    export_issue(b"# as it was written")(healthy_folder)
    assert examine_library(healthy_folder) == []


def test_a_folder_without_a_library_yet_has_no_findings(tmp_path: Path) -> None:
    assert examine_library(tmp_path) == []


def replace_bytes(name: str, old: bytes, new: bytes) -> Plant:
    """Damage: other bytes in a file."""

    def plant(folder: Path) -> None:
        data = (folder / name).read_bytes()
        assert old in data
        (folder / name).write_bytes(data.replace(old, new))

    return plant


def drop_first_line(folder: Path) -> None:
    """Damage: the first line of the journal is gone."""
    journal = folder / "library.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + lines[1].replace(b"\n", b""))


def write_file(name: str, data: bytes, mode: int = 0o600) -> Plant:
    """Damage: a file that should not be there, or not so."""

    def plant(folder: Path) -> None:
        (folder / name).parent.mkdir(0o700, exist_ok=True)
        (folder / name).write_bytes(data)
        (folder / name).chmod(mode)

    return plant


def export_issue(
    text: bytes, *, name: str = "0011-gates.md", written: bytes = b"# as it was written"
) -> Plant:
    """The issue was exported; what stands in `issues/` now is this text, or nothing."""

    def plant(folder: Path) -> None:
        fields = {"file": name, "exported": sha256(written).hexdigest()}
        library = open_library(folder, clock=lambda: NOW)
        library.append(Change(label="Wrote it", edits=(Edit("issues", 1, {}, fields),)), library.seq)
        library.close()
        (folder / "issues").mkdir(0o700)
        if text:
            (folder / "issues" / name).write_bytes(text)

    return plant


DAMAGE: list[tuple[Plant, str, str]] = [
    (replace_bytes("library.json", b'"one"', b'"One"'), "library.json", "checksum does not fit"),
    (replace_bytes("library.json", b'"1":{"url"', b'"1":{url"'), "library.json", "line 12, column 6"),
    (replace_bytes("library.json", b'"schema":1', b'"schema":2'), "library.json", "newer workbench"),
    (lambda folder: (folder / "library.json").unlink(), "library.json", "missing"),
    (replace_bytes("library.journal", b'"one"', b'"One"'), "library.journal:1", "checksum does not fit"),
    (drop_first_line, "library.journal:2", "unfinished line"),
    (write_file("backups/9-copy.json", b"{"), "backups/9-copy.json", "cannot be read"),
    (write_file("library.json.tmp", b"half"), "library.json.tmp", "left over"),
    (write_file("quarantine/library-01234567.json", b"?"), "quarantine/library-01234567.json", "set aside"),
    (export_issue(b"# edited"), "issues/0011-gates.md", "edited by hand"),
    (export_issue(b""), "issues/0011-gates.md", "it is gone"),
    (export_issue(b"# as it was written", name="../0011-gates.md"), "issues 1", "outside of issues/"),
    (lambda folder: (folder / "library.json").chmod(0o644), "library.json", "others may read it"),
]  # fmt: skip


@pytest.mark.parametrize(("plant", "where", "message"), DAMAGE)
def test_damage_to_a_file_is_found(healthy_folder: Path, plant: Plant, where: str, message: str) -> None:
    plant(healthy_folder)
    before = read_files(healthy_folder)
    found = examine_library(healthy_folder)
    assert [finding.where for finding in found] == [where]
    assert message in found[0].message
    assert read_files(healthy_folder) == before


WRONG: list[tuple[TableName, int, dict[str, Any], str, str]] = [
    ("entries", 2, {"issue": 9, "link": 2, "section": "papers", "slot": 2}, "entries 2", "issue 9"),
    ("entries", 2, {"issue": 1, "link": 9, "section": "papers", "slot": 2}, "entries 2", "link 9"),
    ("entries", 2, {"issue": 1, "link": 1, "section": "reads", "slot": None}, "entries", "link 1 in issue 1"),
    ("entries", 2, {"issue": 1, "link": 2, "section": "papers", "slot": 1}, "entries", "slot 1 of papers in issue 1"),
    ("sources", 7, {"text": "?"}, "sources 7", "link 7"),
    ("links", 3, {"url": "u", "identity": "https://a.b/1"}, "links", "https://a.b/1 is there 2 times"),
    ("links", 3, {"url": "u", "identity": "u", "aliases": ["https://a.b/1"]}, "links", "a.b/1 is there 2 times"),
    ("links", 3, {"url": "u", "identity": "u", "joined": 8}, "links 3", "link 8"),
    ("links", 3, {"url": 5, "identity": "u"}, "links 3", "not understood"),
    ("links", 3, {"url": "u", "identity": "u", "failure": "it is down"}, "links 3", "not understood"),
    ("sources", 2, {"said_by": "arXiv"}, "sources 2", "not understood"),
    ("issues", 2, {"number": 11}, "issues", "#11 is there 2 times"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "id", "fields", "where", "message"), WRONG)
def test_documents_that_do_not_fit_together_are_found(
    healthy_folder: Path,
    open_disk_library: Open,
    table: TableName,
    id: int,
    fields: dict[str, Any],
    where: str,
    message: str,
) -> None:
    library = open_disk_library()
    library.append(Change(label="Wrong", edits=(Edit(table, id, None, fields),)), library.seq)
    found = examine_library(healthy_folder)
    assert [finding.where for finding in found] == [where]
    assert message in found[0].message


def test_changes_missing_between_snapshot_and_journal_are_found(
    healthy_folder: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    for title in ("three", "four"):
        save_links(library, title)
    journal = healthy_folder / "library.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:2], lines[3]]))
    assert [(finding.where, finding.message) for finding in examine_library(healthy_folder)] == [
        ("library.journal", "Change 3 is missing between library.json and the journal"),
        ("library.journal:3", "change 4 follows change 2"),
    ]


def test_the_doctor_writes_a_list_that_json_takes(healthy_folder: Path) -> None:
    (healthy_folder / "library.json").unlink()
    (finding,) = examine_library(healthy_folder)
    assert json.loads(json.dumps([finding.level, finding.where, finding.message]))[0] == "error"
