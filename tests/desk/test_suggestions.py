"""Suggestions follow the archive: what is published is learnt, what is reopened is unlearnt, in a command and beside
the keys."""

from tests.support.desks import PUBLICATION
from workbench.curation.model import IssueId, LinkId
from workbench.curation.suggestion.counts import SectionCounts
from workbench.curation.suggestion.proposed import Suggestion
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import take_in_paste
from workbench.desk.past_issues.suggestions import SectionSuggestions
from workbench.desk.state import State
from workbench.desk.steps import run_steps
from workbench.desk.suggested import find_suggested_section, find_suggestion
from workbench.desk.verbs import history, issues, triage

SECTIONS = PUBLICATION.sections
READ = LinkId(12)


def publish_reads_in_tools(desk: Desk, count: int) -> None:
    """So many issues, each with an entry from tools.example that is a read and stood among the tools."""
    for number in range(count):
        url = f"https://tools.example/{number}"
        desk.do(take_in_paste, url)
        link = desk.state.by_identity(url)
        assert link is not None
        desk.do(triage.place_links, [link.id], "tools")
        draft = desk.state.newest_draft()
        assert draft is not None
        desk.do(issues.publish_issue, draft.id)


def suggest(state: State, link: LinkId = READ) -> Suggestion | None:
    state.suggestions.learn()
    return find_suggestion(state, state.links[link], SECTIONS)


def counts_of(state: State) -> SectionCounts:
    state.suggestions.learn()
    return state.suggestions.counts


def test_until_something_is_learnt_the_table_says_where_a_link_goes(desk: Desk) -> None:
    link = desk.state.links[READ]
    assert find_suggestion(desk.state, link, SECTIONS) is None
    section = find_suggested_section(desk.state, link, SECTIONS)
    assert section is not None
    assert section.key == "reads"


def test_what_is_published_is_learnt_and_what_is_reopened_or_undone_is_unlearnt(desk: Desk) -> None:
    counts_of(desk.state)
    desk.do(issues.publish_issue, IssueId(1))
    assert counts_of(desk.state).issues == {11: 3}
    desk.do(issues.reopen_issue, IssueId(1))
    assert counts_of(desk.state) == SectionCounts()
    desk.do(history.undo_change)
    assert counts_of(desk.state).issues == {11: 3}
    desk.do(history.undo_change)
    assert counts_of(desk.state) == SectionCounts()


def test_it_is_learnt_in_steps_what_is_learnt_at_once(desk: Desk) -> None:
    publish_reads_in_tools(desk, 3)
    beside = SectionSuggestions(desk.state.archive, SECTIONS)
    steps = beside.learn_in_steps()
    step = next(steps)
    meanwhile = beside.suggest(desk.state.links[READ], SECTIONS)
    assert meanwhile is not None
    assert (meanwhile.first.section.key, meanwhile.second) == ("reads", None)
    step()
    run_steps(steps)
    assert beside.is_ready
    assert beside.counts == counts_of(desk.state)


def test_the_bench_is_for_the_section_that_the_archive_suggests(desk: Desk) -> None:
    publish_reads_in_tools(desk, 30)
    desk.do(take_in_paste, "https://tools.example/new")
    link = desk.state.by_identity("https://tools.example/new")
    assert link is not None
    found = suggest(desk.state, link.id)
    assert found is not None
    assert found.first.why == "30 of 30 links from tools.example stood in Tools & Repos"
    desk.do(triage.bench_links, [link.id])
    assert [entry.section for entry in desk.state.entries_of(link.id)] == ["tools"]
