"""Undo and redo out of order: what is taken back or repeated holds the rules that doing it anew would hold.

Each is one case, told as a story. `test_undo_machine.py` looks for more of them.
"""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from tests.support.desks import copy_records, desk_beside, desk_on, make_half_done_library
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import TABLES, EntryId, IssueId, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming import take_in
from workbench.desk.ports import Library
from workbench.desk.verbs import history, issues, triage, writing
from workbench.library import MemoryLibrary, list_backups, open_library, restore_backup

WORKS = (
    "https://arxiv.org/abs/2510.25445",
    "https://arxiv.org/pdf/2510.25445v2",
    "https://e.example/1",
    "https://e.example/2",
)


def undo_last(desk: Desk, seq: int | None = None) -> str:
    return desk.do(history.undo_change, seq).message


def add_url(desk: Desk, url: str, section: str = "") -> None:
    clippings = ImportResult(format="list", clippings=(Clipping(row=1, url=url),))
    extras = take_in.Extras(section=section)
    desk.do(partial(take_in.take_in_links, result=clippings, via="paste", extras=extras))


@pytest.fixture
def new(make_desk: Callable[[Library], Desk]) -> Desk:
    """A desk over a library with nothing in it."""
    return make_desk(MemoryLibrary(FakeClock()))


def test_an_issue_does_not_come_back_beside_another_of_its_number(new: Desk) -> None:
    new.do(writing.set_issue_field, "title", "Gates")
    undo_last(new)
    new.do(issues.create_issue)
    with pytest.raises(UserError, match="there is another issue #11 now"):
        undo_last(new, 2)
    assert [issue.number for issue in new.state.issues.values()] == [11]


def test_an_issue_that_a_placement_made_does_not_come_back_beside_another_of_its_number(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    desk = make_desk(library)
    desk.do(triage.place_links, [LinkId(1)], "papers")
    undo_last(desk)
    undoing = desk.seq
    desk.do(triage.place_links, [LinkId(2)], "papers")
    with pytest.raises(UserError, match="there is another issue #11 now"):
        undo_last(desk, undoing)
    assert desk.state.state_of(LinkId(1)) == "inbox"


def test_a_link_does_not_come_back_beside_another_of_its_work(new: Desk) -> None:
    add_url(new, WORKS[0], "pick")
    undo_last(new)
    add_url(new, WORKS[1], "papers")
    with pytest.raises(UserError, match="another link holds the same work now"):
        undo_last(new, 2)
    assert [entry.link for entry in new.state.entries.values()] == list(new.state.links)


def test_an_entry_does_not_come_back_where_its_issue_is_gone(new: Desk) -> None:
    new.do(issues.create_issue)
    add_url(new, WORKS[2], "tools")
    undo_last(new)
    undo_last(new)
    with pytest.raises(UserError, match="the issue it belongs to is no longer there"):
        undo_last(new, 3)
    assert not new.state.entries


def test_a_link_does_not_come_back_into_an_issue_it_stands_in(new: Desk) -> None:
    add_url(new, WORKS[2])
    add_url(new, WORKS[0], "papers")
    new.do(triage.place_links, [LinkId(1)], "pick")
    undo_last(new)
    undoing = new.seq
    new.do(triage.place_links, [LinkId(1)], "videos", position=3)
    with pytest.raises(UserError, match="stands in issue #11 already"):
        undo_last(new, undoing)
    assert [entry.section for entry in new.state.entries_of(LinkId(1))] == ["videos"]


def test_a_link_stays_while_others_are_joined_to_it(new: Desk) -> None:
    add_url(new, WORKS[0])
    add_url(new, WORKS[2])
    new.do(triage.join_links, LinkId(1), [LinkId(2)])
    with pytest.raises(UserError, match="what hangs on it has changed since"):
        undo_last(new, 1)
    assert set(new.state.links) == {1, 2}


def test_what_a_published_issue_prints_is_not_taken_out_of_it(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(4)], "papers")
    placing = desk.seq
    desk.do(issues.publish_issue, IssueId(1))
    with pytest.raises(UserError, match="issue #11 is published: reopen it to change it"):
        undo_last(desk, placing)
    undo_last(desk)
    undo_last(desk)
    assert desk.state.state_of(LinkId(4)) == "inbox"


def test_half_of_a_place_is_not_put_back(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(2)], "pick")
    moving = desk.seq
    desk.do(triage.bench_links, [LinkId(2)])
    with pytest.raises(UserError, match="all of it has changed since"):
        undo_last(desk, moving)
    assert desk.state.entries[EntryId(2)].section == "pick"


def test_an_entry_for_an_issue_that_another_takes_away_at_once_is_computed_again(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    desk = make_desk(library)
    desk.do(issues.create_issue)
    theirs = desk_beside(desk)
    undo_last(theirs)
    desk.do(triage.place_links, [LinkId(1)], "papers")
    assert [entry.issue for entry in desk.state.entries.values()] == list(desk.state.issues)
    undo_last(desk)
    theirs.do(issues.create_issue)
    desk.apply_records(desk.library.poll())
    desk.do(triage.place_links, [LinkId(1)], "papers")
    with pytest.raises(UserError, match="changed since"):
        undo_last(theirs, theirs.seq)


def documents_of(library: Library) -> dict[tuple[str, int], bytes]:
    """Every document as it is encoded."""
    return {(table, id): line for table in TABLES for id, line in library.documents_in(table).iter_lines()}


def test_a_restore_is_a_line_of_the_history_and_undo_goes_back_beyond_it(tmp_path: Path) -> None:
    library = open_library(tmp_path, clock=FakeClock())
    copy_records(make_half_done_library(), library)
    desk = desk_on(library)
    library.create_backup("import")
    desk.do(triage.reject_links, [LinkId(4)])
    desk.do(triage.reject_links, [LinkId(5)])
    rejected = documents_of(library)
    (name,) = [one.name for one in list_backups(tmp_path) if one.reason == "import"]
    library.close()
    restore_backup(tmp_path, name, author="ada")
    with closing(open_library(tmp_path, clock=FakeClock())) as library:
        desk = desk_on(library)
        newest = next(library.iter_history()).change
        assert (newest.label, newest.author) == (f"Restored {name}", "ada")
        assert desk.state.state_of(LinkId(4)) == "inbox"
        assert undo_last(desk) == f"Undone: Restored {name}"
        assert documents_of(library) == rejected
        undo_last(desk)
        undo_last(desk)
        assert desk.state.state_of(LinkId(4)) == "inbox"
        for _ in range(3):
            desk.do(history.redo_change)
        assert desk.state.state_of(LinkId(5)) == "inbox"
