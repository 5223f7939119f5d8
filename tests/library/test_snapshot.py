"""`library.json` is plain TinyDB that any program can read, in a layout of ours that proves it is undamaged."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tinydb
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.curation.change import Change, Edit
from workbench.curation.model import UserError
from workbench.library import DiskLibrary, snapshot
from workbench.library.lines import LineStorage, encode_json
from workbench.library.snapshot import UnreadableSnapshot, iter_snapshot_chunks, load_snapshot

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
DOCUMENTS = st.dictionaries(st.integers(1, 10**6), st.dictionaries(TEXT, VALUES, max_size=4), max_size=4)
TABLES = st.dictionaries(st.sampled_from(["links", "entries", "späße", 'a "b"', ""]), DOCUMENTS, max_size=3)

PLAIN = "import sys, tinydb; print([d['title'] for d in tinydb.TinyDB(sys.argv[1]).table('links').all()])"


def write_library(tables: dict[str, dict[int, dict[str, Any]]]) -> LineStorage:
    """A library of these documents, as if they had been saved."""
    lines = LineStorage()
    for table, documents in tables.items():
        lines.set_documents(table, {id: encode_json(document) for id, document in documents.items()})
    lines.seq = 7
    return lines


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to write over and over."""
    return tmp_path_factory.mktemp("snapshot") / "library.json"


@settings(max_examples=60)
@given(TABLES)
def test_whatever_is_written_reads_back_the_same_by_us_and_by_any_json_reader(
    scratch: Path, tables: dict[str, dict[int, dict[str, Any]]]
) -> None:
    lines = write_library(tables)
    data = b"".join(iter_snapshot_chunks(lines))
    assert data.isascii()
    scratch.write_bytes(data)
    again, remark = load_snapshot(scratch)
    assert (again.read(), again.seq, remark) == ({"_meta": {}, **(lines.read() or {})}, 7, "")
    plain = json.loads(data)
    assert plain.pop("_meta")["1"]["seq"] == 7
    assert plain == (lines.read() or {})


@settings(max_examples=60)
@given(TABLES)
def test_another_layout_of_the_same_documents_is_no_damage(
    scratch: Path, tables: dict[str, dict[int, dict[str, Any]]]
) -> None:
    parsed = json.loads(b"".join(iter_snapshot_chunks(write_library(tables))))
    scratch.write_text(json.dumps(dict(reversed(parsed.items())), indent=2, ensure_ascii=False), "utf-8")
    again, remark = load_snapshot(scratch)
    assert remark == "laid out"
    assert again.read() == {"_meta": {}, **(write_library(tables).read() or {})}


def test_no_flipped_bit_goes_unnoticed(scratch: Path) -> None:
    lines = write_library({"links": {1: {"title": "é", "n": 12}, 20: {"t": [True]}}, "issues": {}})
    sound = b"".join(iter_snapshot_chunks(lines))
    silent = []
    for at in range(0, len(sound) * 8, 3):
        flipped = bytearray(sound)
        flipped[at // 8] ^= 1 << at % 8
        scratch.write_bytes(flipped)
        try:
            _, remark = load_snapshot(scratch)
        except (UnreadableSnapshot, UserError):
            continue
        silent += [at] if not remark else []
    assert silent == []


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"}]
)
def test_a_plain_tinydb_opens_it_after_a_clean_exit_under_any_locale(
    open_disk_library: Open, save_links: Save, tmp_path: Path, environment: dict[str, str]
) -> None:
    library = open_disk_library()
    save_links(library, "Émile 🎓", "Gated Attention")
    library.close()
    command = [sys.executable, "-c", PLAIN, str(tmp_path / "library.json")]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    plain = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert plain.stdout.decode() == "['Émile 🎓', 'Gated Attention']\n"


def test_what_a_plain_tinydb_changed_is_taken_as_it_is_and_said_once(
    open_disk_library: Open, save_links: Save, titles_of: Titles, tmp_path: Path
) -> None:
    library = open_disk_library()
    save_links(library, "before", "beside")
    library.close()
    with tinydb.TinyDB(tmp_path / "library.json") as plain:
        plain.table("links").update({"title": "by hand"}, doc_ids=[1])
    changed = (tmp_path / "library.json").read_bytes()
    again = open_disk_library()
    assert titles_of(again) == ["by hand", "beside"]
    assert len(again.notices) == 1
    (aside,) = (tmp_path / "quarantine").iterdir()
    assert aside.name in again.notices[0]
    assert aside.read_bytes() == changed
    again.close()
    assert open_disk_library().notices == ()


