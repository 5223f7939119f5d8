"""Shapes that archives have, each in a sample of our own words, and what is read of it."""

from typing import Final

import pytest

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.publication.profile import load_default_publication
from workbench.intake.past_issues import TextForm, guess_text_form, read_past_issues

PUBLICATION: Final = load_default_publication()


def read_all(text: str, name: str = "letter.md", form: TextForm | None = None) -> list[PastIssue]:
    return read_past_issues(text, form or guess_text_form(text, name), name, PUBLICATION)


def read_one(text: str, name: str = "letter.md", form: TextForm | None = None) -> PastIssue:
    (issue,) = read_all(text, name, form)
    return issue


def entries_of(issue: PastIssue) -> list[tuple[str, str, str]]:
    """Section, title and first address of each entry."""
    return [
        (section.heading, entry.title, entry.links[0].url if entry.links else "")
        for section in issue.sections
        for entry in section.entries
    ]


def mentioned(issue: PastIssue) -> list[str]:
    return [link.url for link in issue.mentions]


def test_header_lines_without_a_fence_tell_title_number_and_date() -> None:
    issue = read_one(
        "Title: Letter 18\nDate: 2013-10-06 18:25\nCategory: Letters\n\n# News\n\n* [A](https://a.example)\n"
    )
    assert (issue.number, issue.date, issue.title) == (18, "2013-10-06", "Letter 18")
    assert entries_of(issue) == [("News", "A", "https://a.example")]


def test_front_matter_tells_more_than_the_name_of_the_file() -> None:
    text = '---\ntitle: "Bees: a survey"\nnumber: 12\nsubtitle: On bees\ndate: 2020-05-01T10:00:00Z\n---\n\n- [A b c](https://a.example)'
    issue = read_one(text, "posts/2019-01-01-letter-3.md")
    assert (issue.number, issue.date, issue.title, issue.subtitle) == (
        12,
        "2020-05-01",
        "Bees: a survey",
        "On bees",
    )


@pytest.mark.parametrize(
    ("name", "heading", "number", "date"),
    [
        ("data/issue-538.markdown", "", 538, ""),
        ("Week401.md", "", 401, ""),
        ("Reports/2018/#102-2018.02.24.md", "", 102, "2018-02-24"),
        ("news/2023/01/20/links.adoc", "", None, "2023-01-20"),
        ("_posts/2020-01-20-2020-03.md", "", None, "2020-01-20"),
        ("2023Aug14.md", "", None, "2023-08-14"),
        ("2019/survey-2019.md", "# What GPT 4 and C#8 did: a survey of 7", None, ""),
        ("letter.md", "# Weekly #250 | 2023-07-03", 250, "2023-07-03"),
        ("letter.md", "# Vol. 7, May 3, 2021", 7, "2021-05-03"),
        ("letter.md", "# 周刊（第 189 期）：题目", 189, ""),
        ("2022-06-01-the-letter.md", "# The Letter 445", 445, "2022-06-01"),
    ],
)
def test_number_and_date_come_from_a_heading_or_the_name_of_the_file(
    name: str, heading: str, number: int | None, date: str
) -> None:
    issue = read_one(f"{heading}\n\n## News\n\n- [A b c](https://a.example)\n", name, "markdown")
    assert (issue.number, issue.date) == (number, date)


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("* [easy] [A task](https://a.example)", "A task"),
        ("* 🎉 [News](https://a.example).", "News"),
        ("* [A title that\n  goes on](https://a.example). Note", "A title that goes on"),
        ("+ [Title](https://a.example) - what it is", "Title"),
        ("* May 3 | Town | [Group night](https://a.example)", "Group night"),
        ("1. [Title](https://a.example)", "Title"),
        ("- A parser: [paper](https://a.example)", "A parser"),
    ],
)
def test_an_item_is_an_entry_whatever_remark_stands_before_its_link(item: str, title: str) -> None:
    issue = read_one(f"# Letter 3\n\n## News\n\n{item}\n")
    assert entries_of(issue) == [("News", title, "https://a.example")]


