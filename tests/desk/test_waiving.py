"""Waiving: a finding is answered for one issue, counted apart, and asked again once its text changes."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from workbench.curation.model import EntryId, IssueId, UserError
from workbench.curation.preflight import Finding
from workbench.desk.desk import Desk
from workbench.desk.verbs import history, issues, preflight, triage, waiving, writing

ISSUE, FIRST, SECOND = IssueId(1), EntryId(1), EntryId(2)
Edit = Callable[[Desk], object]


def find(desk: Desk, rule: str, place: str | None = None) -> list[Finding]:
    return waiving.find_by_rule(desk.state, desk.state.issues[ISSUE], rule, place)


def open_rules(desk: Desk) -> list[str]:
    return [finding.rule for finding in preflight.check_issue(desk.state, desk.state.issues[ISSUE])]


def waived(desk: Desk) -> list[tuple[str, str, str]]:
    report = preflight.review_issue(desk.state, desk.state.issues[ISSUE])
    return [(each.finding.rule, str(each.finding.piece), each.reason) for each in report.waived]


def test_a_waived_finding_is_counted_apart_until_undo_takes_the_waiver_back(desk: Desk) -> None:
    assert open_rules(desk).count("blurb") == 2
    done = desk.do(waiving.waive_findings, ISSUE, find(desk, "blurb", "2"), "Its title\nsays  it all")
    assert done.message == "Waived “The blurb is not written” of issue #11"
    assert open_rules(desk).count("blurb") == 1
    assert waived(desk) == [("blurb", "entry:2", "Its title says it all")]
    desk.do(history.undo_change)
    assert (open_rules(desk).count("blurb"), waived(desk)) == (2, [])


@pytest.mark.parametrize(
    ("rule", "place", "edit"),
    [
        ("blurb", "2", lambda desk: desk.do(writing.write_entry, SECOND, blurb="Two words.")),
        ("length", "1", lambda desk: desk.do(writing.write_entry, FIRST, blurb="Other words, and as short.")),
        ("count", "papers", lambda desk: desk.do(triage.bench_links, [1])),
        ("title", "title", lambda desk: desk.do(writing.set_issue_field, "title", "Gates")),
    ],
)
def test_a_waiver_ends_with_the_text_it_was_given_for(rule: str, place: str, edit: Edit, desk: Desk) -> None:
    if rule == "title":
        desk.do(writing.set_issue_field, "title", "")
    desk.do(waiving.waive_findings, ISSUE, find(desk, rule, place), "known")
    assert [rule for rule, _, _ in waived(desk)] == [rule]
    before = open_rules(desk)
    edit(desk)
    assert waived(desk) == []
    assert rule == "title" or len(open_rules(desk)) >= len(before)
    desk.do(history.undo_change)
    assert [rule for rule, _, _ in waived(desk)] == [rule]


def test_a_waiver_stays_where_another_text_changes(desk: Desk) -> None:
    desk.do(waiving.waive_findings, ISSUE, find(desk, "blurb", "2"))
    desk.do(writing.write_entry, FIRST, blurb="Something else.")
    desk.do(writing.write_entry, SECOND, title="Another title")
    assert waived(desk) == [("blurb", "entry:2", "")]


def test_a_new_reason_replaces_the_one_before_and_a_withdrawn_waiver_counts_again(desk: Desk) -> None:
    for reason in ("first", "second"):
        desk.do(waiving.waive_findings, ISSUE, find(desk, "blurb", "2"), reason)
    assert waived(desk) == [("blurb", "entry:2", "second")]
    assert len(desk.state.issues[ISSUE].waivers) == 1
    done = desk.do(waiving.withdraw_waivers, ISSUE, find(desk, "blurb", "2"))
    assert done.message == "Withdrew the waiver of “The blurb is not written” of issue #11"
    assert (open_rules(desk).count("blurb"), waived(desk)) == (2, [])


def test_what_is_not_found_cannot_be_waived_and_the_refusal_names_what_is(desk: Desk) -> None:
    (found,) = find(desk, "blurb", "2")
    with pytest.raises(UserError, match="not found any more"):
        desk.do(waiving.waive_findings, ISSUE, [replace(found, message="Something else.")])
    with pytest.raises(UserError, match=r"“blurb” at “1” in issue #11: these rules find something: .*blurb"):
        find(desk, "blurb", "1")
    with pytest.raises(UserError, match="“nonsense” in issue #11"):
        find(desk, "nonsense")


def test_a_published_issue_keeps_its_waivers_as_they_are(desk: Desk) -> None:
    found = find(desk, "blurb")
    desk.do(issues.publish_issue, ISSUE)
    for verb in (waiving.waive_findings, waiving.withdraw_waivers):
        with pytest.raises(UserError, match="Issue #11 is published: reopen it"):
            desk.do(verb, ISSUE, found)
