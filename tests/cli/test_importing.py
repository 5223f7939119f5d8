"""Reading files in: lists of links, and an issue that somebody edited."""

from collections.abc import Iterable
from pathlib import Path

from tests.support.commands import CommandLine
from workbench.intake.formats import READABLE_FORMATS


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
    assert (tried.exit, tried.err) == (done.exit, f"{done.err}This was a dry run: nothing was saved.\n")


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
        assert name in "".join(said.partition("--format")[2].partition("--dry-run")[0].split())


POCKET = "title,url,time_added,tags,status\n"


def write_pocket(file: Path, rows: Iterable[int], status: str = "unread") -> Path:
    """A Pocket export with these rows, in a file."""
    lines = (f"Article {n},https://news{n}.example/story,{1_500_000_000 + n},a|b,{status}\n" for n in rows)
    file.write_text(POCKET + "".join(lines))
    return file


def test_several_files_are_one_change_that_one_undo_takes_back(
    workbench: CommandLine, tmp_path: Path
) -> None:
    first, second = write_pocket(tmp_path / "a.csv", range(3)), write_pocket(tmp_path / "b.csv", range(2, 5))
    other = tmp_path / "c.txt"
    other.write_text("https://news9.example/story\n")
    ran = workbench("import", first, second, other)
    assert ran.exit == 0
    assert (
        "b.csv row 2: merged into 3, the same work as “Article 2”, by https://news2.example/story" in ran.err
    )
    assert len(workbench("list").rows) == 6
    assert len(workbench("history").rows) == 1
    assert workbench("undo").exit == 0
    assert workbench("list").out == ""


def test_lists_and_issues_are_one_change_too(filled_workbench: CommandLine, tmp_path: Path) -> None:
    filled_workbench("place", 1, "papers")
    filled_workbench("write", 1, "--title", "Gates", "--blurb", "First words.")
    issue = Path(filled_workbench("export").out.rstrip())
    issue.write_text(issue.read_text("utf-8").replace("First words.", "Better words."), "utf-8")
    before = len(filled_workbench("history").rows)
    assert filled_workbench("import", issue, write_pocket(tmp_path / "a.csv", range(3))).exit == 0
    assert len(filled_workbench("history").rows) == before + 1
    assert "Better words." in filled_workbench("export", "--format", "json", "--output", "-").out
    assert len(filled_workbench("list").rows) == 18
    filled_workbench("undo")
    assert "First words." in filled_workbench("export", "--format", "json", "--output", "-").out
    assert len(filled_workbench("list").rows) == 15


def test_the_same_file_again_adds_nothing_and_says_so(workbench: CommandLine, tmp_path: Path) -> None:
    file = write_pocket(tmp_path / "a.csv", range(3))
    workbench("import", file)
    again = workbench("import", file)
    assert "Nothing is new: 3 known already." in again.err
    assert len(workbench("history").rows) == 1


def test_what_is_archived_is_counted_marked_and_left_out_on_demand(
    workbench: CommandLine, tmp_path: Path
) -> None:
    new = write_pocket(tmp_path / "new.csv", range(3))
    old = write_pocket(tmp_path / "old.csv", range(3, 8), "archive")
    told = workbench("import", new, old, "--dry-run", "--json")
    assert "5 rows. --skip-archived leaves such rows out." in told.err
    assert (told.json["added"], told.json["archived"], told.json["skipped"]) == (8, 5, 0)
    tried = workbench("import", new, old, "--skip-archived", "--dry-run", "--json").json
    done = workbench("import", new, old, "--skip-archived", "--json").json
    assert tried == done
    assert (done["rows"], done["added"], done["archived"], done["skipped"]) == (8, 3, 5, 5)
    assert [outcome["result"] for outcome in done["outcomes"]] == ["added"] * 3 + ["skipped"] * 5
    workbench("import", old)
    assert [link["tags"] for link in workbench("list", "tag:archived", "--json").json] == [
        ["a", "b", "archived"]
    ] * 5


def test_a_dry_run_has_the_numbers_of_the_run_and_names_what_is_known(
    filled_workbench: CommandLine, tmp_path: Path
) -> None:
    filled_workbench("place", 1, "papers")
    filled_workbench("issue", "publish")
    file = tmp_path / "a.csv"
    file.write_text(
        f"{POCKET}Old,https://arxiv.org/pdf/2510.25445,1500000000,,unread\n"
        "New,https://news1.example/story,1500000000,,unread\n"
        "Again,https://news1.example/story?utm_source=x,1500000000,,unread\n"
        "Bad,javascript:alert(1),1500000000,,unread\n"
    )
    tried, done = (
        filled_workbench("import", file, "--dry-run", "--json"),
        filled_workbench("import", file, "--json"),
    )
    assert (tried.exit, tried.json) == (done.exit, done.json)
    assert [outcome["result"] for outcome in done.json["outcomes"]] == [
        "already_published",
        "added",
        "merged",
        "refused",
    ]
    assert "a.csv row 2: known as 1, published in #1 (" in tried.err
    assert ", Papers): the same work, arxiv:2510.25445" in tried.err
    assert "a.csv row 4: merged into 16, the same work as “New”" in tried.err
    assert "a.csv row 5: refused, not a web address: javascript (javascript:alert(1))" in tried.err


def test_of_many_rows_those_are_told_that_want_to_be_looked_at(
    workbench: CommandLine, tmp_path: Path
) -> None:
    file = write_pocket(tmp_path / "a.csv", range(3000))
    with file.open("a") as more:
        more.write("Bad,javascript:alert(1),1500000000,,unread\n" * 30)
    ran = workbench("import", file, "--json")
    lines = ran.err.splitlines()
    assert lines[:2] == ["a.csv: Pocket's CSV export, 3,030 rows.", "Added 3,000 links, 30 refused."]
    assert sum("refused, not a web address" in line for line in lines) == 20
    assert lines[-1] == "Not listed: 3,000 added, 10 refused. --json has every row."
    assert len(lines) < 30
    assert len(ran.json["outcomes"]) == 3030