def test_nested_items_are_entries_of_their_own_and_details_are_not() -> None:
    text = (
        "## Events\n\n* May 3 | Town | [Group](https://group.example)\n    * [A talk on bees](https://talk.example)\n"
        "* [A tool](https://tool.example)\n    * what it does, see [the manual](https://manual.example)\n"
    )
    issue = read_one(text)
    assert [url for _, _, url in entries_of(issue)] == [
        "https://group.example",
        "https://talk.example",
        "https://tool.example",
    ]
    assert mentioned(issue) == ["https://manual.example"]
    assert "what it does" in issue.sections[0].entries[2].blurb


def test_a_heading_with_a_link_is_an_entry_where_text_follows_and_a_section_where_a_list_does() -> None:
    entries = read_one(
        "## Articles\n\n### 🐕 [A title](https://a.example)\n\n[@ann](https://ann.example): why it is good.\n\n"
        "### [Another](https://b.example)\n\nAlso good.\n"
    )
    assert entries_of(entries) == [
        ("Articles", "A title", "https://a.example"),
        ("Articles", "Another", "https://b.example"),
    ]
    assert mentioned(entries) == ["https://ann.example"]
    sections = read_one(
        "## Core\n\n#### [RFCs](https://rfcs.example)\n\n* [One](https://a.example)\n* [Two](https://b.example)\n\n"
        "#### [Tracking](https://track.example)\n\n* *Nothing this week.*\n"
    )
    assert entries_of(sections) == [
        ("RFCs", "One", "https://a.example"),
        ("RFCs", "Two", "https://b.example"),
    ]
    assert mentioned(sections) == ["https://rfcs.example", "https://track.example"]


def test_sections_may_be_lines_in_bold() -> None:
    issue = read_one(
        "**Articles**\n\n* [A](https://a.example), by [@ann](https://ann.example)\n\n**Videos**\n\n* \n* [B](https://b.example)\n\n"
        "**Credits**\n\n* [cat](https://cat.example), [dog](https://dog.example)\n"
    )
    assert entries_of(issue) == [("Articles", "A", "https://a.example"), ("Videos", "B", "https://b.example")]
    assert mentioned(issue) == ["https://ann.example", "https://cat.example", "https://dog.example"]
    assert [(block.heading, block.place) for block in issue.blocks] == [("Credits", "end")]


def test_numbered_lines_are_entries_and_the_paragraphs_below_their_blurb() -> None:
    issue = read_one(
        "## 科技动态\n\n3、[全向轮](https://a.example)\n\n![](https://p.example/x.png)\n\n说明文字。\n\n4、[talk](https://b.example)\n"
    )
    assert entries_of(issue) == [
        ("科技动态", "全向轮", "https://a.example"),
        ("科技动态", "talk", "https://b.example"),
    ]
    assert issue.sections[0].entries[0].blurb == "说明文字。"


def test_a_title_may_stand_in_a_heading_and_its_link_at_the_end() -> None:
    text = "".join(
        f"### {title}\nWhat happened, in a sentence.\n\n→ [Read at the Times](https://{title.lower()}.example)\n\n"
        for title in ("Bees", "Ants", "Wasps")
    )
    issue = read_one("## Wins\n\n" + text)
    assert entries_of(issue) == [
        ("Wins", "Bees", "https://bees.example"),
        ("Wins", "Ants", "https://ants.example"),
        ("Wins", "Wasps", "https://wasps.example"),
    ]


@pytest.mark.parametrize(
    "cell", ["1) **Name** What it does.", "1) Name  What it does.", "1) Name - What it does."]
)
def test_a_row_of_a_table_is_an_entry(cell: str) -> None:
    issue = read_one(
        f"## Papers\n\n| Paper | Links |\n| --- | --- |\n"
        f"| {cell} | [Paper](https://a.example), [Tweet](https://t.example) |\n"
    )
    entry = issue.sections[0].entries[0]
    assert (entry.title, entry.blurb) == ("Name", "What it does.")
    assert [(link.label, link.url) for link in entry.links] == [
        ("Paper", "https://a.example"),
        ("Tweet", "https://t.example"),
    ]


