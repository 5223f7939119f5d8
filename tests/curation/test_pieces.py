"""The parts of an issue by their text form, and back."""

import pytest

from workbench.curation.model import EntryId, Issue, IssueId, LabelledLink
from workbench.curation.pieces import (
    GREETING,
    MAX_LABEL,
    MAX_TLDR_LINE,
    TITLE,
    TLDR,
    UNPLACED,
    Piece,
    clean_labelled_link,
    clean_piece_text,
    parse_piece,
    piece_of_block,
    piece_of_entry,
    piece_of_section,
    piece_of_tldr,
    replace_piece_text,
)


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (TITLE, "title"),
        (UNPLACED, "unplaced"),
        (TLDR, "tldr"),
        (piece_of_tldr("papers"), "tldr:papers"),
        (piece_of_section("pick:of"), "section:pick:of"),
        (piece_of_block("promo"), "block:promo"),
        (piece_of_entry(EntryId(17)), "entry:17"),
    ],
)
def test_a_piece_is_the_same_after_it_was_written_and_read(piece: Piece, text: str) -> None:
    assert str(piece) == text
    assert parse_piece(text) == piece


@pytest.mark.parametrize(
    "text",
    [
        "", ":", "date", "Title", "title:", "title:x", "entry", "entry:", "entry:x", "entry:-1", "entry:\u0661",
        "entry:" + "9" * 5000, "tldr:", "section", "section:", "block", "greeting:papers",
    ],
)  # fmt: skip
def test_what_names_no_piece_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"names no piece|digits"):
        parse_piece(text)


def test_entries_are_ordered_by_number() -> None:
    entries = [piece_of_entry(EntryId(id)) for id in (10, 9, 100)]
    assert [str(piece) for piece in sorted([GREETING, *entries])] == [
        "entry:9",
        "entry:10",
        "entry:100",
        "greeting",
    ]


@pytest.mark.parametrize(
    ("piece", "held"),
    [
        (GREETING, "Good\n\nmorning."),
        (piece_of_entry(EntryId(17)), "Good\n\nmorning."),
        (TITLE, "Good morning."),
        (piece_of_tldr("papers"), "Good morning."),
    ],
)
def test_prose_keeps_its_paragraphs_and_every_other_piece_is_one_line(piece: Piece, held: str) -> None:
    assert clean_piece_text(piece, "\n Good\n\nmorning.\x1b[31m \n") == held
    assert piece.is_prose == ("\n" in held)


def test_a_tldr_line_may_be_longer_than_a_title() -> None:
    long = "x" * (2 * MAX_TLDR_LINE)
    assert len(clean_piece_text(piece_of_tldr("papers"), long)) == MAX_TLDR_LINE
    assert len(clean_piece_text(TITLE, long)) < MAX_TLDR_LINE


def test_an_issue_takes_a_text_into_its_piece_and_leaves_no_empty_tldr_line() -> None:
    issue = Issue(id=IssueId(1), number=11, tldr={"papers": "gates", "tools": "uv"})
    assert replace_piece_text(issue, GREETING, " Hey \n").greeting == "Hey"
    assert replace_piece_text(issue, piece_of_tldr("papers"), "meshes").tldr == {
        "papers": "meshes",
        "tools": "uv",
    }
    assert replace_piece_text(issue, piece_of_tldr("papers"), " ").tldr == {"tools": "uv"}


def test_a_labelled_link_is_kept_with_a_short_label_or_not_at_all() -> None:
    link = clean_labelled_link(LabelledLink("a  b" + "x" * 100, "https://a.example/ x"))
    assert link is None
    link = clean_labelled_link(LabelledLink("a  b" + "x" * 100, "https://a.example/x"))
    assert link is not None
    assert (len(link.label), link.label[:3], link.url) == (MAX_LABEL, "a b", "https://a.example/x")
