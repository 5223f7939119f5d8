"""HTML as text: what is kept of a fragment, and that no fragment costs more than one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.text.cleaning import clean_lines
from workbench.curation.text.markup import MAX_HTML_CHARS, html_to_text, parse_html

ALPHABET = st.sampled_from(
    [*"ab \n<>/='\"&;", "<p>", "</p>", "<li>", "<ul>", "<pre>", "<b>", "<!--", "\x1b[1m"]
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <a href='/x'>link</a>,\n  <b>bold</b>.</p><p>Two</p>", "One link, bold.\n\nTwo"),
        ("<h2>Setup</h2><p>First</p>", "Setup\n\nFirst"),
        ("<p>Steps</p><ul><li>one<li><p>two</p><ul><li>deep</li></ul></ul><p>end</p>",
         "Steps\n\n- one\n- two\n  - deep\n\nend"),
        ("<pre>if x:\n    y = 1\n</pre>", "if x:\n    y = 1"),
        ("line<br>line", "line\nline"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<p>seen</p><script>alert(1)</script><style>p{}</style><svg><title>icon</title></svg>", "seen"),
        ("plain &amp; simple &lt;3", "plain & simple <3"),
        ("<jats:sec><jats:title>Aims</jats:title><jats:p>We <jats:italic>ask</jats:italic>.</jats:p></jats:sec>",
         "Aims\n\nWe ask."),
        ("<p>\x1b[31mred\u202e</p>", "red"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_fragment_reads_as_its_paragraphs_lists_and_code(html: str, text: str) -> None:
    assert html_to_text(html) == text


@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_whatever_the_fragment_its_text_is_clean(html: str) -> None:
    assert html_to_text(html) == clean_lines(html_to_text(html)).strip("\n")


@pytest.mark.parametrize(
    "html",
    [
        "<a " * 20_000,
        "<title" * 170_000,
        "<div>" * 60_000,
        "<table><td>" * 30_000,
        "<x " + " ".join(f"a{number}=1" for number in range(25_000)) + ">",
        "<x " + "/".join(f"{number:x}" for number in range(45_000)) + ">",
        "<a b='" * 50_000,
        "<a" + " =" * 150_000,
        "<ul><li>" * 40_000,
        "<" * 300_000,
        "<span>" * 9_990 + "</x>" * 50_000,
        "<div>" * 8_000 + "</p>" * 30_000,
    ],
    ids=lambda html: html[:12],
)
def test_hostile_markup_is_read_in_a_moment(html: str) -> None:
    started = time.thread_time()
    html_to_text(html)
    assert time.thread_time() - started < 2


def test_formatting_left_open_is_not_opened_again_in_every_paragraph() -> None:
    opened = "".join(f"<b class={number}>" for number in range(64))
    tree = parse_html("<p>" + opened + "<p>x" * 9_000)
    assert len(tree.css("b, x-b")) == 64


def test_what_lies_beyond_the_bound_is_not_read() -> None:
    assert html_to_text("<!--" + "x" * MAX_HTML_CHARS + "--><p>far</p>") == ""
    assert html_to_text("<p>near</p>" + "<i></i>" * 20_000 + "<p>far</p>") == "near"