def test_a_file_may_hold_many_issues() -> None:
    weeks = ("May 15 - May 21, 2023", "May 8 - May 14, 2023", "May 1 - May 7, 2023")
    text = "# All our weeks\n\nSee [the site](https://site.example).\n\n" + "".join(
        f"## Week of {week}\n\n- [One of {at}](https://a{at}.example)\n- [Two of {at}](https://b{at}.example)\n\n"
        for at, week in enumerate(weeks)
    )
    issues = read_all(text, "README.md")
    assert [issue.title for issue in issues] == [f"Week of {week}" for week in weeks]
    assert [issue.date for issue in issues] == ["2023-05-21", "2023-05-14", "2023-05-07"]
    assert [len(issue.sections[0].entries) for issue in issues] == [2, 2, 2]
    assert mentioned(issues[0]) == ["https://site.example"]


def test_a_week_without_its_year_has_that_of_the_weeks_around_it() -> None:
    weeks = ("Jan 2 - Jan 8, 2024", "Dec 26 - Jan 1", "Dec 19 - Dec 25", "Jan 3 - Jan 9", "Dec 27 - Jan 2")
    text = "".join(
        f"## Week of {week}\n\n- [One](https://a.example)\n- [Two](https://b.example)\n\n" for week in weeks
    )
    dates = [issue.date for issue in read_all(text, "README.md")]
    assert dates == ["2024-01-08", "2024-01-01", "2023-12-25", "2023-01-09", "2023-01-02"]


def test_an_entry_may_have_several_links() -> None:
    issue = read_one(
        "## Tools\n\n* [tool](https://t.example) [1.9.0](https://t.example/notes) - what it is\n"
    )
    entry = issue.sections[0].entries[0]
    assert [(link.label, link.url) for link in entry.links] == [
        ("", "https://t.example"),
        ("1.9.0", "https://t.example/notes"),
    ]
    assert entry.blurb == "what it is"


def test_comments_pictures_scripts_and_badges_are_no_links() -> None:
    issue = read_one(
        "## News\n\n<!-- * [ - ]() * [Title](https://example.com/my_article) -->\n\n* [A](https://a.example)\n\n"
        "![picture](https://pictures.example/a.png)\n\n"
        '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://svg.example">x</a></svg>\n\n'
        '<script async src="https://scripts.example/x.js"></script>\n\n'
        "[![build](https://img.shields.io/x.svg)](https://ci.example)\n\n[]()\n\n* \n"
    )
    assert entries_of(issue) == [("News", "A", "https://a.example")]
    assert mentioned(issue) == []


def test_a_link_on_a_picture_and_one_without_words_are_mentioned() -> None:
    issue = read_one(
        "## News\n\n* [A](https://a.example?x=1&amp;y=2)\n\n[![](https://p.example/a.png)](https://pic.example)\n\n[](https://empty.example)\n"
    )
    assert entries_of(issue) == [("News", "A", "https://a.example?x=1&y=2")]
    assert mentioned(issue) == ["https://pic.example", "https://empty.example"]


def test_a_link_behind_an_exclamation_mark_stays_a_link_and_lines_in_names_stay_lines() -> None:
    text = "look\\![here](https://b.example), then at \\_\\_init and W_C__L"
    (entry,) = read_one(f"## Papers\n\n- [On bees](https://a.example): {text}\n").sections[0].entries
    assert entry.blurb == "look\\![here](https://b.example), then at \\_\\_init and W_C\\_\\_L"


def test_prose_with_links_is_a_block_whose_links_are_mentioned() -> None:
    issue = read_one(
        "## Core\n\n[Anna](https://anna.example) [wrote](https://a.example) about x"
        " and [showed](https://b.example) y.\n\nThen nothing.\n"
    )
    assert entries_of(issue) == []
    assert [block.heading for block in issue.blocks] == ["Core"]
    assert mentioned(issue) == ["https://anna.example", "https://a.example", "https://b.example"]


