"""Taking back across runs, and the library's health."""

from pathlib import Path

from tests.support.commands import Workbench


def test_undo_and_redo_reach_across_runs(saved: Workbench) -> None:
    saved("place", 1, "papers")
    undone = saved.process("undo")
    assert (undone.exit, undone.err) == (0, "Undone: Placed “arXiv link 1” in Papers (1/5).\n")
    assert saved("issue", "list").out == ""
    assert saved("redo").exit == 0
    assert saved("show", 1, "--json").json["state"] == "placed"
    rows = saved("history").rows
    assert [row[3].partition(" ")[0] for row in rows] == ["Redone:", "Undone:", "Placed", "Added"]


def test_any_change_of_the_history_can_be_taken_back_by_its_number(saved: Workbench) -> None:
    saved("reject", 1)
    saved("reject", 2)
    number = saved("history", "--limit", 2, "--json").json[1]["change"]
    assert saved("undo", number).exit == 0
    assert [saved("show", id, "--json").json["state"] for id in (1, 2)] == ["inbox", "rejected"]
    assert saved("history", "--json").json[2]["undone"] is True


def test_when_nothing_is_left_to_undo_it_says_so(workbench: Workbench) -> None:
    ran = workbench("undo")
    assert (ran.exit, ran.err) == (3, "There is nothing to undo.\n")


def test_a_healthy_library_has_no_findings(saved: Workbench) -> None:
    ran = saved("doctor")
    assert (ran.exit, ran.out) == (0, "")
    assert saved("doctor", "--json").json == []


def test_a_damaged_journal_is_found(saved: Workbench) -> None:
    (saved.folder / "library.json").write_text("{ this was JSON once")
    ran = saved("doctor")
    assert ran.exit == 1
    assert "library.json" in ran.out


def test_a_backup_puts_the_links_back(saved: Workbench, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("https://example.org/another\n")
    assert saved("import", more).exit == 0  # each import keeps a backup first
    (name, *_) = saved("backup", "list").rows[0]
    assert len(saved("list").rows) == 16
    assert saved("backup", "restore", name).exit == 0
    assert len(saved("list").rows) == 15
    assert saved("backup", "restore", "no-such-backup").exit == 3
