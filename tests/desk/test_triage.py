"""Where a link goes, and that nothing written is lost on the way."""

from collections.abc import Callable

import pytest

from workbench.curation.model import EntryId, IssueId, LinkId, UserError
from workbench.desk.archive_access import published_numbers_of
from workbench.desk.desk import Desk
from workbench.desk.ports import Library
from workbench.desk.verbs import history, issues, triage, writing
from workbench.library import MemoryLibrary


def slots_of(desk: Desk, section: str) -> dict[int | None, int]:
    """Which link stands in which slot of a section of the draft."""
    draft = desk.state.newest_draft()
    assert draft is not None
    return {entry.slot: entry.link for entry in desk.state.entries_in(draft.id) if entry.section == section}


def test_placing_fills_the_first_open_slot_and_says_how_full_the_section_is(desk: Desk) -> None:
    done = desk.do(triage.place_links, [LinkId(4)], "papers")
    assert done.message == "Placed “Quiet Feature Learning in Algorithmic Tasks” in Papers (3/5)"
    assert slots_of(desk, "papers")[3] == 4
    assert desk.state.state_of(LinkId(4)) == "placed"
    assert 4 not in desk.state.ids_in("inbox")


def test_a_verb_that_needs_a_draft_creates_it_in_the_same_change(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    desk = make_desk(library)
    desk.do(triage.place_links, [LinkId(1)], "papers")
    draft = desk.state.newest_draft()
    assert draft is not None
    assert (draft.number, draft.closing) == (11, "Until next week.")
    assert library.seq == 2


def test_a_full_section_changes_nothing_and_names_the_bench(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(10), LinkId(12)], "tools")
    before = desk.seq
    with pytest.raises(UserError, match=r"^Tools & Repos is full \(2/2\): b benches it\.$"):
        desk.do(triage.place_links, [LinkId(11)], "tools")
    with pytest.raises(UserError, match=r"^Tools & Repos is full \(2/2\): b benches it for Papers\.$"):
        desk.do(triage.place_links, [LinkId(4)], "tools")
    assert desk.seq == before


def test_a_full_section_says_to_whom_has_an_entry_already_that_it_can_have_a_slot_more(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(10), LinkId(12)], "tools")
    desk.do(triage.bench_links, [LinkId(11)], "tools")
    for link in (LinkId(1), LinkId(11)):  # one stands in Papers, one on this very bench
        with pytest.raises(UserError, match=r"\(2/2\): = in the Issue gives it a slot more\.$"):
            desk.do(triage.place_links, [link], "tools")


def test_marked_links_go_all_or_not_at_all(desk: Desk) -> None:
    with pytest.raises(UserError):
        desk.do(triage.place_links, [LinkId(4), LinkId(5), LinkId(6), LinkId(12)], "papers")
    assert slots_of(desk, "papers").keys() == {1, 2, None}


def test_a_position_moves_those_after_it_down_into_the_open_slot(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers", position=1)
    assert {slot: link for slot, link in slots_of(desk, "papers").items() if slot} == {1: 4, 2: 1, 3: 2}


def test_moving_within_a_section_keeps_everyone_else_in_order(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4), LinkId(5)], "papers")
    desk.do(triage.move_entry, LinkId(5), "papers", position=2)
    assert [slots_of(desk, "papers")[slot] for slot in (1, 2, 3, 4)] == [1, 5, 2, 4]


@pytest.mark.parametrize(
    ("position", "then"), [(1, {1: 1, 2: 2}), (2, {1: 2, 2: 1}), (3, {2: 2, 3: 1}), (5, {2: 2, 5: 1})]
)
def test_an_entry_moves_to_a_position_beyond_open_slots(
    desk: Desk, position: int, then: dict[int, int]
) -> None:
    desk.do(triage.place_links, [LinkId(1)], "papers", position=position)
    assert {slot: link for slot, link in slots_of(desk, "papers").items() if slot} == then


