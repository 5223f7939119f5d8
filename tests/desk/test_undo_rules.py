"""Undo and redo out of order: what is taken back or repeated holds the rules that doing it anew would hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clock import FakeClock
from tests.support.desks import desk_beside, desk_on, make_half_done_library
from workbench.curation.clipping import Clipping, FetchAnswer, ImportResult
from workbench.curation.model import TABLES, EntryId, IssueId, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming import fetching, take_in
from workbench.desk.ports import Library
from workbench.desk.verbs import history, issues, shape, triage, waiving, writing
from workbench.library import MemoryLibrary, examine_library, list_backups, open_library, restore_backup

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


class DiskSession:
    """A desk in the middle of its week, on a library on the disk that may be left, opened again, and restored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.open()
        for record in reversed(list(make_half_done_library().iter_history())):
            self.library.append(record.change, self.library.seq)
        self.reopen()

    def open(self) -> None:
        """Open the library, and a desk on it."""
        self.library = open_library(self.folder, clock=self.clock)
        self.desk = desk_on(self.library)

    def reopen(self) -> None:
        """Leave and come back."""
        self.library.close()
        self.open()

    def restore(self, nth: int) -> None:
        """Leave, put a backup back, and come back; what it says is in the history."""
        self.library.close()
        backups = list_backups(self.folder)
        try:
            if backups:
                restore_backup(self.folder, backups[nth % len(backups)].name, clock=self.clock)
        finally:
            self.open()
        assert self.library.notices == ()


@contextmanager
def desk_on_disk() -> Iterator[DiskSession]:
    """A session on a library that `examine_library` can look at."""
    with TemporaryDirectory() as folder:
        session = DiskSession(Path(folder))
        try:
            yield session
        finally:
            session.library.close()


def answer_fetch(desk: Desk, link: int) -> None:
    """A site says of a link that it is the work of another one."""
    said = Clipping(row=1, url=WORKS[0], title="Said by a site", canonical_url=WORKS[link % len(WORKS)])
    desk.do(fetching.apply_answer, FetchAnswer(link=LinkId(link), result=said))


def waive_one(desk: Desk, at: int, way: int) -> None:
    """Waive something that is found in the newest draft, or withdraw that."""
    issue = issues.require_issue(desk.state, None)
    report = issues.review_issue(desk.state, issue)
    if way % 3:
        found = [report.findings[at % len(report.findings)]] if report.findings else []
        desk.do(waiving.waive_findings, issue.id, found)
    else:
        desk.do(waiving.withdraw_waivers, issue.id, [each.finding for each in report.waived])


