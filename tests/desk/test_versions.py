"""Versions of a piece: each save that differed is in the history, and comes back by one change."""

import pytest
from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.model import EntryId, IssueId, UserError
from workbench.curation.pieces import CLOSING, GREETING, Piece, piece_of_block, piece_of_entry, piece_of_tldr
from workbench.desk.desk import Desk
from workbench.desk.state import State
from workbench.desk.verbs import blocks, history, issues, writing
from workbench.desk.versions import bring_back, iter_versions

DRAFT = IssueId(1)


def texts_of(desk: Desk, piece: Piece) -> list[str]:
    issue = desk.state.issues[DRAFT]
    present = writing.text_of(desk.state, issue, piece)
    found = iter_versions(desk.state.iter_history(), issue, piece, present)
    return [version.text for version in found if version is not None]


def write_greeting(state: State, text: str, visit: str) -> Change:
    """What saves the greeting as part of that visit to its field."""
    return replace(writing.write_piece(state, GREETING, text, issue_id=DRAFT), visit=visit)


@pytest.mark.parametrize("piece", [GREETING, CLOSING, piece_of_tldr("papers"), piece_of_entry(EntryId(1))])
def test_each_text_that_a_piece_had_is_there_newest_first(piece: Piece, desk: Desk) -> None:
    first = writing.text_of(desk.state, desk.state.issues[DRAFT], piece)
    for text in ("One.", "Two.", "Three."):
        desk.do(bring_back, piece, text, DRAFT)
    assert texts_of(desk, piece) == ["Two.", "One.", *([first] if first else [])]


def test_what_was_typed_in_one_visit_is_one_version(desk: Desk) -> None:
    for text, visit in (("On", "a"), ("One.", "a"), ("Two.", "b")):
        desk.do(write_greeting, text, visit)
    assert texts_of(desk, GREETING)[:1] == ["One."]
    assert "On" not in texts_of(desk, GREETING)


def test_a_text_that_comes_back_is_one_change_that_undo_takes_back(desk: Desk) -> None:
    piece = piece_of_entry(EntryId(1))
    before = desk.state.entries[EntryId(1)].blurb
    desk.do(writing.write_entry, EntryId(1), blurb="Nothing left.")
    said = desk.do(bring_back, piece, texts_of(desk, piece)[0], DRAFT).message
    assert said.startswith("Brought back an earlier text: wrote “Gated")
    assert desk.state.entries[EntryId(1)].blurb == before
    desk.do(history.undo_change)
    assert desk.state.entries[EntryId(1)].blurb == "Nothing left."


def test_a_block_has_versions_too(desk: Desk) -> None:
    desk.do(blocks.add_block, "Sponsor", "end", issue_id=DRAFT)
    for text in ("Buy this.", "Buy that."):
        desk.do(blocks.write_block, "sponsor", text=text, issue_id=DRAFT)
    assert texts_of(desk, piece_of_block("sponsor")) == ["Buy this."]


def test_nothing_comes_back_into_an_issue_that_readers_have(desk: Desk) -> None:
    desk.do(issues.publish_issue, DRAFT)
    with pytest.raises(UserError, match="is published"):
        desk.do(bring_back, GREETING, "Once.", DRAFT)
