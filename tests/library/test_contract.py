"""What the desk asks of a library, held by the one on disk and by the one in memory alike.

Every test runs on both. A session is one process's hold on the library; two sessions are two processes.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clock import FakeClock
from tests.support.libraries import make_saving_change
from workbench.curation.change import Change, Edit, apply_edit
from workbench.curation.claims import Claim, claim_slot
from workbench.curation.model import IssueId, TableName, UserError
from workbench.desk.ports import Library
from workbench.library import MemoryLibrary, open_library

OpenSession = Callable[[], Library]
KINDS: Final = ("memory", "disk")
SLOT: Final = claim_slot(IssueId(1), "papers", 1)


def session_opener(kind: str, folder: Path, clock: FakeClock) -> OpenSession:
    """What opens one session after the other on one library of that kind."""
    if kind == "disk":
        return lambda: open_library(folder, clock=clock)
    first = MemoryLibrary(clock)
    return lambda: MemoryLibrary(clock, shared_with=first)


@pytest.fixture(params=KINDS)
def open_session(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[OpenSession]:
    """Open a session; whatever is open at the end is closed."""
    opener, opened = session_opener(request.param, tmp_path, clock), list[Library]()

    def open_one() -> Library:
        opened.append(opener())
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()


@pytest.fixture
def library(open_session: OpenSession) -> Library:
    """A session on an empty library."""
    return open_session()


def save(library: Library, *titles: str) -> int:
    """Save a link for each title in one change; the change's number."""
    record, _ = library.append(make_saving_change(library, *titles), library.seq)
    assert record is not None
    return record.seq


def set_fields(id: int, before: dict[str, Any], after: dict[str, Any], *claims: Claim) -> Change:
    """A change of fields of one link."""
    return Change(label=f"Set {', '.join(after)}", edits=(Edit("links", id, before, after),), claims=claims)


def take_away(library: Library, id: int) -> Change:
    """A change that takes a link away whole."""
    return Change(label="Removed", edits=(Edit("links", id, library.get("links", id), None),))


def documents_of(library: Library, table: TableName = "links") -> dict[int, Any]:
    """Every document of a table, decoded."""
    return {id: msgspec.json.decode(line) for id, line in library.documents_in(table).iter_lines()}


def titles_in(library: Library) -> list[str]:
    return [document["title"] for document in documents_of(library).values()]


def labels_in(library: Library) -> list[str]:
    return [record.change.label for record in library.iter_history()]


def test_a_new_library_is_empty_and_has_nothing_to_say(library: Library) -> None:
    assert (library.seq, library.notices, library.next_id("links")) == (0, (), 1)
    assert (list(library.documents_in("links").iter_lines()), list(library.iter_history())) == ([], [])
    assert library.get("links", 1) is None
    assert library.poll() == []


# Appending


def test_a_change_is_one_record_with_the_next_number_and_the_time_in_utc(
    library: Library, clock: FakeClock
) -> None:
    save(library, "gates")
    clock.advance(hours=2, seconds=7)
    change = make_saving_change(library, "meshes")
    record, news = library.append(change, library.seq)
    assert record is not None
    assert (record.seq, record.at, record.change, news) == (2, "2026-11-22T14:00:07Z", change, [])
    assert library.seq == 2


def test_documents_come_in_order_of_id_as_json(library: Library) -> None:
    edits = tuple(
        Edit("entries", id, None, {"title": f"É{id}", "links": ({"label": ""},)}) for id in (10, 9, 2)
    )
    library.append(Change(label="Placed", edits=edits), 0)
    assert [id for id, _ in library.documents_in("entries").iter_lines()] == [2, 9, 10]
    assert documents_of(library, "entries")[9] == {"title": "É9", "links": [{"label": ""}]}
    assert library.get("entries", 9) == {"title": "É9", "links": [{"label": ""}]}


def test_a_document_is_handed_out_as_a_copy(library: Library) -> None:
    tags = ["a"]
    library.append(Change(label="x", edits=(Edit("links", 1, None, {"tags": tags}),)), 0)
    tags.append("the caller's own list")
    first = library.get("links", 1)
    assert first is not None
    first["tags"].append("what was read")
    first["title"] = "what was read"
    assert library.get("links", 1) == documents_of(library)[1] == {"tags": ["a"]}
    [record] = library.iter_history()
    assert record.change.edits[0].after == {"tags": ["a"]}


def test_fields_that_an_edit_does_not_name_stay_and_so_do_those_nobody_knows(library: Library) -> None:
    library.append(
        Change(label="x", edits=(Edit("links", 1, None, {"title": "t", "of_others": [1, None]}),)), 0
    )
    library.append(set_fields(1, {"title": "t"}, {"title": "u", "note": "n"}), 1)
    assert library.get("links", 1) == {"title": "u", "of_others": [1, None], "note": "n"}
    library.append(set_fields(1, {"note": "n"}, {}), 2)
    assert library.get("links", 1) == {"title": "u", "of_others": [1, None]}


