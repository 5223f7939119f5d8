"""A library that stays open: its files are brought up to date, backed up and rotated, whoever else has it open."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.test_several import read_acknowledged, run_writer
from tests.support.clock import FakeClock
from workbench.curation.model import UserError
from workbench.library import DiskLibrary, examine_library, list_backups

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]


def titles_on_disk(folder: Path) -> list[str]:
    """The titles in `library.json`, as any other program finds them."""
    tables = json.loads((folder / "library.json").read_bytes())
    return [link["title"] for link in tables.get("links", {}).values()]


def test_after_ten_idle_minutes_a_checkpoint_is_due_and_until_the_next_change_none_is(
    tmp_path: Path, open_disk_library: Open, save_links: Save, clock: FakeClock
) -> None:
    library = open_disk_library()
    clock.advance(minutes=11)
    assert not library.is_checkpoint_due, "nothing was changed"
    save_links(library, "one")
    clock.advance(minutes=9)
    assert not library.is_checkpoint_due
    clock.advance(minutes=1)
    assert library.is_checkpoint_due
    library.checkpoint()
    assert titles_on_disk(tmp_path) == ["one"]
    clock.advance(minutes=30)
    assert not library.is_checkpoint_due


def test_one_who_is_never_idle_gets_one_an_hour(
    open_disk_library: Open, save_links: Save, clock: FakeClock
) -> None:
    library = open_disk_library()
    for minute in range(60):
        save_links(library, f"{minute}")
        assert not library.is_checkpoint_due
        clock.advance(minutes=1)
    assert library.is_checkpoint_due


def test_a_long_journal_is_folded_at_once_and_moved(
    tmp_path: Path,
    open_disk_library: Open,
    save_links: Save,
    monkeypatch: pytest.MonkeyPatch,
    clock: FakeClock,
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 2000)
    library = open_disk_library()
    while not library.is_checkpoint_due:
        save_links(library, "x" * 100)
    last = library.seq
    assert (tmp_path / "library.journal").stat().st_size >= 2000
    library.checkpoint()
    assert not library.is_checkpoint_due
    assert [file.name for file in (tmp_path / "journal").iterdir()] == ["1"]
    assert save_links(library, "after") == last + 1
    assert [record.seq for record in library.iter_history()] == list(range(last + 1, 0, -1))


def test_a_week_of_work_in_one_screen_has_its_backups(
    tmp_path: Path, open_disk_library: Open, save_links: Save, clock: FakeClock
) -> None:
    library = open_disk_library()
    for _ in range(7):
        for hour in range(8):
            save_links(library, f"{hour}")
            clock.advance(minutes=20)
            assert library.is_checkpoint_due
            library.checkpoint()
            clock.advance(minutes=40)
        clock.advance(hours=16)
    backups = list_backups(tmp_path)
    assert len({backup.at[:10] for backup in backups}) == 7
    assert len(backups) == 7 + 4
    assert all(backup.readable for backup in backups)


def test_others_who_have_it_open_go_on_and_follow_the_journal_where_it_was_moved(
    tmp_path: Path,
    open_disk_library: Open,
    save_links: Save,
    titles_of: Titles,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1)
    screen, other, asleep = open_disk_library(), open_disk_library(), open_disk_library()
    expected = []
    for number in range(4):
        save_links(screen, f"screen {number}")
        save_links(other, f"other {number}")
        expected += [f"screen {number}", f"other {number}"]
        (screen, other)[number % 2].checkpoint()
        assert [record.change.label for record in screen.poll()] in ([], [f"Saved other {number}"])
    assert len(asleep.poll()) == 8
    assert save_links(asleep, "asleep") == 9
    for library in (screen, other):
        library.poll()
        assert titles_of(library) == [*expected, "asleep"]
        assert library.notices == ()
    for library in (screen, asleep, other):
        library.close()
    assert titles_on_disk(tmp_path) == [*expected, "asleep"]
    assert [finding for finding in examine_library(tmp_path) if finding.level == "error"] == []
    assert open_disk_library().notices == ()


def test_whoever_leaves_last_folds_what_came_after_the_checkpoint_of_another(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    screen, other = open_disk_library(), open_disk_library()
    save_links(other, "one")
    other.checkpoint()
    save_links(other, "two")
    other.close()
    screen.close()
    assert titles_on_disk(tmp_path) == ["one", "two"]


def test_a_snapshot_edited_by_hand_is_not_written_over_and_it_is_not_tried_each_second(
    tmp_path: Path, open_disk_library: Open, save_links: Save, titles_of: Titles, clock: FakeClock
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    library.checkpoint()
    save_links(library, "two")
    file = tmp_path / "library.json"
    file.write_bytes(file.read_bytes().replace(b'"one"', b'"One by hand"'))
    clock.advance(minutes=10)
    with pytest.raises(
        UserError, match=r"Another program changed library\.json: close the workbench and open"
    ):
        library.checkpoint()
    assert titles_on_disk(tmp_path) == ["One by hand"]
    assert not library.is_checkpoint_due
    clock.advance(minutes=10)
    assert library.is_checkpoint_due
    library.close()
    again = open_disk_library()
    assert titles_of(again) == ["One by hand", "two"]
    assert "edited by another program" in again.notices[0]


def test_a_journal_taken_away_under_an_open_library_is_said_to_be_gone(
    tmp_path: Path, open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    (tmp_path / "library.journal").unlink()
    with pytest.raises(UserError, match=r"^library\.journal is gone"):
        library.poll()


def test_writers_killed_while_they_checkpoint_and_rotate_lose_nothing(
    tmp_path: Path, open_disk_library: Open, titles_of: Titles
) -> None:
    chance = random.Random(7)
    said: list[str] = []
    for round in range(8):
        with (
            run_writer(tmp_path, f"{round}a-", 0, "fold") as one,
            run_writer(tmp_path, f"{round}b-", 0) as two,
        ):
            assert one.stdout is not None
            assert two.stdout is not None
            said += [one.stdout.readline().strip() for _ in range(chance.randrange(1, 20))]
            said.append(two.stdout.readline().strip())
            one.kill()
            two.kill()
            said += [*read_acknowledged(one), *read_acknowledged(two)]
    library = open_disk_library()
    there = titles_of(library)
    assert set(said) <= set(there)
    assert len(there) == len(set(there)) <= len(said) + 16
    library.close()
    assert [finding for finding in examine_library(tmp_path) if finding.level == "error"] == []
    assert list((tmp_path / "journal").iterdir())
