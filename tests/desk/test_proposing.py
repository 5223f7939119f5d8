"""What a screen does before the disk holds it: shown at once, saved in order, and computed again where something came
first."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.clock import FakeClock
from tests.support.desks import desk_beside, desk_on, make_half_done_library
from workbench.curation.model import TABLES, EntryId, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.state import State
from workbench.desk.steps import run_steps
from workbench.desk.touched import Touched
from workbench.desk.verbs import history, issues, triage, writing
from workbench.library import MemoryLibrary


@pytest.fixture
def desk() -> Desk:
    """A desk over half an issue: links 1, 2 and 7 are placed, 3 is benched, the others lie in the inbox."""
    return desk_on(make_half_done_library())


def reject(link: int) -> Callable[[State], Any]:
    return partial(triage.reject_links, links=[LinkId(link)])


def save(desk: Desk) -> Touched:
    return run_steps(desk.save_oldest())


def save_all(desk: Desk) -> None:
    while desk.pending_count:
        save(desk)


def dump_documents(desk: Desk) -> dict[str, dict[int, Any]]:
    """What the desk shows."""
    return {
        spec.name: dict(desk.state.documents_of(spec.document)) for spec in TABLES.values() if spec.is_loaded
    }


def label_history(desk: Desk) -> list[str]:
    """What was done, oldest first, as the journal has it."""
    return [record.change.label for record in desk.library.iter_history()][::-1]


def test_a_proposed_change_is_seen_at_once_and_durable_once_it_is_saved(desk: Desk) -> None:
    before = desk.seq
    result = desk.propose(reject(4))
    assert (desk.state.state_of(LinkId(4)), result.record, set(result.touched.links)) == (
        "rejected",
        None,
        {4},
    )
    assert desk.library.seq == before
    assert not save(desk)
    assert (desk.library.seq, desk.seq, desk.pending_count) == (before + 1, before + 1, 0)
    assert desk_beside(desk).state.state_of(LinkId(4)) == "rejected"


def test_a_verb_without_a_change_leaves_nothing_to_save(desk: Desk) -> None:
    title = desk.state.links[LinkId(4)].title
    desk.propose(partial(triage.set_note, link=LinkId(4), text=""))
    assert desk.pending_count == 0
    assert desk.state.links[LinkId(4)].title == title


def test_a_verb_sees_what_was_proposed_before_it(desk: Desk) -> None:
    desk.propose(reject(4))
    with pytest.raises(UserError, match="rejected already"):
        desk.propose(reject(4))
    desk.propose(partial(triage.place_links, links=[LinkId(5)], section="papers"))
    desk.propose(partial(triage.place_links, links=[LinkId(6)], section="papers"))
    save_all(desk)
    placed = desk_beside(desk).state
    assert [placed.find_entry(placed.get_issue(desk.state.issue_by_number(11).id).id, LinkId(id)).slot  # type: ignore[union-attr]
            for id in (5, 6)] == [3, 4]  # fmt: skip


def test_undo_takes_back_what_is_not_saved_yet(desk: Desk) -> None:
    before = dump_documents(desk)
    desk.propose(reject(4))
    result = desk.propose(history.undo_change)
    assert result.message.startswith("Undone: Rejected")
    assert dump_documents(desk) == before
    save_all(desk)
    assert dump_documents(desk_beside(desk)) == before
    desk.propose(history.redo_change)
    assert desk.state.state_of(LinkId(4)) == "rejected"


def test_a_pending_change_says_what_the_journal_will_say(desk: Desk) -> None:
    desk.propose(partial(triage.join_links, link=LinkId(1), others=[LinkId(2)]))
    pending = next(desk.state.iter_history())
    save_all(desk)
    assert next(desk.library.iter_history()).change == pending.change


def test_a_change_whose_answer_is_on_the_way_stands_in_the_history_once(desk: Desk) -> None:
    desk.propose(reject(4))
    saving = desk.save_oldest()
    answer = next(saving)()
    labels = [record.change.label for record in desk.state.iter_history()]
    assert labels.count(label_history(desk)[-1]) == 1
    with suppress(StopIteration):
        saving.send(answer)
    assert [record.change.label for record in desk.state.iter_history()] == labels


def test_what_the_disk_refuses_comes_back_and_what_followed_is_computed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.propose(partial(triage.place_links, links=[LinkId(4)], section="papers"))
    desk.propose(reject(9))
    desk.propose(partial(triage.place_links, links=[LinkId(5)], section="papers"))
    with monkeypatch.context() as disk:
        disk.setattr(desk.library, "append", raise_disk_full)
        touched = save(desk)
    assert LinkId(4) in touched.links
    assert desk.state.state_of(LinkId(4)) == "inbox"
    assert desk.state.state_of(LinkId(9)) == "rejected"
    entry = desk.state.find_entry(desk.state.issue_by_number(11).id, LinkId(5))
    assert entry is not None
    assert entry.slot == 3  # the slot that the refused one had
    [rejection] = desk.pop_rejections()
    assert rejection.label.startswith("Placed")
    assert rejection.reason == "The disk is full: nothing was saved."
    save_all(desk)
    assert (desk.pop_rejections(), dump_documents(desk_beside(desk))) == ([], dump_documents(desk))


def raise_disk_full(*_: object) -> None:
    raise UserError("The disk is full: nothing was saved.")


def test_what_another_process_did_first_stands_and_ours_is_computed_on_top(desk: Desk) -> None:
    other = desk_beside(desk)
    desk.propose(partial(triage.place_links, links=[LinkId(4)], section="papers"))
    desk.propose(reject(9))
    other.do(triage.place_links, [LinkId(5)], "papers")
    other.do(triage.reject_links, [LinkId(9)])
    save_all(desk)
    issue = desk.state.issue_by_number(11)
    assert [entry.link for entry in desk.state.entries_in(issue.id) if entry.section == "papers"] == [
        1,
        2,
        5,
        4,
        3,
    ]
    assert [rejection.label[:8] for rejection in desk.pop_rejections()] == ["Rejected"]
    assert dump_documents(desk_beside(desk)) == dump_documents(desk)


def test_news_are_taken_in_beneath_what_is_proposed(desk: Desk) -> None:
    other = desk_beside(desk)
    desk.propose(partial(triage.place_links, links=[LinkId(4)], section="pick"))
    other.do(triage.place_links, [LinkId(5)], "pick")
    desk.apply_records(desk.library.poll())
    assert desk.state.state_of(LinkId(4)) == "inbox"
    assert [rejection.reason for rejection in desk.pop_rejections()] == [
        "Pick of the Week is full (1/1): b benches it for Papers."
    ]


def test_text_is_saved_in_its_turn_and_not_over_what_came_later(desk: Desk) -> None:
    """The blurb was typed before the entry left; what is kept of the entry has the blurb."""
    writing_it = desk.do_in_steps(partial(writing.write_entry, entry=EntryId(2), blurb="Typed first."))
    step = next(writing_it)
    desk.propose(reject(2))
    with suppress(StopIteration):
        writing_it.send(step())
    save_all(desk)
    words = desk.state.links[LinkId(2)].words
    assert words is not None
    assert words.blurb == "Typed first."
    assert label_history(desk)[-2:] == [
        "Wrote “Radiance Meshes for Volumetric Reconstruction”",
        "Rejected “Radiance Meshes for Volumetric Reconstruction”",
    ]


def test_a_durable_verb_is_computed_without_what_waits_behind_it(desk: Desk) -> None:
    desk.propose(reject(2))
    result = desk.do(writing.write_entry, EntryId(2), blurb="The entry is still there for it.")
    assert result.record is not None
    assert desk.state.state_of(LinkId(2)) == "rejected"
    save_all(desk)
    assert desk.state.links[LinkId(2)].words is not None


def test_ids_of_pending_documents_are_not_given_twice(desk: Desk) -> None:
    desk.propose(partial(triage.place_links, links=[LinkId(4)], section="papers"))
    desk.propose(partial(triage.place_links, links=[LinkId(5)], section="papers"))
    assert {4, 5} <= {entry.link for entry in desk.state.entries.values()}


VERBS: dict[str, Callable[[int, int], Callable[[State], Any]]] = {
    "reject": lambda a, _: reject(a),
    "place": lambda a, b: partial(
        triage.place_links, links=[LinkId(a)], section=("papers", "pick", "tools")[b % 3]
    ),
    "bench": lambda a, _: partial(triage.bench_links, links=[LinkId(a)]),
    "defer": lambda a, _: partial(triage.defer_links, links=[LinkId(a)]),
    "restore": lambda a, _: partial(triage.restore_links, links=[LinkId(a)]),
    "join": lambda a, b: partial(triage.join_links, link=LinkId(a), others=[LinkId(b)]),
    "write": lambda a, b: partial(writing.write_entry_of_link, link=LinkId(a), blurb=f"Text {b}."),
    "create": lambda _, __: issues.create_issue,
    "undo": lambda _, __: history.undo_change,
    "redo": lambda _, __: history.redo_change,
}
PLANS = st.lists(
    st.tuples(st.sampled_from(sorted(VERBS)), st.integers(1, 12), st.integers(1, 12), st.booleans()),
    max_size=25,
)


def take_fresh(desk: Desk) -> Desk:
    """Another desk that reads the same library from the start."""
    assert isinstance(desk.library, MemoryLibrary)
    return desk_on(MemoryLibrary(FakeClock(), shared_with=desk.library))


@example(plan=[("bench", 1, 1, False), ("join", 1, 2, True), ("undo", 1, 1, True), ("redo", 1, 1, False)])
@settings(max_examples=150)
@given(plan=PLANS)
def test_proposing_and_saving_at_any_moment_does_what_a_disk_without_delay_would_do(
    plan: list[tuple[str, int, int, bool]],
) -> None:
    slow, quick = desk_on(make_half_done_library()), desk_on(make_half_done_library())
    for name, a, b, saves in plan:
        with suppress(UserError):
            quick.do(VERBS[name](a, b))
        with suppress(UserError):
            slow.propose(VERBS[name](a, b))
        assert dump_documents(slow) == dump_documents(quick)
        if saves:
            save(slow)
    save_all(slow)
    assert slow.pop_rejections() == []
    assert label_history(slow) == label_history(quick)
    assert dump_documents(take_fresh(slow)) == dump_documents(slow) == dump_documents(quick)


@settings(max_examples=150)
@given(plan=PLANS, others=PLANS)
def test_two_desks_agree_whatever_each_proposed_before_it_heard_of_the_other(
    plan: list[tuple[str, int, int, bool]], others: list[tuple[str, int, int, bool]]
) -> None:
    mine = desk_on(make_half_done_library())
    theirs = desk_beside(mine)
    for step in range(max(len(plan), len(others))):
        for desk, steps in ((mine, plan), (theirs, others)):
            if step < len(steps):
                name, a, b, saves = steps[step]
                with suppress(UserError):
                    desk.propose(VERBS[name](a, b))
                if saves:
                    save(desk)
    for desk in (mine, theirs, mine):
        save_all(desk)
        desk.apply_records(desk.library.poll())
    assert dump_documents(mine) == dump_documents(theirs) == dump_documents(take_fresh(mine))
