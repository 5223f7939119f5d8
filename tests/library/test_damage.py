"""Damaged files: nothing that can be read is lost; the rest is quarantined and reported."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.library import DiskLibrary

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """The journal in use."""
    return tmp_path / "library.journal"


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """The snapshot."""
    return tmp_path / "library.json"


@pytest.fixture
def read_quarantine(tmp_path: Path) -> Callable[[], list[bytes]]:
    """What is in quarantine."""
    return lambda: sorted(file.read_bytes() for file in (tmp_path / "quarantine").glob("*"))


@pytest.fixture
def torn_journal_bytes(open_disk_library: Open, save_links: Save, journal: Path) -> bytes:
    """The journal of a process that saved three links and was killed: its snapshot holds none of them."""
    library = open_disk_library()
    for title in ("one", "two", "three"):
        save_links(library, title)
    return journal.read_bytes()


def test_a_tail_torn_at_any_byte_is_set_aside_and_all_before_it_kept(
    torn_journal_bytes: bytes,
    open_disk_library: Open,
    save_links: Save,
    titles_of: Titles,
    journal: Path,
    read_quarantine: Callable[[], list[bytes]],
) -> None:
    last = torn_journal_bytes.rindex(b"\n", 0, -1) + 1
    for cut in range(last + 1, len(torn_journal_bytes)):
        journal.write_bytes(torn_journal_bytes[:cut])
        library = open_disk_library()
        assert titles_of(library) == ["one", "two"]
        assert "never saved" in library.notices[0]
        assert torn_journal_bytes[last:cut] in read_quarantine()
        assert save_links(library, "again") == 3
        library.close()
    assert titles_of(open_disk_library()) == ["one", "two", "again"]


def test_a_tail_of_zeros_is_set_aside_and_all_before_it_kept(
    torn_journal_bytes: bytes,
    open_disk_library: Open,
    titles_of: Titles,
    journal: Path,
    read_quarantine: Callable[[], list[bytes]],
) -> None:
    journal.write_bytes(torn_journal_bytes + bytes(5000))
    assert titles_of(open_disk_library()) == ["one", "two", "three"]
    assert read_quarantine() == [bytes(5000)]
    assert journal.read_bytes() == torn_journal_bytes


def test_a_line_with_a_flipped_bit_is_set_aside_named_and_every_other_kept(
    torn_journal_bytes: bytes,
    open_disk_library: Open,
    save_links: Save,
    titles_of: Titles,
    journal: Path,
    read_quarantine: Callable[[], list[bytes]],
) -> None:
    journal.write_bytes(torn_journal_bytes.replace(b'"two"', b'"tvo"'))
    library = open_disk_library()
    assert titles_of(library) == ["one", "three"]
    assert "number 2" in library.notices[0]
    assert b'"tvo"' in read_quarantine()[0]
    assert save_links(library, "four") == 4
    library.close()


def test_a_flipped_bit_anywhere_in_the_journal_costs_at_most_its_own_lines_and_is_said(
    torn_journal_bytes: bytes, open_disk_library: Open, titles_of: Titles, journal: Path
) -> None:
    for at in range(0, len(torn_journal_bytes) * 8, 61):
        flipped = bytearray(torn_journal_bytes)
        flipped[at // 8] ^= 1 << at % 8
        journal.write_bytes(flipped)
        library = open_disk_library()
        kept = titles_of(library)
        assert set(kept) < {"one", "two", "three"}
        assert len(kept) == (1 if torn_journal_bytes[at // 8] == ord("\n") and len(kept) < 2 else 2)
        assert library.notices


def test_damage_is_said_once(torn_journal_bytes: bytes, open_disk_library: Open, journal: Path) -> None:
    journal.write_bytes(torn_journal_bytes.replace(b'"two"', b'"tvo"'))
    assert len(open_disk_library().notices) == 1
    assert open_disk_library().notices == ()


def test_an_unreadable_last_line_keeps_its_number(
    torn_journal_bytes: bytes, open_disk_library: Open, save_links: Save, journal: Path, titles_of: Titles
) -> None:
    journal.write_bytes(torn_journal_bytes.replace(b'"three"', b'"thrEe"'))
    library = open_disk_library()
    assert "number 3" in library.notices[0]
    assert save_links(library, "four") == 4
    assert titles_of(open_disk_library()) == ["one", "two", "four"]


def test_damage_in_what_the_snapshot_holds_already_takes_no_number(
    torn_journal_bytes: bytes, open_disk_library: Open, save_links: Save, journal: Path
) -> None:
    open_disk_library().close()
    open_disk_library().close()
    library = open_disk_library()
    library.close()
    journal.write_bytes(torn_journal_bytes.replace(b'"three"', b'"thrEe"'))
    assert save_links(open_disk_library(), "four") == 4


BROKEN = [
    b"", b'{"links": {"1": {"title": "one",}}}', b"\0" * 400, b"[]", b'{"links": 5}', b'{"links":{"x":{}}}', b"{} {}",
    "{}".encode("utf-16"), b"[" * 100_000, None,
]  # fmt: skip


@pytest.mark.parametrize("damage", BROKEN)
def test_a_snapshot_that_cannot_be_read_is_set_aside_and_rebuilt(
    damage: bytes | None, open_disk_library: Open, save_links: Save, titles_of: Titles,
    snapshot: Path, read_quarantine: Callable[[], list[bytes]],
    advance_clock: Callable[..., None],
) -> None:  # fmt: skip
    for title in ("one", "two", "three"):
        library = open_disk_library()
        save_links(library, title)
        library.close()
        advance_clock(hours=2)
    if damage is None:
        snapshot.unlink()
    else:
        snapshot.write_bytes(damage)
    library = open_disk_library()
    assert titles_of(library) == ["one", "two", "three"]
    assert "rebuilt from the backup at change 2 and the journals up to change 3" in library.notices[0]
    assert read_quarantine() == ([] if damage is None else [damage])
    assert library.next_id("links") == 4
    library.close()
    assert open_disk_library().notices == ()


def test_a_broken_snapshot_is_named_by_line_and_column(
    open_disk_library: Open, save_links: Save, snapshot: Path
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.close()
    snapshot.write_bytes(snapshot.read_bytes().replace(b'"1":{"url"', b'"1":{url"'))
    assert "line 6, column 6" in open_disk_library().notices[0]


def test_an_unreadable_backup_is_passed_over_and_said(
    open_disk_library: Open, save_links: Save, titles_of: Titles, snapshot: Path, tmp_path: Path
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.create_backup("import")
    library.close()
    for file in (snapshot, *(tmp_path / "backups").iterdir()):
        file.write_bytes(b"gone")
    library = open_disk_library()
    assert titles_of(library) == ["one"]
    assert any("backups/" in notice for notice in library.notices)


def test_a_broken_library_with_nothing_to_rebuild_it_from_is_not_replaced_by_an_empty_one(
    open_disk_library: Open, snapshot: Path
) -> None:
    snapshot.write_bytes(b'{"links": {"1": {}')
    with pytest.raises(UserError, match="no backup and no journal"):
        open_disk_library()
    assert snapshot.read_bytes() == b'{"links": {"1": {}'


def test_nothing_is_replayed_across_missing_changes(
    torn_journal_bytes: bytes, open_disk_library: Open, journal: Path, snapshot: Path
) -> None:
    first, second, third = torn_journal_bytes.splitlines(keepends=True)
    for rest, missing in ((first + third, "Change 2 is"), (third, "Changes 1 to 2 are")):
        journal.write_bytes(rest)
        before = snapshot.read_bytes()
        with pytest.raises(UserError, match=f"{missing} missing .* backup restore"):
            open_disk_library()
        assert (journal.read_bytes(), snapshot.read_bytes()) == (rest, before)
    journal.write_bytes(first + second)
    assert open_disk_library().seq == 2


def test_an_older_snapshot_put_back_is_carried_forward_by_the_kept_journals_and_said(
    open_disk_library: Open,
    save_links: Save,
    titles_of: Titles,
    snapshot: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1)
    older = b""
    for title in ("one", "two", "three"):
        library = open_disk_library()
        save_links(library, title)
        library.close()
        older = older or snapshot.read_bytes()
    snapshot.write_bytes(older)
    library = open_disk_library()
    save_links(library, "four")
    assert titles_of(library) == ["one", "two", "three", "four"]
    assert open_disk_library().notices == (
        "library.json was an older copy: changes from 2 on came from the journals.",
    )


def test_a_change_of_two_thousand_links_is_whole_or_absent(
    open_disk_library: Open, save_links: Save, titles_of: Titles, journal: Path
) -> None:
    save_links(open_disk_library(), *(f"link {number}" for number in range(2000)))
    whole = journal.read_bytes()
    for cut in (len(whole) // 3, len(whole) - 1):
        journal.write_bytes(whole[:cut])
        assert titles_of(open_disk_library()) == []
    journal.write_bytes(whole)
    assert len(titles_of(open_disk_library())) == 2000


def test_a_folder_of_left_over_temporary_files_is_cleared(open_disk_library: Open, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    ours = (
        "library.json.tmp",
        "library.json.0a1b2c3d.tmp",
        "backups/000001-20261122T120000Z-import.json.tmp",
    )
    theirs = ("mine.tmp", "backups/note.tmp", "backups/000001-mine.json.tmp", "library.json.note.tmp")
    for name in (*ours, *theirs):
        (tmp_path / name).write_bytes(b"half")
    open_disk_library()
    assert {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.tmp")} == {*theirs}


def test_a_bad_line_met_while_open_is_set_aside_and_keeps_its_number(
    open_disk_library: Open, save_links: Save, journal: Path, read_quarantine: Callable[[], list[bytes]]
) -> None:
    library = open_disk_library()
    with journal.open("ab") as file:
        file.write(b"scribble\n")
    assert library.poll() == []
    assert read_quarantine() == [b"scribble"]
    assert save_links(library, "one") == 2
    assert open_disk_library().seq == 2


def test_where_an_older_copy_was_gone_on_from_the_later_journal_counts(
    open_disk_library: Open,
    save_links: Save,
    journal: Path,
    snapshot: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1)
    library = open_disk_library()
    save_links(library, "one")
    library.close()
    older = snapshot.read_bytes()
    library = open_disk_library()
    for title in ("two", "three"):
        save_links(library, title)
    library.close()
    left_behind = (tmp_path / "journal" / "2").rename(tmp_path / "left behind")
    snapshot.write_bytes(older)
    library = open_disk_library()
    save_links(library, "another two")
    library.close()
    left_behind.rename(tmp_path / "journal" / "1.5")
    assert [record.change.label for record in open_disk_library().iter_history()] == [
        "Saved another two",
        "Saved one",
    ]


def test_a_retired_journal_never_takes_the_place_of_another(
    open_disk_library: Open, save_links: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1)
    library = open_disk_library()
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "1").write_bytes(b"precious")
    save_links(library, "one")
    library.close()
    assert (tmp_path / "journal" / "1").read_bytes() == b"precious"
    assert [record.seq for record in open_disk_library().iter_history()] == [1]
