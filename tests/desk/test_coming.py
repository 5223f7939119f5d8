"""The coming issue: what it is before there is one, what comes over to it, and what waits for the one after."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, make_half_done_library
from workbench.curation.model import IssueId, LinkId, UserError
from workbench.desk.coming import build_coming_issue, list_entries
from workbench.desk.desk import Desk
from workbench.desk.ports import Library
from workbench.desk.verbs import history, issues, shape, triage, writing
from workbench.library import MemoryLibrary


@pytest.fixture
def new(library: MemoryLibrary, make_desk: Callable[[Library], Desk]) -> Desk:
    """A desk with twelve links and no issue."""
    return make_desk(library)


def test_the_first_placement_makes_exactly_the_coming_issue(new: Desk) -> None:
    coming = build_coming_issue(new.state)
    assert (coming.number, coming.closing, coming.sections) == (11, "Until next week.", PUBLICATION.sections)
    done = new.do(triage.place_links, [LinkId(1)], "papers")
    assert done.message.endswith("in Papers (1/5); issue #11 begins")
    assert new.state.issues[IssueId(1)] == replace(coming, id=IssueId(1))


def test_what_is_deferred_before_an_issue_begins_waits_for_the_one_after(new: Desk) -> None:
    assert new.do(triage.defer_links, [LinkId(12)]).message.startswith("Deferred to #12: ")
    new.do(triage.place_links, [LinkId(1)], "papers")
    assert new.state.state_of(LinkId(12)) == "deferred"
    assert new.do(issues.publish_issue, IssueId(1)).message == "Published issue #11; #12 has 1 deferred"
    assert (new.state.state_of(LinkId(12)), new.state.links[LinkId(12)].deferred_from) == ("inbox", 11)


def test_publishing_is_one_step_with_all_that_comes_over(desk: Desk) -> None:
    desk.do(triage.defer_links, [LinkId(12)])
    assert desk.do(issues.publish_issue, IssueId(1)).message == (
        "Published issue #11; #12 has 1 from the bench and 1 deferred"
    )
    assert [entry.link for entry in list_entries(desk.state, build_coming_issue(desk.state))] == [3]
    desk.do(history.undo_change)
    assert desk.state.issues[IssueId(1)].state == "draft"
    assert desk.state.state_of(LinkId(12)) == "deferred"


def test_publishing_dates_an_issue_without_a_date_and_keeps_one_it_has(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    assert desk.state.issues[IssueId(1)].date == "2026-11-29"
    desk.do(triage.place_links, [LinkId(4)], "papers")
    desk.do(issues.publish_issue, IssueId(2))
    assert desk.state.issues[IssueId(2)].date == desk.state.today.isoformat()


def test_placing_and_benching_on_a_published_issue_begin_the_next(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    placed = desk.do(triage.place_links, [LinkId(4)], "papers", issue_id=IssueId(1))
    assert placed.message.endswith("issue #12 begins with 1 from the bench")
    with pytest.raises(UserError, match="Issue #11 is published: N switches to #12"):
        desk.do(triage.bench_links, [LinkId(5)], issue_id=IssueId(1))


def test_what_waits_on_the_bench_is_placed_in_the_coming_issue(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    desk.do(triage.toggle_bench, LinkId(3))
    (entry,) = desk.state.entries_in(IssueId(2))
    assert (entry.link, entry.section, entry.slot) == (3, "papers", 1)
    assert desk.state.entries_of(LinkId(3)) == [entry]


def test_a_link_that_waits_on_two_benches_comes_over_once(desk: Desk) -> None:
    desk.do(issues.create_issue)
    desk.do(triage.bench_links, [LinkId(3)], "papers", issue_id=IssueId(2))
    desk.do(issues.publish_issue, IssueId(1))
    desk.do(issues.publish_issue, IssueId(2))
    assert desk.do(issues.create_issue).message == "Created issue #13 with 1 from the bench"
    assert [entry.link for entry in desk.state.entries_in(IssueId(3))] == [3]


def test_another_number_keeps_what_is_deferred_waiting_for_the_issue_after(desk: Desk) -> None:
    desk.do(triage.defer_links, [LinkId(12)])
    desk.do(shape.set_issue_number, "3")
    desk.do(issues.publish_issue, IssueId(1))
    assert desk.state.state_of(LinkId(12)) == "inbox"


def test_the_day_of_the_week_dates_the_coming_issue() -> None:
    weekly = Desk(make_half_done_library(), replace(PUBLICATION, weekday="sunday"), lambda: NOW)
    assert build_coming_issue(weekly.state).date == "2026-12-06", "#11 has 2026-11-29, a Sunday"
    weekly.do(writing.set_issue_field, "date", "2020-01-01")
    coming = date.fromisoformat(build_coming_issue(weekly.state).date)
    assert (coming.weekday(), 0 <= (coming - weekly.state.today).days < 7) == (6, True)