def test_what_is_taken_away_is_gone_and_its_id_is_not_given_again(library: Library) -> None:
    save(library, "one", "two")
    library.append(take_away(library, 2), library.seq)
    assert library.get("links", 2) is None
    assert list(documents_of(library)) == [1]
    assert library.next_id("links") == 3
    assert library.next_id("entries") == 1


def test_text_that_no_json_can_hold_is_refused_and_nothing_of_it_stays(library: Library) -> None:
    save(library, "one")
    broken = Change(
        label="x",
        edits=(Edit("links", 2, None, {"title": "two"}), Edit("links", 3, None, {"title": "\ud800"})),
    )
    with pytest.raises(UserError, match=r"cannot be kept: .*\.$"):
        library.append(broken, library.seq)
    assert (library.seq, titles_in(library), labels_in(library)) == (1, ["one"], ["Saved one"])
    assert save(library, "two") == 2


# Two sessions


def test_what_another_wrote_elsewhere_comes_back_beside_the_own_record(open_session: OpenSession) -> None:
    mine, theirs = open_session(), open_session()
    save(mine, "one", "two", "three")
    theirs.poll()
    theirs.append(set_fields(1, {}, {"note": "first"}), theirs.seq)
    theirs.append(set_fields(2, {}, {"note": "second"}), theirs.seq)
    record, news = mine.append(set_fields(1, {"title": "one"}, {"title": "One"}), mine.seq)
    assert [(one.seq, one.change.label) for one in news] == [(2, "Set note"), (3, "Set note")]
    assert record is not None
    assert record.seq == mine.seq == 4
    assert mine.get("links", 1) == {**documents_of(theirs)[1], "title": "One", "note": "first"}


@pytest.mark.parametrize(
    "theirs_does",
    [
        lambda _: set_fields(1, {"title": "one"}, {"title": "Theirs"}),
        lambda library: take_away(library, 1),
        lambda _: set_fields(2, {}, {"note": "n"}, SLOT),
    ],
    ids=["one field", "the document", "one claim"],
)
def test_a_change_that_meets_a_newer_one_is_not_written_and_the_newer_one_is_read(
    open_session: OpenSession, theirs_does: Callable[[Library], Change]
) -> None:
    mine, theirs = open_session(), open_session()
    save(mine, "one", "two")
    theirs.poll()
    theirs.append(theirs_does(theirs), theirs.seq)
    change = set_fields(1, {"title": "one"}, {"title": "Mine"}, SLOT)
    record, news = mine.append(change, 1)
    assert record is None
    assert [one.seq for one in news] == [2]
    assert mine.seq == 2
    assert documents_of(mine) == documents_of(theirs)
    again, news = mine.append(change, 2)
    assert (again is not None, news) == (True, [])


def test_a_change_is_held_against_everything_after_what_it_is_based_on_own_records_too(
    library: Library,
) -> None:
    save(library, "one", "two")
    library.append(set_fields(1, {}, {"note": "a"}), 1)
    library.append(set_fields(2, {}, {"note": "b"}), 2)
    record, news = library.append(set_fields(1, {}, {"note": "c"}), 1)
    assert (record, [one.seq for one in news]) == (None, [2, 3])
    record, news = library.append(set_fields(1, {"note": "a"}, {"note": "c"}), 2)
    assert (record is not None, [one.seq for one in news]) == (True, [3])


def test_what_others_wrote_is_told_once_in_order_and_is_already_there(open_session: OpenSession) -> None:
    mine, theirs = open_session(), open_session()
    save(theirs, "one")
    save(theirs, "two")
    assert (mine.seq, titles_in(mine)) == (0, [])
    assert [record.change.label for record in mine.poll()] == ["Saved one", "Saved two"]
    assert (mine.seq, titles_in(mine), mine.next_id("links")) == (2, ["one", "two"], 3)
    assert mine.poll() == []
    assert theirs.poll() == [], "its own records are no news"


def test_what_an_append_told_is_not_told_again(open_session: OpenSession) -> None:
    mine, theirs = open_session(), open_session()
    save(mine, "one")
    theirs.poll()
    theirs.append(set_fields(1, {}, {"note": "n"}), theirs.seq)
    assert mine.append(set_fields(1, {}, {"note": "m"}), mine.seq)[0] is None
    assert mine.poll() == []
    theirs.append(set_fields(1, {}, {"tags": ["n"]}), theirs.seq)
    assert mine.append(set_fields(1, {}, {"kind": "read"}), mine.seq)[0] is not None
    assert mine.poll() == []
    assert [record.change.label for record in theirs.poll()] == ["Set kind"]


