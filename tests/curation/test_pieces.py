"""The parts of an issue by their text form, and back."""

import pytest

from workbench.curation.model import EntryId
from workbench.curation.pieces import (
    GREETING,
    TITLE,
    TLDR,
    UNPLACED,
    Piece,
    parse_piece,
    piece_of_block,
    piece_of_entry,
    piece_of_section,
    piece_of_tldr,
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
