"""Blocks by commands: one written for an issue, kept for later ones, left out, moved and forgotten."""

from tests.support.commands import CommandLine


def test_a_sponsor_is_written_kept_left_out_and_forgotten(filled_workbench: CommandLine) -> None:
    run = filled_workbench
    assert run("place", 1, "papers").exit == 0
    added = run(
        "block", "add", "From a friend", "--place", "before:reads", "--text-file", "-", stdin="Go and *see*."
    )
    assert (added.exit, added.out) == (0, "from-a-friend\n")
    assert "## From a friend\n\nGo and *see*." in run("export", "--output", "-").out
    assert run("block", "keep", "from-a-friend", "1, 3").exit == 0
    assert run("block", "switch", "from-a-friend").err == "Left the block “From a friend” out of issue #1.\n"
    (missing,) = [one for one in run("check", "--json").json["findings"] if one["rule"] == "booking"]
    assert missing["level"] == "error"
    rows = {row["key"]: (row["state"], row["carried"]) for row in run("block", "list", "--json").json}
    assert rows == {
        "new-here": ("in", "for every issue from #1"),
        "from-a-friend": ("left out", "for #1 and #3"),
    }
    assert run("block", "switch", "from-a-friend").exit == 0
    assert (
        run("block", "place", "from-a-friend", "end").err == "Moved the block “From a friend” to the end.\n"
    )
    assert run("block", "forget", "from-a-friend").exit == 0
    assert run("block", "list").out.splitlines()[-1].split("\t")[:3] == ["from-a-friend", "in", "end"]
    assert run("undo").exit == 0


def test_wrong_words_about_blocks_are_told_in_a_sentence(filled_workbench: CommandLine) -> None:
    run = filled_workbench
    assert run("place", 1, "papers").exit == 0
    for arguments, said in (
        (("switch", "nothing"), "There is no block “nothing”; there are: new-here."),
        (
            ("place", "new-here", "nowhere"),
            "There is no place “nowhere” for a block; there are after_greeting",
        ),
        (("keep", "new-here"), "“New here?” stands in workbench.toml"),
        (("forget", "new-here"), "No block “new-here” is kept: there is nothing to forget."),
    ):
        ran = run("block", *arguments)
        assert (ran.exit, said in ran.err) == (3, True), ran.err
    assert run("block", "write", "new-here").exit == 2
