"""Two processes over one library: the later one computes its verb again on top of the earlier."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.support.desks import MemoryLibrary
from workbench.curation.change import meets
from workbench.curation.clipping import Clipping, Reading
from workbench.curation.model import Refused
from workbench.desk import intake, triage, writing
from workbench.desk.desk import Desk


def test_two_that_fill_a_slot_at_once_fill_two_slots(
    half_done: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done), make_desk(half_done)
    half_done.rival = triage.place(theirs.present, [5], "papers")
    mine.do(triage.place, [4], "papers")
    assert {entry.link: entry.slot for entry in mine.present.entries_in(1) if entry.section == "papers"} == {
        1: 1, 2: 2, 5: 3, 4: 4, 3: None,
    }  # fmt: skip


def test_the_last_slot_goes_to_the_first_and_the_second_is_told(
    half_done: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done), make_desk(half_done)
    mine.do(triage.place, [10], "tools")
    theirs.follow(half_done.records[theirs.seq :])
    half_done.rival = triage.place(theirs.present, [11], "tools")
    with pytest.raises(Refused, match="Tools & Repos is full"):
        mine.do(triage.place, [4], "tools")
    assert mine.present.state(11) == "placed"


def test_two_that_save_one_work_at_once_save_one_link(
    half_done: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done), make_desk(half_done)
    reading = Reading(format="list", clippings=(Clipping(row=1, url="https://e.example/a"),))
    half_done.rival = intake.take_in(theirs.present, reading, "capture").change
    taken = mine.do(partial(intake.take_in, reading=reading, via="paste")).proposal
    assert taken.outcomes[0].what == "merged"
    assert len(mine.present.links) == 13


def test_writing_two_fields_of_one_entry_keeps_both(
    half_done: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done), make_desk(half_done)
    half_done.rival = writing.write(theirs.present, 2, title="Meshes")
    mine.do(writing.write, 2, blurb="Light, but triangles.")
    assert (mine.present.entries[2].title, mine.present.entries[2].blurb) == (
        "Meshes",
        "Light, but triangles.",
    )


def test_an_open_desk_sees_what_another_did_and_whose_rows_changed(
    half_done: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    mine, theirs = make_desk(half_done), make_desk(half_done)
    half_done.news()
    half_done.write(triage.reject(theirs.present, [1]))
    touched = mine.follow(half_done.news())
    assert touched.links == {1}
    assert mine.present.state(1) == "rejected"
    assert mine.present.count("placed") == 2


def test_changes_meet_on_a_field_a_document_or_a_claim_and_nowhere_else(
    half_done: MemoryLibrary, make_desk: Callable[[MemoryLibrary], Desk]
) -> None:
    present = make_desk(half_done).present
    titled, written = writing.write(present, 2, title="A"), writing.write(present, 2, blurb="B")
    assert not meets(titled, written)
    assert meets(titled, writing.write(present, 2, title="C"))
    assert meets(written, triage.reject(present, [2]))
    assert meets(triage.place(present, [4], "papers"), triage.place(present, [5], "papers"))
    assert not meets(triage.place(present, [4], "papers"), triage.place(present, [7], "tools"))
