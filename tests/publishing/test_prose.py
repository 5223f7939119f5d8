"""What prose may hold, what it shows as plain marks, and the laws that keep it the same in every format."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from markdown_it import MarkdownIt

from tests.support.issues import Outline
from workbench.publishing.prose import normalize_prose, parse_prose, parse_prose_line
from workbench.publishing.render import html
from workbench.publishing.render.escaping import escape_prose
from workbench.publishing.tree import text_of_nodes

ALLOWED = {"h2", "h3", "p", "strong", "em", "code", "a", "ul", "ol", "li", "blockquote", "hr", "br"}
COMMONMARK = MarkdownIt("commonmark")


@pytest.mark.parametrize(
    "prose",
    [
        "Plain, with *emphasis*, **strength** and `code`.",
        "Q&A: what's new in C#? 100% of snake_case, 2 < 3 & $5!",
        "A [link](https://example.org/a_b) and <https://example.org/>.",
        "A wiki [link](<https://en.wikipedia.org/wiki/Gate_(logic)>).",
        "- one\n- two\n  - nested\n\nAfter.",
        "3. three\n4. four",
        "- one\n\n- two, wide",
        "> quoted\n> twice\n>\n> > deeper",
        "- a\n\n* another list",
        "1. a\n\n1) another list",
        "Line one\nline two\\\nline three",
        "Escaped \\*stars\\* and &hearts; stay as they were typed.",
        "- a\n  1. x\n  2. y\n- b",
        "1. a\n   1. b\n      - c\n2. d",
        "- a\n  > quoted\n- b",
        "> - a\n>   - nested\n> - b",
    ],
)
def test_prose_that_is_well_formed_is_exported_as_it_was_typed(prose: str) -> None:
    assert normalize_prose(prose) == prose


@pytest.mark.parametrize(
    ("prose", "shown"),
    [
        ("# Heading", "# Heading"),
        ("Heading\n---", "Heading ---"),
        ("a\n\n* * *\n\nb", "a *** b"),
        ("~~~\nfence\n~~~", "~~~ fence ~~~"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a <b>bold</b> <!-- hidden --> word", "a <b>bold</b> <!-- hidden --> word"),
        ("![alt](https://example.org/a.png)", "![alt](https://example.org/a.png)"),
        ("[click](javascript:alert(1))", "[click](javascript:alert(1))"),
        ("<javascript:alert(1)>", "<javascript:alert(1)>"),
        ("[x]: /relative", "[x]: /relative"),
        ("    indented", "indented"),
        ("a &#x202e;b", "a &#x202e;b"),
        ("> # quoted heading\n> ---", "# quoted heading ---"),
    ],
)
def test_what_prose_may_not_hold_stays_visible_as_it_is_written(prose: str, shown: str) -> None:
    nodes = parse_prose(prose)
    assert text_of_nodes(nodes) == shown
    assert "<a" not in html.render_blocks(nodes)
    assert text_of_nodes(parse_prose(normalize_prose(prose))) == shown


@pytest.mark.parametrize("text", ["> " * 300 + "deep", "*a " * 300 + "b*" * 300, "[" * 300 + "x" + "]" * 300])
def test_nesting_too_deep_to_read_is_shown_as_text(text: str) -> None:
    assert text_of_nodes(parse_prose(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("unit", ["[", "*a ", "> ", "`a", "<a ", "](", "![[]()", " ", "a\n", "&", "_a*"])
def test_no_prose_takes_long_to_read(unit: str) -> None:
    # 20,000 characters: what is quadratic in here takes minutes, not the seconds the suite allows
    assert normalize_prose(unit * (20_000 // len(unit)) + "x").rstrip("\n")


@given(data=st.data())
def test_tidying_twice_is_tidying_once_and_loses_no_word(
    data: Any, hostile_text: SearchStrategy[str]
) -> None:
    prose = data.draw(hostile_text)
    once = normalize_prose(prose)
    assert normalize_prose(once) == once
    assert text_of_nodes(parse_prose(once)) == text_of_nodes(parse_prose(prose))


@given(data=st.data())
def test_another_parser_reads_the_same_in_exported_prose(
    data: Any, hostile_text: SearchStrategy[str], parse_outline: Callable[[str], Outline]
) -> None:
    prose = data.draw(hostile_text)
    ours = parse_outline(html.render_blocks(parse_prose(prose)))
    theirs = parse_outline(COMMONMARK.render(normalize_prose(prose)))
    assert ours.parts == theirs.parts
    assert [COMMONMARK.normalizeLink(link) for link in ours.links] == theirs.links


@pytest.mark.parametrize(
    ("prose", "written"),
    [
        ("-\n  -\n    -", "- * -"),
        ("- - a", "- * a"),
        ("***a*b*", "\\**ab*"),
        ("![a](b)[c](https://d.example)", "!\\[a\\](b)[c](https://d.example)"),
        ("Wow![c](<https://d.example>)", "Wow!\\[c\\](https\\://d.example)"),
        ("`` `a` ``", "`` `a` ``"),
    ],
)
def test_marks_that_would_run_together_are_kept_apart(
    prose: str, written: str, parse_outline: Callable[[str], Outline]
) -> None:
    assert normalize_prose(prose) == written
    assert (
        parse_outline(html.render_blocks(parse_prose(prose))).parts
        == parse_outline(COMMONMARK.render(written)).parts
    )


@given(data=st.data())
def test_html_of_prose_has_no_tag_but_the_allowed_and_no_attribute_but_href_and_start(
    data: Any, hostile_text: SearchStrategy[str], parse_outline: Callable[[str], Outline]
) -> None:
    seen = parse_outline(html.render_blocks(parse_prose(data.draw(hostile_text))))
    assert seen.tags <= ALLOWED - {"h2", "h3", "hr"}
    assert seen.attributes <= {"href", "start"}
    assert all(link.startswith(("http://", "https://")) for link in seen.links)


@given(data=st.data())
def test_adopted_text_is_shown_as_it_is_and_makes_no_link(
    data: Any, hostile_text: SearchStrategy[str]
) -> None:
    text = data.draw(hostile_text)
    nodes = parse_prose(escape_prose(text))
    assert {node.kind for node in nodes} <= {"paragraph"}
    kinds = {child.kind for node in nodes for child in node.children}
    assert kinds <= {"text", "notation", "softbreak"}


@given(data=st.data())
def test_one_line_never_becomes_a_block(data: Any, hostile_text: SearchStrategy[str]) -> None:
    kinds = {node.kind for node in parse_prose_line(data.draw(hostile_text))}
    assert kinds <= {"text", "literal", "notation", "em", "strong", "code", "link"}


@pytest.mark.parametrize("mark", ["[", "![", "*a ", "`", "<", "[a]("])
def test_a_text_of_nothing_but_marks_is_plain_and_takes_no_time(mark: str) -> None:
    text = (mark * 200_000)[:200_000]
    begun = time.monotonic()
    assert text_of_nodes(parse_prose(text)) == " ".join(text.split())
    assert time.monotonic() - begun < 3


def test_a_text_with_too_many_marks_is_written_once_and_for_all() -> None:
    text = "[" * 6_000 + "\n- *a*\n\nhttp://x.example ![x](y)"
    assert normalize_prose(normalize_prose(text)) == normalize_prose(text)
    assert COMMONMARK.render(normalize_prose(text)).count("<") == 4  # two paragraphs and nothing else
