"""The plain text beside the rich text must not look like Markdown: some editors would read it instead."""

import re
from collections.abc import Callable
from typing import Final

import pytest

from tests.support.issues import MakeIssue
from workbench.curation.block import Block
from workbench.curation.model import Entry
from workbench.curation.publication import DEFAULT_TARGETS, Publication
from workbench.publishing.layout import build_edition
from workbench.publishing.passages import build_passages
from workbench.publishing.prose import parse_prose
from workbench.publishing.render import plain

# What makes an editor such as BlockNote take a text for Markdown, each with a text that does.
MARKDOWN_SIGNS: Final = {
    "a heading with #": (r"(^|\n) {0,3}#{1,6} {1,8}[^\n]{1,64}\r?\n\r?\n\s{0,32}\S", "## Papers\n\nGates"),
    "an underlined heading": (
        r"(?:\n|^)(?!\s)\w[^\n]{0,64}\r?\n(-|=)\1{0,64}\n\n\s{0,64}(\w|$)",
        "Papers\n======\n\nGates",
    ),
    "emphasis": (r"(_|__|\*|\*\*|~~|==|\+\+)(?!\s)(?:[^\s](?:.{0,62}[^\s])?|\S)(?=\1)", "a *word*"),
    "a link": (r"\[[^\]]{1,128}\]\(https?://\S{1,999}\)", "[a](https://example.org)"),
    "code": (r"(?:\s|^)`(?!\s)(?:[^\s`](?:[^`]{0,46}[^\s`])?|[^\s`])`([^\w]|$)", "the `code` here"),
    "bullets": (r"(?:^|\n)\s{0,5}-\s{1}[^\n]+\n\s{0,15}-\s", "- a\n- b"),
    "numbers": (r"(?:^|\n)\s{0,5}\d+\.\s{1}[^\n]+\n\s{0,15}\d+\.\s", "1. a\n2. b"),
    "a rule": (r"\n{2} {0,3}-{2,48}\n{2}", "a\n\n---\n\nb"),
    "a quote": (r"(?:^|(\r?\n\r?\n))( {0,3}>[^\n]{1,333}\n){1,999}($|(\r?\n))", "> a\n\nb"),
    "a table": (r"(?m)^\s*\|(.+\|)+\s*$", "|a|b|"),
}


@pytest.mark.parametrize(("sign", "example"), MARKDOWN_SIGNS.values(), ids=MARKDOWN_SIGNS)
def test_each_sign_is_seen_where_it_stands(sign: str, example: str) -> None:
    assert re.search(sign, example)


@pytest.mark.parametrize("target", DEFAULT_TARGETS, ids=lambda target: target.key)
def test_the_text_of_an_issue_shows_no_sign_of_markdown(
    target: object,
    make_issue: MakeIssue,
    make_entry: Callable[..., Entry],
    publication: Publication,
    promo: Block,
) -> None:
    steps = "Three *steps*, `code` and [words](https://a.example/b):\n\n1. one\n2. two\n   - a\n   - b\n\n> said\n\n- c"
    entries = [
        make_entry("papers", 1, "Gates", [("Code", "https://a.example/c")], steps),
        make_entry("tools", 1, "nanochat", [("", "https://github.com/karpathy/nanochat")], "Small **and** whole."),
    ]  # fmt: skip
    edition = build_edition(make_issue(blocks=(promo,)), entries, publication)
    text = build_passages(edition, next(one for one in DEFAULT_TARGETS if one == target))[-1].text
    assert [name for name, (sign, _) in MARKDOWN_SIGNS.items() if re.search(sign, text)] == []


def test_items_are_marked_by_dots_and_numbers_in_brackets() -> None:
    assert (
        plain.render_blocks(parse_prose("5. five\n6. six\n   - a\n   - b"))
        == "5) five\n6) six\n   • a\n   • b"
    )
