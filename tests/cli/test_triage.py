"""Triage by commands."""

from collections.abc import Callable

import pytest

from tests.support.commands import CommandLine

Id = Callable[[str], int]


def state_of(filled_workbench: CommandLine, id: int) -> str:
    return str(filled_workbench("show", id, "--json").json["state"])


def test_a_list_is_newest_first_and_by_tabs(filled_workbench: CommandLine) -> None:
    rows = filled_workbench("list").rows
    assert [int(row[0]) for row in rows] == list(range(15, 0, -1))
    assert rows[-1] == ["1", "inbox", "paper", "", "https://arxiv.org/abs/2510.25445"]


def test_a_query_narrows_the_list(filled_workbench: CommandLine) -> None:
    assert {row[2] for row in filled_workbench("list", "kind:video").rows} == {"video"}
    assert len(filled_workbench("list", "-kind:video", "-kind:paper").rows) == 6
    assert [row[3] for row in filled_workbench("list", '"illustrated transformer"').rows] == [
        "The Illustrated Transformer"
    ]
    wrong = filled_workbench("list", "kind:banana")
    assert (wrong.exit, wrong.out) == (2, "")
    assert "paper, video, read, tool or idea" in wrong.err


def test_the_json_of_a_link_has_the_fields_scripts_rely_on(filled_workbench: CommandLine, id_of: Id) -> None:
    id = id_of("arxiv:2512.04076")
    (link,) = [link for link in filled_workbench("list", "--json").json if link["id"] == id]
    assert {"id", "url", "identity", "kind", "title", "state", "tags", "note", "added"} <= set(link)
    assert link["url"].startswith("https://www.arxiv.org/abs/2512.04076v1")
    assert filled_workbench("show", id, "--json").json["urls"] == ["https://arxiv.org/abs/2512.04076"]


def test_each_verb_says_what_it_did_and_where_the_link_is_now(filled_workbench: CommandLine) -> None:
    for words, where in (
        (("place", 1, "papers"), "placed"),
        (("move", 1, "pick"), "placed"),
        (("bench", 1, "reads"), "benched"),
        (("reject", 1), "rejected"),
        (("restore", 1), "inbox"),
        (("defer", 1), "deferred"),
    ):
        ran = filled_workbench(*words)
        assert (ran.exit, ran.out) == (0, ""), ran.err
        assert ran.err.count("\n") == 1
        assert state_of(filled_workbench, 1) == where


def test_a_position_moves_the_others_down(filled_workbench: CommandLine) -> None:
    filled_workbench("place", 1, "papers")
    filled_workbench("place", 2, "papers", "--position", 1)
    assert [place["slot"] for place in filled_workbench("show", 1, "--json").json["issues"]] == [2]


def test_a_full_section_takes_no_more_and_nothing_changes(filled_workbench: CommandLine) -> None:
    filled_workbench("place", 1, "pick")
    before = filled_workbench("history").out
    ran = filled_workbench("place", 2, "pick")
    assert ran.exit == 3
    assert "Pick of the Week is full (1/1)" in ran.err
    assert filled_workbench("history").out == before
    assert state_of(filled_workbench, 2) == "inbox"


def test_tags_come_and_go_and_a_note_may_begin_with_a_dash(filled_workbench: CommandLine) -> None:
    filled_workbench("tag", 1, "agents", "survey")
    filled_workbench("tag", 1, "-survey", "next")
    filled_workbench("note", 1, "-see page 4")
    link = filled_workbench("show", 1, "--json").json
    assert (link["tags"], link["note"]) == (["agents", "next"], "-see page 4")
    shown = filled_workbench("show", 1).out
    assert "tags      agents next\n" in shown
    assert "note      -see page 4\n" in shown


@pytest.mark.parametrize(
    "words", [("show", 99), ("place", 99, "papers"), ("reject", 1, 99), ("place", 1, "nowhere")]
)
def test_a_link_or_section_that_is_not_there_is_named(
    filled_workbench: CommandLine, words: tuple[object, ...]
) -> None:
    ran = filled_workbench(*words)
    assert ran.exit == 3
    assert "99" in ran.err or "nowhere" in ran.err
    assert state_of(filled_workbench, 1) == "inbox"
