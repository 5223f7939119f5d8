"""What editors write, construct by construct: what readers get of it in each format, and that it reads back."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from markdown_it import MarkdownIt

from tests.support.issues import Outline
from workbench.publishing.prose import normalize_prose, parse_prose
from workbench.publishing.prose.misprints import find_misprints
from workbench.publishing.render import html, markdown, plain
from workbench.publishing.render.html import escape_html
from workbench.publishing.tree import Node

COMMONMARK = MarkdownIt("commonmark")


def _link(url: str) -> str:
    return f'<a href="{escape_html(url)}">{escape_html(url)}</a>'


# As it is written, as HTML, as Markdown, as text.
UNDERSTOOD: Final = [
    (
        "A **bold** `claim`:\n\n- first\n  1. one\n  2. two\n- second",
        "<p>A <strong>bold</strong> <code>claim</code>:</p>\n"
        "<ul><li>first\n<ol><li>one</li>\n<li>two</li></ol></li>\n<li>second</li></ul>",
        "A **bold** `claim`:\n\n- first\n  1. one\n  2. two\n- second",
        "A bold claim:\n\n• first\n  1) one\n  2) two\n• second",
    ),
    (
        "1. a\n   1. b\n2. c",
        "<ol><li>a\n<ol><li>b</li></ol></li>\n<li>c</li></ol>",
        "1. a\n   1. b\n2. c",
        "1) a\n   1) b\n2) c",
    ),
    (
        "- a\n  1. x\n     - deep\n- b",
        "<ul><li>a\n<ol><li>x\n<ul><li>deep</li></ul></li></ol></li>\n<li>b</li></ul>",
        "- a\n  1. x\n     - deep\n- b",
        "• a\n  1) x\n     • deep\n• b",
    ),
    (
        "- a\n\n  1. x\n\n- b",
        "<ul><li><p>a</p>\n<ol><li>x</li></ol></li>\n<li><p>b</p></li></ul>",
        "- a\n\n  1. x\n\n- b",
        "• a\n\n  1) x\n\n• b",
    ),
    (
        "- a\n  - b\n  - c\n\n    d\n- e",
        "<ul><li>a\n<ul><li><p>b</p></li>\n<li><p>c</p>\n<p>d</p></li></ul></li>\n<li>e</li></ul>",
        "- a\n  - b\n\n  - c\n\n    d\n- e",
        "• a\n  • b\n\n  • c\n\n    d\n• e",
    ),
    (
        "1. a\n   - b\n     1. c\n        - d",
        "<ol><li>a\n<ul><li>b\n<ol><li>c\n<ul><li>d</li></ul></li></ol></li></ul></li></ol>",
        "1. a\n   - b\n     1. c\n        - d",
        "1) a\n   • b\n     1) c\n        • d",
    ),
    (
        "- a\n  > quoted\n- b",
        "<ul><li>a\n<blockquote><p>quoted</p></blockquote></li>\n<li>b</li></ul>",
        "- a\n  > quoted\n- b",
        "• a\n      quoted\n• b",
    ),
    (
        "> - a\n>   1. b\n>      - c",
        "<blockquote><ul><li>a\n<ol><li>b\n<ul><li>c</li></ul></li></ol></li></ul></blockquote>",
        "> - a\n>   1. b\n>      - c",
        "    • a\n      1) b\n         • c",
    ),
    (
        "- > quoted\n- b",
        "<ul><li><blockquote><p>quoted</p></blockquote></li>\n<li>b</li></ul>",
        "- > quoted\n- b",
        "•     quoted\n• b",
    ),
    ("- # a\n- b", "<ul><li># a</li>\n<li>b</li></ul>", "- \\# a\n- b", "• # a\n• b"),
    ("- ***\n- b", "<ul><li>***</li>\n<li>b</li></ul>", "- \\*\\*\\*\n- b", "• ***\n• b"),
    ("5) a\n6) b", '<ol start="5"><li>a</li>\n<li>b</li></ol>', "5. a\n6. b", "5) a\n6) b"),
    ("• one\n• two", "<ul><li>one</li>\n<li>two</li></ul>", "- one\n- two", "• one\n• two"),
    (
        "Intro:\n• one\n• two\n  ◦ deep",
        "<p>Intro:</p>\n<ul><li>one</li>\n<li>two\n<ul><li>deep</li></ul></li></ul>",
        "Intro:\n\n- one\n- two\n  - deep",
        "Intro:\n\n• one\n• two\n  • deep",
    ),
    ("•one\n•two", "<ul><li>one</li>\n<li>two</li></ul>", "- one\n- two", "• one\n• two"),
    ("•\tone\n•\ttwo", "<ul><li>one</li>\n<li>two</li></ul>", "- one\n- two", "• one\n• two"),
    ("▪ one\n● two", "<ul><li>one</li>\n<li>two</li></ul>", "- one\n- two", "• one\n• two"),
    ("– one\n– two", "<ul><li>one</li>\n<li>two</li></ul>", "- one\n- two", "• one\n• two"),
    ("· one\n· two", "<ul><li>one</li>\n<li>two</li></ul>", "- one\n- two", "• one\n• two"),
    (
        "– Only one line that is spoken.",
        "<p>– Only one line that is spoken.</p>",
        "– Only one line that is spoken.",
        "– Only one line that is spoken.",
    ),
    (
        "> • one\n> • two",
        "<blockquote><ul><li>one</li>\n<li>two</li></ul></blockquote>",
        "> - one\n> - two",
        "    • one\n    • two",
    ),
    ("* one\n* two", "<ul><li>one</li>\n<li>two</li></ul>", "- one\n- two", "• one\n• two"),
    ("+ one\n+ two", "<ul><li>one</li>\n<li>two</li></ul>", "- one\n- two", "• one\n• two"),
    (
        "这是**「重点」**内容，另外**「其次」**也是。",
        "<p>这是<strong>「重点」</strong>内容，另外<strong>「其次」</strong>也是。</p>",
        "这&#26159;**「重点」**&#20869;容，另&#22806;**「其次」**&#20063;是。",
        "这是「重点」内容，另外「其次」也是。",
    ),
    ("**제목:**내용", "<p><strong>제목:</strong>내용</p>", "**제목:**&#45236;용", "제목:내용"),
    (
        '한국어 **"강조"**를 쓴다',
        "<p>한국어 <strong>&quot;강조&quot;</strong>를 쓴다</p>",
        '한국어 **"강조"**&#47484; 쓴다',
        '한국어 "강조"를 쓴다',
    ),
    (
        "これは*（斜体）*も。",
        "<p>これは<em>（斜体）</em>も。</p>",
        "これ&#12399;*（斜体）*&#12418;。",
        "これは（斜体）も。",
    ),
    (
        "これは**“強調”**です。",
        "<p>これは<strong>“強調”</strong>です。</p>",
        "これ&#12399;**“強調”**&#12391;す。",
        "これは“強調”です。",
    ),
    ("**注意：**请看", "<p><strong>注意：</strong>请看</p>", "**注意：**&#35831;看", "注意：请看"),
    (
        "是***「重点」***吗",
        "<p>是<em><strong>「重点」</strong></em>吗</p>",
        "&#26159;***「重点」***&#21527;",
        "是「重点」吗",
    ),
    ("**ข้อความ:**ต่อ", "<p><strong>ข้อความ:</strong>ต่อ</p>", "**ข้อความ:**&#3605;่อ", "ข้อความ:ต่อ"),
    (
        "a**b**c and **(d)** e",
        "<p>a<strong>b</strong>c and <strong>(d)</strong> e</p>",
        "a**b**c and **(d)** e",
        "abc and (d) e",
    ),
    ("***a*b*", "<p>*<em>ab</em></p>", "\\**ab*", "*ab"),
    ("**a *b* c** _d_", "<p><strong>a <em>b</em> c</strong> <em>d</em></p>", "**a *b* c** _d_", "a b c d"),
    ("「**重点**」", "<p>「<strong>重点</strong>」</p>", "「**重点**」", "「重点」"),
    (
        "More at https://en.wikipedia.org/wiki/Foo_(bar) today.",
        f"<p>More at {_link('https://en.wikipedia.org/wiki/Foo_(bar)')} today.</p>",
        "More at <https://en.wikipedia.org/wiki/Foo_(bar)> today.",
        "More at https://en.wikipedia.org/wiki/Foo_(bar) today.",
    ),
    (
        "(see https://a.example/x).",
        f"<p>(see {_link('https://a.example/x')}).</p>",
        "(see <https://a.example/x>).",
        "(see https://a.example/x).",
    ),
    (
        "See https://a.example/x, https://b.example/y; or https://c.example!",
        f"<p>See {_link('https://a.example/x')}, {_link('https://b.example/y')}; or {_link('https://c.example')}!</p>",
        "See <https://a.example/x>, <https://b.example/y>; or <https://c.example>!",
        "See https://a.example/x, https://b.example/y; or https://c.example!",
    ),
    (
        "Go to www.a.example/a_b.",
        f"<p>Go to {_link('https://www.a.example/a_b')}.</p>",
        "Go to <https://www.a.example/a_b>.",
        "Go to https://www.a.example/a_b.",
    ),
    (
        "**https://a.example/x** or *https://a.example/y*",
        f"<p><strong>{_link('https://a.example/x')}</strong> or <em>{_link('https://a.example/y')}</em></p>",
        "**<https://a.example/x>** or *<https://a.example/y>*",
        "https://a.example/x or https://a.example/y",
    ),
    (
        "_https://a.example/y_",
        f"<p><em>{_link('https://a.example/y')}</em></p>",
        "_<https://a.example/y>_",
        "https://a.example/y",
    ),
    (
        "请看https://a.example今天",
        f"<p>请看{_link('https://a.example')}今天</p>",
        "请看<https://a.example>今天",
        "请看https://a.example今天",
    ),
    (
        "请看https://a.example/x。",
        f"<p>请看{_link('https://a.example/x')}。</p>",
        "请看<https://a.example/x>。",
        "请看https://a.example/x。",
    ),
    (
        "<https://a.example/x>",
        f"<p>{_link('https://a.example/x')}</p>",
        "<https://a.example/x>",
        "https://a.example/x",
    ),
    (
        "https://a.example/?a=1&amp;b=2&c=3",
        f"<p>{_link('https://a.example/?a=1&b=2&c=3')}</p>",
        "<https://a.example/?a=1&b=2&c=3>",
        "https://a.example/?a=1&b=2&c=3",
    ),
    (
        "https://a.example/a\\_b\\*c",
        f"<p>{_link('https://a.example/a_b*c')}</p>",
        "<https://a.example/a_b*c>",
        "https://a.example/a_b*c",
    ),
    (
        "`https://a.example`",
        "<p><code>https://a.example</code></p>",
        "`https://a.example`",
        "https://a.example",
    ),
    (
        "[https://a.example](https://b.example)",
        '<p><a href="https://b.example">https://a.example</a></p>',
        "[https://a.example](https://b.example)",
        "https://a.example (https://b.example)",
    ),
    (
        "[www.a.example](https://b.example)",
        '<p><a href="https://b.example">www.a.example</a></p>',
        "[www.a.example](https://b.example)",
        "www.a.example (https://b.example)",
    ),
    ("https\\://a.example", "<p>https://a.example</p>", "https\\://a.example", "https://a.example"),
    (
        "HTTP://A.example/x",
        f"<p>{_link('HTTP://A.example/x')}</p>",
        "<HTTP://A.example/x>",
        "HTTP://A.example/x",
    ),
    (
        "https://user:pw@a.example/x",
        f"<p>{_link('https://a.example/x')}</p>",
        "<https://a.example/x>",
        "https://a.example/x",
    ),
    (
        "https://a.example/web/2020/https://b.example/",
        f"<p>{_link('https://a.example/web/2020/https://b.example/')}</p>",
        "<https://a.example/web/2020/https://b.example/>",
        "https://a.example/web/2020/https://b.example/",
    ),
    (
        "https://a.example.",
        f"<p>{_link('https://a.example')}.</p>",
        "<https://a.example>.",
        "https://a.example.",
    ),
    (
        "“https://a.example/x”",
        f"<p>“{_link('https://a.example/x')}”</p>",
        "“<https://a.example/x>”",
        "“https://a.example/x”",
    ),
    ("https://", "<p>https://</p>", "https\\://", "https://"),
    (
        "a@b.example and example.org/x",
        "<p>a@b.example and example.org/x</p>",
        "a@b.example and example.org/x",
        "a@b.example and example.org/x",
    ),
    ("one  \ntwo", "<p>one<br>two</p>", "one\\\ntwo", "one\ntwo"),
    ("- one  \n  two", "<ul><li>one<br>two</li></ul>", "- one\\\n  two", "• one\n  two"),
    ("> one  \n> two", "<blockquote><p>one<br>two</p></blockquote>", "> one\\\n> two", "    one\n    two"),
    ("one\\\ntwo", "<p>one<br>two</p>", "one\\\ntwo", "one\ntwo"),
    ("one  \n\ntwo", "<p>one</p>\n<p>two</p>", "one\n\ntwo", "one\n\ntwo"),
    ("**one  \ntwo**", "<p><strong>one<br>two</strong></p>", "**one\\\ntwo**", "one\ntwo"),
    ("one  \n- two", "<p>one</p>\n<ul><li>two</li></ul>", "one\n\n- two", "one\n\n• two"),
]


@pytest.mark.parametrize(("prose", "as_html", "as_markdown", "as_text"), UNDERSTOOD)
def test_a_construct_is_what_its_writer_means_in_every_format(
    prose: str, as_html: str, as_markdown: str, as_text: str
) -> None:
    nodes = parse_prose(prose)
    assert html.render_blocks(nodes) == as_html
    assert normalize_prose(prose) == as_markdown
    assert plain.render_blocks(nodes) == as_text


@pytest.mark.parametrize(("prose", "as_html", "as_markdown", "as_text"), UNDERSTOOD)
def test_a_construct_that_was_exported_reads_back_the_same_here_and_elsewhere(
    prose: str,
    as_html: str,
    as_markdown: str,
    as_text: str,
    parse_outline: Callable[[str], Outline],
) -> None:
    assert html.render_blocks(parse_prose(as_markdown)) == as_html
    ours, theirs = parse_outline(as_html), parse_outline(COMMONMARK.render(as_markdown))
    assert ours.parts == theirs.parts
    assert [COMMONMARK.normalizeLink(link) for link in ours.links] == theirs.links


SHOWN_AS_TYPED: Final = ["- # a\n- b", "- ***\n- b", "***a*b*"]
"""Rows of the table above with marks that readers see."""


@pytest.mark.parametrize("prose", [row[0] for row in UNDERSTOOD])
def test_nothing_is_told_of_what_readers_get_as_it_is_meant(prose: str) -> None:
    assert bool(find_misprints(prose, is_line=False)) == (prose in SHOWN_AS_TYPED)


# As it is written, the rule, what the finding quotes.
TOLD: Final = [
    ("a <b>bold</b> word", "markup", "<b>"),
    ("a <!-- hidden --> word", "markup", "<!-- hidden --> word"),
    ("text\n# Heading", "markup", "# Heading"),
    ("Heading\n---", "markup", "---"),
    ("Heading\n===", "markup", "==="),
    ("a\n\n* * *\n\nb", "markup", "***"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "markup", "| a | b |"),
    ("a | b\n--- | ---\n1 | 2", "markup", "--- | ---"),
    ("Text[^1].\n\n[^1]: The note.", "markup", "[^1]"),
    ("~~old~~ new", "markup", "~~old~~"),
    ("==marked==", "markup", "==marked=="),
    ("- [ ] to do\n- [x] done", "markup", "[ ] to do"),
    ("[a][1] b\n\n[1]: https://a.example", "markup", "[a][1]"),
    ("[a]: https://a.example", "markup", "[a]: …"),
    ("see [[Page]]", "markup", "[[Page]]"),
    ("a &nbps; b", "markup", "&nbps;"),
    ("a &#x202e; b", "markup", "&#x202e;"),
    ("-one\n-two", "markup", "-one"),
    ("1.one\n2.two", "markup", "1.one"),
    ("Steps:\n2. two\n3. three", "markup", "2. two"),
    ("![a](https://a.example/x.png)", "markup", "![a](https://a.example/x.png)"),
    ("[a](example.org)", "markup", "example.org"),
    ("[a](mailto:a@b.example)", "markup", "mailto:a@b.example"),
    ("<a@b.example>", "markup", "a@b.example"),
    ("```\ncode\n```", "markup", "```"),
    ("~~~\ncode\n~~~", "markup", "~~~"),
    ("**bold without end", "unclosed", "**bold without end"),
    ("bold** without beginning", "unclosed", "** without beginning"),
    ("** spaced **", "unclosed", "** spaced **"),
    ("**Note:**text", "unclosed", "**Note:**text"),
    ("*italic without end", "unclosed", "*italic without end"),
    ("_italic without end", "unclosed", "_italic without end"),
    ("__strong without end", "unclosed", "__strong without end"),
    ("*one\n*two", "unclosed", "*one"),
    ("这是_重点_内容", "unclosed", "_重点_内容"),
    ("这是**重点", "unclosed", "**重点"),
    ("a `lone tick", "unclosed", "`lone tick"),
    ("[text](", "unclosed", "[text]("),
    ("[text] (https://a.example)", "unclosed", "[text] (…"),
    ("[text](https://a.example/a b)", "unclosed", "[text](… b)"),
    ("<www.a.example>", "unclosed", "<…>"),
    ("1. a\n3. b", "numbering", "1, 3"),
    ("3. a\n2. b\n1. c", "numbering", "3, 2, 1"),
    ("- a\n  1. b\n  1. c\n  5. d", "numbering", "1, 1, 5"),
    ("> " * 50 + "deep", "plain", "> > >"),
    ("[x" * 6_000, "plain", "too many"),
]


@pytest.mark.parametrize(("prose", "rule", "quoted"), TOLD)
def test_what_readers_would_see_otherwise_is_told_once_with_what_to_do(
    prose: str, rule: str, quoted: str
) -> None:
    (found,) = find_misprints(prose, is_line=False)
    assert found.rule == rule
    assert quoted in found.message


@pytest.mark.parametrize(
    "prose",
    [
        "A* and 2*3, 5 * 3, 2**10, snake_case, Q&A; C#, #1, a -- b --- c, ~50, 5~10, a [1] b, [x], {{ x }}",
        "\\*\\*shown\\*\\* \\`on\\` \\[purpose\\](x) \\~\\~so\\~\\~",
        "`**` `[^1]` `~~x~~` `|---|` `<b>`",
        "1. a\n1. b\n1. c",
        "7. a\n8. b",
        "born in\n1984. A year later",
        "作者 @折腾范儿_味精，@张嘉夫 和 例如_View 和_Root",
        "$x**2, '*******pqrs', $*ARGFILES, three *-s and Pop!_OS",
        "'x' is different to '*' and W_C__L calls $class->$_new",
        "About \\__structuredAttrs in stdenv",
        "欢迎参加 ~~ 虽然没有 ~~。",
        "哈哈~~你好",
    ],
)
def test_signs_that_are_meant_as_signs_are_not_told(prose: str) -> None:
    assert find_misprints(prose, is_line=False) == ()


@pytest.mark.parametrize("line", ["- a", "# a", "1. a", "> a", "a **b", "a ~~b~~"])
def test_a_line_has_no_blocks_and_its_marks_are_told(line: str) -> None:
    assert len(find_misprints(line, is_line=True)) == 1
    assert find_misprints("A **fine** `line` of https://a.example.", is_line=True) == ()


RAW: Final = re.compile(r"(?<![\d*])\*{2,3}(?!\*)|`|\]\(|(?<![\w~])~~\w|\[\^\w+\]")


def _iter_shown_texts(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node.kind in ("text", "literal"):
            yield node.text
        yield from _iter_shown_texts(node.children)


def test_a_strikethrough_that_is_not_closed_is_told() -> None:
    assert find_misprints("~~a", is_line=False)


@given(data=st.data())
def test_no_mark_is_shown_to_readers_untold(data: Any, hostile_text: SearchStrategy[str]) -> None:
    prose = data.draw(hostile_text)
    if any(RAW.search(text) for text in _iter_shown_texts(parse_prose(prose))):
        assert find_misprints(prose, is_line=False)


@given(data=st.data())
def test_what_stands_beside_an_odd_block_stays_as_it_is(data: Any, hostile_text: SearchStrategy[str]) -> None:
    before, after = "A **bold** and *fine*\nword.", "More of `it` at https://a.example."
    nodes = parse_prose(f"{before}\n\n{data.draw(hostile_text)}\n\n{after}")
    assert nodes[:1] == parse_prose(before)
    assert nodes[-1:] == parse_prose(after)


@given(data=st.data())
def test_the_tree_is_the_same_after_it_was_written_and_read(
    data: Any, hostile_text: SearchStrategy[str]
) -> None:
    nodes = parse_prose(data.draw(hostile_text))
    again = parse_prose(markdown.render_blocks(nodes))
    assert html.render_blocks(again) == html.render_blocks(nodes)
    assert plain.render_blocks(again) == plain.render_blocks(nodes)


def test_one_item_that_cannot_be_written_leaves_the_others_their_marks() -> None:
    odd = "**# (***是**·***"
    nodes = parse_prose(f"- **one**\n- {odd}\n- `three`")
    assert html.render_blocks(nodes) == (
        f"<ul><li><strong>one</strong></li>\n<li>{odd}</li>\n<li><code>three</code></li></ul>"
    )
    assert "plain" in {
        found.rule for found in find_misprints(f"- **one**\n- {odd}\n- `three`", is_line=False)
    }
