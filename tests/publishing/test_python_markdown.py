"""Buttondown's Markdown: rendered by Python-Markdown, with the extensions its documentation names, readers get what our
own HTML says, and nothing in it is a template."""

import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import unquote

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.support.issues import MakeIssue, Outline
from workbench.curation.model import Entry
from workbench.curation.publication import DEFAULT_TARGETS, Publication
from workbench.publishing.layout import build_edition
from workbench.publishing.parse.pasted import render_markdown_as
from workbench.publishing.passages import BODY_KEY, build_passages
from workbench.publishing.prose import parse_prose
from workbench.publishing.render import html, python_markdown
from workbench.publishing.render.dialects import MARKDOWN_RENDERERS
from workbench.publishing.tree import Node

BUTTONDOWN: Final = next(target for target in DEFAULT_TARGETS if target.key == "buttondown")
EXTENSIONS: Final = ["smarty", "tables", "footnotes", "fenced_code", "codehilite", "pymdownx.tilde"]
OTHER_EXTENSIONS: Final = [
    "abbr", "admonition", "attr_list", "def_list", "md_in_html", "toc", "wikilinks", "pymdownx.caret",
]  # fmt: skip
"""What its documentation does not name, and may be switched on there all the same."""
TYPOGRAPHY: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
TEMPLATE: Final = re.compile(r"\{[{%#]")
VIDEO: Final = "https://www.youtube.com/watch?v=kCc8FmEb1nY"
LIST_BITS: Final = (
    "- a\n", "  - b\n", "    1. c\n", "1. x\n", "5. v\n", "> q\n", "> - l\n", "   more\n", "\n", "words ", "*e*",
    "**s**", "`c`", "{{ p }}", "{% raw %}", "{# c #}", "--flag", "...", "  \n", "\\\n", "C#", "#tag\n",
)  # fmt: skip


def render_there(text: str, extensions: Sequence[str] = EXTENSIONS) -> str:
    """The HTML that the platform makes of Markdown."""
    return markdown.markdown(text, extensions=extensions).replace("<!-- -->", "").replace("<br />\n", "<br>")


def outlines_there(text: str) -> list[tuple[list[str], list[str]]]:
    """What a reader sees of the platform's HTML, with the extensions that are named, and with all others too."""
    return [outline_of(render_there(text, [*EXTENSIONS, *more])) for more in ((), OTHER_EXTENSIONS)]


def outline_of(markup: str) -> tuple[list[str], list[str]]:
    """What a reader sees of HTML, with straight quotes and dots: the platform sets its own."""
    seen = Outline(markup)
    parts = (" ".join(part.translate(TYPOGRAPHY).replace("…", "...").split()) for part in seen.parts)
    return [part for part in parts if part], seen.links


def write(nodes: Sequence[Node]) -> str:
    return MARKDOWN_RENDERERS["python-markdown"](nodes)


@pytest.mark.parametrize(
    ("prose", "written"),
    [
        ("a<b>c and 3 < 4", "a&lt;b>c and 3 < 4"),
        (r"AT\&amp;T", "AT&amp;amp;T"),
        ("one\\\ntwo", "one  \ntwo"),
        ("one  \ntwo", "one  \ntwo"),
        ("wrapped\nline", "wrapped line"),
        ("- a\n  - nested\n- b", "- a\n    - nested\n- b"),
        ("1. a\n   - nested\n2. b", "1. a\n    - nested\n2. b"),
        ("- a\n  1. nested\n- b", "- a\n    1. nested\n- b"),
        ("> - a\n>   - b", "> - a\n>     - b"),
        ("- a\n\n  second\n\n- b", "- a\n\n    second\n\n- b"),
        ("- a\\\n  2. b", "- a  \n    2\\. b"),
        ("- a\n\n1. x", "- a\n\n<!-- -->\n\n1. x"),
        ("> a\n\n\n> b", "> a\n\n<!-- -->\n\n> b"),
        ("5. five\n6. six", '<ol start="5"><li>five</li>\n<li>six</li></ol>'),
        ("- > said", "<ul><li><blockquote><p>said</p></blockquote></li></ul>"),
        ("*a **b** c* and **d**", "<em>a **b** c</em> and **d**"),
        ("in*side* of", "in<em>side</em> of"),
        ("{{ prompt }}, {% raw %}, {# c #}", "&#123;&#123; prompt }}, &#123;% raw %}, &#123;# c #}"),
        ("`{{ x }}` and `a<b>`", "<code>&#123;&#123; x &#125;&#125;</code> and <code>a&lt;b&gt;</code>"),
        ("[x](https://a.example/{{b}})", "[x](https://a.example/%7B%7Bb%7D%7D)"),
        ("a --flag", r"a \--flag"),
        ("\\#tag and ~~no~~", r"\#tag and &#126;&#126;no&#126;&#126;"),
        # What would be a reference, a footnote or an abbreviation, and vanish
        (r"[a\]: b](https://a.example)", "[a&#93;: b](https://a.example)"),
        ("one\\\n[^x\\]:b](https://a.example)", "one  \n[&#94;x&#93;:b](https://a.example)"),
        (r"- [*a*\]: b](https://a.example)", "- [<em>a</em>&#93;: b](https://a.example)"),
        (r"\&#*;* and *more*", "&amp;#<em>;</em> and *more*"),
        (r"> [\]:](https://a.example)", "> [&#93;:](https://a.example)"),
        ("[`a]: b`](https://a.example)", "[<code>a&#93;&#58; b</code>](https://a.example)"),
        ("*[HTML]: Hyper", r"\*\[HTML\]: Hyper"),
        # What would be a note, a definition, an attribute or a table of contents
        ("!!! note", r"\!!! note"),
        ("term\\\n: meaning", "term  \n&#58; meaning"),
        ("*em*{.name} and {a set}", "*em*&#123;.name} and &#123;a set}"),
        ("[TOC]", r"\[TOC\]"),
        (r"\![x](https://a.example)", r"\![x](https://a.example)"),
        (r"\&#39 and [x](https://a.example/?b&#39)", "&amp;#39 and [x](https://a.example/?b&amp;#39)"),
        ("2^10^ and 3^2", "2&#94;10&#94; and 3&#94;2"),
    ],
)  # fmt: skip
def test_prose_is_written_so_that_the_platform_shows_what_is_meant(prose: str, written: str) -> None:
    nodes = parse_prose(prose)
    assert write(nodes) == written
    ours, our_links = outline_of(html.render_blocks(nodes))
    for theirs, their_links in outlines_there(written):
        assert ours == theirs
        assert [unquote(link) for link in their_links] == our_links


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("When do <think> tokens help?", "When do &lt;think> tokens help?"),
        ("A stranger's <img src=x onerror=y>", "A stranger's &lt;img src=x onerror=y>"),
        ("AT&amp;T", "AT&amp;amp;T"),
        ("Mail a@b.example", "Mail a&#64;b.example"),
        ("See https://x.example", "See https&#58;//x.example"),
        ("See www.x.example", "See www&#46;x.example"),
        ("Learn C#", r"Learn C\#"),
        ("Closing ##", r"Closing \#\#"),
        ("Closed by \\#", r"Closed by \\\#"),
        ("_init_ and *args", r"\_init\_ and \*args"),
        ("{{ title }}", "&#123;&#123; title }}"),
        ("Sets {#id}", "Sets &#123;#id}"),
    ],
)
def test_a_title_is_shown_as_it_stands(title: str, written: str) -> None:
    nodes = [Node("heading", children=(Node("literal", title),), number=3)]
    assert write(nodes) == f"### {written}"
    assert outlines_there(write(nodes)) == [outline_of(html.render_blocks(nodes))] * 2


