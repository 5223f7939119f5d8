"""The present state: what panes and commands ask of it."""

from tests.support.desks import desk_beside
from workbench.curation.model import IssueId, LinkId
from workbench.desk.desk import Desk
from workbench.desk.outgoing.export import prepare_copy_page
from workbench.desk.outgoing.verify import verify_paste
from workbench.desk.verbs import issues, shape, triage
from workbench.publishing.parse.pasted import parse_pasted_text


def test_a_view_is_listed_in_the_order_asked_for(desk: Desk) -> None:
    assert desk.state.ids_in("inbox", "newest") == [12, 11, 10, 9, 8, 6, 5, 4]
    assert desk.state.ids_in("inbox", "oldest") == [4, 5, 6, 8, 9, 10, 11, 12]
    assert desk.state.ids_in("inbox", "title") == [9, 5, 8, 6, 10, 4, 11, 12]
    assert desk.state.ids_in("placed", "title") == [1, 7, 2]


def test_a_filtered_view_is_listed_in_the_same_order(desk: Desk) -> None:
    found = {LinkId(id) for id in (12, 9, 8, 3)}
    assert desk.state.ids_in("inbox", "title", found) == [9, 8, 12]
    assert desk.state.ids_in("inbox", "newest", found) == [12, 9, 8]


def test_what_a_caller_does_with_a_list_leaves_the_view_as_it_is(desk: Desk) -> None:
    desk.state.ids_in("inbox", "newest").clear()
    desk.do(triage.reject_links, [LinkId(12)])
    assert desk.state.ids_in("inbox", "newest") == [11, 10, 9, 8, 6, 5, 4]


def test_who_waited_with_an_issue_that_another_process_took_away_finds_nothing_in_it(desk: Desk) -> None:
    issue = desk.state.issue_by_number(11)
    desk_beside(desk).do(shape.delete_issue, issue.id)
    desk.apply_records(desk.library.poll())
    assert desk.state.entries_in(issue.id) == []
    assert (
        verify_paste(desk.state, issue, parse_pasted_text("text"), desk.state.publication.targets[0]).entries
        == 0
    )
    assert (
        "Gated Attention" not in prepare_copy_page(desk.state, issue, desk.state.publication.targets[0]).text
    )


def test_a_link_with_a_slot_in_one_draft_and_on_the_bench_of_another_is_placed(desk: Desk) -> None:
    desk.do(issues.create_issue)
    desk.do(triage.bench_links, [LinkId(1)], "papers", issue_id=IssueId(2))
    desk.do(triage.place_links, [LinkId(3)], "papers", issue_id=IssueId(2))
    assert [desk.state.state_of(LinkId(id)) for id in (1, 3)] == ["placed", "placed"]