def test_only_entries_up_to_the_next_open_slot_make_room(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers", position=4)
    desk.do(triage.place_links, [LinkId(1)], "papers", position=4)
    assert {slot: link for slot, link in slots_of(desk, "papers").items() if slot} == {2: 2, 3: 4, 4: 1}


def test_an_entry_changes_places_with_its_neighbour_or_moves_into_an_open_slot(desk: Desk) -> None:
    desk.do(triage.shift_entry, LinkId(1), 1)
    assert (slots_of(desk, "papers")[1], slots_of(desk, "papers")[2]) == (2, 1)
    desk.do(triage.shift_entry, LinkId(1), 1)
    assert 2 not in slots_of(desk, "papers")
    assert slots_of(desk, "papers")[3] == 1


def test_an_entry_is_named_by_its_own_title_and_not_by_its_links(desk: Desk) -> None:
    written = desk.do(writing.write_entry, EntryId(2), title="Meshes that glow")
    moved = desk.do(triage.shift_entry, desk.state.entries[EntryId(2)].link, 1)
    assert written.message.startswith("Wrote “Meshes that glow”")
    assert moved.message.startswith("Moved “Meshes that glow” ")


def test_the_bench_is_for_the_suggested_section_and_back_is_the_same_key(desk: Desk) -> None:
    desk.do(triage.bench_links, [LinkId(4)])
    assert desk.state.state_of(LinkId(4)) == "benched"
    desk.do(triage.toggle_bench, LinkId(4))
    assert slots_of(desk, "papers")[3] == 4


def test_a_benched_entry_changes_places_with_the_last_one_of_a_full_section(desk: Desk) -> None:
    for id in (4, 5, 6):
        desk.do(triage.place_links, [LinkId(id)], "papers")
    result = desk.do(triage.toggle_bench, LinkId(3))
    assert result.message.startswith("Placed “Agentic AI: A Comprehensive Survey”; “LoRA")
    assert result.message.endswith("is on the bench")
    entries = {entry.link: entry.slot for entry in desk.state.entries.values() if entry.section == "papers"}
    assert entries == {1: 1, 2: 2, 4: 3, 5: 4, 3: 5, 6: None}
    desk.do(history.undo_change)
    assert desk.state.state_of(LinkId(3)) == "benched"


def test_an_entry_changes_places_with_each_of_its_bench_in_turn(desk: Desk) -> None:
    desk.do(triage.bench_links, [LinkId(4)])
    said, standing = [], []
    for _ in range(3):
        in_slot = slots_of(desk, "papers")[1]
        said.append(desk.do(triage.swap_entry, LinkId(in_slot)).message)
        standing.append((slots_of(desk, "papers")[1], slots_of(desk, "papers")[2]))
    assert standing == [(3, 2), (4, 2), (1, 2)]
    assert said[0] == (
        "Placed “Agentic AI: A Comprehensive Survey”; “Gated Attention for Large Language Models” is on the bench"
    )
    desk.do(triage.swap_entry, LinkId(3))
    assert slots_of(desk, "papers")[3] == 3, "one of the bench goes into an open slot, as b puts it there"


def test_an_entry_changes_places_with_nothing_where_its_bench_is_empty_or_it_is_printed(desk: Desk) -> None:
    with pytest.raises(UserError, match=r"^The bench of Videos is empty: "):
        desk.do(triage.swap_entry, LinkId(7))
    desk.do(issues.publish_issue, IssueId(1))
    with pytest.raises(UserError, match=r"^Issue #11 is published: "):
        desk.do(triage.swap_entry, LinkId(1), issue_id=IssueId(1))


def test_words_written_for_a_link_come_back_when_it_is_placed_again(desk: Desk) -> None:
    desk.do(triage.reject_links, [LinkId(1)])
    assert desk.state.state_of(LinkId(1)) == "rejected"
    words = desk.state.links[LinkId(1)].words
    assert words is not None
    assert words.blurb.startswith("Gating")
    desk.do(triage.place_links, [LinkId(1)], "papers")
    entry = desk.state.entries_of(LinkId(1))[0]
    assert entry.blurb.startswith("Gating")
    assert desk.state.links[LinkId(1)].words is None


def test_rejecting_what_is_rejected_says_so(desk: Desk) -> None:
    desk.do(triage.reject_links, [LinkId(4)])
    with pytest.raises(UserError, match="rejected already"):
        desk.do(triage.reject_links, [LinkId(4)])


def test_a_deferred_link_comes_back_with_the_next_issue_and_says_from_where(desk: Desk) -> None:
    desk.do(triage.defer_links, [LinkId(5)])
    assert desk.state.state_of(LinkId(5)) == "deferred"
    desk.do(issues.create_issue)
    assert desk.state.state_of(LinkId(5)) == "inbox"
    assert desk.state.links[LinkId(5)].deferred_from == 11


def test_what_is_left_on_the_bench_is_offered_for_the_next_issue(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    assert desk.state.state_of(LinkId(3)) == "benched"
    desk.do(issues.create_issue)
    draft = desk.state.newest_draft()
    assert draft is not None
    assert desk.state.find_entry(draft.id, LinkId(3)) is not None
    assert published_numbers_of(desk.state, LinkId(1)) == (11,)
    assert published_numbers_of(desk.state, LinkId(3)) == ()


def test_placing_from_the_bench_of_a_published_issue_leaves_one_entry(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    desk.do(triage.place_links, [LinkId(3)], "papers")
    assert len(desk.state.entries_of(LinkId(3))) == 1
    assert slots_of(desk, "papers") == {1: 3}


def test_a_published_issue_refuses_changes_until_it_is_reopened(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    with pytest.raises(UserError, match="published: reopen"):
        desk.do(triage.move_entry, LinkId(1), "pick", issue_id=IssueId(1))
    with pytest.raises(UserError, match="published: reopen"):
        desk.do(writing.write_entry, EntryId(1), blurb="late")
    desk.do(issues.reopen_issue, IssueId(1))
    desk.do(triage.place_links, [LinkId(4)], "papers", issue_id=IssueId(1))
    assert desk.state.state_of(LinkId(4)) == "placed"


def test_tags_are_united_whatever_their_case_and_a_minus_takes_one_away(desk: Desk) -> None:
    desk.do(triage.tag_links, [LinkId(4), LinkId(5)], ["Agents", "survey"])
    desk.do(triage.tag_links, [LinkId(4)], ["agents", "-survey"])
    assert desk.state.links[LinkId(4)].tags == ("Agents",)
    assert desk.state.links[LinkId(5)].tags == ("Agents", "survey")


def test_a_joined_link_becomes_the_second_link_and_leaves_the_list(desk: Desk) -> None:
    desk.do(triage.join_links, LinkId(4), [LinkId(10)])
    assert 10 not in desk.state.ids_in("inbox")
    desk.do(triage.place_links, [LinkId(4)], "papers")
    entry = desk.state.entries_of(LinkId(4))[0]
    assert [(link.label, link.url) for link in entry.links] == [
        ("", "https://arxiv.org/abs/2505.03997"),
        ("GitHub", "https://github.com/karpathy/nanochat"),
    ]
    assert desk.state.state_of(LinkId(10)) == "placed"


@pytest.mark.parametrize(
    "verb",
    [
        lambda desk: desk.do(triage.place_links, [99], "papers"),
        lambda desk: desk.do(triage.place_links, [4], "poems"),
        lambda desk: desk.do(triage.move_entry, 4, "papers"),
        lambda desk: desk.do(triage.place_links, [4], "papers", position=9),
        lambda desk: desk.do(writing.set_issue_field, "colour", "red"),
        lambda desk: desk.do(writing.set_issue_field, "date", "tomorrow"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence_and_changes_nothing(
    desk: Desk, verb: Callable[[Desk], object]
) -> None:
    before = desk.seq
    with pytest.raises(UserError) as refusal:
        verb(desk)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)
    assert desk.seq == before


@pytest.mark.parametrize("name", ["entry.1", "section.papers", "block.promo", "tldr", "title.papers", ""])
def test_only_pieces_that_are_the_issues_own_are_fields_of_it(desk: Desk, name: str) -> None:
    before = desk.seq
    with pytest.raises(UserError, match="An issue has no field"):
        desk.do(writing.set_issue_field, name, "text")
    assert desk.seq == before
