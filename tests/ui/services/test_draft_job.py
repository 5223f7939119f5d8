"""A draft on its way to its platform: the screen stays live, the job can be stopped, and leaving waits for it."""

import threading
from collections.abc import Callable

from tests.support.editor import MemoryEditor, open_memory_editor
from tests.support.memory_platform import MemoryPlatform
from tests.support.quiet import wait_until_quiet
from tests.ui.stories.common import everything_written
from workbench.curation.platform_draft import DraftContent, LostAnswerError, PlatformDraft
from workbench.desk.desk import Desk


class StuckPlatform(MemoryPlatform):
    """A platform that takes what it gets and does not answer until nobody waits for it any more. `is_asked` is set as
    it begins to."""

    def __init__(self) -> None:
        super().__init__("rich")
        self.is_asked = threading.Event()
        self.is_aborted = threading.Event()

    def create(self, content: DraftContent, request_id: str) -> PlatformDraft:
        super().create(content, request_id)
        self.is_asked.set()
        self.is_aborted.wait()
        raise LostAnswerError("Ghost was not waited for any longer.")

    def abort(self) -> None:
        self.is_aborted.set()


async def begin_draft(editor: MemoryEditor) -> StuckPlatform:
    """Have a draft on its way."""
    stuck = StuckPlatform()
    editor.platforms.platforms["ghost"] = stuck
    await editor.press("c", "t")
    await editor.tap("enter")
    await wait_for(editor, stuck.is_asked.is_set)
    return stuck


async def wait_for(editor: MemoryEditor, is_so: Callable[[], bool]) -> None:
    """Let the screen live on until this is so."""
    while not is_so():
        await wait_until_quiet(editor.pilot)


async def test_a_draft_on_its_way_is_shown_and_stopped_and_found_the_next_time(desk: Desk) -> None:
    everything_written(desk)
    async with open_memory_editor(desk) as editor:
        stuck = await begin_draft(editor)
        assert editor.has_text("↻ Ghost")
        assert editor.has_text("sending Ghost is being asked; S stops that.")
        await editor.tap("d")
        assert editor.has_text("! refused A draft is on its way to Ghost: S stops it.")
        await editor.press("S")
        assert editor.message == "Stopped waiting for Ghost."
        assert editor.has_text("! refused Ghost was not waited for any longer.")
        assert not editor.has_text("↻ Ghost")
        await editor.press("d")
        assert editor.has_text("done Found the draft of issue #11 at Ghost as it is to be: nothing was sent.")
        assert stuck.writes == ["create"]
        await editor.press("S")
        assert editor.message == "Nothing is on its way."


async def test_leaving_stops_the_draft_and_what_was_sent_stays_remembered(desk: Desk) -> None:
    everything_written(desk)
    async with open_memory_editor(desk) as editor:
        stuck = await begin_draft(editor)
        await editor.tap("escape")
        await editor.tap("q")
        await wait_for(editor, stuck.is_aborted.is_set)
    assert desk.state.issue_by_number(11).drafts["ghost"].intended


async def test_a_screen_that_is_gone_leaves_no_thread_behind(desk: Desk) -> None:
    everything_written(desk)
    async with open_memory_editor(desk) as editor:
        stuck = await begin_draft(editor)
        editor.app.workers.cancel_all()
        await wait_for(editor, stuck.is_aborted.is_set)
