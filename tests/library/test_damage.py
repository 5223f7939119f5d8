"""Torn, flipped, missing, put back: nothing saved that can be read is lost; the rest is set aside and said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.curation.model import Refused
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
def aside(tmp_path: Path) -> Callable[[], list[bytes]]:
    """What is in quarantine."""
    return lambda: sorted(file.read_bytes() for file in (tmp_path / "quarantine").glob("*"))


@pytest.fixture
def killed(opened: Open, save: Save, journal: Path) -> bytes:
    """The journal of a process that saved three links and was killed: its snapshot holds none of them."""
    library = opened()
    for title in ("one", "two", "three"):
        save(library, title)
    return journal.read_bytes()


def test_a_tail_torn_at_any_byte_is_set_aside_and_all_before_it_kept(
    killed: bytes, opened: Open, save: Save, titles: Titles, journal: Path, aside: Callable[[], list[bytes]]
) -> None:
    last = killed.rindex(b"\n", 0, -1) + 1
    for cut in range(last + 1, len(killed)):
        journal.write_bytes(killed[:cut])
        library = opened()
        assert titles(library) == ["one", "two"]
        assert "never saved" in library.notices[0]
        assert killed[last:cut] in aside()
        assert save(library, "again") == 3
        library.close()
    assert titles(opened()) == ["one", "two", "again"]


def test_a_tail_of_zeros_is_set_aside_and_all_before_it_kept(
    killed: bytes, opened: Open, titles: Titles, journal: Path, aside: Callable[[], list[bytes]]
) -> None:
    journal.write_bytes(killed + bytes(5000))
    assert titles(opened()) == ["one", "two", "three"]
    assert aside() == [bytes(5000)]
    assert journal.read_bytes() == killed


def test_a_line_with_a_flipped_bit_is_set_aside_named_and_every_other_kept(
    killed: bytes, opened: Open, save: Save, titles: Titles, journal: Path, aside: Callable[[], list[bytes]]
) -> None:
    journal.write_bytes(killed.replace(b'"two"', b'"tvo"'))
    library = opened()
    assert titles(library) == ["one", "three"]
    assert "number 2" in library.notices[0]
    assert b'"tvo"' in aside()[0]
    assert save(library, "four") == 4
    library.close()


def test_a_flipped_bit_anywhere_in_the_journal_costs_at_most_its_own_lines_and_is_said(
    killed: bytes, opened: Open, titles: Titles, journal: Path
) -> None:
    for at in range(0, len(killed) * 8, 61):
        flipped = bytearray(killed)
        flipped[at // 8] ^= 1 << at % 8
        journal.write_bytes(flipped)
        library = opened()
        kept = titles(library)
        assert set(kept) < {"one", "two", "three"}
        assert len(kept) == (1 if killed[at // 8] == ord("\n") and len(kept) < 2 else 2)
        assert library.notices


def test_damage_is_said_once(killed: bytes, opened: Open, journal: Path) -> None:
    journal.write_bytes(killed.replace(b'"two"', b'"tvo"'))
    assert len(opened().notices) == 1
    assert opened().notices == ()


def test_an_unreadable_last_line_keeps_its_number(
    killed: bytes, opened: Open, save: Save, journal: Path, titles: Titles
) -> None:
    journal.write_bytes(killed.replace(b'"three"', b'"thrEe"'))
    library = opened()
    assert "number 3" in library.notices[0]
    assert save(library, "four") == 4
    assert titles(opened()) == ["one", "two", "four"]


def test_damage_in_what_the_snapshot_holds_already_takes_no_number(
    killed: bytes, opened: Open, save: Save, journal: Path
) -> None:
    opened().close()
    opened().close()
    library = opened()
    library.close()
    journal.write_bytes(killed.replace(b'"three"', b'"thrEe"'))
    assert save(opened(), "four") == 4


BROKEN = [
    b"", b'{"links": {"1": {"title": "one",}}}', b"\0" * 400, b"[]", b'{"links": 5}', b'{"links":{"x":{}}}', b"{} {}",
    "{}".encode("utf-16"), b"[" * 100_000, None,
]  # fmt: skip


@pytest.mark.parametrize("damage", BROKEN)
def test_a_snapshot_that_cannot_be_read_is_set_aside_and_rebuilt(
    damage: bytes | None, opened: Open, save: Save, titles: Titles, snapshot: Path, aside: Callable[[], list[bytes]],
    later: Callable[..., None],
) -> None:  # fmt: skip
    for title in ("one", "two", "three"):
        library = opened()
        save(library, title)
        library.close()
        later(hours=2)
    if damage is None:
        snapshot.unlink()
    else:
        snapshot.write_bytes(damage)
    library = opened()
    assert titles(library) == ["one", "two", "three"]
    assert "rebuilt from the backup at change 2 and the journals up to change 3" in library.notices[0]
    assert aside() == ([] if damage is None else [damage])
    assert library.next_id("links") == 4
    library.close()
    assert opened().notices == ()


def test_a_broken_snapshot_is_named_by_line_and_column(opened: Open, save: Save, snapshot: Path) -> None:
    library = opened()
    save(library, "one")
    library.close()
    snapshot.write_bytes(snapshot.read_bytes().replace(b'"1":{"url"', b'"1":{url"'))
    assert "line 6, column 6" in opened().notices[0]


def test_an_unreadable_backup_is_passed_over_and_said(
    opened: Open, save: Save, titles: Titles, snapshot: Path, tmp_path: Path
) -> None:
    library = opened()
    save(library, "one")
    library.backup("import")
    library.close()
    for file in (snapshot, *(tmp_path / "backups").iterdir()):
        file.write_bytes(b"gone")
    library = opened()
    assert titles(library) == ["one"]
    assert any("backups/" in notice for notice in library.notices)


def test_a_broken_library_with_nothing_to_rebuild_it_from_is_not_replaced_by_an_empty_one(
    opened: Open, snapshot: Path
) -> None:
    snapshot.write_bytes(b'{"links": {"1": {}')
    with pytest.raises(Refused, match="no backup and no journal"):
        opened()
    assert snapshot.read_bytes() == b'{"links": {"1": {}'


def test_nothing_is_replayed_across_missing_changes(
    killed: bytes, opened: Open, journal: Path, snapshot: Path
) -> None:
    first, second, third = killed.splitlines(keepends=True)
    for rest, missing in ((first + third, "Change 2 is"), (third, "Changes 1 to 2 are")):
        journal.write_bytes(rest)
        before = snapshot.read_bytes()
        with pytest.raises(Refused, match=f"{missing} missing .* backup restore"):
            opened()
        assert (journal.read_bytes(), snapshot.read_bytes()) == (rest, before)
    journal.write_bytes(first + second)
    assert opened().seq == 2


def test_an_older_snapshot_put_back_is_carried_forward_by_the_kept_journals_and_said(
    opened: Open, save: Save, titles: Titles, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1)
    older = b""
    for title in ("one", "two", "three"):
        library = opened()
        save(library, title)
        library.close()
        older = older or snapshot.read_bytes()
    snapshot.write_bytes(older)
    library = opened()
    save(library, "four")
    assert titles(library) == ["one", "two", "three", "four"]
    assert opened().notices == ("library.json was an older copy: changes from 2 on came from the journals.",)


def test_a_change_of_two_thousand_links_is_whole_or_absent(
    opened: Open, save: Save, titles: Titles, journal: Path
) -> None:
    save(opened(), *(f"link {number}" for number in range(2000)))
    whole = journal.read_bytes()
    for cut in (len(whole) // 3, len(whole) - 1):
        journal.write_bytes(whole[:cut])
        assert titles(opened()) == []
    journal.write_bytes(whole)
    assert len(titles(opened())) == 2000


def test_a_folder_of_left_over_temporary_files_is_cleared(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    for name in ("library.json.tmp", "backups/000001-import.json.tmp", "mine.tmp"):
        (tmp_path / name).write_bytes(b"half")
    opened()
    assert [file.name for file in tmp_path.rglob("*.tmp")] == ["mine.tmp"]


def test_a_bad_line_met_while_open_is_set_aside_and_keeps_its_number(
    opened: Open, save: Save, journal: Path, aside: Callable[[], list[bytes]]
) -> None:
    library = opened()
    with journal.open("ab") as file:
        file.write(b"scribble\n")
    assert library.news() == []
    assert aside() == [b"scribble"]
    assert save(library, "one") == 2
    assert opened().seq == 2


def test_where_an_older_copy_was_gone_on_from_the_later_journal_counts(
    opened: Open, save: Save, journal: Path, snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1)
    library = opened()
    save(library, "one")
    library.close()
    older = snapshot.read_bytes()
    library = opened()
    for title in ("two", "three"):
        save(library, title)
    library.close()
    left_behind = (tmp_path / "journal" / "2").rename(tmp_path / "left behind")
    snapshot.write_bytes(older)
    library = opened()
    save(library, "another two")
    library.close()
    left_behind.rename(tmp_path / "journal" / "1.5")
    assert [record.change.label for record in opened().history()] == ["Saved another two", "Saved one"]


def test_a_retired_journal_never_takes_the_place_of_another(
    opened: Open, save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1)
    library = opened()
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "1").write_bytes(b"precious")
    save(library, "one")
    library.close()
    assert (tmp_path / "journal" / "1").read_bytes() == b"precious"
    assert [record.seq for record in opened().history()] == [1]
