"""Getting an issue out: its files."""

import re
from base64 import b64encode
from pathlib import Path

import pytest

from tests.support.commands import CommandLine
from workbench.curation.publication.profile import read_default_text


@pytest.fixture
def written_issue(filled_workbench: CommandLine) -> CommandLine:
    """A workspace with one entry written."""
    filled_workbench("place", 1, "papers")
    filled_workbench(
        "write",
        1,
        "--title=-Gates",
        "--blurb",
        "Some words.",
        "--label-link",
        "GitHub=https://github.com/a/b",
    )
    filled_workbench("issue", "set", "title", "Gates & Co")
    return filled_workbench


def test_the_name_of_the_file_is_fixed_at_first_export(written_issue: CommandLine) -> None:
    first = written_issue("export").out
    assert first.endswith("/issues/0001-gates-co.md\n")
    written_issue("issue", "set", "title", "Another title")
    assert written_issue("export").out == first
    assert "Another title" in Path(first.rstrip()).read_text("utf-8")


def test_json_has_the_shape_scripts_rely_on(written_issue: CommandLine) -> None:
    issue = written_issue("export", "--format", "json", "--output", "-").json
    assert {"title", "subtitle", "number", "date", "greeting", "tldr", "sections", "closing"} <= set(issue)
    (section,) = issue["sections"]
    assert (section["key"], section["heading"]) == ("papers", "📄 1 Papers")
    links = [
        {"label": "", "url": "https://arxiv.org/abs/2510.25445"},
        {"label": "GitHub", "url": "https://github.com/a/b"},
    ]
    assert section["entries"] == [{"id": 1, "title": "-Gates", "links": links, "blurb": "Some words."}]


def test_other_formats_stand_beside_the_markdown_and_are_not_written_over(written_issue: CommandLine) -> None:
    file = Path(written_issue("export", "--format", "html").out.rstrip())
    assert file.name == "0001-gates-co.html"
    assert "<h3>-Gates</h3>" in file.read_text("utf-8")
    file.write_text("mine")
    assert written_issue("export", "--format", "html").exit == 3
    assert file.read_text() == "mine"
    assert written_issue("export", "--format", "html", "--output", file).exit == 0
    assert "<h3>-Gates</h3>" in file.read_text("utf-8")


def test_an_issue_that_cannot_be_written_is_said_with_its_path(
    written_issue: CommandLine, tmp_path: Path
) -> None:
    ran = written_issue("export", "--output", tmp_path / "letters" / "workbench.toml" / "x.md")
    assert ran.exit == 3
    assert "x.md cannot be written" in ran.err


def test_without_a_draft_there_is_nothing_to_export(workbench: CommandLine) -> None:
    for words in (("export",), ("check",), ("copy",), ("issue", "publish")):
        ran = workbench(*words)
        assert ran.exit == 3
        assert "There is no draft" in ran.err
    assert "There is no issue #7" in workbench("export", "--issue", 7).err


def test_beside_the_file_stands_a_copy_page_that_is_always_made_anew(written_issue: CommandLine) -> None:
    ran = written_issue("export")
    page = Path(ran.out.rstrip().removesuffix(".md") + ".copy.html")
    assert ran.err == f"Its copy page for Substack: {page}\n"
    made = page.read_text("utf-8")
    assert "Some words." in made
    assert "Substack" in made
    page.write_text("mine", "utf-8")
    assert written_issue("export").exit == 0
    assert page.read_text("utf-8") == made
    page.unlink()
    page.mkdir()
    ran = written_issue("export")
    assert (ran.exit, ran.out) == (1, f"{page.with_name('0001-gates-co.md')}\n")
    assert "Its copy page is not there: " in ran.err


