"""The archive is read behind the keys, in slices, and rows get their marks when it is read."""

from collections.abc import Callable

from tests.support.clock import FakeClock
from tests.support.desks import desk_beside, desk_on, make_half_done_library
from tests.support.editor import open_memory_editor
from tests.support.past_issues import Size, make_past_library
from workbench.curation.change import Change
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import IssueId, Link, LinkId, Mention
from workbench.desk.archive_access import is_archive_read
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import take_in_links
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.verbs import history, issues, repeating, triage
from workbench.library import MemoryLibrary
from workbench.ui.repeat_signs import explain_repeats
from workbench.ui.services.archive_reader import ArchiveReader
from workbench.ui.services.idle_moments import KEY_TIME, IdleMoments

MESHES = "Radiance Meshes for Volumetric Reconstruction"


def test_many_issues_are_read_in_slices_and_shown_once() -> None:
    library = MemoryLibrary(FakeClock())
    library.append(make_past_library(Size(issues=300, entries=10, links=3000)), library.seq)
    state, waiting, shown = desk_on(library).state, list[Callable[[], None]](), list[Touched]()
    reader = ArchiveReader(state, lambda _, callback: waiting.append(callback), shown.append, IdleMoments())
    reader.keep_up()
    slices = 1
    while waiting:
        assert shown == []
        reader.keep_up()  # as each change of the screen does meanwhile
        waiting.pop()()
        slices += 1
    assert slices > 1
    assert is_archive_read(state)
    assert [touched.is_archive_new for touched in shown] == [True]
    reader.keep_up()
    assert len(shown) == 1


def test_what_is_undone_and_redone_meanwhile_is_shown_again() -> None:
    library, record = MemoryLibrary(FakeClock()), make_past_library(Size(issues=20, entries=3, links=100))
    desk, waiting, shown = desk_on(library), list[Callable[[], None]](), list[Touched]()
    desk.do(lambda _: record)
    reader = ArchiveReader(
        desk.state, lambda _, callback: waiting.append(callback), shown.append, IdleMoments()
    )
    for verb in (history.undo_change, history.redo_change, history.undo_change):
        reader.keep_up()
        while waiting:
            waiting.pop()()
        assert is_archive_read(desk.state)
        desk.do(verb)
        assert not is_archive_read(desk.state)
    assert len(shown) == 3


def test_without_a_published_issue_nothing_is_read(desk: Desk) -> None:
    reader = ArchiveReader(desk.state, lambda _, callback: callback(), lambda _: None, IdleMoments())
    reader.keep_up()
    assert "archive" not in vars(desk.state)


def publish_and_save_namesake(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    page = Clipping(row=1, url="https://mirror.example/meshes", title=MESHES)
    desk.do(take_in_links, ImportResult(format="list", clippings=(page,)), "paste")


async def test_rows_slots_and_source_say_what_readers_had() -> None:
    desk = desk_on(make_half_done_library())
    publish_and_save_namesake(desk)
    async with open_memory_editor(desk) as editor:
        assert "?#11" in editor.row_text(13)
        assert "? perhaps #11 (2026-11-29, Papers): the same title, there at" in editor.source_text
        await editor.press("1")
        assert editor.has_text("?#11 –")
        desk_beside(desk).do(repeating.repeat_links, [LinkId(13)])
        await editor.poll()
        assert editor.has_text("✓#11 –")


async def test_marks_follow_an_issue_that_another_process_publishes() -> None:
    desk = desk_on(make_half_done_library())
    page = Clipping(row=1, url="https://mirror.example/meshes", title=MESHES)
    desk.do(take_in_links, ImportResult(format="list", clippings=(page,)), "paste")
    async with open_memory_editor(desk) as editor:
        assert "#11" not in editor.row_text(13)
        desk_beside(desk).do(issues.publish_issue, IssueId(1))
        await editor.poll()
        assert "?#11" in editor.row_text(13)
        desk_beside(desk).do(issues.reopen_issue, IssueId(1))
        await editor.poll()
        assert "#11" not in editor.row_text(13)


async def test_what_is_standing_or_was_only_mentioned_is_said_in_the_source_alone(desk: Desk) -> None:
    for number in (1, 2, 3, 4):
        desk.do(triage.place_links, [LinkId(4)], "papers")
        desk.do(issues.publish_issue, IssueId(number))
    async with open_memory_editor(desk) as editor:
        await editor.press("]", "]", "]", "]", "]")
        assert "#14" not in editor.row_text(4)
        editor.panes.inbox.list.move_to(LinkId(4))
        await editor.wait_for_source("Standing: in 4 issues, the newest #14.")


def test_mentions_are_told_of_the_newest_issues_and_then_counted(desk: Desk) -> None:
    for number in (1, 2, 3, 4, 5):
        desk.do(triage.place_links, [LinkId(4)], "papers")
        desk.do(mention, IssueId(number), desk.state.links[LinkId(8)])
        desk.do(issues.publish_issue, IssueId(number))
    assert explain_repeats(desk.state, LinkId(8)) == [
        "Mentioned in #15 (2026-11-22): “The Thread”.",
        "Mentioned in #14 (2026-11-22): “The Thread”.",
        "Mentioned in #13 (2026-11-22): “The Thread”.",
        "Mentioned in 2 more issues.",
    ]


def mention(state: State, issue: IssueId, link: Link) -> Change:
    """An issue that mentions a link, as those of an archive do."""
    builder = ChangeBuilder(state)
    builder.set(state.issues[issue], mentions=(Mention("The Thread", link.url, link.identity),))
    return builder.build("Mentioned")


def test_while_a_key_acts_nothing_is_read() -> None:
    library, delays = MemoryLibrary(FakeClock()), list[float]()
    library.append(make_past_library(Size(issues=2, entries=3, links=10)), library.seq)
    state, idle_moments = desk_on(library).state, IdleMoments()
    idle_moments.mark_key()
    reader = ArchiveReader(state, lambda delay, _: delays.append(delay), lambda _: None, idle_moments)
    reader.keep_up()
    assert not is_archive_read(state)
    assert 0 < delays[0] <= KEY_TIME
