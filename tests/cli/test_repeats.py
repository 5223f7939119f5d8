"""What `list --json`, `show`, `check` and `add` say of links that readers had before."""

import pytest

from tests.support.commands import CommandLine


@pytest.fixture
def bench(filled_workbench: CommandLine) -> CommandLine:
    """The command line after issue #1, which had link 1."""
    filled_workbench("title", 1, "A survey of agents that act")
    filled_workbench("place", 1, "papers")
    filled_workbench("issue", "set", "date", "2026-11-29")
    assert filled_workbench("issue", "publish").exit == 0
    return filled_workbench


def test_links_say_where_readers_had_them(bench: CommandLine) -> None:
    added = bench("add", "https://mirror.example/1", "--title", "A Survey of Agents That Act", "--no-fetch")
    assert "perhaps #1 (2026-11-29, Papers): the same title, there at arxiv.org/abs/2510.25445" in added.err
    seen = {link["id"]: link["seen"] for link in bench("list", "--json").json}
    assert seen[1] == [
        {"mark": "published", "issue": 1, "section": "papers", "why": "the same work, arxiv:2510.25445"}
    ]
    assert [one["mark"] for one in seen[max(seen)]] == ["perhaps"]
    assert seen[2] == []
    assert "seen      published, #1 papers: the same work, arxiv:2510.25445" in bench("show", 1).out


def test_a_repeat_on_purpose_is_told_by_no_finding(bench: CommandLine) -> None:
    bench("place", 1, "papers")
    assert "published" in [finding["rule"] for finding in bench("check", "--json").json["findings"]]
    assert bench("repeat", 1).exit == 0
    assert "published" not in [finding["rule"] for finding in bench("check", "--json").json["findings"]]
    (mine,) = [link for link in bench("list", "--json").json if link["id"] == 1]
    assert mine["seen"][0]["why"].startswith("repeated on purpose: ")
    bench("repeat", 1, "--withdraw")
    assert "published" in [finding["rule"] for finding in bench("check", "--json").json["findings"]]


def test_what_readers_never_had_is_refused_in_a_sentence(bench: CommandLine) -> None:
    refused = bench("repeat", 2)
    assert (refused.exit, "Readers have not had this before" in refused.err) == (3, True)