def test_a_card_is_drawn_beside_the_export_and_stands_on_the_copy_page(written_issue: CommandLine) -> None:
    folder = written_issue.folder / "issues"
    drawn = written_issue("export", "--format", "card")
    (card,) = folder.glob("*.card.png")
    assert (drawn.exit, drawn.out.strip()) == (0, str(card))
    written_issue("export")
    (page,) = folder.glob("*.copy.html")
    text = page.read_text("utf-8")
    assert "img-src data:" in text
    assert b64encode(card.read_bytes()).decode() in text
    card.write_bytes(b"a picture of my own")
    refused = written_issue("export", "--format", "card")
    assert (refused.exit, "is a picture of your own and stays" in refused.err) == (3, True)
    elsewhere = written_issue.folder / "card.png"
    assert written_issue("export", "--format", "card", "--output", elsewhere).exit == 0
    assert elsewhere.read_bytes()[:4] == b"\x89PNG"


def test_with_automatic_each_export_draws_the_card(written_issue: CommandLine) -> None:
    file = written_issue.folder / "workbench.toml"
    text = read_default_text().replace("[card]\nautomatic = false", "[card]\nautomatic = true")
    file.write_text(text, "utf-8")
    said = written_issue("export").err
    (card,) = (written_issue.folder / "issues").glob("*.card.png")
    assert f"Its social card: {card}" in said


def test_the_issue_that_is_named_is_exported_whichever_is_the_newest(written_issue: CommandLine) -> None:
    written_issue("issue", "publish")
    written_issue("issue", "new")
    written_issue("issue", "set", "title", "The next one")
    for number, title in ((1, "Gates & Co"), (2, "The next one")):
        file = Path(written_issue("export", "--issue", number).out.rstrip())
        assert file.name.startswith(f"000{number}-")
        assert title in file.read_text("utf-8")


def test_html_is_made_for_the_target_that_is_named(written_issue: CommandLine) -> None:
    written_issue("place", 6, "videos")
    for target, holds in (
        ("ghost", "<iframe src="),
        ("substack", '<p><a href="https://www.youtube.com/'),
        ("beehiiv", "<a href="),
    ):
        assert holds in written_issue("export", "--format", "html", "--target", target, "--output", "-").out
    assert written_issue("export", "--format", "html", "--target", "medium").exit == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--target goes with --format page or html: the markdown in issues/ is the same for all"),
        (("--format", "text"), "the text in issues/ is the same for all"),
        (("--format", "json", "--output", "-"), "--format json, which is the same for all"),
    ],
)
def test_what_is_the_same_for_all_targets_is_written_for_none(
    words: tuple[str, ...], says: str, written_issue: CommandLine
) -> None:
    ran = written_issue("export", "--target", "ghost", *words)
    assert ran.exit == 2
    assert says in " ".join(ran.err.split())


def test_a_copy_page_is_written_for_any_target_and_none_over_another(written_issue: CommandLine) -> None:
    ghost, first = (
        Path(written_issue("export", "--format", "page", *words).out.rstrip())
        for words in (("--target", "ghost"), ())
    )
    assert (ghost.name, first.name) == ("0001-gates-co.ghost.copy.html", "0001-gates-co.copy.html")
    assert "Copy into Ghost" in ghost.read_text("utf-8")
    assert "Copy into Substack" in first.read_text("utf-8")
    said = written_issue("export", "--format", "page", "--target", "buttondown", "--output", "-").out
    assert "Copy into Buttondown" in said


def test_markdown_and_text_are_written_as_a_target_takes_them_elsewhere(written_issue: CommandLine) -> None:
    written_issue("write", 1, "--blurb", "An `a<b>` at a@b.example.")
    for words, holds in (
        (("markdown", "--target", "buttondown"), "<code>a&lt;b&gt;</code>"),
        (("markdown",), "`a<b>`"),
        (("text", "--target", "plain"), "An a<b> at"),
    ):
        assert holds in written_issue("export", "--output", "-", "--format", *words).out, words


@pytest.mark.parametrize("format", ["markdown", "html", "json", "text"])
def test_a_password_in_an_address_reaches_no_reader_and_is_told(workbench: CommandLine, format: str) -> None:
    workbench("add", "--no-fetch", "http://user:secret@example.com/a", "https://bank.example@evil.example/")
    workbench("place", 1, "reads")
    workbench("place", 2, "reads")
    written = workbench("export", "--format", format, "--output", "-").out
    assert "http://example.com/a" in written
    assert "https://evil.example/" in written
    assert not re.search("secret|user:|bank.example", written)
    assert "holds a user name" in workbench("check").out
