"""The archive follows what is published, reopened and undone, and is counted exactly."""

from collections import Counter
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.support.desks import desk_beside, desk_on, make_half_done_library
from workbench.curation.archive.appearance import Appearance
from workbench.curation.model import IssueId, LinkId, UserError
from workbench.desk.desk import Desk, Proposal
from workbench.desk.past_issues.archive import Archive
from workbench.desk.state import State
from workbench.desk.verbs import history, issues, shape, triage, writing

ISSUE = IssueId(1)


class AppearanceCounter:
    """Counts how often each appearance is there."""

    def __init__(self) -> None:
        self.counts: Counter[Appearance] = Counter()

    def add(self, appearances: Sequence[Appearance]) -> None:
        self.counts.update(appearances)

    def remove(self, appearances: Sequence[Appearance]) -> None:
        self.counts.subtract(appearances)


def count_anew(desk: Desk) -> Counter[Appearance]:
    """What a reader counts that reads the archive for the first time."""
    archive, counter = Archive(desk.state, desk.library), AppearanceCounter()
    archive.follow(counter)
    archive.read_all()
    return counter.counts


def test_a_draft_is_no_part_of_the_archive_until_it_is_published(desk: Desk) -> None:
    assert list(desk.state.archive.iter_issues()) == []
    desk.do(issues.publish_issue, ISSUE)
    (shown,) = desk.state.archive.iter_issues()
    assert [(one.link, one.issue, one.section) for one in shown] == [
        (1, 11, "papers"),
        (2, 11, "papers"),
        (7, 11, "videos"),
    ]
    desk.do(issues.reopen_issue, ISSUE)
    assert list(desk.state.archive.iter_issues()) == []


def test_it_is_read_issue_by_issue_or_all_at_once(desk: Desk) -> None:
    desk.do(issues.publish_issue, ISSUE)
    desk.do(triage.place_links, [LinkId(4)], "papers")
    desk.do(issues.publish_issue, IssueId(2))
    archive, counter = Archive(desk.state, desk.library), AppearanceCounter()
    archive.follow(counter)
    assert not archive.is_read
    archive.read_next()
    assert {one.issue for one in counter.counts} == {11}
    archive.read_all()
    assert archive.is_read
    assert [one.link for one in archive.appearances_in(IssueId(2))] == [4]
    assert counter.counts == count_anew(desk)


def test_a_fold_that_comes_late_counts_the_same(desk: Desk) -> None:
    desk.do(issues.publish_issue, ISSUE)
    desk.state.archive.read_all()
    late = AppearanceCounter()
    desk.state.archive.follow(late)
    assert late.counts == count_anew(desk)


def test_it_follows_what_other_processes_publish(desk: Desk) -> None:
    desk.state.archive.read_all()
    desk_beside(desk).do(issues.publish_issue, ISSUE)
    desk.apply_records(desk.library.poll())
    assert len(desk.state.archive.appearances_in(ISSUE)) == 3


NTH_LINK = st.integers(1, 9).map(LinkId)
NTH_ISSUE = st.integers(1, 3).map(IssueId)
STEPS = st.lists(
    st.one_of(
        NTH_ISSUE.map(lambda id: lambda state: issues.publish_issue(state, id)),
        NTH_ISSUE.map(lambda id: lambda state: issues.reopen_issue(state, id)),
        NTH_ISSUE.map(lambda id: lambda state: shape.delete_issue(state, id)),
        NTH_LINK.map(lambda id: lambda state: triage.place_links(state, [id], "papers")),
        NTH_LINK.map(lambda id: lambda state: triage.reject_links(state, [id])),
        NTH_LINK.map(lambda id: lambda state: writing.write_entry_of_link(state, id, title="Another")),
        st.just(history.undo_change),
        st.just(history.redo_change),
    ),
    max_size=14,
)


@given(STEPS)
def test_after_any_steps_the_counts_are_those_of_an_archive_read_anew(
    steps: list[Callable[[State], Proposal]],
) -> None:
    desk = desk_on(make_half_done_library())
    followed = AppearanceCounter()
    desk.state.archive.follow(followed)
    for step in steps:
        try:
            desk.do(step)
        except UserError:
            continue
        assert +followed.counts == count_anew(desk)
        assert not -followed.counts
