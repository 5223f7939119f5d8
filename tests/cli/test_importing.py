"""Reading files in: lists of links, and an issue that somebody edited."""

from pathlib import Path

from tests.support.commands import CommandLine
from workbench.intake import READABLE_FORMATS


def test_an_edited_export_is_kept_until_its_edits_are_read_in(filled_workbench: CommandLine) -> None:
    filled_workbench("place", 1, "papers")
    filled_workbench("write", 1, "--title", "Gates", "--blurb", "First words.")
    file = Path(filled_workbench("export").out.rstrip())
    edited = file.read_text("utf-8").replace("First words.", "Better words.")
    file.write_text(edited, "utf-8")

    refused = filled_workbench("export")
    assert refused.exit == 3
    assert "edited by hand" in refused.err
    assert "workbench import" in refused.err
    assert file.read_text("utf-8") == edited

    assert filled_workbench("import", file).exit == 0
    entry = filled_workbench("export", "--format", "json", "--output", "-").json["sections"][0]["entries"][0]
    assert (entry["id"], entry["title"], entry["blurb"].strip()) == (1, "Gates", "Better words.")
    assert filled_workbench("export").exit == 0


def test_an_edited_export_leaves_alone_what_was_written_since(filled_workbench: CommandLine) -> None:
    for id in (1, 2):
        filled_workbench("place", id, "papers")
        filled_workbench("write", id, "--title", f"Title {id}", "--blurb", f"Words {id}.")
    file = Path(filled_workbench("export").out.rstrip())
    file.write_text(file.read_text("utf-8").replace("Words 1.", "Better words."), "utf-8")
    filled_workbench("write", 2, "--blurb", "An hour of work.")
    filled_workbench("issue", "set", "closing", "Goodbye.")
    assert filled_workbench("import", file).exit == 0
    made = filled_workbench("export", "--format", "json", "--output", "-").json
    assert [entry["blurb"] for entry in made["sections"][0]["entries"]] == [
        "Better words.",
        "An hour of work.",
    ]
    assert made["closing"] == "Goodbye."


def test_a_conflict_is_named_by_a_dry_run_too(filled_workbench: CommandLine) -> None:
    filled_workbench("place", 1, "papers")
    filled_workbench("write", 1, "--title", "Gates", "--blurb", "First words.")
    file = Path(filled_workbench("export").out.rstrip())
    file.write_text(file.read_text("utf-8").replace("First words.", "Better words."), "utf-8")
    filled_workbench("write", 1, "--blurb", "Other words.")
    tried, done = filled_workbench("import", file, "--dry-run"), filled_workbench("import", file)
    assert "The blurb of “Gates” was changed here and in the edited text" in tried.err
    assert (tried.exit, tried.err) == (done.exit, done.err)


def test_what_finds_no_home_in_the_issue_is_named(filled_workbench: CommandLine) -> None:
    filled_workbench("place", 1, "papers")
    filled_workbench("write", 1, "--title", "Gates")
    file = Path(filled_workbench("export").out.rstrip())
    text = file.read_text("utf-8")
    file.write_text(text.replace("### ", "### An entry without a link\n\nIts words.\n\n### ", 1), "utf-8")
    ran = filled_workbench("import", file, "--json")
    assert ran.exit == 1
    assert (ran.json["format"], ran.json["refused"]) == ("markdown", 1)
    assert "An entry without a link" in ran.err


def test_a_dry_run_tells_and_writes_nothing(workbench: CommandLine, tmp_path: Path, links_text: str) -> None:
    file = tmp_path / "saved.txt"
    file.write_text(links_text)
    told = workbench("import", file, "--dry-run", "--json")
    assert (told.exit, told.json["added"]) == (1, 15)
    assert workbench("list").out == ""
    assert workbench("history").out == ""
    assert "saved.txt line 20: refused" in workbench("import", file).err
    assert len(workbench("list").rows) == 15


def test_of_several_files_all_are_read_or_none(workbench: CommandLine, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text("https://distill.pub/2021/gnn-intro/\n")
    bad.write_bytes(b"%PDF-1.7")
    for other in (bad, tmp_path / "missing.txt", tmp_path):
        ran = workbench("import", good, other)
        assert ran.exit == 3
        assert ran.err.count("\n") == 1
        assert other.name in ran.err
    assert workbench("list").out == ""


def test_the_help_names_every_format_that_can_be_read(workbench: CommandLine) -> None:
    said = "".join(workbench("import", "--help").out.split())  # names are cut at line ends
    assert READABLE_FORMATS
    for name in READABLE_FORMATS:
        assert name in said.partition("--format")[2].partition("--dry-run")[0]
