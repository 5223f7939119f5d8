"""Creating, publishing and reopening issues, and what becomes of benches, blocks and deferred links."""

import pytest
from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, make_half_done_library, make_inbox_library
from workbench.curation.block import BlockRule
from workbench.curation.model import IssueId, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.verbs import issues, triage, writing


def issue_of_bench(desk: Desk, link: int) -> int:
    """The number of the issue on whose bench the link waits."""
    (entry,) = desk.state.entries_of(LinkId(link))
    assert entry.slot is None
    return desk.state.issues[entry.issue].number


def test_the_first_issue_is_as_the_publication_begins() -> None:
    begun = replace(PUBLICATION, first_number=7, greeting="Hello.", closing="Bye.")
    fresh = Desk(make_inbox_library(), begun, lambda: NOW)
    assert fresh.do(issues.create_issue).message == "Created issue #7"
    issue = fresh.state.issues[IssueId(1)]
    assert (issue.number, issue.greeting, issue.closing, issue.state) == (7, "Hello.", "Bye.", "draft")
    assert issue.sections == begun.sections


def test_the_next_issue_has_the_next_number_and_the_earlier_draft_keeps_its_bench(desk: Desk) -> None:
    desk.do(issues.create_issue)
    assert sorted(issue.number for issue in desk.state.issues.values()) == [11, 12]
    assert issue_of_bench(desk, 3) == 11


def test_publishing_hands_the_bench_on_to_the_next_draft_if_there_is_one(desk: Desk) -> None:
    desk.do(issues.create_issue)
    desk.do(issues.create_issue)
    assert (
        desk.do(issues.publish_issue, IssueId(1)).message == "Published issue #11; #12 has 1 from the bench"
    )
    assert issue_of_bench(desk, 3) == 12
    assert desk.state.state_of(LinkId(1)) == "published"


def test_an_earlier_draft_gets_the_bench_where_no_later_one_is(desk: Desk) -> None:
    desk.do(issues.create_issue)
    desk.do(triage.bench_links, [LinkId(4)])
    assert issue_of_bench(desk, 4) == 12
    desk.do(issues.publish_issue, IssueId(2))
    assert issue_of_bench(desk, 4) == 11


def test_what_stands_in_the_next_issue_already_is_not_handed_to_it_again(desk: Desk) -> None:
    desk.do(issues.create_issue)
    desk.do(triage.place_links, [LinkId(3)], "papers", issue_id=IssueId(2))
    desk.do(issues.publish_issue, IssueId(1))
    assert [(entry.link, entry.slot) for entry in desk.state.entries_in(IssueId(2))] == [(3, 1)]


def test_a_published_issue_keeps_its_blocks_as_they_stood() -> None:
    promo = BlockRule(key="promo", place="end", text="Then.")
    library = make_half_done_library()
    desk = Desk(library, replace(PUBLICATION, blocks=(promo,)), lambda: NOW)
    desk.do(issues.publish_issue, IssueId(1))
    later = Desk(library, replace(PUBLICATION, blocks=(replace(promo, text="Now."),)), lambda: NOW)
    (block,) = later.state.publication.blocks_of(later.state.issues[IssueId(1)])
    assert (block.key, block.text) == ("promo", "Then.")


def test_publishing_twice_and_reopening_a_draft_are_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="Issue #11 is a draft: there is nothing to reopen"):
        desk.do(issues.reopen_issue, IssueId(1))
    desk.do(issues.publish_issue, IssueId(1))
    with pytest.raises(UserError, match="Issue #11 is published already: reopen takes that back"):
        desk.do(issues.publish_issue, IssueId(1))
    assert desk.do(issues.reopen_issue, IssueId(1)).message == "Reopened issue #11"
    assert desk.state.issues[IssueId(1)].state == "draft"


def test_the_issue_meant_without_a_number_is_the_newest_draft(desk: Desk) -> None:
    desk.do(issues.create_issue)
    assert issues.require_issue(desk.state, None).number == 12
    assert issues.require_issue(desk.state, 11).number == 11
    desk.do(issues.publish_issue, IssueId(2))
    assert issues.require_issue(desk.state, None).number == 11
    desk.do(issues.publish_issue, IssueId(1))
    with pytest.raises(UserError, match="There is no draft"):
        issues.require_issue(desk.state, None)
    with pytest.raises(UserError, match="There is no issue #13"):
        issues.require_issue(desk.state, 13)


def test_an_issue_prints_what_stands_in_slots_in_the_order_of_its_sections(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(10)], "tools")
    desk.do(triage.shift_entry, LinkId(1), 1)
    desk.do(writing.set_issue_field, "title", "Gates")
    draft = desk.state.issues[IssueId(1)]
    assert [entry.link for entry in issues.printed_entries(desk.state, draft)] == [2, 1, 7, 10]
