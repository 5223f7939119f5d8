"""Undo and redo: the records themselves are the stack, whoever wrote them, and no later work is trampled on."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.desks import MemoryLibrary
from workbench.curation.change import Change, Edits
from workbench.curation.model import Link, Refused
from workbench.desk import history, issues, triage, writing
from workbench.desk.desk import Desk
from workbench.desk.present import Present


def undo(desk: Desk, seq: int | None = None) -> str:
    return desk.do(lambda present: history.undo(present, desk.library.history(), seq)).says


def redo(desk: Desk) -> str:
    return desk.do(lambda present: history.redo(present, desk.library.history())).says


def everything(desk: Desk) -> Any:
    present = desk.present
    return dict(present.links), dict(present.entries), dict(present.issues)


def test_undo_takes_back_one_step_and_says_which(desk: Desk) -> None:
    desk.do(triage.place, [4], "papers")
    assert undo(desk) == "Undone: Placed “Quiet Feature Learning in Algorithmic Tasks” in Papers (3/5)"
    assert desk.present.state(4) == "inbox"


def test_steps_are_undone_in_turn_and_redone_in_turn(desk: Desk) -> None:
    for link in (4, 5, 6):
        desk.do(triage.place, [link], "papers")
    full = everything(desk)
    for _ in range(3):
        undo(desk)
    assert [desk.present.state(link) for link in (4, 5, 6)] == ["inbox"] * 3
    for _ in range(3):
        redo(desk)
    assert everything(desk) == full
    with pytest.raises(Refused, match="nothing to redo"):
        redo(desk)


def test_an_undo_can_be_undone_by_redo_only_until_the_next_change(desk: Desk) -> None:
    desk.do(triage.place, [4], "papers")
    undo(desk)
    desk.do(triage.reject, [5])
    with pytest.raises(Refused, match="nothing to redo"):
        redo(desk)


def test_the_first_step_of_all_can_be_undone_with_the_draft_it_created(
    library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    desk = make_desk(library)
    desk.do(triage.place, [1], "papers")
    undo(desk)
    assert desk.present.issues == {}
    assert desk.present.entries == {}
    redo(desk)
    assert desk.present.state(1) == "placed"


def test_what_was_done_to_a_link_is_redone_after_its_adding_was_undone_and_redone(
    library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    desk = make_desk(library)
    desk.do(triage.reject, [1])
    undo(desk)
    undo(desk)
    assert desk.present.links == {}
    redo(desk)
    redo(desk)
    assert desk.present.state(1) == "rejected"


def test_undo_reaches_what_another_process_did(
    library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    first, second = make_desk(library), make_desk(library)
    first.do(triage.reject, [1])
    second.follow(library.news())
    undo(second)
    assert second.present.state(1) == "inbox"


def test_an_arrival_is_never_undone_by_the_key_but_can_be_from_the_history(desk: Desk) -> None:
    edits = Edits()
    edits.make(Link(id=13, url="https://e.example/a", identity="https://e.example/a"))
    arrival = edits.change("Captured a link", origin="capture")
    desk.do(lambda _: arrival)
    assert undo(desk).endswith("Began issue #11")
    redo(desk)
    seq = desk.seq - 2
    undo(desk, seq)
    assert 13 not in desk.present.links


def test_a_field_changed_since_is_left_and_said(desk: Desk) -> None:
    desk.do(writing.write, 2, title="Meshes", blurb="One.")
    seq = desk.seq
    desk.do(writing.write, 2, blurb="Two.")
    assert "left as it is" in undo(desk, seq)
    assert desk.present.entries[2].title == "Radiance Meshes for Volumetric Reconstruction"
    assert desk.present.entries[2].blurb == "Two."


def test_a_slot_filled_since_is_not_filled_twice(desk: Desk) -> None:
    desk.do(triage.reject, [1])
    seq = desk.seq
    desk.do(triage.place, [4], "papers")
    undo(desk, seq)
    draft = desk.present.draft()
    assert draft is not None
    slots = [e.slot for e in desk.present.entries_in(draft.id) if e.section == "papers" and e.slot]
    assert len(slots) == len(set(slots))
    assert desk.present.state(1) == "inbox"


def test_a_link_that_is_in_use_since_is_not_taken_away(desk: Desk) -> None:
    edits = Edits()
    edits.make(Link(id=13, url="https://e.example/a", identity="https://e.example/a"))
    added = edits.change("Added a link")
    desk.do(lambda _: added)
    seq = desk.seq
    desk.do(triage.place, [13], "reads")
    with pytest.raises(Refused, match="changed since"):
        undo(desk, seq)
    assert desk.present.state(13) == "placed"


def test_one_visit_to_a_field_is_one_step_of_undo(desk: Desk) -> None:
    for text in ("A", "A mesh", "A mesh that"):
        typed = text

        def visit(present: Present, typed: str = typed) -> Change:
            return replace(writing.write(present, 2, blurb=typed), visit="visit-1")

        desk.do(visit)
    undo(desk)
    assert desk.present.entries[2].blurb == ""
    redo(desk)
    assert desk.present.entries[2].blurb == "A mesh that"


VERBS: list[Callable[[Desk, int], object]] = [
    lambda desk, link: desk.do(triage.place, [link], "papers"),
    lambda desk, link: desk.do(triage.place, [link], "pick"),
    lambda desk, link: desk.do(triage.bench, [link]),
    lambda desk, link: desk.do(triage.reject, [link]),
    lambda desk, link: desk.do(triage.defer, [link]),
    lambda desk, link: desk.do(triage.restore, [link]),
    lambda desk, link: desk.do(triage.shift, link, 1),
    lambda desk, link: desk.do(triage.tag, [link], ["agents"]),
    lambda desk, link: desk.do(writing.write_link, link, blurb=f"On {link}."),
    lambda desk, _: desk.do(issues.new),
]
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(1, 12)), max_size=12)


def run(desk: Desk, steps: list[tuple[Callable[[Desk, int], object], int]]) -> None:
    for verb, link in steps:
        with suppress(Refused):
            verb(desk, link)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_whatever_was_done_undoing_all_of_it_is_nothing_and_redoing_it_is_all(
    steps: Any, fresh: Callable[[], Desk]
) -> None:
    desk = fresh()
    before, begun = everything(desk), desk.seq
    run(desk, steps)
    after, done = everything(desk), desk.seq - begun
    for _ in range(done):
        undo(desk)
    assert everything(desk) == before
    for _ in range(done):
        redo(desk)
    assert everything(desk) == after


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_no_sequence_of_verbs_loses_or_doubles_a_link(steps: Any, fresh: Callable[[], Desk]) -> None:
    desk = fresh()
    for step in steps:
        run(desk, [step])
        for issue in desk.present.issues.values():
            entries = desk.present.entries_in(issue.id)
            assert len({entry.link for entry in entries}) == len(entries)
            places = [(entry.section, entry.slot) for entry in entries if entry.slot]
            assert len(set(places)) == len(places)
        views = [
            id
            for view in ("inbox", "deferred", "benched", "rejected", "placed", "published")
            for id in desk.present.ids(view)
        ]
        assert sorted(views) == sorted(desk.present.links)
