"""Two processes over one library: the later one computes its verb again on top of the earlier."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.support.desks import MemoryLibrary
from workbench.curation.change import conflicts_with
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming import take_in
from workbench.desk.verbs import triage, writing


def test_two_that_fill_a_slot_at_once_fill_two_slots(
    half_done_library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done_library), make_desk(half_done_library)
    half_done_library.concurrent_change = triage.place_links(theirs.state, [5], "papers")
    mine.do(triage.place_links, [4], "papers")
    assert {entry.link: entry.slot for entry in mine.state.entries_in(1) if entry.section == "papers"} == {
        1: 1, 2: 2, 5: 3, 4: 4, 3: None,
    }  # fmt: skip


def test_the_last_slot_goes_to_the_first_and_the_second_is_told(
    half_done_library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done_library), make_desk(half_done_library)
    mine.do(triage.place_links, [10], "tools")
    theirs.apply_records(half_done_library.records[theirs.seq :])
    half_done_library.concurrent_change = triage.place_links(theirs.state, [11], "tools")
    with pytest.raises(UserError, match="Tools & Repos is full"):
        mine.do(triage.place_links, [4], "tools")
    assert mine.state.state_of(11) == "placed"


def test_two_that_save_one_work_at_once_save_one_link(
    half_done_library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done_library), make_desk(half_done_library)
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url="https://e.example/a"),))
    half_done_library.concurrent_change = take_in.take_in_links(theirs.state, reading, "capture").change
    taken = mine.do(partial(take_in.take_in_links, result=reading, via="paste")).proposal
    assert taken.outcomes[0].result == "merged"
    assert len(mine.state.links) == 13


def test_writing_two_fields_of_one_entry_keeps_both(
    half_done_library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done_library), make_desk(half_done_library)
    half_done_library.concurrent_change = writing.write_entry(theirs.state, 2, title="Meshes")
    mine.do(writing.write_entry, 2, blurb="Light, but triangles.")
    assert (mine.state.entries[2].title, mine.state.entries[2].blurb) == (
        "Meshes",
        "Light, but triangles.",
    )


def test_an_open_desk_sees_what_another_did_and_whose_rows_changed(
    half_done_library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done_library), make_desk(half_done_library)
    half_done_library.poll()
    half_done_library.write(triage.reject_links(theirs.state, [1]))
    touched = mine.apply_records(half_done_library.poll())
    assert touched.links == {1}
    assert mine.state.state_of(1) == "rejected"
    assert mine.state.count("placed") == 2


def test_changes_meet_on_a_field_a_document_or_a_claim_and_nowhere_else(
    half_done_library: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    state = make_desk(half_done_library).state
    titled, written = writing.write_entry(state, 2, title="A"), writing.write_entry(state, 2, blurb="B")
    assert not conflicts_with(titled, written)
    assert conflicts_with(titled, writing.write_entry(state, 2, title="C"))
    assert conflicts_with(written, triage.reject_links(state, [2]))
    assert conflicts_with(triage.place_links(state, [4], "papers"), triage.place_links(state, [5], "papers"))
    assert not conflicts_with(
        triage.place_links(state, [4], "papers"), triage.place_links(state, [7], "tools")
    )