def test_news_met_by_an_append_that_is_refused_is_told_by_the_next_poll(open_session: OpenSession) -> None:
    mine, theirs = open_session(), open_session()
    save(theirs, "one")
    with pytest.raises(UserError, match="cannot be kept"):
        mine.append(Change(label="x", edits=(Edit("links", 9, None, {"title": "\ud800"}),)), mine.seq)
    assert [record.change.label for record in mine.poll()] == ["Saved one"]


# History, backups, leaving


def test_history_is_every_record_newest_first_as_it_was_written(open_session: OpenSession) -> None:
    mine, theirs = open_session(), open_session()
    save(mine, "one")
    theirs.poll()
    undo = Change(
        label="Undone: Saved one", origin="feed", edits=take_away(theirs, 1).edits, claims=(SLOT,),
        undoes=(1,), redoes=(7,), visit="v",
    )  # fmt: skip
    theirs.append(undo, theirs.seq)
    newest, oldest = mine.iter_history()
    assert (newest.seq, newest.at, newest.change) == (2, "2026-11-22T12:00:00Z", undo)
    assert (oldest.seq, oldest.change.label) == (1, "Saved one")
    assert mine.seq == 1, "reading the history takes nothing in"


def test_a_backup_changes_nothing(library: Library) -> None:
    save(library, "one")
    library.create_backup("import")
    assert (library.seq, titles_in(library), len(list(library.iter_history()))) == (1, ["one"], 1)


def test_a_checkpoint_changes_nothing_that_a_session_sees(open_session: OpenSession) -> None:
    mine, theirs = open_session(), open_session()
    assert not mine.is_checkpoint_due
    save(mine, "one")
    mine.checkpoint()
    assert [record.change.label for record in theirs.poll()] == ["Saved one"]
    assert save(theirs, "two") == 2
    theirs.checkpoint()
    mine.poll()
    assert save(mine, "three") == 3
    assert (titles_in(mine), labels_in(mine)) == (["one", "two", "three"], labels_in(theirs))
    assert (mine.notices, theirs.notices) == ((), ())


def test_whoever_comes_after_the_last_has_left_finds_everything(open_session: OpenSession) -> None:
    first = open_session()
    save(first, "one", "two")
    first.append(take_away(first, 2), first.seq)
    first.close()
    first.close()
    second = open_session()
    assert (second.seq, titles_in(second), second.next_id("links"), second.notices) == (2, ["one"], 3, ())
    assert labels_in(second) == ["Removed", "Saved one, two"]
    assert second.poll() == []
    assert save(second, "three") == 3


def test_what_is_closed_takes_nothing_more(open_session: OpenSession) -> None:
    closed, other = open_session(), open_session()
    closed.close()
    save(other, "one")
    with pytest.raises(UserError, match="This library is closed: nothing was saved"):
        closed.append(make_saving_change(closed, "two"), closed.seq)
    assert closed.poll() == []
    assert titles_in(other) == ["one"]


# A law over both

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=3), st.lists(st.integers(0, 3))
)
FIELDS = st.dictionaries(st.sampled_from(["title", "note", "tags", "of_others"]), VALUES, max_size=3)
STEPS = st.lists(
    st.tuples(st.sampled_from(["set", "remove", "poll"]), st.integers(0, 1), st.integers(1, 3), FIELDS),
    max_size=12,
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40)
@given(steps=STEPS)
def test_two_sessions_that_write_in_turn_end_alike_and_as_their_history_says(
    kind: str, steps: list[tuple[str, int, int, dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    opener = session_opener(kind, tmp_path_factory.mktemp("law"), FakeClock())
    sessions = [opener(), opener()]
    for what, who, id, fields in steps:
        library = sessions[who]
        if what == "poll":
            library.poll()
            continue
        there = library.get("links", id)
        before = None if there is None else {name: there[name] for name in fields if name in there}
        after, before = (None, there) if what == "remove" else (fields, before)
        library.append(Change(label=what, edits=(Edit("links", id, before, after),)), library.seq)
    for library in sessions:
        library.poll()
    expected: dict[int, Any] = {}
    for record in reversed(list(sessions[0].iter_history())):
        for edit in record.change.edits:
            expected[edit.id] = apply_edit(expected.get(edit.id), edit)
    left = {id: document for id, document in expected.items() if document is not None}
    assert documents_of(sessions[0]) == documents_of(sessions[1]) == left
    for library in sessions:
        library.close()
    after_all = opener()
    assert documents_of(after_all) == left
    after_all.close()
