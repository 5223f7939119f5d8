"""One small issue in every format, as files that can be read beside each other in golden/."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.support.issues import MakeIssue, Outline
from workbench.curation.block import Block
from workbench.curation.model import Entry, LinkId
from workbench.curation.publication import Publication
from workbench.publishing.edition_formats import (
    edition_to_dict,
    render_for_editor,
    render_html,
    render_markdown,
    render_markdown_body,
    render_plain_text,
)
from workbench.publishing.layout import Edition, build_edition, lay_out_entry
from workbench.publishing.render.markdown import render_blocks

GOLDEN = Path(__file__).parent / "golden"
ALLOWED = {"h2", "h3", "p", "strong", "em", "code", "a", "ul", "ol", "li", "blockquote", "hr", "br"}
SOURCES = {LinkId(111): "Gating after attention.\n\nIt ends --> here, and <!-- begins -- again."}


@pytest.fixture(scope="session")
def sample(
    make_issue: MakeIssue, entries: tuple[Entry, ...], publication: Publication, promo: Block
) -> Edition:
    """Issue #7 with a block of its own besides the publication's."""
    blocks = (*publication.select_blocks(7, ""), promo)
    return build_edition(make_issue(blocks=blocks), entries, publication)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("issue.md", render_markdown),
        ("issue.html", render_html),
        ("issue.txt", lambda sample: render_plain_text(sample, with_title=True)),
        (
            "issue.json",
            lambda sample: json.dumps(edition_to_dict(sample), indent=2, ensure_ascii=False) + "\n",
        ),
        ("editor.md", lambda sample: render_for_editor(sample, SOURCES)),
    ],
)
def test_an_issue_is_printed_as_its_golden_file(
    name: str, write: Callable[[Edition], str], sample: Edition
) -> None:
    assert write(sample) == (GOLDEN / name).read_text("utf-8")


def test_the_body_is_the_file_without_front_matter(sample: Edition) -> None:
    whole = render_markdown(sample)
    assert whole.endswith(render_markdown_body(sample))
    assert whole.removesuffix(render_markdown_body(sample)).startswith("---\nnumber: 7\n")


def render_entry(entry: Entry) -> str:
    """One entry as it stands in the issue's file."""
    return render_blocks([node for _, node in lay_out_entry(entry)])


def test_an_entry_is_its_title_its_links_and_its_blurb(entries: tuple[Entry, ...]) -> None:
    assert render_entry(entries[1]) == (
        "### Gated \\[Attention\\]\n\n<https://arxiv.org/abs/2505.06708>\n\nGates do \\<b>much\\</b>."
    )


def test_an_address_that_is_not_safe_is_printed_as_text(make_entry: Callable[..., Entry]) -> None:
    links = [("", "javascript:alert(1)"), ("Code", "file:///c"), ("", "https://example.org")]
    printed = render_entry(make_entry("papers", 1, "A", links))
    assert printed.endswith("\njavascript:alert(1) | Code (file\\:///c) | <https://example.org>")


def test_marks_in_an_address_cannot_end_it(make_entry: Callable[..., Entry]) -> None:
    links = [("", "https://example.org/a[b]?x=1&copy;=2"), ("(a)", "https://example.org/(")]
    assert "<https://example.org/a%5Bb%5D?x=1&copy%3B=2> | [(a)](<https://example.org/(>)" in render_entry(
        make_entry("papers", 1, "A", links)
    )


@given(data=st.data())
def test_whatever_an_issue_holds_its_html_has_only_allowed_tags(
    data: Any,
    hostile_text: SearchStrategy[str],
    make_issue: MakeIssue,
    make_entry: Callable[..., Entry],
    publication: Publication,
    parse_outline: Callable[[str], Outline],
) -> None:
    draw = data.draw
    issue = make_issue(
        title=draw(hostile_text), greeting=draw(hostile_text), tldr={"papers": draw(hostile_text)}
    )
    entry = make_entry(
        "papers", 1, draw(hostile_text), [(draw(hostile_text), "https://example.org/a")], draw(hostile_text)
    )
    seen = parse_outline(render_html(build_edition(issue, [entry], publication)))
    assert seen.tags <= ALLOWED
    assert seen.attributes <= {"href", "start"}
    assert all(link.startswith(("http://", "https://")) for link in seen.links)


@given(data=st.data())
def test_whatever_titles_and_blurbs_hold_another_parser_reads_the_same_in_the_file(
    data: Any,
    hostile_text: SearchStrategy[str],
    make_issue: MakeIssue,
    make_entry: Callable[..., Entry],
    publication: Publication,
    parse_outline: Callable[[str], Outline],
) -> None:
    draw = data.draw
    made = [
        make_entry(
            "papers", slot, draw(hostile_text), [("", "https://example.org/a"), (draw(hostile_text), "https://b.example/(c)")],
            draw(hostile_text),
        )
        for slot in (1, 2)
    ]  # fmt: skip
    issue = make_issue(
        greeting=draw(hostile_text), closing=draw(hostile_text), tldr={"tools": draw(hostile_text)}
    )
    printed = build_edition(issue, made, publication)
    ours, theirs = (
        parse_outline(render_html(printed)),
        parse_outline(_render_commonmark(render_markdown_body(printed))),
    )
    assert ours.parts == theirs.parts
    assert [_quote_url(link) for link in ours.links] == theirs.links


def _render_commonmark(text: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").render(text))


def _quote_url(url: str) -> str:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").normalizeLink(url)


def test_labels_and_links_keep_their_order(make_entry: Callable[..., Entry]) -> None:
    video = "https://www.youtube.com/watch?v=kCc8FmEb1nY"
    links = [("Slides", "https://example.org/s"), ("", video), ("Code", "https://example.org/c")]
    parts = render_entry(make_entry("videos", 1, "A", links)).split("\n\n")
    assert parts[1:] == ["[Slides](https://example.org/s)", f"<{video}>", "[Code](https://example.org/c)"]


def test_a_numbered_list_begins_where_the_editor_let_it_begin(
    make_issue: MakeIssue, publication: Publication
) -> None:
    issue = make_issue(greeting="5. five\n6. six\n\nor\n\n1. one")
    printed = render_html(build_edition(issue, [], publication))
    assert '<ol start="5"><li>five</li>' in printed
    assert "<ol><li>one</li></ol>" in printed


def test_a_video_with_a_label_is_a_link_like_others(make_entry: Callable[..., Entry]) -> None:
    links = [("", "https://example.org"), ("Talk", "https://youtu.be/kCc8FmEb1nY")]
    printed = render_entry(make_entry("papers", 1, "A", links))
    assert "<https://example.org> | [Talk](https://youtu.be/kCc8FmEb1nY)" in printed
