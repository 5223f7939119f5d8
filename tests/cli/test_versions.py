"""Earlier texts of an entry by commands."""

from tests.support.commands import CommandLine


def test_an_earlier_text_is_listed_and_brought_back(filled_workbench: CommandLine) -> None:
    run = filled_workbench
    assert run("place", 1, "papers").exit == 0
    for blurb in ("First thoughts.", "Second thoughts."):
        assert run("write", 1, "--blurb", blurb).exit == 0
    (version,) = run("versions", 1, "--json").json
    assert version["text"] == "First thoughts."
    assert run("versions", 1, "--bring-back", version["change"]).exit == 0
    assert "First thoughts." in run("export", "--output", "-").out
    assert [row["text"] for row in run("versions", 1, "--json").json] == ["Second thoughts."]


def test_what_has_no_texts_is_told_in_a_sentence(filled_workbench: CommandLine) -> None:
    run = filled_workbench
    assert run("place", 1, "papers").exit == 0
    for named, said in (
        ("9", "Link 9 does not stand in issue #1."),
        ("colour", "“colour” is no piece: write an id"),
    ):
        ran = run("versions", named)
        assert (ran.exit, said in ran.err) == (3, True), ran.err
    assert run("versions", "greeting", "--bring-back", 99).exit == 3
