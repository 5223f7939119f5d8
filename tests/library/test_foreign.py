"""A `library.json` that the journal beside it does not go on from, and files that other programs wrote or changed:
nothing is mixed, nothing is signed in silence, every byte is kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import tinydb

from tests.support.clock import FakeClock
from tests.support.libraries import make_saving_change
from workbench.curation.change import invert
from workbench.curation.model import UserError
from workbench.library import DiskLibrary, examine_library, list_backups, open_library, restore_backup
from workbench.library.journal import encode_record
from workbench.library.lines import LineStorage
from workbench.library.snapshot import iter_snapshot_chunks

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]


@pytest.fixture
def snapshot(tmp_path: Path, open_disk_library: Open, save_links: Save) -> Path:
    """The snapshot of a library of two links, closed; its journal has two changes."""
    library = open_disk_library()
    save_links(library, "one")
    save_links(library, "two")
    library.close()
    return tmp_path / "library.json"


def write_plain(file: Path) -> bytes:
    """What a script does that drops all tables and writes its own."""
    with tinydb.TinyDB(file) as plain:
        plain.drop_tables()
        plain.table("links").insert({"title": "mine", "url": "https://mine.example/1"})
    return file.read_bytes()


def write_of_another(file: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The snapshot of another library, with a number that fits the journal."""
    other = tmp_path_factory.mktemp("other")
    library = open_library(other, clock=FakeClock())
    library.append(make_saving_change(library, "of another"), 0)
    library.close()
    file.write_bytes((other / "library.json").read_bytes())
    return file.read_bytes()


