"""Searching past issues follows what is published, reopened, corrected and undone."""

from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.support.clock import FakeClock
from tests.support.desks import desk_on, make_half_done_library
from tests.support.past_issues import Size, make_past_library
from workbench.curation.archive.query import parse_archive_query
from workbench.curation.change import EditCollector
from workbench.curation.model import IssueId, LinkId, Source, UserError
from workbench.desk.desk import Desk
from workbench.desk.past_issues.search import ArchiveSearch
from workbench.desk.state import State
from workbench.desk.verbs import history, issues, triage
from workbench.library import MemoryLibrary


def find(state: State, query: str) -> list[str]:
    found = state.archive_search.find(parse_archive_query(query, state.now))
    return [f"#{text.number} {text.title}" for text in found]


def test_an_issue_is_found_once_it_is_published_and_no_longer_when_that_is_undone() -> None:
    desk = desk_on(make_half_done_library())
    assert find(desk.state, "gated") == []
    desk.do(issues.publish_issue, IssueId(1))
    assert find(desk.state, "gated") == ["#11 Gated Attention for Large Language Models"]
    assert find(desk.state, "hey is:greeting") == ["#11 Gates, Meshes and Agents"]
    desk.do(history.undo_change)
    assert find(desk.state, "gated") == []


def test_who_wrote_a_source_is_known_as_soon_as_a_site_says_it() -> None:
    desk = desk_on(make_half_done_library())
    desk.do(issues.publish_issue, IssueId(1))
    assert find(desk.state, "author:author") == ["#11 Gated Attention for Large Language Models"]
    edits = EditCollector()
    edits.set(desk.state.source_of(LinkId(1)), authors=("Björn Öst",))
    desk.do(lambda _: edits.build("Fetched"))
    assert find(desk.state, "author:author") == []
    assert find(desk.state, "author:bjorn") == ["#11 Gated Attention for Large Language Models"]


def test_what_is_near_a_link_is_told_of_the_issues_read_so_far() -> None:
    library = MemoryLibrary(FakeClock())
    library.append(make_past_library(Size(issues=8, entries=5, links=60)), 0)
    state = desk_on(library).state
    link = state.links[LinkId(1)]
    twin = Source(id=LinkId(50), authors=state.source_of(LinkId(1)).authors)
    edits = EditCollector()
    edits.create(twin)
    library.append(edits.build("Fetched"), library.seq)
    state = desk_on(library).state
    assert state.archive_search.find_near(state.links[LinkId(50)]) == []
    while not state.archive_search.is_read:
        state.archive_search.read_next()
    near = state.archive_search.find_near(state.links[LinkId(50)])
    found = state.archive_search.text_of(near[0].text)
    assert found is not None
    assert (found.link, near[0].why) == (LinkId(1), f"also by {twin.authors[0]}")
    assert link.title in found.title


class ArchiveSearchMachine(RuleBasedStateMachine):
    """Whatever happens, what is found is what a search made anew finds."""

    def __init__(self) -> None:
        super().__init__()
        library = MemoryLibrary(FakeClock())
        library.append(make_past_library(Size(issues=3, entries=4, links=16)), 0)
        self.desk: Desk = desk_on(library)
        self.state = self.desk.state
        self.desk.do(triage.place_links, [LinkId(15)], "papers")

    @rule(at=st.integers(0, 3))
    def turn_issue(self, at: int) -> None:
        for issue in list(self.state.issues.values())[at : at + 1]:
            self.desk.do(
                issues.reopen_issue if issue.state == "published" else issues.publish_issue, issue.id
            )

    @rule(at=st.integers(0, 11), blurb=st.sampled_from(["", "zebra", "Any words"]))
    def edit_entry(self, at: int, blurb: str) -> None:
        edits = EditCollector()
        for entry in list(self.state.entries.values())[at : at + 1]:
            edits.set(entry, blurb=blurb)
        self.desk.do(lambda _: edits.build("Corrected"))

    @rule()
    def undo(self) -> None:
        with suppress(UserError):  # nothing is left, or the issue is published again since
            self.desk.do(history.undo_change)

    @rule()
    def read_one(self) -> None:
        self.state.archive_search.read_next()

    @invariant()
    def what_is_found_is_right(self) -> None:
        anew = ArchiveSearch(self.state, self.desk.library)
        for query in ("zebra", "is:entry", "section:papers"):
            wanted = parse_archive_query(query, self.state.now)
            assert self.state.archive_search.find(wanted) == anew.find(wanted)
        for link in list(self.state.links.values())[-1:]:
            assert self.state.archive_search.find_near(link) == anew.find_near(link)


TestArchiveSearch = ArchiveSearchMachine.TestCase
TestArchiveSearch.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
