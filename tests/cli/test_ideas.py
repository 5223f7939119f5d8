"""Quotes and ideas by commands: entries without a link."""

import pytest

from tests.support.commands import CommandLine

QUOTES = """

[[sections]]
key = "quotes"
heading = "{count} Quotes"
label = "Quotes"
kinds = ["idea"]
"""


@pytest.fixture
def workbench(workbench: CommandLine) -> CommandLine:
    """The command line on a workspace whose newsletter has a section of quotes, without a number of slots."""
    profile = workbench.folder / "workbench.toml"
    profile.write_text(profile.read_text("utf-8") + QUOTES, "utf-8")
    return workbench


def test_an_idea_is_saved_placed_written_and_exported(workbench: CommandLine) -> None:
    saved = workbench("idea", "Dieter Rams", "--section", "quotes", "--blurb", "Less, but better.")
    assert (saved.exit, saved.out) == (0, "1\n")
    assert "Added “Dieter Rams” to Quotes" in saved.err
    (link,) = workbench("list", "kind:idea", "--json").json
    assert {name: link[name] for name in ("id", "url", "identity", "kind", "title", "state")} == {
        "id": 1, "url": "", "identity": "idea:1", "kind": "idea", "title": "Dieter Rams", "state": "placed",
    }  # fmt: skip
    assert workbench("write", 1, "--blurb", "Less, but better. Twice.").exit == 0
    assert workbench("show", 1).exit == 0
    assert "### Dieter Rams\n\nLess, but better. Twice." in workbench("export", "--output", "-").out
    (section,) = workbench("export", "--format", "json", "--output", "-").json["sections"]
    assert section == {
        "key": "quotes",
        "heading": "1 Quotes",
        "entries": [
            {"id": 1, "title": "Dieter Rams", "links": [], "blurb": "Less, but better. Twice."},
        ],
    }
    found = workbench("check", "--json").json["findings"]
    assert not [finding for finding in found if finding["rule"] == "link"]


def test_an_idea_without_a_section_waits_in_the_inbox_with_its_text(workbench: CommandLine) -> None:
    assert workbench("idea", "Later", "--blurb-file", "-", stdin="One day.\n").out == "1\n"
    assert workbench("show", 1, "--json").json["state"] == "inbox"
    assert workbench("place", 1, "quotes").exit == 0
    assert "### Later\n\nOne day." in workbench("export", "--output", "-").out


def test_an_idea_for_a_section_of_links_is_refused_and_nothing_is_saved(workbench: CommandLine) -> None:
    ran = workbench("idea", "A thought", "--section", "papers")
    assert (ran.exit, ran.out) == (3, "")
    assert "Papers takes links only" in ran.err
    assert workbench("list").out == ""


def test_no_site_is_asked_about_an_idea(workbench: CommandLine) -> None:
    workbench("idea", "A thought")
    ran = workbench("fetch", 1)
    assert (ran.exit, ran.err) == (0, "No link waits to be fetched.\n")


def test_positions_count_what_stands_in_a_section_without_slots(workbench: CommandLine) -> None:
    for title in ("One", "Two", "Three"):
        workbench("idea", title, "--section", "quotes")
    assert workbench("move", 3, "quotes", "--position", 1).exit == 0
    (section,) = workbench("export", "--format", "json", "--output", "-").json["sections"]
    assert [entry["title"] for entry in section["entries"]] == ["Three", "One", "Two"]
    assert workbench("issue", "list", "--json").json[0]["filled"] == "0/15"
    assert workbench("move", 3, "quotes", "--position", 4).exit == 3