STEPS: dict[str, Callable[[Desk, int, int], object]] = {
    "undo": lambda desk, _, __: undo_last(desk),
    "undo by number": lambda desk, a, _: undo_last(desk, max(1, desk.seq - a + 1)),
    "redo": lambda desk, _, __: desk.do(history.redo_change),
    "add": lambda desk, a, _: add_url(desk, WORKS[a % 4]),
    "add and place": lambda desk, a, b: add_url(desk, WORKS[a % 4], ("papers", "tools")[b % 2]),
    "place": lambda desk, a, b: desk.do(triage.place_links, [LinkId(a)], ("papers", "pick", "tools")[b % 3]),
    "place at": lambda desk, a, b: desk.do(triage.place_links, [LinkId(a)], "papers", position=1 + b % 5),
    "shift": lambda desk, a, b: desk.do(triage.shift_entry, LinkId(a), 1 if b % 2 else -1),
    "bench": lambda desk, a, _: desk.do(triage.bench_links, [LinkId(a)]),
    "join": lambda desk, a, b: desk.do(triage.join_links, LinkId(a), [LinkId(b)]),
    "reject": lambda desk, a, _: desk.do(triage.reject_links, [LinkId(a)]),
    "restore": lambda desk, a, _: desk.do(triage.restore_links, [LinkId(a)]),
    "fetch": lambda desk, a, _: answer_fetch(desk, a),
    "write": lambda desk, a, b: desk.do(writing.write_entry_of_link, LinkId(a), blurb=f"Text {b}."),
    "title": lambda desk, _, b: desk.do(writing.set_issue_field, "title", f"Title {b}"),
    "waive": waive_one,
    "slots": lambda desk, a, b: desk.do(
        shape.change_slots, ("papers", "pick", "tools")[a % 3], 1 if b % 2 else -1
    ),
    "leave out": lambda desk, a, _: desk.do(shape.leave_out_section, ("papers", "pick", "tools")[a % 3]),
    "number": lambda desk, a, b: desk.do(shape.set_issue_number, str(10 + a), issue_id=IssueId(1 + b % 2)),
    "date": lambda desk, _, b: desk.do(shape.set_issue_date, f"2026-12-{b:02}"),
    "delete": lambda desk, a, _: desk.do(shape.delete_issue, IssueId(1 + a % 3)),
    "defer": lambda desk, a, _: desk.do(triage.defer_links, [LinkId(a)]),
    "export": lambda desk, a, b: desk.do(issues.record_export, IssueId(1 + a % 2), "", "", f"Text {b}"),
    "create issue": lambda desk, _, __: desk.do(issues.create_issue),
    "publish": lambda desk, a, _: desk.do(issues.publish_issue, IssueId(1 + a % 2)),
    "reopen": lambda desk, a, _: desk.do(issues.reopen_issue, IssueId(1 + a % 2)),
}
UNDOING = ("undo", "undo by number", "redo")
SESSION_STEPS: dict[str, Callable[[DiskSession, int, int], object]] = {
    "leave": lambda session, _, __: session.reopen(),
    "back up": lambda session, _, __: session.library.create_backup("import"),
    "checkpoint": lambda session, _, __: session.library.checkpoint(),
    "restore backup": lambda session, a, _: session.restore(a),
}
PLANS = st.lists(
    st.tuples(
        st.sampled_from(sorted(STEPS)) | st.sampled_from(UNDOING) | st.sampled_from(sorted(SESSION_STEPS)),
        st.integers(1, 14),
        st.integers(1, 14),
    ),
    min_size=4,
    max_size=30,
)


def find_entries_without_slot(desk: Desk) -> list[EntryId]:
    """Entries that stand in a section or a slot that their issue does not have."""
    slots = {
        (issue.id, section.key): section.capacity
        for issue in desk.state.issues.values()
        for section in issue.sections
    }
    entries = desk.state.entries.values()
    return [one.id for one in entries if (one.slot or 0) > slots.get((one.issue, one.section), 0)]


@settings(max_examples=60)
@given(plan=PLANS)
def test_no_order_of_verbs_undos_redos_and_restores_breaks_a_rule_of_the_library(
    plan: list[tuple[str, int, int]],
) -> None:
    with desk_on_disk() as session:
        for name, a, b in plan:
            with suppress(UserError):
                if name in SESSION_STEPS:
                    SESSION_STEPS[name](session, a, b)
                else:
                    STEPS[name](session.desk, a, b)
        assert find_entries_without_slot(session.desk) == []
        assert [str(found) for found in examine_library(session.folder)] == []
        before = documents_of(session.library)
        session.reopen()
        assert documents_of(session.library) == before


def documents_of(library: Library) -> dict[tuple[str, int], bytes]:
    """Every document as it is encoded."""
    return {(table, id): line for table in TABLES for id, line in library.iter_documents(table)}


def test_a_restore_is_a_line_of_the_history_and_undo_goes_back_beyond_it() -> None:
    with desk_on_disk() as session:
        session.library.create_backup("import")
        session.desk.do(triage.reject_links, [LinkId(4)])
        session.desk.do(triage.reject_links, [LinkId(5)])
        rejected = documents_of(session.library)
        (name,) = [one.name for one in list_backups(session.folder) if one.reason == "import"]
        session.library.close()
        restore_backup(session.folder, name, clock=session.clock, author="ada")
        session.open()
        newest = next(session.library.iter_history()).change
        assert (newest.label, newest.author) == (f"Restored {name}", "ada")
        assert session.desk.state.state_of(LinkId(4)) == "inbox"
        assert undo_last(session.desk) == f"Undone: Restored {name}"
        assert documents_of(session.library) == rejected
        undo_last(session.desk)
        undo_last(session.desk)
        assert session.desk.state.state_of(LinkId(4)) == "inbox"
        for _ in range(3):
            session.desk.do(history.redo_change)
        assert session.desk.state.state_of(LinkId(5)) == "inbox"