def test_a_library_that_a_plain_tinydb_made_is_taken_over(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    with tinydb.TinyDB(tmp_path / "library.json") as plain:
        plain.table("links").insert({"title": "old", "url": "https://a.b", "identity": "https://a.b"})
    library = open_disk_library()
    assert library.get("links", 1) == {"title": "old", "url": "https://a.b", "identity": "https://a.b"}
    assert "not written by the workbench" in library.notices[0]
    assert library.next_id("links") == 2


def test_fields_and_tables_of_a_newer_or_other_program_survive(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    library = open_disk_library()
    save_links(library, "mine")
    library.close()
    file = tmp_path / "library.json"
    tables = json.loads(file.read_bytes())
    tables["links"]["1"]["mood"] = {"deep": [1, 2.5, None]}
    tables["_meta"]["1"]["theme"] = "dark"
    tables["_meta"]["2"] = {"other": True}
    tables["votes"] = {"3": {"for": 1}}
    file.write_text(json.dumps(tables))
    again = open_disk_library()
    again.append(Change(label="t", edits=(Edit("links", 1, {"title": "mine"}, {"title": "ours"}),)), 1)
    again.close()
    kept = json.loads(file.read_bytes())
    assert kept["links"]["1"] == {**tables["links"]["1"], "title": "ours"}
    assert kept["votes"] == tables["votes"]
    assert kept["_meta"]["1"]["theme"] == "dark"
    assert kept["_meta"]["2"] == {"other": True}


def test_a_library_of_a_newer_schema_is_left_byte_for_byte(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.close()
    file = tmp_path / "library.json"
    newer = file.read_bytes().replace(b'"schema":1', b'"schema":2')
    file.write_bytes(newer)
    with pytest.raises(UserError, match="newer workbench"):
        open_disk_library()
    assert file.read_bytes() == newer
    assert not (tmp_path / "quarantine").exists()


def test_a_record_of_a_newer_schema_or_kind_stops_the_opening(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    table: Any = "votes"
    library = open_disk_library()
    library.append(Change(label="Voted", edits=(Edit(table, 1, None, {"for": 1}),)), 0)
    with pytest.raises(UserError, match="newer workbench"):
        open_disk_library()


def test_a_session_that_saved_nothing_writes_nothing(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.close()
    before = (tmp_path / "library.json").stat()
    open_disk_library().close()
    after = (tmp_path / "library.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_symlinked_library_stays_a_symlink(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    away = tmp_path / "synced"
    away.mkdir(mode=0o700)
    open_disk_library().close()
    (tmp_path / "library.json").rename(away / "real.json")
    (tmp_path / "library.json").symlink_to(away / "real.json")
    (away / "another program's.tmp").touch()
    library = open_disk_library()
    save_links(library, "one")
    library.close()
    assert (tmp_path / "library.json").is_symlink()
    assert (away / "another program's.tmp").exists()
    assert msgspec.json.decode((away / "real.json").read_bytes())["links"]["1"]["title"] == "one"


def test_the_snapshot_is_one_document_a_line(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    library = open_disk_library()
    save_links(library, "a", "b", "c")
    library.close()
    lines = (tmp_path / "library.json").read_text().splitlines()
    assert [line[:5] for line in lines if line.startswith('"') and not line.endswith(":{")][1:] == [
        '"1":{',
        '"2":{',
        '"3":{',
    ]


def test_a_file_as_the_workbench_wrote_it_is_read_without_taking_it_apart(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = write_library({"links": {1: {"title": "one"}, 2: {"title": "two"}}, "issues": {}})
    scratch.write_bytes(b"".join(iter_snapshot_chunks(lines)))
    monkeypatch.setattr("workbench.library.snapshot._read_lines", None)
    again, remark = load_snapshot(scratch)
    assert (again.read(), again.documents_checksum, remark) == (
        {"_meta": {}, **(lines.read() or {})}, lines.documents_checksum, "",
    )  # fmt: skip


def test_a_layout_that_an_older_workbench_carried_over_is_no_damage(scratch: Path) -> None:
    lines = write_library({"links": {1: {"title": "one"}}})
    meta = json.loads(b"".join(iter_snapshot_chunks(lines)))["_meta"]["1"]
    lines.set_documents("links", {1: encode_json({"title": "another"})})
    meta["checksum"] = snapshot._compute_checksum(lines, meta)
    written = b'{\n"_meta":{\n"1":%b\n},\n"links":{\n"1":{"title":"another"}\n}\n}\n' % encode_json(meta)
    scratch.write_bytes(written)
    again, remark = load_snapshot(scratch)
    assert (again.get_document("links", 1), remark) == ({"title": "another"}, "")
