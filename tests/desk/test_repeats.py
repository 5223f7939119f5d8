"""What the desk says of links that readers had before, and repeating them on purpose."""

import pytest

from tests.support.desks import desk_on, make_half_done_library
from workbench.curation.archive.marks import describe_repeats
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import IssueId, LabelledLink, LinkId, UserError
from workbench.curation.preflight import run_preflight
from workbench.desk.archive_access import is_archive_read
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import take_in_links
from workbench.desk.repeats import find_entry_repeats, find_link_repeats, find_links_repeats
from workbench.desk.state import State
from workbench.desk.verbs import issues, preflight, repeating, triage, writing

ISSUE = IssueId(1)
GATES = LinkId(1)


@pytest.fixture
def desk() -> Desk:
    """A desk whose only issue, #11, is published."""
    made = desk_on(make_half_done_library())
    made.do(writing.write_entry_of_link, GATES, links=[LabelledLink("GitHub", "https://github.com/o/gates")])
    made.do(issues.publish_issue, ISSUE)
    return made


def say(state: State, id: LinkId) -> str:
    return describe_repeats(find_link_repeats(state, id))


def add(desk: Desk, url: str, title: str = "") -> LinkId:
    rows = ImportResult(format="list", clippings=(Clipping(row=1, url=url, title=title),))
    return desk.do(take_in_links, rows, "paste").proposal.links[0]


def test_a_published_link_says_where_and_what_waits_says_nothing(desk: Desk) -> None:
    assert say(desk.state, GATES) == "published in #11 (2026-11-29, Papers): the same work, arxiv:2505.06708"
    assert say(desk.state, LinkId(4)) == ""


def test_what_stood_beside_a_work_was_published_too(desk: Desk) -> None:
    code = add(desk, "https://github.com/O/Gates", "The code")
    assert say(desk.state, code) == (
        "published in #11 (2026-11-29, Papers): the same work, github:o/gates, "
        "there beside “Gated Attention for Large Language Models”"
    )


def test_a_few_works_are_found_as_all_are_found_when_the_archive_is_read(desk: Desk) -> None:
    ids = [
        add(desk, "https://github.com/o/gates"),
        add(desk, "https://mirror.example/x", "Radiance meshes for volumetric reconstruction"),
        add(desk, "https://mirror.example/y", "Quite another title for a work of its own"),
    ]
    state = desk_on(desk.library).state
    sought = [find_link_repeats(state, id) for id in [*ids, GATES]]
    assert not is_archive_read(state)
    assert [repeats[0].mark if repeats else "" for repeats in sought] == [
        "published",
        "perhaps",
        "",
        "published",
    ]
    state.archive.read_all()
    assert [*find_links_repeats(state, [*ids, GATES]).values()] == sought


def test_a_screen_that_has_not_read_the_archive_waits_with_its_marks(desk: Desk) -> None:
    desk.state.waits_for_archive = True
    assert say(desk.state, GATES) == ""
    desk.state.archive.read_all()
    assert say(desk.state, GATES).startswith("published in #11")


def test_an_entry_is_compared_by_all_its_links_and_not_with_its_own_issue(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(5)], "papers")
    entry = desk.state.entries_of(LinkId(5))[0]
    assert find_entry_repeats(desk.state, [entry]) == [[]]
    desk.do(
        writing.write_entry_of_link, LinkId(5), links=[LabelledLink("Code", "https://github.com/o/gates")]
    )
    (repeats,) = find_entry_repeats(desk.state, desk.state.entries_of(LinkId(5)))
    assert [(repeat.mark, repeat.issue) for repeat in repeats] == [("published", 11)]


def test_a_row_under_another_title_is_no_repeat_of_what_readers_had(desk: Desk) -> None:
    home = add(desk, "https://podcast.example", "Episode 5: caches")
    desk.do(triage.place_links, [home], "reads")
    desk.do(issues.publish_issue, IssueId(2))
    rows = ImportResult(
        format="list", clippings=(Clipping(row=1, url="https://podcast.example", title="Episode 7: queues"),)
    )
    (outcome,) = desk.do(take_in_links, rows, "paste").proposal.outcomes
    assert (outcome.result, outcome.reason) == (
        "already_published",
        "same page as in #12, under another title (2026-11-22, Curated Reads): the same address, podcast.example, "
        "there “Episode 5: caches”, here “Episode 7: queues”",
    )


def test_a_repeat_on_purpose_is_quiet_until_it_is_published_again(desk: Desk) -> None:
    desk.do(triage.place_links, [GATES], "papers")
    draft = desk.state.newest_draft()
    assert draft is not None

    def count_findings() -> int:
        found = run_preflight(preflight.preflight_context_of(desk.state, draft))
        return sum(finding.rule == "published" for finding in found)

    assert count_findings() == 1
    assert desk.do(repeating.toggle_repeat, [GATES]).message == (
        "Repeating “Gated Attention for Large Language Models” on purpose"
    )
    assert count_findings() == 0
    assert say(desk.state, GATES).startswith("repeated on purpose, published in #11")
    desk.do(repeating.toggle_repeat, [GATES])
    assert count_findings() == 1
    desk.do(repeating.repeat_links, [GATES, LinkId(4)])
    desk.do(issues.publish_issue, draft.id)
    assert say(desk.state, GATES).startswith("published in #12 (2026-11-22, Papers), also in #11")


def test_what_readers_never_had_cannot_be_repeated(desk: Desk) -> None:
    with pytest.raises(UserError, match="Readers have not had this before"):
        desk.do(repeating.toggle_repeat, [LinkId(4)])
    with pytest.raises(UserError, match="Readers have not had any of these before"):
        desk.do(repeating.repeat_links, [LinkId(4), LinkId(5)])
    with pytest.raises(UserError, match="There is no link 99"):
        desk.do(repeating.toggle_repeat, [LinkId(99)])
