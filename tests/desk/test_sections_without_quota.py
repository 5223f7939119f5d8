"""A section without a number of slots: it grows, and wants no number."""

import pytest
from msgspec.structs import replace

from workbench.curation.change import EditCollector
from workbench.curation.model import MAX_SECTION_ENTRIES, Issue, IssueId, Link, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming.import_issue import import_issue
from workbench.desk.outgoing.export import edition_of
from workbench.desk.verbs import history, issues, preflight, triage
from workbench.publishing.edition_formats import render_markdown

DRAFT = IssueId(1)


def draft_of(desk: Desk) -> Issue:
    return desk.state.issues[DRAFT]


def order_of(desk: Desk) -> list[int]:
    """The links in the papers, in the order in which they are printed."""
    entries = issues.printed_entries(desk.state, draft_of(desk))
    return [entry.link for entry in entries if entry.section == "papers"]


@pytest.fixture
def growing(desk: Desk) -> Desk:
    """A desk whose papers have no quota and hold links 1 to 6."""
    issue = draft_of(desk)
    edits = EditCollector()
    edits.set(issue, sections=tuple(_without_quota(part.key, issue) for part in issue.sections))
    desk.do(lambda _: edits.build("Took the quota away"))
    for id in (3, 4, 5, 6):
        desk.do(triage.place_links, [LinkId(id)], "papers", issue_id=DRAFT)
    return desk


def _without_quota(key: str, issue: Issue) -> object:
    section = issue.section_by_key(key)
    return replace(section, slots=None) if key == "papers" else section


def test_placing_always_finds_a_slot_and_says_how_many_there_are(growing: Desk) -> None:
    done = growing.do(triage.place_links, [LinkId(9)], "papers", issue_id=DRAFT)
    assert done.message == "Placed “A Gentle Introduction” in Papers (7)"
    assert order_of(growing) == [1, 2, 3, 4, 5, 6, 9]


def test_what_is_placed_comes_last_though_an_entry_left_the_middle(growing: Desk) -> None:
    growing.do(triage.reject_links, [LinkId(2)])
    growing.do(triage.place_links, [LinkId(9)], "papers", issue_id=DRAFT)
    assert order_of(growing) == [1, 3, 4, 5, 6, 9]


def test_moving_by_one_passes_one_entry_though_others_left(growing: Desk) -> None:
    growing.do(triage.reject_links, [LinkId(2), LinkId(3)])
    said = growing.do(triage.shift_entry, LinkId(1), 1, issue_id=DRAFT).message
    assert order_of(growing) == [4, 1, 5, 6]
    assert said.endswith("down to 2")
    with pytest.raises(UserError, match="is last in Papers"):
        growing.do(triage.shift_entry, LinkId(6), 1, issue_id=DRAFT)


@pytest.mark.parametrize(
    ("link", "position", "then"),
    [
        (9, 1, [9, 1, 4, 5, 6]),
        (9, 3, [1, 4, 9, 5, 6]),
        (9, 5, [1, 4, 5, 6, 9]),
        (6, 2, [1, 6, 4, 5]),
        (1, 4, [4, 5, 6, 1]),
    ],
)
def test_a_position_counts_entries(growing: Desk, link: int, position: int, then: list[int]) -> None:
    growing.do(triage.reject_links, [LinkId(2), LinkId(3)])
    growing.do(triage.place_links, [LinkId(link)], "papers", issue_id=DRAFT, position=position)
    assert order_of(growing) == then


def test_a_position_beyond_the_end_is_refused_with_those_there_are(growing: Desk) -> None:
    with pytest.raises(UserError, match="from 1 to 7 in Papers"):
        growing.do(triage.place_links, [LinkId(9)], "papers", issue_id=DRAFT, position=9)


def test_no_number_is_wanted_and_none_is_counted(growing: Desk) -> None:
    found = preflight.check_issue(growing.state, draft_of(growing))
    assert [finding.where for finding in found if finding.rule == "count"] == [
        "videos",
        "reads",
        "tools",
        "pick",
    ]
    assert issues.format_filled_slots(growing.state, draft_of(growing)) == "1/10"


def test_an_issue_without_any_quota_counts_its_entries(growing: Desk) -> None:
    edits, issue = EditCollector(), draft_of(growing)
    edits.set(issue, sections=tuple(replace(part, slots=None) for part in issue.sections))
    growing.do(lambda _: edits.build("Took all quotas away"))
    assert issues.format_filled_slots(growing.state, draft_of(growing)) == "7"


def test_what_left_comes_back_to_its_place_by_undo(growing: Desk) -> None:
    growing.do(triage.reject_links, [LinkId(6)])
    growing.do(history.undo_change)
    assert order_of(growing) == [1, 2, 3, 4, 5, 6]


def test_an_edited_file_may_have_more_entries_than_before(growing: Desk) -> None:
    text = render_markdown(edition_of(growing.state, draft_of(growing)))
    assert "## 📄 6 Papers" in text
    more = "\n".join(f"### Title {at}\n\n<https://more.example/{at}>\n" for at in range(8))
    changed = text.replace("## 🎥", f"{more}\n## 🎥", 1)
    read = growing.do(import_issue, changed, DRAFT, base=text)
    assert read.proposal.problems == ()
    assert len(order_of(growing)) == 14


def test_there_is_an_end_to_what_a_section_holds(growing: Desk) -> None:
    edits = EditCollector()
    for id in range(1000, 1000 + MAX_SECTION_ENTRIES):
        url = f"https://many.example/{id}"
        edits.create(Link(id=LinkId(id), url=url, identity=url))
    growing.do(lambda _: edits.build("Imported many"))
    room = MAX_SECTION_ENTRIES - 6
    growing.do(triage.place_links, [LinkId(1000 + at) for at in range(room)], "papers", issue_id=DRAFT)
    for position in (None, 3):
        with pytest.raises(UserError, match="Papers is full \\(999/999\\)"):
            growing.do(triage.place_links, [LinkId(1998)], "papers", issue_id=DRAFT, position=position)
    assert len(order_of(growing)) == MAX_SECTION_ENTRIES
