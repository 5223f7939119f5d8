"""Titles and labels are plain text: under any parser they come back as they went in, and link nowhere."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from markdown_it import MarkdownIt
from markdown_it.token import Token

from workbench.curation.text.cleaning import clean_line
from workbench.publishing.render.escaping import escape_heading, escape_literal

COMMONMARK = MarkdownIt("commonmark")
GITHUB = MarkdownIt("gfm-like")
assert GITHUB.linkify is not None
GITHUB.linkify.set({"fuzzy_link": False})  # GitHub links no bare host such as example.org


def _render_title(parser: MarkdownIt, title: str) -> list[Token]:
    return parser.parse(f"### {escape_heading(escape_literal(title))}")[1].children or []


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Q&A: what's new in C#?", "Q&A: what's new in C#?"),
        ("snake_case | 3 < 4 & 50% (really!)", "snake_case | 3 < 4 & 50% (really!)"),
        ("Attention [/] is *all* you need", r"Attention \[/\] is \*all\* you need"),
        ("_init_ and <b>", r"\_init\_ and \<b>"),
        ("AT&amp;T", r"AT\&amp;T"),
        ("Closing ##", r"Closing \##"),
        ("See https://x.example and www.x.example", r"See https\://x.example and www\.x.example"),
        ("Mail a@b.example", r"Mail a\@b.example"),
    ],
)
def test_only_marks_that_would_act_are_escaped(title: str, written: str) -> None:
    assert escape_heading(escape_literal(title)) == written


@pytest.mark.parametrize("parser", [COMMONMARK, GITHUB], ids=["CommonMark", "GitHub"])
@given(data=st.data())
def test_a_title_comes_back_as_the_same_text_and_nothing_else(
    parser: MarkdownIt, data: Any, hostile_text: SearchStrategy[str]
) -> None:
    title = clean_line(data.draw(hostile_text))
    tokens = _render_title(parser, title)
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == title


@pytest.mark.parametrize(
    "title", ["www.a.example", "http://a.example", "a@b.example", "mailto:a@b.example", "~~a~~"]
)
def test_github_makes_no_link_and_no_mark_of_a_title(title: str) -> None:
    assert [token.type for token in _render_title(GITHUB, title)] == ["text"]
