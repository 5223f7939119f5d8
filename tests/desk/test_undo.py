"""Undo and redo: the records themselves are the stack, whoever wrote them, and no later work is trampled on."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.desks import desk_beside, dump_library
from workbench.curation.change import Change, Edit, EditCollector
from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.model import EntryId, Link, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming.fetching import apply_answer
from workbench.desk.ports import Library
from workbench.desk.state import State
from workbench.desk.verbs import history, issues, triage, writing
from workbench.library import MemoryLibrary


def undo_last(desk: Desk, seq: int | None = None) -> str:
    return desk.do(history.undo_change, seq).message


def redo_last(desk: Desk) -> str:
    return desk.do(history.redo_change).message


def test_undo_takes_back_one_step_and_says_which(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers")
    assert undo_last(desk) == "Undone: Placed “Quiet Feature Learning in Algorithmic Tasks” in Papers (3/5)"
    assert desk.state.state_of(LinkId(4)) == "inbox"


def test_steps_are_undone_in_turn_and_redone_in_turn(desk: Desk) -> None:
    for link in (4, 5, 6):
        desk.do(triage.place_links, [LinkId(link)], "papers")
    full = dump_library(desk)
    for _ in range(3):
        undo_last(desk)
    assert [desk.state.state_of(LinkId(link)) for link in (4, 5, 6)] == ["inbox"] * 3
    for _ in range(3):
        redo_last(desk)
    assert dump_library(desk) == full
    with pytest.raises(UserError, match="nothing to redo"):
        redo_last(desk)


def test_an_undo_can_be_undone_by_redo_only_until_the_next_change(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers")
    undo_last(desk)
    desk.do(triage.reject_links, [LinkId(5)])
    with pytest.raises(UserError, match="nothing to redo"):
        redo_last(desk)


def test_the_first_step_of_all_can_be_undone_with_the_draft_it_created(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    desk = make_desk(library)
    desk.do(triage.place_links, [LinkId(1)], "papers")
    undo_last(desk)
    assert desk.state.issues == {}
    assert desk.state.entries == {}
    redo_last(desk)
    assert desk.state.state_of(LinkId(1)) == "placed"


def test_what_was_done_to_a_link_is_redone_after_its_adding_was_undone_and_redone(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    desk = make_desk(library)
    desk.do(triage.reject_links, [LinkId(1)])
    undo_last(desk)
    undo_last(desk)
    assert desk.state.links == {}
    redo_last(desk)
    redo_last(desk)
    assert desk.state.state_of(LinkId(1)) == "rejected"


def test_redo_brings_back_what_a_site_had_said_before_the_undo(desk: Desk) -> None:
    said = Clipping(url="https://arxiv.org/abs/2505.06708", title="Gates", site="arxiv")
    desk.do(apply_answer, FetchAnswer(LinkId(1), said))
    before = dump_library(desk)
    undo_last(desk)
    redo_last(desk)
    assert desk.state.entries[EntryId(1)].title == "Gates"
    assert dump_library(desk) == before


def test_undo_reaches_what_another_process_did(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    first = make_desk(library)
    second = desk_beside(first)
    first.do(triage.reject_links, [LinkId(1)])
    second.apply_records(second.library.poll())
    undo_last(second)
    assert second.state.state_of(LinkId(1)) == "inbox"


def test_an_arrival_is_never_undone_by_the_key_but_can_be_from_the_history(desk: Desk) -> None:
    edits = EditCollector()
    edits.create(Link(id=LinkId(13), url="https://e.example/a", identity="https://e.example/a"))
    arrival = edits.build("Captured a link", origin="capture")
    desk.do(lambda _: arrival)
    assert undo_last(desk).endswith("Began issue #11")
    redo_last(desk)
    seq = desk.seq - 2
    undo_last(desk, seq)
    assert 13 not in desk.state.links


def test_a_field_changed_since_is_left_and_said(desk: Desk) -> None:
    desk.do(writing.write_entry, EntryId(2), title="Meshes", blurb="One.")
    seq = desk.seq
    desk.do(writing.write_entry, EntryId(2), blurb="Two.")
    assert "left as it is" in undo_last(desk, seq)
    assert desk.state.entries[EntryId(2)].title == "Radiance Meshes for Volumetric Reconstruction"
    assert desk.state.entries[EntryId(2)].blurb == "Two."


def test_a_slot_filled_since_is_not_filled_twice(desk: Desk) -> None:
    desk.do(triage.reject_links, [LinkId(1)])
    seq = desk.seq
    desk.do(triage.place_links, [LinkId(4)], "papers")
    undo_last(desk, seq)
    draft = desk.state.newest_draft()
    assert draft is not None
    slots = [e.slot for e in desk.state.entries_in(draft.id) if e.section == "papers" and e.slot]
    assert len(slots) == len(set(slots))
    assert desk.state.state_of(LinkId(1)) == "inbox"


def test_a_link_that_is_in_use_since_is_not_taken_away(desk: Desk) -> None:
    edits = EditCollector()
    edits.create(Link(id=LinkId(13), url="https://e.example/a", identity="https://e.example/a"))
    added = edits.build("Added a link")
    desk.do(lambda _: added)
    seq = desk.seq
    desk.do(triage.place_links, [LinkId(13)], "reads")
    with pytest.raises(UserError, match="changed since"):
        undo_last(desk, seq)
    assert desk.state.state_of(LinkId(13)) == "placed"


def test_one_visit_to_a_field_is_one_step_of_undo(desk: Desk) -> None:
    for text in ("A", "A mesh", "A mesh that"):
        typed = text

        def visit(state: State, typed: str = typed) -> Change:
            return replace(writing.write_entry(state, EntryId(2), blurb=typed), visit="visit-1")

        desk.do(visit)
    undo_last(desk)
    assert desk.state.entries[EntryId(2)].blurb == ""
    redo_last(desk)
    assert desk.state.entries[EntryId(2)].blurb == "A mesh that"


VERBS: list[Callable[[Desk, int], object]] = [
    lambda desk, link: desk.do(triage.place_links, [LinkId(link)], "papers"),
    lambda desk, link: desk.do(triage.place_links, [LinkId(link)], "pick"),
    lambda desk, link: desk.do(triage.bench_links, [LinkId(link)]),
    lambda desk, link: desk.do(triage.reject_links, [LinkId(link)]),
    lambda desk, link: desk.do(triage.defer_links, [LinkId(link)]),
    lambda desk, link: desk.do(triage.restore_links, [LinkId(link)]),
    lambda desk, link: desk.do(triage.shift_entry, LinkId(link), 1),
    lambda desk, link: desk.do(triage.tag_links, [LinkId(link)], ["agents"]),
    lambda desk, link: desk.do(writing.write_entry_of_link, LinkId(link), blurb=f"On {link}."),
    lambda desk, _: desk.do(issues.create_issue),
]
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(1, 12)), max_size=12)


def run_steps(desk: Desk, steps: list[tuple[Callable[[Desk, int], object], int]]) -> None:
    for verb, link in steps:
        with suppress(UserError):
            verb(desk, link)


@settings(max_examples=60)
@given(steps=STEPS)
def test_whatever_was_done_undoing_all_of_it_is_nothing_and_redoing_it_is_all(
    steps: Any, new_desk: Callable[[], Desk]
) -> None:
    desk = new_desk()
    before, begun = dump_library(desk), desk.seq
    run_steps(desk, steps)
    after, done = dump_library(desk), desk.seq - begun
    for _ in range(done):
        undo_last(desk)
    assert dump_library(desk) == before
    for _ in range(done):
        redo_last(desk)
    assert dump_library(desk) == after


@settings(max_examples=60)
@given(steps=STEPS)
def test_no_sequence_of_verbs_loses_or_doubles_a_link(steps: Any, new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    for step in steps:
        run_steps(desk, [step])
        for issue in desk.state.issues.values():
            entries = desk.state.entries_in(issue.id)
            assert len({entry.link for entry in entries}) == len(entries)
            places = [(entry.section, entry.slot) for entry in entries if entry.slot]
            assert len(set(places)) == len(places)
        views = [
            id
            for view in ("inbox", "deferred", "benched", "rejected", "placed", "published")
            for id in desk.state.ids_in(view)
        ]
        assert sorted(views) == sorted(desk.state.links)


def test_what_has_changed_since_altogether_is_stepped_over(desk: Desk) -> None:
    desk.do(triage.reject_links, [LinkId(5)])
    desk.do(triage.reject_links, [LinkId(4)])
    fields = {"state": "rejected"}
    feed = Change(label="Feed", origin="feed", edits=(Edit("links", 4, fields, {"state": "deferred"}),))
    record, _ = desk.library.append(feed, desk.seq)
    assert record is not None
    desk.apply_records([record])
    assert undo_last(desk).startswith("Undone: Rejected")
    assert desk.state.state_of(LinkId(5)) == "inbox"
    assert desk.state.links[LinkId(4)].state == "deferred"


def test_undo_ends_where_the_library_was_restored_from_what_it_cannot_be_compared_with(desk: Desk) -> None:
    desk.do(triage.reject_links, [LinkId(5)])
    record, _ = desk.library.append(Change(label="Restored 000001-import.json"), desk.seq)
    assert record is not None
    desk.apply_records([record])
    desk.do(triage.reject_links, [LinkId(4)])
    undo_last(desk)
    for _ in range(2):
        with pytest.raises(UserError, match=r"nothing to undo since this: Restored 000001-import.json\.$"):
            undo_last(desk)
    assert redo_last(desk).startswith("Redone: Rejected")
