"""Backups: when one is made, how long it is kept, and that a restore brings back what it holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.library import DiskLibrary, list_backups, restore_backup

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]
Later = Callable[..., None]


@pytest.fixture
def run_session(open_disk_library: Open, save_links: Save) -> Callable[[str], None]:
    """Open, save a link, close: what `add` does."""

    def session(title: str) -> None:
        library = open_disk_library()
        save_links(library, title)
        library.close()

    return session


def test_a_burst_of_commands_keeps_one_backup(
    tmp_path: Path, run_session: Callable[[str], None], advance_clock: Later
) -> None:
    for number in range(6):
        run_session(f"{number}")
        advance_clock(seconds=20)
    assert len(list_backups(tmp_path)) == 1
    advance_clock(hours=1)
    run_session("after an hour")
    assert [backup.documents for backup in list_backups(tmp_path)] == [6, 0]


def test_the_last_five_and_one_a_day_for_a_fortnight_stay(
    tmp_path: Path, run_session: Callable[[str], None], advance_clock: Later
) -> None:
    for _ in range(20):
        for _ in range(3):
            run_session("x")
            advance_clock(hours=1)
        advance_clock(hours=21)
    backups = list_backups(tmp_path)
    days = [backup.at[:10] for backup in backups]
    assert len(set(days)) == 14
    assert len(backups) == 14 + 3, "the last five are of two days"
    assert [backup.documents for backup in backups[:5]] == [59, 58, 57, 56, 55]


def test_an_import_keeps_what_was_there_before_and_evicts_no_daily_one(
    tmp_path: Path,
    open_disk_library: Open,
    save_links: Save,
    run_session: Callable[[str], None],
    advance_clock: Later,
) -> None:
    run_session("one")
    library = open_disk_library()
    for number in range(12):
        library.create_backup("import")
        library.create_backup("import")
        save_links(library, f"imported {number}")
    reasons = [backup.reason for backup in list_backups(tmp_path)]
    assert reasons == ["import"] * 10 + ["checkpoint"]


def test_a_backup_holds_what_the_journal_holds(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, "only in the journal")
    library.create_backup("import")
    (backup,) = list_backups(tmp_path)
    assert (backup.documents, backup.readable, backup.at) == (1, True, "2026-11-22T12:00:00Z")


def test_a_backup_that_does_not_read_back_is_not_kept(
    tmp_path: Path, open_disk_library: Open, save_links: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    monkeypatch.setattr("workbench.library.backups.iter_snapshot_chunks", lambda _: [b'{"links":{}}'])
    with pytest.raises(UserError, match="does not read back"):
        library.create_backup("import")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_brings_back_what_it_holds_and_the_present_is_kept(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.create_backup("import")
    save_links(library, "two", "three")
    library.close()
    (backup,) = [backup for backup in list_backups(tmp_path) if backup.reason == "import"]
    restore_backup(tmp_path, backup.name)
    library = open_disk_library()
    assert (titles_of(library), library.notices) == (["one"], ())
    assert library.next_id("links") == 4
    assert save_links(library, "four") == 4
    assert [record.seq for record in library.iter_history()] == [4, 3, 2, 1]
    assert f"Restored {backup.name}" in [record.change.label for record in library.iter_history()]
    library.close()
    (state,) = [backup for backup in list_backups(tmp_path) if backup.reason == "before-restore"]
    restore_backup(tmp_path, state.name)
    assert titles_of(open_disk_library()) == ["one", "two", "three"]


def test_after_a_restore_damage_does_not_bring_back_what_was_restored_away(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.create_backup("import")
    save_links(library, "unwanted")
    library.close()
    restore_backup(
        tmp_path, next(backup.name for backup in list_backups(tmp_path) if backup.reason == "import")
    )
    library = open_disk_library()
    save_links(library, "two")
    library.close()
    (tmp_path / "library.json").write_bytes(b"")
    assert titles_of(open_disk_library()) == ["one", "two"]
    for file in (tmp_path / "backups").glob("*restore.json"):
        file.unlink()
    (tmp_path / "library.json").write_bytes(b"")
    assert titles_of(open_disk_library()) == ["one", "two"]


def test_a_restore_mends_a_library_that_does_not_open(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.create_backup("import")
    save_links(library, "two")
    save_links(library, "three")
    journal = tmp_path / "library.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + lines[2])
    with pytest.raises(UserError, match="missing"):
        open_disk_library()
    library.close()
    restore_backup(tmp_path, list_backups(tmp_path)[-1].name)
    library = open_disk_library()
    assert titles_of(library) == ["one"]
    assert (library.next_id("links"), save_links(library, "four")) == (4, 6)
    assert [record.seq for record in library.iter_history()] == [6, 5, 3, 1]
    library.close()
    (tmp_path / "library.json").write_bytes(b"")
    for file in (tmp_path / "backups").glob("*"):
        if not file.name.startswith("000001"):
            file.unlink()
    with pytest.raises(UserError, match="is missing"):
        open_disk_library()


def test_nothing_is_restored_under_an_open_workbench(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.create_backup("import")
    with pytest.raises(UserError, match="open in another workbench"):
        restore_backup(tmp_path, list_backups(tmp_path)[0].name)


@pytest.mark.parametrize("name", ["missing.json", "../library.json", ""])
def test_only_a_backup_can_be_restored(tmp_path: Path, run_session: Callable[[str], None], name: str) -> None:
    run_session("one")
    before = (tmp_path / "library.json").read_bytes()
    with pytest.raises(UserError, match="There is no backup"):
        restore_backup(tmp_path, name)
    assert (tmp_path / "library.json").read_bytes() == before


def test_a_damaged_backup_is_listed_as_such_and_not_restored(
    tmp_path: Path, run_session: Callable[[str], None]
) -> None:
    run_session("one")
    (file,) = (tmp_path / "backups").iterdir()
    file.write_bytes(b"{")
    (backup,) = list_backups(tmp_path)
    assert not backup.readable
    with pytest.raises(UserError, match="cannot be read"):
        restore_backup(tmp_path, backup.name)


def test_a_newer_library_is_not_restored_over(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.create_backup("import")
    library.close()
    file = tmp_path / "library.json"
    newer = file.read_bytes().replace(b'"schema":1', b'"schema":9')
    file.write_bytes(newer)
    with pytest.raises(UserError, match="newer workbench"):
        restore_backup(tmp_path, list_backups(tmp_path)[0].name)
    assert file.read_bytes() == newer
