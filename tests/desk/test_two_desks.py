"""Two processes over one library: the later one computes its verb again on top of the earlier."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.support.clock import NOW, FakeClock
from tests.support.desks import PUBLICATION, desk_beside
from tests.support.originals import make_original
from workbench.curation.archive.past_issue import PastEntry, PastIssue, PastSection
from workbench.curation.change import EditCollector, conflicts_with
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import EntryId, IssueId, LabelledLink, LinkId, Section, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming import take_in
from workbench.desk.incoming.archive_import import save_past_issues
from workbench.desk.ports import Library
from workbench.desk.steps import run_steps
from workbench.desk.verbs import history, ideas, issues, preflight, shape, translating, triage, writing
from workbench.library import MemoryLibrary


def slots_of(desk: Desk, section: str) -> dict[int, int | None]:
    """The slot of each link in a section of the draft; None is the bench."""
    return {entry.link: entry.slot for entry in desk.state.entries_in(IssueId(1)) if entry.section == section}


def test_two_that_fill_a_slot_at_once_fill_two_slots(desk: Desk) -> None:
    theirs = desk_beside(desk)
    theirs.do(triage.place_links, [LinkId(5)], "papers")
    desk.do(triage.place_links, [LinkId(4)], "papers")
    assert slots_of(desk, "papers") == {1: 1, 2: 2, 5: 3, 4: 4, 3: None}


def test_two_that_take_entries_off_the_bench_at_once_fill_two_slots(desk: Desk) -> None:
    desk.do(triage.bench_links, [LinkId(4)])
    theirs = desk_beside(desk)
    theirs.do(triage.toggle_bench, LinkId(4))
    desk.do(triage.toggle_bench, LinkId(3))
    assert slots_of(desk, "papers") == {1: 1, 2: 2, 4: 3, 3: 4}


def test_two_that_swap_one_entry_at_once_lose_neither(desk: Desk) -> None:
    theirs = desk_beside(desk)
    theirs.do(triage.swap_entry, LinkId(2))
    desk.do(triage.swap_entry, LinkId(2))
    assert slots_of(desk, "papers") == {1: 1, 3: 2, 2: 3}


def test_two_that_shift_entries_into_one_open_slot_at_once_change_places(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(5)], "papers", position=4)
    theirs = desk_beside(desk)
    theirs.do(triage.shift_entry, LinkId(5), -1)
    desk.do(triage.shift_entry, LinkId(2), 1)
    assert slots_of(desk, "papers") == {1: 1, 5: 2, 2: 3, 3: None}


def test_two_that_place_entries_at_one_position_at_once_put_the_later_before_the_earlier(desk: Desk) -> None:
    desk.do(triage.bench_links, [LinkId(4)])
    theirs = desk_beside(desk)
    theirs.do(triage.move_entry, LinkId(4), "papers", position=3)
    desk.do(triage.move_entry, LinkId(3), "papers", position=3)
    assert slots_of(desk, "papers") == {1: 1, 2: 2, 3: 3, 4: 4}


def test_two_that_put_one_link_on_the_bench_at_once_make_one_entry(desk: Desk) -> None:
    theirs = desk_beside(desk)
    theirs.do(triage.bench_links, [LinkId(4)])
    with pytest.raises(UserError, match="is on the bench already"):
        desk.do(triage.bench_links, [LinkId(4)])


def test_a_bench_that_moves_on_leaves_behind_what_another_placed_in_the_next_issue_at_once(
    desk: Desk,
) -> None:
    desk.do(issues.create_issue)
    theirs = desk_beside(desk)
    theirs.do(triage.place_links, [LinkId(3)], "papers", issue_id=IssueId(2))
    desk.do(issues.publish_issue, IssueId(1))
    assert [entry.slot for entry in desk.state.entries_in(IssueId(2))] == [1]


def test_two_that_create_an_issue_at_once_create_two_numbers(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    desk = make_desk(library)
    desk_beside(desk).do(issues.create_issue)
    desk.do(issues.create_issue)
    assert sorted(issue.number for issue in desk.state.issues.values()) == [11, 12]


def test_an_undo_does_not_fill_a_slot_that_another_fills_at_once(desk: Desk) -> None:
    desk.do(triage.reject_links, [LinkId(1)])
    rejecting = desk.seq
    theirs = desk_beside(desk)
    theirs.do(triage.place_links, [LinkId(4)], "papers")
    desk.do(history.undo_change, rejecting)
    assert slots_of(desk, "papers") == {4: 1, 2: 2, 3: None}


def test_a_link_that_another_places_at_once_is_not_taken_away_by_an_undo(desk: Desk) -> None:
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url="https://e.example/a"),))
    (link,) = desk.do(take_in.take_in_links, reading, "paste").proposal.links
    theirs = desk_beside(desk)
    theirs.do(triage.place_links, [link], "reads")
    with pytest.raises(UserError, match="cannot be undone"):
        desk.do(history.undo_change, desk.seq)
    assert desk.state.state_of(link) == "placed"


def test_an_issue_that_another_fills_at_once_is_not_taken_away_by_an_undo(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    desk = make_desk(library)
    desk.do(issues.create_issue)
    theirs = desk_beside(desk)
    theirs.do(triage.place_links, [LinkId(1)], "papers")
    with pytest.raises(UserError, match="cannot be undone"):
        desk.do(history.undo_change, desk.seq)
    assert desk.state.state_of(LinkId(1)) == "placed"


def test_the_last_slot_goes_to_the_first_and_the_second_is_told(desk: Desk) -> None:
    theirs = desk_beside(desk)
    desk.do(triage.place_links, [LinkId(10)], "tools")
    theirs.apply_records(theirs.library.poll())
    theirs.do(triage.place_links, [LinkId(11)], "tools")
    with pytest.raises(UserError, match="Tools & Repos is full"):
        desk.do(triage.place_links, [LinkId(4)], "tools")
    assert desk.state.state_of(LinkId(11)) == "placed"


def test_two_that_save_one_work_at_once_save_one_link(desk: Desk) -> None:
    theirs = desk_beside(desk)
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url="https://e.example/a"),))
    theirs.do(take_in.take_in_links, reading, "capture")
    taken = desk.do(partial(take_in.take_in_links, result=reading, via="paste")).proposal
    assert taken.outcomes[0].result == "merged"
    assert len(desk.state.links) == 13


def test_two_that_import_one_archive_at_once_import_it_once(desk: Desk) -> None:
    entry = PastEntry("Old", (LabelledLink("", "https://old.example/"),))
    past = [PastIssue(number=3, sections=(PastSection("Papers", (entry,)),), file="3.md")]
    theirs = desk_beside(desk)
    theirs.do(take_in.take_in_paste, "https://old.example/")
    run_steps(save_past_issues(theirs, past))
    done = run_steps(save_past_issues(desk, past))
    assert (done.message, len(desk.state.issues)) == ("Nothing is new: the issue is known already", 2)


def test_writing_two_fields_of_one_entry_keeps_both(desk: Desk) -> None:
    theirs = desk_beside(desk)
    theirs.do(writing.write_entry, EntryId(2), title="Meshes")
    desk.do(writing.write_entry, EntryId(2), blurb="Light, but triangles.")
    assert (desk.state.entries[EntryId(2)].title, desk.state.entries[EntryId(2)].blurb) == (
        "Meshes",
        "Light, but triangles.",
    )


def test_an_open_desk_sees_what_another_did_and_whose_rows_changed(desk: Desk) -> None:
    theirs = desk_beside(desk)
    theirs.do(triage.reject_links, [LinkId(1)])
    touched = desk.apply_records(desk.library.poll())
    assert touched.links == {1}
    assert desk.state.state_of(LinkId(1)) == "rejected"
    assert desk.state.count("placed") == 2


def test_changes_meet_on_a_field_a_document_or_a_claim_and_nowhere_else(desk: Desk) -> None:
    state = desk.state
    titled = writing.write_entry(state, EntryId(2), title="A")
    written = writing.write_entry(state, EntryId(2), blurb="B")
    assert not conflicts_with(titled, written)
    assert conflicts_with(titled, writing.write_entry(state, EntryId(2), title="C"))
    assert conflicts_with(written, triage.reject_links(state, [LinkId(2)]))
    assert conflicts_with(
        triage.place_links(state, [LinkId(4)], "papers"), triage.place_links(state, [LinkId(5)], "papers")
    )
    assert not conflicts_with(
        triage.place_links(state, [LinkId(4)], "papers"), triage.place_links(state, [LinkId(7)], "tools")
    )


def test_a_slot_that_another_takes_away_at_once_is_not_filled(desk: Desk) -> None:
    for link in (4, 5):
        desk.do(triage.place_links, [LinkId(link)], "papers")
    theirs = desk_beside(desk)
    theirs.do(shape.change_slots, "papers", -1)
    with pytest.raises(UserError, match="is full"):
        desk.do(triage.place_links, [LinkId(6)], "papers")


def test_two_that_begin_the_coming_issue_at_once_fill_one(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    desk = make_desk(library)
    theirs = desk_beside(desk)
    theirs.do(triage.place_links, [LinkId(1)], "papers")
    assert "begins" not in desk.do(triage.place_links, [LinkId(2)], "papers").message
    assert [issue.number for issue in desk.state.issues.values()] == [11]


def test_two_that_write_an_idea_at_once_write_two(desk: Desk) -> None:
    edits, issue = EditCollector(), desk.state.issues[IssueId(1)]
    quotes = Section(key="quotes", heading="Quotes", label="Quotes", kinds=("idea",))
    edits.set(issue, sections=(*issue.sections, quotes))
    desk.do(lambda _: edits.build("Added a section"))
    other = desk_beside(desk)
    other.do(ideas.add_idea, "Theirs", section="quotes")
    desk.do(ideas.add_idea, "Mine", section="quotes")
    assert slots_of(desk, "quotes") == {13: 1, 14: 2}
    assert [desk.state.links[LinkId(id)].identity for id in (13, 14)] == ["idea:13", "idea:14"]


def make_two_translators(desk: Desk) -> tuple[Desk, Desk]:
    """Two processes on the library of this desk, whose newsletter is a translation."""
    assert isinstance(desk.library, MemoryLibrary)
    original = make_original()
    libraries = [MemoryLibrary(FakeClock(), shared_with=desk.library) for _ in range(2)]
    one, other = (Desk(library, PUBLICATION, lambda: NOW, original=original) for library in libraries)
    return one, other


def test_two_that_translate_one_issue_at_once_begin_one(desk: Desk) -> None:
    desk.do(shape.delete_issue, IssueId(1))
    mine, theirs = make_two_translators(desk)
    theirs.do(translating.translate_issue)
    with pytest.raises(UserError, match="All issues of the original are translated"):
        mine.do(translating.translate_issue)
    assert [issue.number for issue in mine.state.issues.values()] == [11]


def test_two_that_take_in_what_is_missing_at_once_take_each_entry_in_once(desk: Desk) -> None:
    mine, theirs = make_two_translators(desk)
    theirs.do(preflight.mend_findings, IssueId(1), "missing")
    with pytest.raises(UserError, match="Nothing of the original is missing here"):
        mine.do(preflight.mend_findings, IssueId(1), "missing")
    assert slots_of(mine, "papers") == {1: 1, 2: 2, 5: 3, 6: 4, 3: None}