def test_a_call_to_readers_among_lists_is_no_entry() -> None:
    issue = read_one(
        "## News\n\n* [A](https://a.example)\n* [B](https://b.example)\n\n## Quote\n\n> Words.\n\n– [Ann on the list](https://q.example)\n\n"
        "[Please submit quotes and vote for next week!](https://vote.example)\n"
    )
    assert [title for _, title, _ in entries_of(issue)] == ["A", "B"]
    assert mentioned(issue) == ["https://q.example", "https://vote.example"]


def test_a_link_or_two_above_the_sections_are_told_in_passing() -> None:
    items = "".join(f"- [Bee number {at}](https://a{at}.example)\n" for at in range(5))
    issue = read_one(f"Hello.\n\n- [How to have your bees shared](https://how.example)\n\n## News\n\n{items}")
    assert [section for section, _, _ in entries_of(issue)] == ["News"] * 5
    assert issue.greeting == "Hello.\n\n- [How to have your bees shared](https://how.example)"
    assert mentioned(issue) == ["https://how.example"]


def test_lines_of_one_link_are_entries_where_that_is_how_entries_look() -> None:
    issue = read_one(
        "[One](https://a.example)\n\n[Two of them](https://b.example) and why\n\n[Three](https://c.example)\n\n[Four](https://d.example)\n\n[]()\n"
    )
    assert [title for _, title, _ in entries_of(issue)] == ["One", "Two of them", "Three", "Four"]
    assert issue.sections[0].entries[1].blurb == "and why"


def test_asciidoc_is_read() -> None:
    issue = read_one(
        "= Letter (Jan 20, 2023)\nAnn Example\n2023-01-20\n:jbake-type: post\n\n"
        "ifdef::env-github[:x: y]\n\nWelcome.\n\n"
        "== Libraries\n\n"
        "* https://a.example[tool] 1.0 - what https://long.example[a\nlong name] means\n** https://b.example[detail]\n",
        "deref.adoc",
    )
    assert (issue.date, issue.title) == ("2023-01-20", "Letter (Jan 20, 2023)")
    assert entries_of(issue)[0] == ("Libraries", "tool", "https://a.example")
    assert "https://long.example" in mentioned(issue)


def test_restructured_text_is_read() -> None:
    issue = read_one(
        "#03 - Better Late\n#################\n\n:date: 2017-02-22\n\nHello.\n\n"
        "News\n====\n\n- `A branch-off`_ is near.\n"
        "- `A tool <https://tool.example>`_\n\n.. image:: https://p.example/x.png\n   :alt: x\n\n.. _`A branch-off`: https://b.example\n",
        "03-late.rst",
    )
    assert (issue.number, issue.date, issue.title) == (3, "2017-02-22", "Better Late")
    assert entries_of(issue) == [
        ("News", "A branch-off", "https://b.example"),
        ("News", "A tool", "https://tool.example"),
    ]


def test_a_mail_in_html_is_read_with_its_players_and_without_its_furniture() -> None:
    issue = read_one(
        "<html><head><title>Bees - The Letter #4</title><style>a{}</style></head><body><table><tr><td>"
        "<h2>Papers</h2><h4><a href='https://a.example'><b>On bees</b></a></h4><h6>A university</h6>"
        "<p>They fly, <a href=https://see.example>see</a>.</p><hr>"
        "<h4>A film</h4><div class='youtube-wrap' data-attrs='{&quot;videoId&quot;:&quot;abcdefghijk&quot;}'>"
        "<iframe src='https://www.youtube-nocookie.com/embed/abcdefghijk'></iframe></div><p>About bees.</p>"
        "<p class='button-wrapper'><a class='button primary' href='https://subscribe.example'>Subscribe now</a></p>"
        "</td></tr></table></body></html>",
        "mail.html",
    )
    assert (issue.number, issue.title) == (4, "Bees")
    assert entries_of(issue)[0] == ("Papers", "On bees", "https://a.example")
    assert issue.sections[0].entries[0].blurb == "A university\n\nThey fly, [see](https://see.example)."


