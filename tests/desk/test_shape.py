"""An issue's own shape: slots, a section left out, number, date, a draft deleted; each is undone in one step."""

from collections.abc import Callable

import pytest

from tests.support.desks import PUBLICATION, dump_library
from workbench.curation.change import Change
from workbench.curation.model import IssueId, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.outgoing.export import edition_of
from workbench.desk.state import State
from workbench.desk.verbs import history, issues, preflight, shape, triage, writing
from workbench.publishing.edition_formats import render_markdown


def slots_of(desk: Desk, section: str) -> list[int]:
    """The links in the slots of a section of #11, 0 for an open one."""
    issue = desk.state.issues[IssueId(1)]
    standing = {one.slot: one.link for one in desk.state.entries_in(issue.id) if one.section == section}
    return [standing.get(slot, LinkId(0)) for slot in range(1, issue.section_by_key(section).capacity + 1)]


def test_a_section_has_six_slots_in_this_issue_only(desk: Desk) -> None:
    assert desk.do(shape.change_slots, "papers", 1).message == "Papers has 6 slots in issue #11"
    for link in (3, 4, 5, 6):
        desk.do(triage.place_links, [LinkId(link)], "papers")
    assert slots_of(desk, "papers") == [1, 2, 3, 4, 5, 6]
    assert [
        one
        for one in preflight.check_issue(desk.state, desk.state.issues[IssueId(1)])
        if one.where == "papers"
    ] == []
    desk.do(issues.create_issue)
    assert desk.state.issues[IssueId(2)].sections == PUBLICATION.sections


def test_fewer_slots_take_open_ones_first_and_then_bench_the_last(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers", position=5)
    desk.do(shape.set_slots, "papers", 3)
    assert slots_of(desk, "papers") == [1, 2, 4]
    done = desk.do(shape.set_slots, "papers", 1)
    assert done.message == "Papers has 1 slot in issue #11, 2 of its entries are on the bench"
    assert [desk.state.state_of(LinkId(id)) for id in (1, 2, 4)] == ["placed", "benched", "benched"]


def test_a_section_left_out_is_neither_printed_nor_missed(desk: Desk) -> None:
    desk.do(writing.set_issue_field, "tldr.pick", "The pick is coming back.")
    desk.do(triage.place_links, [LinkId(9)], "pick")
    desk.do(shape.leave_out_section, "pick")
    draft = desk.state.issues[IssueId(1)]
    assert desk.state.state_of(LinkId(9)) == "benched"
    assert "pick" not in "".join(one.where for one in preflight.check_issue(desk.state, draft))
    assert "coming back" not in render_markdown(edition_of(desk.state, draft))
    desk.do(shape.leave_out_section, "pick")
    assert slots_of(desk, "pick") == [0], "as many as the publication gives it"
    assert "coming back" in render_markdown(edition_of(desk.state, desk.state.issues[IssueId(1)]))


def test_a_link_for_a_section_left_out_is_refused(desk: Desk) -> None:
    desk.do(shape.set_slots, "pick", 0)
    with pytest.raises(UserError, match="Pick of the Week is left out of issue #11"):
        desk.do(triage.place_links, [LinkId(9)], "pick")


@pytest.mark.parametrize("number", ["12x", "", "100000", "-1", "1e3", "9" * 40])
def test_a_number_that_cannot_be_is_refused(desk: Desk, number: str) -> None:
    with pytest.raises(UserError, match="is no number of an issue: write one from 0 to 99999"):
        desk.do(shape.set_issue_number, number)


def test_a_number_that_another_issue_has_is_refused(desk: Desk) -> None:
    desk.do(issues.create_issue)
    with pytest.raises(UserError, match="Issue #11 is there already: it is a draft"):
        desk.do(shape.set_issue_number, "11", issue_id=IssueId(2))


def test_deleting_a_draft_keeps_what_was_written_with_its_links(desk: Desk) -> None:
    blurb = desk.state.entries_in(IssueId(1))[0].blurb
    done = desk.do(shape.delete_issue, IssueId(1))
    assert done.message == "Deleted issue #11, 4 links are back in the inbox"
    assert {desk.state.state_of(LinkId(id)) for id in (1, 2, 3, 7)} == {"inbox"}
    desk.do(triage.place_links, [LinkId(1)], "papers")
    assert [entry.blurb for entry in desk.state.entries_of(LinkId(1))] == [blurb]


def test_a_published_issue_is_not_deleted(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    with pytest.raises(UserError, match="Issue #11 is published: reopen it to delete it"):
        desk.do(shape.delete_issue, IssueId(1))


VERBS: dict[str, Callable[[State], Change]] = {
    "more": lambda state: shape.change_slots(state, "papers", 1),
    "fewer": lambda state: shape.set_slots(state, "papers", 1),
    "left out": lambda state: shape.leave_out_section(state, "papers"),
    "number": lambda state: shape.set_issue_number(state, "40"),
    "date": lambda state: shape.set_issue_date(state, "2026-12-24"),
    "deleted": lambda state: shape.delete_issue(state, IssueId(1)),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_each_is_undone_and_redone_in_one_step(desk: Desk, verb: Callable[[State], Change]) -> None:
    desk.do(issues.record_export, IssueId(1), "0011.md", "digest", "the text of the file")
    before = dump_library(desk)
    desk.do(verb)
    after = dump_library(desk)
    assert after != before
    desk.do(history.undo_change)
    assert dump_library(desk) == before
    assert (desk.state.find_fields("exports", 1) or {})["text"] == "the text of the file"
    desk.do(history.redo_change)
    assert dump_library(desk) == after


def test_a_slot_in_which_an_entry_stands_by_now_is_not_taken_away_by_undo(desk: Desk) -> None:
    desk.do(shape.set_slots, "papers", 2)
    giving = desk.do(shape.change_slots, "papers", 1).record
    desk.do(triage.place_links, [LinkId(4)], "papers")
    assert giving is not None
    with pytest.raises(UserError, match="an entry stands in a slot that would be gone"):
        desk.do(history.undo_change, giving.seq)