@pytest.mark.parametrize("kind", ["plain", "another"])
def test_a_snapshot_of_another_origin_is_set_aside_and_the_journal_goes_on(
    kind: str, snapshot: Path, open_disk_library: Open, save_links: Save, titles_of: Titles,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    put = write_plain(snapshot) if kind == "plain" else write_of_another(snapshot, tmp_path_factory)
    library = open_disk_library()
    assert titles_of(library) == ["one", "two"]
    (aside,) = (snapshot.parent / "quarantine").iterdir()
    assert aside.read_bytes() == put
    (notice,) = library.notices
    assert f"`workbench backup restore {aside.name}` takes the library.json that was put here." in notice
    assert save_links(library, "three") == 3
    library.close()
    assert titles_of(open_disk_library()) == ["one", "two", "three"]


def test_the_file_that_was_set_aside_is_taken_whole_where_a_person_says_so(
    snapshot: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    write_plain(snapshot)
    open_disk_library().close()
    (aside,) = (snapshot.parent / "quarantine").iterdir()
    restore_backup(snapshot.parent, aside.name, clock=FakeClock())
    library = open_disk_library()
    assert library.get("links", 1) == {
        "title": "mine", "url": "https://mine.example/1", "identity": "https://mine.example/1", "kind": "read",
    }  # fmt: skip
    assert titles_of(library) == ["mine"]
    newest = next(library.iter_history())
    library.append(newest.change.__class__(label="Undone", edits=invert(newest.change.edits)), library.seq)
    assert titles_of(library) == ["one", "two"]


def test_where_the_journal_alone_cannot_rebuild_it_a_person_is_asked(
    snapshot: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    journal = snapshot.with_name("library.journal")
    journal.write_bytes(journal.read_bytes().splitlines(keepends=True)[1])
    for file in (snapshot.parent / "backups").iterdir():
        file.unlink()
    put = write_plain(snapshot)
    with pytest.raises(UserError, match=r"Change 1 is missing .* `workbench backup restore library-.*json`"):
        open_disk_library()
    assert snapshot.read_bytes() == put
    (aside,) = (snapshot.parent / "quarantine").iterdir()
    restore_backup(snapshot.parent, aside.name, clock=FakeClock())
    library = open_disk_library()
    assert (titles_of(library), library.next_id("links")) == (["mine"], 3)


def test_the_doctor_and_a_library_opened_to_be_read_touch_no_byte_of_it(snapshot: Path) -> None:
    put = write_plain(snapshot)
    (finding,) = examine_library(snapshot.parent)
    assert (finding.where, finding.level) == ("library.json", "error")
    assert "the journal beside it does not go on from it" in finding.message
    assert snapshot.read_bytes() == put
    assert not (snapshot.parent / "quarantine").exists()


def test_a_library_of_an_older_workbench_opens_and_gets_its_id(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    save_links(library, "two")
    records = list(library.iter_history())[::-1]
    library.close()
    (tmp_path / "library.journal").write_bytes(b"".join(encode_record(record) for record in records))
    old = LineStorage()
    (tmp_path / "library.json").write_bytes(b"".join(iter_snapshot_chunks(old)))
    library = open_disk_library()
    assert (titles_of(library), library.notices) == (["one", "two"], ())
    meta = json.loads((tmp_path / "library.json").read_bytes())["_meta"]["1"]
    assert len(meta["library"]) == 12
    assert meta["seq"] == 2
    save_links(library, "three")
    assert (
        json.loads((tmp_path / "library.journal").read_bytes().splitlines()[-1])["library"] == meta["library"]
    )
    library.close()
    library = open_disk_library()
    assert (titles_of(library), library.notices) == (["one", "two", "three"], ())


def test_a_backup_of_another_library_is_not_built_upon(
    snapshot: Path, open_disk_library: Open, titles_of: Titles, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write_of_another(snapshot.parent / "backups" / "000009-20261122T120000Z-import.json", tmp_path_factory)
    snapshot.unlink()
    library = open_disk_library()
    assert titles_of(library) == ["one", "two"]
    assert any("belongs to another library" in notice for notice in library.notices)


# Changed or damaged


def flip(file: Path, old: bytes, new: bytes) -> None:
    data = file.read_bytes()
    assert data.count(old) == 1
    file.write_bytes(data.replace(old, new))


def test_a_damaged_document_is_named_and_becomes_a_change_that_can_be_undone(
    snapshot: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    flip(snapshot, b'"two"', b'"tvo"')
    (finding,) = examine_library(snapshot.parent)
    assert "the journals say otherwise of link 2" in finding.message
    library = open_disk_library()
    (notice,) = library.notices
    assert notice.startswith(
        "`workbench undo 3` brings back what the journals say of link 2: library.json was edited"
    )
    assert titles_of(library) == ["one", "tvo"]
    record = next(library.iter_history())
    assert (record.seq, record.change.label) == (3, "Edited in library.json: link 2")
    (edit,) = record.change.edits
    assert (edit.before, edit.after) == ({"title": "two"}, {"title": "tvo"})
    library.close()
    assert open_disk_library().notices == ()


def test_no_flipped_bit_reaches_a_signed_snapshot_without_a_line_of_the_history(
    snapshot: Path, open_disk_library: Open
) -> None:
    folder = snapshot.parent
    files = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    sound, refused = json.loads(snapshot.read_bytes())["links"], 0
    for at in range(0, len(files[snapshot]) * 8, 37):
        for file in [file for file in folder.rglob("*") if file.is_file() and file not in files]:
            file.unlink()
        for file, data in files.items():
            file.write_bytes(data)
        flipped = bytearray(files[snapshot])
        flipped[at // 8] ^= 1 << at % 8
        snapshot.write_bytes(flipped)
        try:
            library = open_disk_library()
        except UserError:  # the bit that says "newer schema"
            refused += 1
            continue
        assert library.notices
        labels = [record.change.label for record in library.iter_history()]
        library.close()
        now = json.loads(snapshot.read_bytes())["links"]
        assert now == sound or labels[0].startswith("Edited in library.json"), at
    assert refused <= 4


def test_an_edit_by_hand_reaches_a_screen_that_is_open(
    snapshot: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    screen = open_disk_library()
    flip(snapshot, b'"two"', b'"Two by hand"')
    open_disk_library().close()
    assert [record.change.label for record in screen.poll()] == ["Edited in library.json: link 2"]
    assert titles_of(screen) == ["one", "Two by hand"]


def test_a_damaged_snapshot_never_becomes_a_backup(
    snapshot: Path, open_disk_library: Open, save_links: Save, advance_clock: Callable[..., None]
) -> None:
    advance_clock(hours=2)
    flip(snapshot, b'"two"', b'"tvo"')
    library = open_disk_library()
    save_links(library, "three")
    library.close()
    backups = [(snapshot.parent / "backups" / one.name).read_bytes() for one in list_backups(snapshot.parent)]
    assert all(b'"tvo"' not in data for data in backups)


def test_damage_that_nothing_can_be_compared_with_is_said_and_kept(
    snapshot: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    snapshot.with_name("library.journal").write_bytes(b"")
    for file in (snapshot.parent / "backups").iterdir():
        file.unlink()
    flip(snapshot, b'"two"', b'"tvo"')
    damaged = snapshot.read_bytes()
    library = open_disk_library()
    assert titles_of(library) == ["one", "tvo"]
    assert "no backup and no journal reach it" in library.notices[0]
    (aside,) = (snapshot.parent / "quarantine").iterdir()
    assert aside.read_bytes() == damaged


# What plain TinyDB writes

LINK: dict[str, Any] = {"url": "https://a.b/1", "title": "one"}


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"\xef\xbb\xbf" + json.dumps({"links": {"1": LINK}}).encode(), "one"),
        (json.dumps({"links": {"1": {**LINK, "title": "half \ud800"}}}).encode(), "half \ufffd"),
        (json.dumps({"links": {"1": {**LINK, "rank": float("nan")}}}).encode(), "one"),
        (json.dumps({"links": {"1": {**LINK, "rank": float("-inf"), "n": 10**400}}}).encode(), "one"),
        (json.dumps({"links": {"1": LINK}}, indent="\t").replace("\n", "\r\n").encode(), "one"),
    ],
    ids=["byte order mark", "half a character", "NaN", "infinity", "Windows line ends"],
)  # fmt: skip
def test_whatever_plain_tinydb_reads_opens_and_its_bytes_are_kept(
    data: bytes, title: str, tmp_path: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    (tmp_path / "library.json").write_bytes(data)
    with tinydb.TinyDB(tmp_path / "library.json", encoding="utf-8-sig", access_mode="r") as plain:
        assert len(plain.table("links")) == 1
    library = open_disk_library()
    assert titles_of(library) == [title]
    assert library.get("links", 1)["identity"] == "https://a.b/1"  # type: ignore[index]
    copies = [file.read_bytes() for file in (tmp_path / "quarantine").glob("*")]
    assert copies == ([data] if b"NaN" in data or b"Infinity" in data or b"ud800" in data else [])
    library.close()
    assert [finding for finding in examine_library(tmp_path) if finding.level == "error"] == []


def test_links_without_an_identity_get_one_unless_two_would_share_it(
    tmp_path: Path, open_disk_library: Open
) -> None:
    links = {
        "1": {"url": "https://arxiv.org/abs/2510.25445"},
        "2": {"url": "https://arxiv.org/pdf/2510.25445v2"},
        "3": {"url": "no link"},
    }
    (tmp_path / "library.json").write_text(json.dumps({"links": links}))
    library = open_disk_library()
    assert library.get("links", 1) == {**links["1"], "identity": "arxiv:2510.25445", "kind": "paper"}
    assert (library.get("links", 2), library.get("links", 3)) == (links["2"], links["3"])
    library.close()
    findings = [found for found in examine_library(tmp_path) if found.where.startswith("links")]
    assert ["saves it anew" in found.message for found in findings] == [True, True]


def test_a_sound_line_that_is_no_change_is_set_aside(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    for body in (
        b'"seq":2,"schema":1,"at":"x","change":{]}',
        b'"seq":,"schema":1}',
        b'"what":"else"}',
        b'"seq":3}',
    ):
        with (tmp_path / "library.journal").open("ab") as file:
            file.write(b'{"crc":"%08x",%b\n' % (crc32(body), body))
    library.poll()
    assert "of the journal could not be read" in library.notices[0]
    assert [record.seq for record in library.iter_history()] == [1]
    assert save_links(library, "two") == 6
