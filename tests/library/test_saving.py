"""What is saved is there: at once, for others, after a restart, and only if it was based on what is there."""

import json
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from workbench.curation.change import Change, Edit
from workbench.curation.model import LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.ports import Library
from workbench.desk.verbs import history, triage
from workbench.library import DiskLibrary

Open = Callable[[], DiskLibrary]
Save = Callable[..., int]
Titles = Callable[[DiskLibrary], list[str]]


def test_the_library_on_disk_is_the_library_the_desk_asks_for(open_disk_library: Open) -> None:
    library: Library = open_disk_library()
    assert library.seq == 0
    assert library.notices == ()


def test_a_saved_change_is_there_when_the_library_is_opened_again(
    open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    library = open_disk_library()
    save_links(library, "Gated Attention", "Émile 🎓")
    library.close()
    again = open_disk_library()
    assert titles_of(again) == ["Gated Attention", "Émile 🎓"]
    assert again.seq == 1
    assert again.notices == ()


def test_a_killed_process_loses_nothing_it_had_saved(
    open_disk_library: Open, save_links: Save, titles_of: Titles, tmp_path: Path
) -> None:
    save_links(open_disk_library(), "kept")
    assert b"kept" not in (tmp_path / "library.json").read_bytes()
    assert titles_of(open_disk_library()) == ["kept"]


def test_only_the_fields_of_an_edit_change(open_disk_library: Open, save_links: Save) -> None:
    library = open_disk_library()
    save_links(library, "before")
    link = library.get("links", 1)
    assert link is not None
    edit = Edit("links", 1, {"title": "before", "url": link["url"]}, {"title": "after"})
    library.append(Change(label="Retitled", edits=(edit,)), 1)
    assert library.get("links", 1) == {"identity": "https://a.b/1", "title": "after"}


def test_ids_are_never_given_again_not_even_after_a_restart(
    open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, "one", "two")
    gone = library.get("links", 2)
    library.append(Change(label="Undone", edits=(Edit("links", 2, gone, None),)), 1)
    assert library.next_id("links") == 3
    assert open_disk_library().next_id("links") == 3, "from the journal"
    for open_one in (library, open_disk_library()):
        open_one.close()
    again = open_disk_library()
    again.close()
    assert open_disk_library().next_id("links") == 3, "from the snapshot"


def test_an_open_library_learns_what_another_process_wrote(
    open_disk_library: Open, save_links: Save, titles_of: Titles
) -> None:
    screen, command = open_disk_library(), open_disk_library()
    assert screen.poll() == []
    save_links(command, "from a command")
    assert [record.change.label for record in screen.poll()] == ["Saved from a command"]
    assert titles_of(screen) == ["from a command"]
    assert screen.poll() == []


def test_a_change_that_meets_a_newer_one_is_not_written_and_gets_the_news(
    open_disk_library: Open, save_links: Save, make_change: Callable[..., Change], titles_of: Titles
) -> None:
    screen, command = open_disk_library(), open_disk_library()
    stale = make_change(screen, "from the screen")
    save_links(command, "from a command")
    record, news = screen.append(stale, 0)
    assert record is None
    assert [newer.seq for newer in news] == [1]
    assert titles_of(screen) == ["from a command"]
    record, news = screen.append(make_change(screen, "from the screen"), 1)
    assert record is not None
    assert (record.seq, news) == (2, [])


def test_a_change_that_meets_nothing_newer_is_written_and_gets_the_news(
    open_disk_library: Open, save_links: Save
) -> None:
    screen, command = open_disk_library(), open_disk_library()
    save_links(command, "a", "b")
    screen.poll()
    retitled = Change(label="t", edits=(Edit("links", 1, {"title": "a"}, {"title": "A"}),))
    noted = Change(label="n", edits=(Edit("links", 1, {}, {"note": "N"}),))
    command.append(retitled, 1)
    record, news = screen.append(noted, 1)
    assert record is not None
    assert (record.seq, [newer.change.label for newer in news]) == (3, ["t"])
    link = screen.get("links", 1)
    assert link is not None
    assert (link["title"], link["note"]) == ("A", "N")


def test_news_already_read_is_still_told_to_a_change_based_on_less(
    open_disk_library: Open, save_links: Save, make_change: Callable[..., Change]
) -> None:
    screen, command = open_disk_library(), open_disk_library()
    stale = make_change(screen, "late")
    save_links(command, "first")
    screen.poll()
    assert screen.append(stale, 0)[0] is None


def test_history_runs_backwards_through_every_journal(
    open_disk_library: Open, save_links: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.library.checkpoint.ROTATE_AT", 1000)
    for number in range(1, 7):
        library = open_disk_library()
        assert save_links(library, f"{number}" * 300) == number
        library.close()
    assert sorted(int(file.name) for file in (tmp_path / "journal").iterdir()) == [1, 3, 5]
    again = open_disk_library()
    assert [record.seq for record in again.iter_history()] == [6, 5, 4, 3, 2, 1]
    assert next(again.iter_history()).change.label.startswith("Saved 666")


def test_a_large_record_is_found_from_the_end_of_the_journal(
    open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    save_links(library, *("x" * 900 for _ in range(300)))
    save_links(library, "small")
    assert [len(record.change.edits) for record in library.iter_history()] == [1, 300]


def test_a_change_of_one_entry_costs_under_two_kilobytes_beside_its_text(
    open_disk_library: Open, tmp_path: Path
) -> None:
    library = open_disk_library()
    blurb = "word " * 80
    entry = {"issue": 1, "link": 1, "section": "papers", "slot": 1, "title": "T", "links": [], "blurb": blurb}
    library.append(Change(label="Placed “T” in Papers", edits=(Edit("entries", 1, None, entry),)), 0)
    assert (tmp_path / "library.journal").stat().st_size < 2048 + len(blurb)


def test_undo_reaches_across_a_restart(
    open_disk_library: Open, save_links: Save, make_desk: Callable[[Library], Desk]
) -> None:
    library = open_disk_library()
    save_links(library, "Gated Attention")
    make_desk(library).do(triage.reject_links, [LinkId(1)])
    library.close()
    again = open_disk_library()
    desk = make_desk(again)
    assert desk.state.state_of(LinkId(1)) == "rejected"
    desk.do(history.undo_change)
    assert desk.state.state_of(LinkId(1)) == "inbox"


def test_nobody_else_may_read_the_files(open_disk_library: Open, save_links: Save, tmp_path: Path) -> None:
    library = open_disk_library()
    save_links(library, "private")
    library.create_backup("import")
    library.close()
    assert (tmp_path / "backups").is_dir()
    assert [file for file in tmp_path.rglob("*") if file.stat().st_mode & 0o077] == []


def test_text_that_no_json_can_hold_is_refused_and_saving_goes_on(
    open_disk_library: Open, save_links: Save
) -> None:
    library = open_disk_library()
    with pytest.raises(UserError, match="cannot be kept"):
        save_links(library, "half a pair \ud800")
    assert save_links(library, "whole") == 1


def test_a_record_is_one_line_with_its_number_time_and_schema(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    save_links(open_disk_library(), "one")
    (line,) = (tmp_path / "library.journal").read_bytes().splitlines()
    record = json.loads(line)
    assert {name: record[name] for name in ("seq", "schema", "at")} == {
        "seq": 1,
        "schema": 1,
        "at": "2026-11-22T12:00:00Z",
    }


def test_the_clock_going_back_changes_no_order(
    open_disk_library: Open, save_links: Save, advance_clock: Callable[..., None]
) -> None:
    library = open_disk_library()
    save_links(library, "late")
    advance_clock(days=-900)
    save_links(library, "early")
    assert [record.seq for record in library.iter_history()] == [2, 1]


def test_a_change_keeps_its_author_and_its_id_and_older_journals_have_neither(
    open_disk_library: Open, save_links: Save, tmp_path: Path
) -> None:
    library = open_disk_library()
    save_links(library, "one")
    signed = Change(
        label="Noted", edits=(Edit("links", 1, {}, {"note": "n"}),), author="Ada", id="0123456789ab"
    )
    library.append(signed, library.seq)
    older, newer = (
        json.loads(line)["change"] for line in (tmp_path / "library.journal").read_bytes().splitlines()
    )
    assert not {"author", "id"} & set(older)
    assert (newer["author"], newer["id"]) == ("Ada", "0123456789ab")
    read = [(record.change.author, record.change.id) for record in open_disk_library().iter_history()]
    assert read == [("Ada", "0123456789ab"), ("", "")]


def test_a_field_that_a_newer_workbench_wrote_with_a_change_does_not_stop_an_older_one(
    open_disk_library: Open, save_links: Save, tmp_path: Path, titles_of: Titles
) -> None:
    save_links(open_disk_library(), "one")
    journal = tmp_path / "library.journal"
    body = journal.read_bytes()[len(b'{"crc":"00000000",') :].rstrip(b"\n")
    later = body.replace(b'"change":{', b'"change":{"replica":3,')
    journal.write_bytes(b'{"crc":"%08x",%b\n' % (crc32(later), later))
    library = open_disk_library()
    assert titles_of(library) == ["one"]
    assert library.notices == ()