def test_the_menu_and_the_foot_of_a_saved_page_stand_beside_the_issue() -> None:
    issue = read_one(
        "<!doctype html><html><head><title>Bees: The Letter #4</title></head><body>"
        "<nav><ul><li><a href='https://letter.example/archive'>All the issues we had</a></li></ul></nav>"
        "<article><h1>Bees: The Letter #4</h1><p>Hello.</p><h2>News</h2>"
        "<ul><li><a href='https://a.example'>On bees</a></li></ul>"
        "<a class='image-link' href='https://p.example/large.png'><img src='https://p.example/small.png'></a>"
        "</article><footer><p>Made by <a href='https://letter.example'>us</a></p></footer></body></html>",
        "page.html",
    )
    assert (issue.title, issue.greeting) == ("Bees", "Hello.")
    assert entries_of(issue) == [("News", "On bees", "https://a.example")]
    assert mentioned(issue) == ["https://letter.example/archive", "https://letter.example"]
    assert "Made by" in issue.unplaced


@pytest.mark.parametrize(
    ("title", "highlights"),
    [
        ("Low-Rank Bees and Ants: a Bi-Weekly #3", "Low-Rank Bees and Ants"),
        ("Bees | The Letter #3", "Bees"),
        ("#08 - Bees, Ants", "Bees, Ants"),
        ("The Bi-Weekly #3", "The Bi-Weekly #3"),
        ("What C#8 did - a survey", "What C#8 did - a survey"),
    ],
)
def test_a_title_is_without_the_letter_s_name_and_number(title: str, highlights: str) -> None:
    assert read_one(f"# {title}\n\n- [A bee](https://a.example)\n").title == highlights


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("<p>Hello</p>", "post", "html"),
        ("Hello <b>you</b>", "post", "text"),
        ("# Hello", "post", "markdown"),
        ("- [a](https://a.example)", "letter.txt", "markdown"),
        ("- a https://a.example", "letter.txt", "text"),
        ("= Hello", "letter.adoc", "asciidoc"),
        ("Hello\n=====", "letter.rst", "rst"),
    ],
)
def test_the_form_of_a_text_is_told_by_its_name_and_by_what_it_holds(
    text: str, name: str, form: TextForm
) -> None:
    assert guess_text_form(text, name) == form


def test_a_summary_that_holds_entries_is_a_section() -> None:
    issue = read_one("## Featured\n\n- [A](https://a.example)\n\n## In brief\n\n- [B](https://b.example)\n")
    assert [section for section, _, _ in entries_of(issue)] == ["Featured", "In brief"]


def test_definitions_that_nothing_uses_are_mentioned() -> None:
    issue = read_one("## News\n\n* [A][a]\n\n[a]: https://a.example\n[unused]: https://unused.example\n")
    assert entries_of(issue) == [("News", "A", "https://a.example")]
    assert mentioned(issue) == ["https://unused.example"]


@pytest.mark.parametrize("text", ["", "\n \n", "---\ntitle: x\n---\n"])
def test_a_text_without_a_word_holds_no_issue(text: str) -> None:
    assert read_all(text) == []


def test_plain_text_has_sections_without_a_sign_of_one() -> None:
    issue = read_one(
        "The Small Letter #9\nMay 3, 2021\n\nHello all, a short one today.\n\n"
        "ARTICLES\n- Why bees fly https://bees.example/why\n- How ants count (https://ants.example/count)\n\n"
        "Tools and books\nA Parser for Ants\nhttps://parser.example\nIt parses ants and nothing else.\n\n"
        "A Book\nhttps://book.example\nLong.\n\nBye, see you at https://site.example soon.\n",
        "letter.txt",
    )
    assert (issue.number, issue.date, issue.title) == (9, "2021-05-03", "The Small Letter #9")
    assert issue.greeting == "Hello all, a short one today."
    assert entries_of(issue) == [
        ("ARTICLES", "Why bees fly", "https://bees.example/why"),
        ("ARTICLES", "How ants count", "https://ants.example/count"),
        ("Tools and books", "A Parser for Ants", "https://parser.example"),
        ("Tools and books", "A Book", "https://book.example"),
    ]
    assert mentioned(issue) == ["https://site.example"]