@pytest.mark.parametrize(
    ("url", "written"),
    [
        (VIDEO, VIDEO),
        ("https://youtu.be/_0QWuc-_zVI", "https://youtu.be/_0QWuc-_zVI"),
        ("https://www.youtube.com/watch?v=a--bcdefghi", "<https://www.youtube.com/watch?v=a--bcdefghi>"),
        ("https://www.youtube.com/watch?v=_bcdefgh-i_", "<https://www.youtube.com/watch?v=_bcdefgh-i_>"),
        ("https://www.youtube.com/watch?v=a&#x41", "<https://www.youtube.com/watch?v=a&#x41>"),
    ],
)
def test_a_videos_address_is_bare_and_reaches_readers_as_it_is(url: str, written: str) -> None:
    assert write([Node("embed", url)]) == written
    assert outline_of(render_there(written))[0] == ["<p>", url, "</p>"]


@given(data=st.data())
def test_whatever_prose_holds_readers_get_what_our_own_html_says(
    data: st.DataObject, hostile_text: SearchStrategy[str]
) -> None:
    lists = st.lists(st.sampled_from(LIST_BITS), max_size=12).map("".join)
    nodes = parse_prose(data.draw(lists | hostile_text))
    written = write(nodes)
    assert not TEMPLATE.search(written)
    ours, our_links = outline_of(html.render_blocks(nodes))
    for theirs, their_links in outlines_there(written):
        assert ours == theirs
        assert len(our_links) == len(their_links)


@given(data=st.data())
def test_whatever_an_issue_holds_its_draft_there_says_it(
    data: st.DataObject,
    hostile_text: SearchStrategy[str],
    make_issue: MakeIssue,
    make_entry: Callable[..., Entry],
    publication: Publication,
) -> None:
    texts = [data.draw(hostile_text) for _ in range(4)]
    hold_draft_against_issue(texts, make_issue, make_entry, publication)


@pytest.mark.parametrize("text", ["]:", "^]:", "`]:`", "a]:b", "!!! a", ": a", "*[a]: b", "[^a]: b", "a {b}"])
def test_what_begins_a_line_there_says_itself_in_every_place_of_an_issue(
    text: str, make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication
) -> None:
    hold_draft_against_issue([text] * 4, make_issue, make_entry, publication)


def hold_draft_against_issue(
    texts: Sequence[str], make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication
) -> None:
    """Readers there get of an issue with these texts as label, title, blurb and greeting what our own HTML says."""
    label, title, blurb, greeting = texts
    links = [
        ("", VIDEO),
        (label, "https://b.example/(c)?d='e'&f=g"),
        ("d", "https://c.example/{{d}}"),
    ]
    made = [make_entry("videos", slot, title, links, blurb) for slot in (1, 2)]
    issue = make_issue(greeting=greeting, tldr={"videos": title})
    body = build_passages(build_edition(issue, made, publication), BUTTONDOWN)[-1]
    assert body.key == BODY_KEY
    assert not TEMPLATE.search(body.markdown + body.html)
    ours, _ = outline_of(body.html)
    assert [theirs for theirs, _ in outlines_there(body.markdown)] == [ours, ours]
    assert outline_of(render_markdown_as(BUTTONDOWN.dialect, body.markdown))[0] == ours


def test_html_for_a_template_is_shielded_too() -> None:
    markup = html.render_blocks(parse_prose("`{{ x }}` [y](https://a.example/{{b}})"))
    assert outline_of(python_markdown.shield_templates(markup)) == outline_of(markup)
    assert not TEMPLATE.search(python_markdown.shield_templates(markup))
