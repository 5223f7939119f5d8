"""Blocks of an issue: left out, moved, written and added for one issue, and kept for later ones."""

import pytest
from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, make_half_done_library
from workbench.curation.block import Block, BlockRule
from workbench.curation.model import Issue, IssueId, UserError
from workbench.desk.blocks import blocks_of, list_left_out
from workbench.desk.desk import Desk
from workbench.desk.outgoing.export import edition_of
from workbench.desk.verbs import blocks, history, issues, preflight
from workbench.publishing.edition_formats import render_markdown

DRAFT = IssueId(1)
NEW_HERE = "new-here"


@pytest.fixture
def desk() -> Desk:
    """A desk whose publication has one block, for every issue."""
    rule = BlockRule(key=NEW_HERE, place="after_greeting", heading="New here?", text="A letter.")
    return Desk(make_half_done_library(), replace(PUBLICATION, blocks=(rule,)), lambda: NOW)


def draft_of(desk: Desk) -> Issue:
    return desk.state.issues[DRAFT]


def keys_of(desk: Desk, issue: Issue | None = None) -> list[str]:
    return [block.key for block in blocks_of(desk.state, issue or draft_of(desk))]


def begin_next(desk: Desk) -> Issue:
    """The issue after the draft, which is published."""
    desk.do(issues.publish_issue, DRAFT)
    desk.do(issues.create_issue)
    draft = desk.state.newest_draft()
    assert draft is not None
    return draft


def add_written(desk: Desk, heading: str = "From a friend") -> str:
    """A new block with a text; its key."""
    desk.do(blocks.add_block, heading, "before:reads", issue_id=DRAFT)
    key = keys_of(desk)[-1]
    desk.do(blocks.write_block, key, text="Go and *see*.", issue_id=DRAFT)
    return key


def test_a_block_is_left_out_of_one_issue_and_comes_back_as_it_is_due(desk: Desk) -> None:
    assert keys_of(desk) == [NEW_HERE]
    desk.do(blocks.switch_block, NEW_HERE, issue_id=DRAFT)
    assert keys_of(desk) == []
    assert [block.key for block in list_left_out(desk.state, draft_of(desk))] == [NEW_HERE]
    desk.do(blocks.switch_block, NEW_HERE, issue_id=DRAFT)
    assert draft_of(desk).blocks is None, "it follows the rules again"


def test_what_is_done_to_a_block_stays_with_its_issue(desk: Desk) -> None:
    said = desk.do(blocks.move_block, NEW_HERE, 1, issue_id=DRAFT).message
    assert said == "Moved the block “New here?” behind the TL;DR"
    desk.do(blocks.write_block, NEW_HERE, text="Welcome.", issue_id=DRAFT)
    (block,) = blocks_of(desk.state, draft_of(desk))
    assert (block.place, block.text) == ("after_tldr", "Welcome.")
    (later,) = blocks_of(desk.state, begin_next(desk))
    assert (later.place, later.text != "Welcome.") == ("after_greeting", True)


def test_a_block_goes_no_further_than_the_issue(desk: Desk) -> None:
    with pytest.raises(UserError, match="is the first there can be"):
        desk.do(blocks.move_block, NEW_HERE, -1, issue_id=DRAFT)


def test_a_block_that_is_written_here_is_printed_where_it_stands(desk: Desk) -> None:
    add_written(desk)
    text = render_markdown(edition_of(desk.state, draft_of(desk)))
    assert "## From a friend\n\nGo and *see*." in text


def test_a_kept_block_comes_in_the_issues_it_was_kept_for(desk: Desk) -> None:
    key = add_written(desk)
    number = draft_of(desk).number
    said = desk.do(
        blocks.keep_block, key, f"{number + 1}, {number + 3} until 2030-01-31", issue_id=DRAFT
    ).message
    assert said == f"Kept the block “From a friend” for #{number + 1} and #{number + 3} until 2030-01-31"
    draft = begin_next(desk)
    assert keys_of(desk, draft) == [NEW_HERE, key]
    assert keys_of(desk, replace(draft, number=number + 2)) == [NEW_HERE]
    desk.do(blocks.forget_block, key)
    assert keys_of(desk, draft) == [NEW_HERE]
    desk.do(history.undo_change)
    assert keys_of(desk, draft) == [NEW_HERE, key]


def test_kept_blocks_of_a_rotation_take_turns_by_what_was_published(desk: Desk) -> None:
    first, second = add_written(desk, "One"), add_written(desk, "Two")
    for key in (first, second):
        desk.do(blocks.keep_block, key, "rotation sponsors", issue_id=DRAFT)
    desk.do(blocks.switch_block, second, issue_id=DRAFT)
    assert keys_of(desk, begin_next(desk)) == [NEW_HERE, second]


def test_a_booked_block_that_is_missing_is_an_error_and_m_puts_it_in(desk: Desk) -> None:
    key = add_written(desk)
    desk.do(blocks.keep_block, key, f"#{draft_of(desk).number}", issue_id=DRAFT)
    desk.do(blocks.switch_block, key, issue_id=DRAFT)
    (found,) = [one for one in preflight.check_issue(desk.state, draft_of(desk)) if one.rule == "booking"]
    assert (found.level, found.mendable) == ("error", True)
    assert (
        found.message == f"“From a friend” is booked for #{draft_of(desk).number} and does not stand in it."
    )
    desk.do(preflight.mend_finding, DRAFT, found)
    assert keys_of(desk) == [NEW_HERE, key]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("", "for every issue from #7"),
        ("every issue", "for every issue from #7"),
        ("every 4th issue", "for one issue in 4 from #7"),
        ("12 14,16", "for #12 and #14 and #16"),
        ("rotation sponsors gap 2", "for every issue from #7, in turn with “sponsors”, 2 issues apart"),
    ],
)
def test_the_issues_of_a_kept_block_are_said_in_words(when: str, said: str) -> None:
    rule = blocks.parse_block_rule(Block(key="a", place="end"), when, first=7)
    assert blocks.describe_block_rule(rule) == said


@pytest.mark.parametrize(
    "when", ["sometimes", "every 0", "until tomorrow", "12, x", "gap", "until 2026-02-31"]
)
def test_what_says_no_issues_is_refused_in_a_sentence(when: str) -> None:
    with pytest.raises(UserError, match=r"says no issues|is not a date|no date"):
        blocks.parse_block_rule(Block(key="a", place="end"), when, first=7)


def test_a_block_of_the_file_is_not_kept_again(desk: Desk) -> None:
    with pytest.raises(UserError, match=r"stands in workbench\.toml"):
        desk.do(blocks.keep_block, NEW_HERE, "", issue_id=DRAFT)


def test_a_published_issue_keeps_its_blocks(desk: Desk) -> None:
    key = add_written(desk)
    begin_next(desk)
    with pytest.raises(UserError, match="is published"):
        desk.do(blocks.switch_block, key, issue_id=DRAFT)
