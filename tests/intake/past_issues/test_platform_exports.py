"""Exports of platforms: the facts are those of the table, the text is read like any other."""

import csv
import json
from collections.abc import Callable
from io import StringIO

import pytest

from tests.support.archives import make_post, make_zip, read_named
from workbench.curation.archive.past_issue import PastIssue

TITLE = "Gates &amp; Meshes: The Tokenizer Edition #5"


def write_table(*rows: dict[str, str]) -> str:
    text = StringIO()
    table = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def read_substack() -> PastIssue:
    row = {
        "post_id": "100005.gates", "post_date": "2025-06-02T09:00:00.000Z", "is_published": "True",
        "type": "newsletter", "audience": "everyone", "title": TITLE, "subtitle": "This week&#x2019;s best",
    }  # fmt: skip
    files = {"posts.csv": write_table(row), "posts/100005.gates.html": make_post(5)}
    (issue,) = read_named("export.zip", make_zip(files)).issues
    return issue


def read_ghost() -> PastIssue:
    post = {
        "title": TITLE.replace("&amp;", "&"), "status": "published", "type": "post", "html": make_post(5),
        "custom_excerpt": "This week’s best", "published_at": "2025-06-02T09:00:00.000Z",
    }  # fmt: skip
    (issue,) = read_named("ghost.json", json.dumps({"db": [{"data": {"posts": [post]}}]})).issues
    return issue


def read_beehiiv() -> PastIssue:
    row = {
        "id": "abcd", "web_title": TITLE, "status": "confirmed", "url": "https://t.beehiiv.com/p/gates",
        "web_subtitle": "This week’s best", "email_subject_line": "x", "email_preview_text": "Preview",
        "content_html": make_post(5), "created_at": "2025-06-02 09:00:00",
    }  # fmt: skip
    (issue,) = read_named("posts.csv", write_table(row)).issues
    assert (issue.url, issue.preview) == ("https://t.beehiiv.com/p/gates", "Preview")
    return issue


def read_buttondown() -> PastIssue:
    row = {
        "id": "abcd", "secondary_id": "5", "subject": TITLE, "publish_date": "2025-06-02 09:00:00+00:00",
        "source": "app", "slug": "gates",
    }  # fmt: skip
    body = f"<!-- buttondown-editor-mode: fancy -->{make_post(5)}"
    (issue,) = read_named(
        "export.zip", make_zip({"emails.csv": write_table(row), "emails/gates.md": body})
    ).issues
    return issue


@pytest.mark.parametrize("issue", [read_substack, read_ghost, read_beehiiv, read_buttondown])
def test_a_post_is_an_issue_with_the_facts_of_its_table(issue: Callable[[], PastIssue]) -> None:
    read = issue()
    assert (read.number, read.date, read.title) == (
        5,
        "2025-06-02",
        "Gates & Meshes: The Tokenizer Edition #5",
    )
    assert (read.greeting, read.closing, read.tldr) == (
        "Hey there!",
        "See you next week!",
        (("Papers", "gates do work"),),
    )
    assert [(part.heading, [entry.title for entry in part.entries]) for part in read.sections] == [
        ("📄 2 Papers", ["Gates", "Meshes"]),
        ("🎓 1 Pick of the Week", ["A course"]),
    ]
    gates = read.sections[0].entries[0]
    assert [(link.label, link.url) for link in gates.links] == [
        ("arXiv link", "https://arxiv.org/abs/2510.00005"),
        ("GitHub", "https://github.com/o/r5"),
    ]
    assert "https://b.example/5" in [mention.url for mention in read.mentions]


@pytest.mark.parametrize("issue", [read_substack, read_ghost, read_beehiiv])
def test_what_stands_below_the_title_is_the_subtitle(issue: Callable[[], PastIssue]) -> None:
    assert issue().subtitle == "This week’s best"


def test_buttondown_s_markdown_is_read_as_that() -> None:
    row = {"subject": "Weekly 7", "publish_date": "2025-06-02", "slug": "w", "secondary_id": "7", "body": ""}
    text = "<!-- buttondown-editor-mode: plaintext -->## Articles\n\n- [Gates](https://a.example/): good\n"
    (issue,) = read_named("b.zip", make_zip({"b/emails.csv": write_table(row), "b/emails/w.md": text})).issues
    assert (issue.number, issue.file, [part.heading for part in issue.sections]) == (
        7,
        "b.zip/b/emails/w.md",
        ["Articles"],
    )
