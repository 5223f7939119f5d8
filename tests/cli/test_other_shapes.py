"""Publications of quite another shape than the built-in one, by commands, from the first link to the copy-out."""

from pathlib import Path

import pytest

from tests.support.commands import CommandLine

LETTER = """
name = "3-2-1"
title = "3-2-1: {highlights}"
closing = "Until next Thursday."

[tldr]
printed = false

[[sections]]
key = "ideas"
heading = "{count} ideas from me"
label = "Ideas"
slots = 3
kinds = ["idea"]
blurb_words = [3, 80]
numbered = true

[[sections]]
key = "quotes"
heading = "{count} quotes from others"
label = "Quotes"
slots = 2
kinds = ["idea"]
blurb_words = [3, 80]
numbered = true

[[sections]]
key = "question"
heading = "{count} question for you"
label = "Question"
slots = 1
kinds = ["idea"]
blurb_words = [3, 80]
"""
ARABIC = """
name = "النشرة"
language = "ar"
title = "{highlights} - العدد {number}"
closing = "إلى اللقاء"

[tldr]
heading = "باختصار"
line = "**{label}:** {text}"

[[sections]]
key = "reads"
heading = "مقالات ({count})"
label = "مقالات"
slots = 2
kinds = ["read"]
blurb_words = [3, 80]
"""
WEEKLY = 'name = "This Week"\n\n[tldr]\nprinted = false\n' + "".join(
    f'\n[[sections]]\nkey = "part{at}"\nheading = "Part {at}"\nlabel = "Part {at}"\nblurb_words = [0, 80]\n'
    for at in range(1, 10)
)


def use_publication(workbench: CommandLine, text: str) -> None:
    (workbench.folder / "workbench.toml").write_text(text, "utf-8")


def export_page(workbench: CommandLine, folder: Path) -> str:
    """The copy page of the issue in hand."""
    page = folder / "page.html"
    ran = workbench("export", "--format", "page", "--output", page)
    assert ran.exit == 0, ran.err
    return page.read_text("utf-8")


def test_a_letter_of_ideas_and_quotes_needs_no_link_and_no_tldr(
    workbench: CommandLine, tmp_path: Path
) -> None:
    use_publication(workbench, LETTER)
    sections = ["ideas", "ideas", "ideas", "quotes", "quotes", "question"]
    for at, section in enumerate(sections, 1):
        blurb = f"Nr{at}: less is but better."
        assert workbench("idea", f"Thought {at}", "--section", section, "--blurb", blurb).exit == 0
    for field in ("title", "greeting"):
        assert workbench("issue", "set", field, f"About {field}").exit == 0
    assert (workbench("check").out, workbench("check").exit) == ("", 0)
    text = workbench("export", "--output", "-").out
    assert 'title: "3-2-1: About title"' in text
    assert "## 3 ideas from me\n\n### 1. Thought 1\n\nNr1: less is but better." in text
    assert "TL;DR" not in text
    assert "## 1 question for you\n\n### Thought 6" in text
    assert workbench("export").exit == 0
    (file,) = (workbench.folder / "issues").glob("*.md")
    assert workbench("import", file).exit == 0
    assert "<h3>2. Thought 5</h3>" in export_page(workbench, tmp_path)


def test_an_edition_in_arabic_is_read_from_right_to_left_on_its_copy_page(
    workbench: CommandLine, tmp_path: Path
) -> None:
    use_publication(workbench, ARABIC)
    for at, title in enumerate(("نماذج اللغة", "شبكات عصبية"), 1):
        ran = workbench(
            "add", f"https://site{at}.example/a", "--title", title, "--section", "reads", "--no-fetch"
        )
        assert ran.exit == 0
        assert workbench("write", at, "--blurb", f"{title} نص قصير عن هذا العمل").exit == 0
    assert workbench("issue", "set", "title", "نماذج").exit == 0
    assert workbench("check", "--json").json["errors"] == 0
    page = export_page(workbench, tmp_path)
    assert '<article id="body" lang="ar" dir="rtl">' in page
    assert "<h2>مقالات (2)</h2>" in page
    assert '<h1 dir="auto">نماذج - العدد 1</h1>' in page


def test_a_weekly_of_nine_sections_without_quota_takes_what_there_is(
    workbench: CommandLine, tmp_path: Path
) -> None:
    use_publication(workbench, WEEKLY)
    for at in range(1, 28):
        ran = workbench("add", f"https://site{at}.example/a", "--title", f"Work {at}", "--no-fetch")
        assert ran.exit == 0
        assert workbench("place", at, f"part{1 + at % 8}").exit == 0
    exported = workbench("export", "--format", "json", "--output", "-").json
    assert [(part["key"], len(part["entries"])) for part in exported["sections"]] == [
        ("part1", 3), *((f"part{at}", 4) for at in (2, 3, 4)), *((f"part{at}", 3) for at in (5, 6, 7, 8)),
    ]  # fmt: skip
    rules = {finding["rule"] for finding in workbench("check", "--json").json["findings"]}
    assert not rules & {"count", "tldr", "length"}
    assert '<article id="body" dir="ltr">' in export_page(workbench, tmp_path)


@pytest.mark.parametrize("language", ["English", "e", "en_US", 'en" onload="'])
def test_a_language_that_is_no_tag_is_refused_with_its_line(workbench: CommandLine, language: str) -> None:
    use_publication(workbench, WEEKLY.replace("\n", f"\nlanguage = '{language}'\n", 1))
    ran = workbench("list")
    assert ran.exit == 3
    assert "workbench.toml line 2, “language”: write a language tag such as en, ar or pt-BR" in ran.err
