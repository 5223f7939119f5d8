"""Taking back across runs, and the library's health."""

import json
import re
from pathlib import Path

import pytest

from tests.support.commands import CommandLine


def test_undo_and_redo_reach_across_runs(filled_workbench: CommandLine) -> None:
    filled_workbench("place", 1, "papers")
    undone = filled_workbench.run_process("undo")
    said = "Undone: Placed “arXiv 2510.25445” in Papers (1/5); issue #1 begins.\n"
    assert (undone.exit, undone.err) == (0, said)
    assert filled_workbench("issue", "list").out == ""
    assert filled_workbench("redo").exit == 0
    assert filled_workbench("show", 1, "--json").json["state"] == "placed"
    rows = filled_workbench("history").rows
    assert [row[3].partition(" ")[0] for row in rows] == ["Redone:", "Undone:", "Placed", "Added"]


def test_any_change_of_the_history_can_be_taken_back_by_its_number(filled_workbench: CommandLine) -> None:
    filled_workbench("reject", 1)
    filled_workbench("reject", 2)
    number = filled_workbench("history", "--limit", 2, "--json").json[1]["change"]
    assert filled_workbench("undo", number).exit == 0
    assert [filled_workbench("show", id, "--json").json["state"] for id in (1, 2)] == ["inbox", "rejected"]
    assert filled_workbench("history", "--json").json[2]["undone"] is True


def test_the_history_says_whose_each_change_is_and_ids_are_never_given_twice(
    filled_workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ada\x1b[31m")
    filled_workbench("reject", 1)
    filled_workbench("undo")
    assert [line["author"] for line in filled_workbench("history", "--limit", 2, "--json").json] == [
        "ada",
        "ada",
    ]
    lines = (filled_workbench.folder / "library.journal").read_text().splitlines()
    ids = [json.loads(line)["change"]["id"] for line in lines]
    assert all(re.fullmatch("[0-9a-f]{12}", id) for id in ids)
    assert len(set(ids)) == len(ids) > 1


def test_when_nothing_is_left_to_undo_it_says_so(workbench: CommandLine) -> None:
    ran = workbench("undo")
    assert (ran.exit, ran.err) == (3, "There is nothing to undo.\n")


def test_a_healthy_library_has_no_findings(filled_workbench: CommandLine) -> None:
    ran = filled_workbench("doctor")
    assert (ran.exit, ran.out) == (0, "")
    assert filled_workbench("doctor", "--json").json == []


def test_a_damaged_journal_is_found(filled_workbench: CommandLine) -> None:
    (filled_workbench.folder / "library.json").write_text("{ this was JSON once")
    ran = filled_workbench("doctor")
    assert ran.exit == 1
    assert "library.json" in ran.out


def test_a_backup_puts_the_links_back(filled_workbench: CommandLine, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("https://example.org/another\n")
    assert filled_workbench("import", more).exit == 0  # each import keeps a backup first
    (name, *_) = filled_workbench("backup", "list").rows[0]
    assert len(filled_workbench("list").rows) == 16
    assert filled_workbench("backup", "restore", name).exit == 0
    assert len(filled_workbench("list").rows) == 15
    assert filled_workbench("backup", "restore", "no-such-backup").exit == 3
