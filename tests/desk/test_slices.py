"""Work of seconds in slices: keys act in between, and what comes out is what had come out in one go."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, desk_on, make_inbox_library
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import LinkId, UserError
from workbench.desk import steps
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import (
    IntakeResult,
    ParsedFile,
    slice_intake,
    take_in_files,
    take_in_paste,
)
from workbench.desk.state import State
from workbench.desk.steps import (
    Steps,
    make_slice,
    run_slices,
    run_steps,
    slice_items,
    slice_sequence,
    yield_to_others,
)
from workbench.desk.verbs import history, triage

ROWS: Final = 12
KEYS: Final[dict[str, Callable[[State], Any]]] = {
    "reject a link": partial(triage.reject_links, links=[LinkId(3)]),
    "place a link": partial(triage.place_links, links=[LinkId(1)], section="papers"),
    "save what is being imported": partial(take_in_paste, text="https://e.example/5"),
    "undo": history.undo_change,
}


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of two, so that few rows make many of them."""
    monkeypatch.setattr(steps, "SLICE_SIZE", 2)


def export(name: str = "x.csv") -> ParsedFile:
    """A file with new links, two of one work, and one that the library has."""
    urls = [f"https://e.example/{min(at, 10)}" for at in range(ROWS - 1)] + [
        "https://arxiv.org/abs/1706.03762"
    ]
    clippings = tuple(Clipping(row=row, url=url) for row, url in enumerate(urls, 1))
    return ParsedFile(name, ImportResult(format="csv", clippings=clippings), f"file {name}")


def run_with_keys(desk: Desk, work: Steps[Any], keys: Sequence[tuple[int, str]]) -> tuple[Any, int]:
    """Run steps, and press keys behind the steps of these numbers. Returns the result, and how many steps rested."""
    pressed, rests, at, answer = dict(keys), 0, 0, None
    try:
        step = next(work)
        while True:
            answer, at, rests = step(), at + 1, rests + (step is yield_to_others)
            if at in pressed:
                with suppress(UserError):  # it is done already
                    desk.propose(KEYS[pressed[at]])
            step = work.send(answer)
    except StopIteration as end:
        return end.value, rests


def dump(state: State) -> Any:
    links = {id: (link, state.state_of(id)) for id, link in sorted(state.links.items())}
    return links, [state.ids_in("inbox"), state.ids_in("placed"), state.ids_in("all")]


def test_slices_come_to_what_one_go_comes_to() -> None:
    desk = desk_on(make_inbox_library())
    assert run_slices(slice_intake(desk.state, [export()])) == take_in_files(desk.state, [export()])
    assert run_slices(make_slice(lambda: 7)) == 7
    assert [list(part) for part in slice_sequence((1, 2, 3))] == [[1, 2], [3]]
    assert slice_sequence(()) == [()]


def test_the_others_get_their_turn_after_each_slice() -> None:
    done: list[int] = []
    for turn, _ in enumerate(slice_items(done.append, range(5)), 1):
        assert len(done) == 2 * turn
    assert done == [0, 1, 2, 3, 4]


@given(keys=st.lists(st.tuples(st.integers(1, 25), st.sampled_from(sorted(KEYS))), max_size=4))
def test_keys_between_slices_lose_nothing_and_break_nothing(keys: list[tuple[int, str]]) -> None:
    desk = desk_on(make_inbox_library())
    desk.do(triage.reject_links, [LinkId(2)])
    taken, rests = run_with_keys(desk, desk.do_slices(lambda state: slice_intake(state, [export()])), keys)
    assert isinstance(taken.proposal, IntakeResult)
    assert rests > 10
    while desk.pending_count:
        run_steps(desk.save_oldest())
    assert dump(desk.state) == dump(State(desk.library, PUBLICATION, lambda: NOW))
    urls = [link.url for link in desk.state.links.values()]
    assert len(urls) == len(set(urls))


def test_what_another_process_imported_is_taken_in_slice_by_slice() -> None:
    library = make_inbox_library()
    screen, command = desk_on(library), desk_on(library)
    record = command.do(take_in_files, [export()]).record
    assert record is not None
    touched, rests = run_with_keys(screen, screen.apply_in_steps([record]), [(2, "reject a link")])
    assert rests == len(slice_sequence(record.change.edits)) - 1
    assert touched.links >= {edit.id for edit in record.change.edits if edit.table == "links"}
    assert screen.seq == record.seq
    assert screen.state.state_of(LinkId(3)) == "rejected"
