"""What of an issue is printed, in which order, under which heading."""

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from tests.support.issues import MakeIssue
from workbench.curation.block import Block, BlockRule
from workbench.curation.model import Entry, Issue
from workbench.curation.pieces import TLDR
from workbench.curation.publication import Publication
from workbench.publishing.edition_formats import render_markdown_body
from workbench.publishing.layout import build_edition, lay_out_edition
from workbench.publishing.tree import text_of_nodes


def test_entries_stand_in_the_order_of_their_slots_and_the_bench_is_not_printed(
    make_issue: MakeIssue, entries: tuple[Entry, ...], publication: Publication
) -> None:
    printed = build_edition(make_issue(), entries, publication)
    titles = [entry.title for part in printed.printed_sections for entry in part.entries]
    assert titles == ["Gated [Attention]", "Quiet Feature Learning in C#", "Let's build GPT", "nanochat"]


def test_a_heading_counts_the_entries_placed_and_empty_sections_are_left_out(
    make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication
) -> None:
    made = [make_entry("tools", 1, "A", []), make_entry("tools", 2, "B", [])]
    assert [part.heading for part in build_edition(make_issue(), made, publication).printed_sections] == [
        "🛠 2 Tools"
    ]


def test_entries_of_another_issue_are_not_printed(
    make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication
) -> None:
    stray = replace(make_entry("tools", 1, "A", []), issue=2)
    assert build_edition(make_issue(), [stray], publication).printed_sections == ()


@pytest.mark.parametrize(
    ("pattern", "highlights", "title"),
    [
        ("{highlights} - The Sieve #{number}", "Gates", "Gates - The Sieve #7"),
        ("{highlights} - The Sieve #{number}", "", "The Sieve #7"),
        ("The Sieve #{number}: {highlights}", "", "The Sieve #7"),
        ("{highlights}", "{number} {nope}", "{number} {nope}"),
    ],
)
def test_the_title_is_made_of_highlights_and_number(
    pattern: str, highlights: str, title: str, make_issue: MakeIssue, publication: Publication
) -> None:
    assert build_edition(make_issue(title=highlights), [], replace(publication, title=pattern)).title == title


def _pieces_in_order(issue: Issue, entries: Sequence[Entry], publication: Publication) -> list[str]:
    """The pieces in the order of print, rules as ---."""
    pieces = [
        "---" if node.kind == "rule" else str(piece)
        for piece, node in lay_out_edition(build_edition(issue, entries, publication))
    ]
    return [piece for at, piece in enumerate(pieces) if piece == "---" or piece not in pieces[:at]]


def test_pieces_stand_in_reading_order_and_rules_before_the_closing(
    make_issue: MakeIssue, entries: tuple[Entry, ...], publication: Publication
) -> None:
    assert _pieces_in_order(make_issue(), entries, publication) == [
        "greeting", "block:new-here", "tldr", "section:papers", "entry:11", "entry:12", "section:videos", "entry:21",
        "section:tools", "entry:31", "---", "closing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "neighbours"),
    [
        ("after_greeting", ["greeting", "---", "block:b", "---", "tldr"]),
        ("after_tldr", ["tldr", "---", "block:b", "---", "section:papers"]),
        ("before:tools", ["entry:12", "---", "block:b", "---", "section:tools"]),
        (
            "before:videos",
            ["entry:12", "---", "block:b", "---", "section:tools"],
        ),  # no videos: where they would be
        ("end", ["entry:31", "---", "block:b", "---", "closing"]),
        ("before:gone", ["entry:31", "---", "block:b", "---", "closing"]),
    ],
)
def test_a_block_without_a_heading_stands_between_rules_at_its_place(
    place: str,
    neighbours: list[str],
    make_issue: MakeIssue,
    entries: tuple[Entry, ...],
    publication: Publication,
) -> None:
    block = Block(key="b", place=place, text="Promo.")
    without_videos = [entry for entry in entries if entry.section != "videos"]
    layout = _pieces_in_order(make_issue(blocks=(block,)), without_videos, publication)
    at = layout.index("block:b")
    assert layout[at - 2 : at + 3] == neighbours


def test_two_blocks_in_a_row_share_a_rule(make_issue: MakeIssue, publication: Publication) -> None:
    blocks = tuple(Block(key=key, place="end", text=key) for key in "ab")
    issue = make_issue(blocks=blocks, greeting="", tldr={}, closing="")
    assert render_markdown_body(build_edition(issue, [], publication)) == "---\n\na\n\n---\n\nb\n\n---\n"


def test_the_tldr_can_go_without_bullets_and_leaves_out_what_is_not_written(
    make_issue: MakeIssue, publication: Publication
) -> None:
    tldr = replace(publication.tldr, bullets=False, opening="", line="{label} — {text}")
    made = build_edition(make_issue(), [], replace(publication, tldr=tldr))
    lines = [text_of_nodes([node]) for piece, node in lay_out_edition(made) if piece == TLDR]
    assert lines == ["TL;DR", "Papers — gates do work", "Tools — small ones"]


def test_a_publications_blocks_stand_until_the_issue_has_its_own(
    make_issue: MakeIssue, publication: Publication
) -> None:
    rule = BlockRule(key="p", place="end", text="Promo.", issues=(7,))
    promoted = replace(publication, blocks=(rule,))
    assert [block.key for block in build_edition(make_issue(), [], promoted).blocks] == ["p"]
    assert build_edition(make_issue(blocks=()), [], promoted).blocks == ()


def test_a_section_can_number_its_entries(
    make_issue: MakeIssue, entries: tuple[Entry, ...], publication: Publication
) -> None:
    assert "### 1. nanochat\n" in render_markdown_body(build_edition(make_issue(), entries, publication))
