"""An edited text and work done meanwhile: what the text did not touch stays, and a conflict keeps both."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming.import_issue import IssueImport, import_issue
from workbench.desk.outgoing.export import prepare_export
from workbench.desk.verbs import history, issues, triage, writing

DRAFT = IssueId(1)
WRITTEN = "Gating after attention turns out to do a great deal of work for very little cost."


@pytest.fixture
def text(desk: Desk) -> str:
    """The text of the draft as it was exported, with a second paper written."""
    desk.do(writing.write_entry, EntryId(2), blurb="Meshes, but light.")
    return export(desk)


def export(desk: Desk) -> str:
    made = prepare_export(desk.state, desk.state.issues[DRAFT])
    desk.do(issues.record_export, DRAFT, made.name, made.digest, made.text)
    return made.text


def read(desk: Desk, text: str) -> IssueImport:
    return desk.do(import_issue, text).proposal


def draft_of(desk: Desk) -> Issue:
    return desk.state.issues[DRAFT]


def entry_of(desk: Desk, link: int) -> Entry:
    found = desk.state.find_entry(DRAFT, LinkId(link))
    assert found is not None
    return found


def slots_of(desk: Desk) -> dict[int, int]:
    return {
        entry.slot: entry.link
        for entry in desk.state.entries_in(DRAFT)
        if entry.section == "papers" and entry.slot
    }


def test_what_the_text_does_not_touch_stays_as_it_was_written_meanwhile(desk: Desk, text: str) -> None:
    desk.do(writing.write_entry, EntryId(2), title="Meshes", blurb="An hour of work.")
    desk.do(
        writing.write_entry,
        EntryId(2),
        links=[LabelledLink("", "https://a.example/"), LabelledLink("Code", "https://b.example/")],
    )
    fields = {
        "title": "New",
        "greeting": "Hi.",
        "closing": "Bye.",
        "tldr.papers": "new",
        "date": "2026-12-06",
    }
    for field, value in fields.items():
        desk.do(writing.set_issue_field, field, value)
    desk.do(triage.place_links, [LinkId(4)], "papers")
    desk.do(triage.shift_entry, LinkId(4), -1)
    before = desk.state.issues[DRAFT], entry_of(desk, 2), slots_of(desk)
    done = read(desk, text.replace("very little cost", "next to no cost"))
    assert done.problems == ()
    assert entry_of(desk, 1).blurb == WRITTEN.replace("very little cost", "next to no cost")
    now = desk.state.issues[DRAFT]
    assert (now.title, now.greeting, now.closing, now.tldr, now.date) == (
        before[0].title, before[0].greeting, before[0].closing, before[0].tldr, before[0].date,
    )  # fmt: skip
    assert (entry_of(desk, 2), slots_of(desk)) == before[1:]


def test_a_conflict_is_named_and_both_texts_are_kept(desk: Desk, text: str) -> None:
    desk.do(writing.write_entry, EntryId(1), blurb="Written here.")
    desk.do(writing.set_issue_field, "greeting", "Hi there.")
    edited = text.replace("very little cost", "next to no cost").replace("Hey there!", "Good morning.")
    done = read(desk, edited)
    assert [problem.partition(":")[0] for problem in done.problems] == [
        "The greeting was changed here and in the edited text",
        "The blurb of “Gated Attention for Large Language Models” was changed here and in the edited text",
    ]
    assert (entry_of(desk, 1).blurb, draft_of(desk).greeting) == ("Written here.", "Hi there.")
    assert "next to no cost" in draft_of(desk).unplaced
    assert "Good morning." in draft_of(desk).unplaced


def test_the_same_edit_on_both_sides_and_an_edit_where_nothing_stands_are_no_conflict(
    desk: Desk, text: str
) -> None:
    edited = text.replace("Hey there!", "Good morning.").replace("very little cost", "next to no cost")
    desk.do(writing.set_issue_field, "greeting", "Good morning.")
    desk.do(writing.write_entry, EntryId(1), blurb="")
    assert read(desk, edited).problems == ()
    assert entry_of(desk, 1).blurb.endswith("next to no cost.")


def test_after_it_was_read_the_text_is_what_the_next_edit_is_compared_with(desk: Desk, text: str) -> None:
    once = text.replace("Hey there!", "Good morning.")
    read(desk, once)
    desk.do(writing.set_issue_field, "greeting", "Good evening.")
    assert read(desk, once.replace("very little cost", "next to no cost")).problems == ()
    assert draft_of(desk).greeting == "Good evening."


def test_an_entry_placed_meanwhile_stays_and_one_benched_meanwhile_stays_out(desk: Desk, text: str) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers")
    desk.do(triage.bench_links, [LinkId(2)])
    done = read(desk, text.replace("Hey there!", "Hello."))
    assert done.problems == ()
    assert slots_of(desk) == {1: 1, 3: 4}


def test_an_entry_rejected_meanwhile_stays_out_and_its_edited_text_is_kept(desk: Desk, text: str) -> None:
    desk.do(triage.reject_links, [LinkId(2)])
    done = read(desk, text.replace("Meshes, but light.", "Meshes, rewritten."))
    assert ["stays out" in problem for problem in done.problems] == [True]
    assert desk.state.state_of(LinkId(2)) == "rejected"
    assert "Meshes, rewritten." in draft_of(desk).unplaced


def test_an_order_of_the_text_takes_in_what_was_placed_meanwhile(desk: Desk, text: str) -> None:
    first, second, end = text.index("### Gated"), text.index("### Radiance"), text.index("## 🎥")
    desk.do(triage.place_links, [LinkId(4)], "papers")
    assert read(desk, text[:first] + text[second:end] + text[first:second] + text[end:]).problems == ()
    assert slots_of(desk) == {1: 2, 2: 4, 3: 1}


def test_an_order_changed_on_both_sides_stays_and_is_named(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers")
    text = export(desk)
    first, second, end = text.index("### Gated"), text.index("### Radiance"), text.index("## 🎥")
    desk.do(triage.shift_entry, LinkId(4), -1)
    done = read(desk, text[:first] + text[second:end] + text[first:second] + text[end:])
    assert len(done.problems) == 1
    assert done.problems[0].startswith("The order of Papers was changed here and in the edited text")
    assert slots_of(desk) == {1: 1, 2: 4, 3: 2}


def test_what_stands_in_the_text_twice_is_kept_once_and_below(desk: Desk, text: str) -> None:
    start, end = text.index("### Radiance"), text.index("## 🎥")
    again = text[start:end].replace("Meshes, but light.", "A second thought.")
    done = read(desk, text[:end] + again + text[end:])
    assert ["stands in the text twice" in problem for problem in done.problems] == [True]
    assert entry_of(desk, 2).blurb == "Meshes, but light."
    assert "A second thought." in draft_of(desk).unplaced


def test_without_the_exported_text_each_field_that_is_replaced_is_named(desk: Desk, text: str) -> None:
    made = prepare_export(desk.state, draft_of(desk))
    desk.do(history.undo_change, desk.seq)
    desk.do(issues.record_export, DRAFT, made.name, made.digest)
    desk.do(writing.set_issue_field, "greeting", "Hi there.")
    done = read(desk, text.replace("very little cost", "next to no cost"))
    assert done.problems == (
        "The greeting is replaced by that of the edited text.",
        "The blurb of “Gated Attention for Large Language Models” is replaced by that of the edited text.",
        "It is not known what the text was made from: all that differs counts as an edit.",
    )
    assert draft_of(desk).greeting == "Hey there!"


@pytest.mark.parametrize("nothing", ["", "\n\n", "\x00\xff half a disk", "Only a line."])
def test_a_text_that_holds_nothing_of_the_issue_is_refused(desk: Desk, nothing: str) -> None:
    before = draft_of(desk), dict(desk.state.entries)
    with pytest.raises(UserError, match="the issue stays as it is"):
        desk.do(import_issue, nothing, DRAFT, base="given")
    assert (draft_of(desk), dict(desk.state.entries)) == before


def test_undoing_the_import_takes_back_what_the_next_one_is_compared_with(desk: Desk, text: str) -> None:
    edited = text.replace("Hey there!", "Good morning.")
    read(desk, edited)
    desk.do(history.undo_change)
    assert draft_of(desk).greeting == "Hey there!"
    read(desk, edited)
    assert draft_of(desk).greeting == "Good morning."


FIELDS = ("Hey there!", "very little cost", "Meshes, but light.", "Until next week.", "gates after attention")


@given(edited=st.sets(st.sampled_from(FIELDS)), written=st.sets(st.sampled_from(FIELDS)))
def test_no_word_of_either_side_is_lost(
    edited: set[str], written: set[str], new_desk: Callable[[], Desk]
) -> None:
    desk = new_desk()
    desk.do(writing.write_entry, EntryId(2), blurb="Meshes, but light.")
    text = export(desk)
    for at, old in enumerate(FIELDS):
        if old in edited:
            text = text.replace(old, f"Edited {at}")
        if old in written:
            write_here(desk, at)
    read(desk, text)
    said = repr((draft_of(desk), entry_of(desk, 1), entry_of(desk, 2)))
    assert all(f"Edited {at}" in said for at, old in enumerate(FIELDS) if old in edited)
    assert all(f"Written {at}" in said for at, old in enumerate(FIELDS) if old in written)
    assert bool(draft_of(desk).unplaced) == bool(edited & written)


def write_here(desk: Desk, at: int) -> None:
    if at in (1, 2):
        desk.do(writing.write_entry, EntryId(at), blurb=f"Written {at}")
    else:
        field = {0: "greeting", 3: "closing", 4: "tldr.papers"}[at]
        desk.do(writing.set_issue_field, field, f"Written {at}")
