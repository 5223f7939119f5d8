"""`archive search`: what was published, as rows and as JSON."""

from tests.support.commands import CommandLine


def publish(bench: CommandLine) -> None:
    bench("place", 1, "papers")
    bench(
        "write",
        1,
        "--title",
        "Agents: a survey",
        "--blurb",
        "Nothing new here.\n\nIt counts *gates*, 12 of them.",
    )
    bench("issue", "set", "greeting", "Hello to the gates")
    assert bench("issue", "publish").exit == 0


def test_what_was_written_is_found_with_issue_date_section_title_and_line(
    filled_workbench: CommandLine,
) -> None:
    assert filled_workbench("archive", "search", "gates").out == ""
    publish(filled_workbench)
    rows = filled_workbench("archive", "search", "gates").rows
    assert [[row[0], row[2], *row[3:]] for row in rows] == [
        ["#1", "greeting", "", "Hello to the gates"],
        ["#1", "Papers", "Agents: a survey", "It counts *gates*, 12 of them."],
    ]
    found = filled_workbench("archive", "search", "--json", "section:papers", "agents", "is:entry").json
    assert [(one["issue"], one["section"], one["id"], one["urls"]) for one in found] == [
        (1, "papers", 1, ["https://arxiv.org/abs/2510.25445"])
    ]
    assert found[0]["line"] == "Nothing new here."
    assert filled_workbench("archive", "search", "author:nobody").rows == []


def test_a_query_that_means_nothing_is_refused_in_a_sentence(filled_workbench: CommandLine) -> None:
    for query, says in (
        ("year:soon", "Write year:2025"),
        ("is:blurb", "Write is:entry"),
        ("--jsn", "No such option"),
    ):
        ran = filled_workbench("archive", "search", query)
        assert (ran.exit, ran.out) == (2, "")
        assert says in ran.err
    assert filled_workbench("archive", "search").exit == 2


def test_a_term_may_begin_with_a_dash(filled_workbench: CommandLine) -> None:
    publish(filled_workbench)
    assert [row[2] for row in filled_workbench("archive", "search", "gates", "-hello").rows] == ["Papers"]
