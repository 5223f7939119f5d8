"""A key acts on the row that was under the cursor when it was pressed, however long the disk takes."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import cycle, islice
from typing import Any

import pytest
from msgspec import Struct

from tests.support.clock import FakeClock
from tests.support.desks import desk_on
from tests.support.editor import PaneEditor, Workbench, open_memory_editor
from tests.support.quiet import wait_until_quiet
from workbench.curation.model import LinkId, UserError
from workbench.desk.desk import Desk
from workbench.library import MemoryLibrary
from workbench.ui.widgets.link_list import LinkList

LINKS = "\n".join(f"https://a.example/{number}" for number in range(1, 61))
DISK_FULL = UserError("The disk is full: nothing was saved.")
KEYS = tuple(islice(cycle("xlxb>x1uxx>xbux"), 40))


class SlowDisk:
    """The disk of a desk, which answers `append` after `delay` seconds, with None when `release` says so."""

    def __init__(self, desk: Desk, delay: float | None, fault: UserError | None) -> None:
        self._append = desk.library.append
        self._delay = delay
        self._fault = fault
        self._released = threading.Event()

    def append(self, *arguments: Any) -> Any:
        if self._delay is None:
            assert self._released.wait(30)
        else:
            time.sleep(self._delay)
        if self._fault is not None:
            raise self._fault
        return self._append(*arguments)

    def release(self) -> None:
        self._released.set()


@contextmanager
def slowed(desk: Desk, delay: float | None, fault: UserError | None = None) -> Iterator[SlowDisk]:
    """The desk's disk takes so long, or until it is released, which it is in the end. With a `fault` it refuses."""
    disk = SlowDisk(desk, delay, fault)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.library, "append", disk.append)
        try:
            yield disk
        finally:
            disk.release()


@asynccontextmanager
async def refusing(editor: PaneEditor, keys: str) -> AsyncIterator[None]:
    """These keys are pressed on a disk that is full, and says so when this is left."""
    with slowed(editor.desk, None, fault=DISK_FULL) as disk:
        for key in keys:
            await editor.tap(key)
        yield
        disk.release()
        await editor.settle()


class Outcome(Struct, frozen=True):
    """What became of each link, the changes in the order of the journal, the link under the cursor after each key."""

    states: dict[str, str]
    labels: list[str]
    cursors: list[LinkId | None]


async def press_keys(keys: Sequence[str], *, gap: float = 0.0, delay: float | None = 0.0) -> Outcome:
    """Sixty links, and these keys so many seconds apart, on a disk that takes `delay` for each change; with None, until
    all keys are pressed."""
    desk = desk_on(MemoryLibrary(FakeClock()))
    async with open_memory_editor(desk, 120, 40) as editor:
        await editor.paste(LINKS)
        before = desk.seq
        cursors: list[LinkId | None] = []
        with slowed(desk, delay) as disk:
            for key in keys:
                await editor.tap(key)
                cursors.append(editor.panes.inbox.list.cursor_id)
                await asyncio.sleep(gap)
            if delay is None:
                assert desk.seq == before
            disk.release()
            await editor.settle()
        return Outcome(
            states={link.url: desk.state.state_of(id) for id, link in desk.state.links.items()},
            labels=[record.change.label for record in desk.library.iter_history()][::-1],
            cursors=cursors,
        )


async def test_forty_keys_do_on_a_disk_that_answers_none_of_them_what_they_do_on_one_without_delay() -> None:
    wanted = await press_keys(KEYS)
    assert {*wanted.states.values()} == {"inbox", "placed", "benched", "rejected", "deferred"}
    assert len(wanted.labels) == 1 + len(KEYS)
    assert await press_keys(KEYS, delay=None) == wanted


@pytest.mark.slow
async def test_forty_keys_at_twenty_a_second_with_a_disk_that_takes_four_tenths_of_one() -> None:
    assert await press_keys(KEYS, gap=0.05, delay=0.4) == await press_keys(KEYS)


async def test_a_row_leaves_at_the_key_and_comes_back_where_the_disk_refuses(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        first = editor.panes.inbox.list.ids[:3]
        async with refusing(editor, "xxx"):
            assert not {*first} & {*editor.panes.inbox.list.ids}
            assert "Rejected" in editor.message
        assert {*first} <= {*editor.panes.inbox.list.ids}
        assert "The disk is full: nothing was saved. Taken back: 3 changes" in editor.message
        await editor.press("x")
        assert editor.message.startswith("Rejected")


async def test_leaving_waits_for_what_a_slow_disk_does_not_hold_yet(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        rejected = editor.panes.inbox.list.ids[:5]
        with slowed(editor.desk, 0.05):
            for key in "xxxxxq":
                await editor.tap(key)
            await editor.settle()
    async with workbench(120, 40) as editor:
        assert {editor.desk.state.state_of(id) for id in rejected} == {"rejected"}


async def test_the_header_says_how_far_the_disk_is_behind(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.screens.main.POLL_EVERY", 3600.0)  # here it looks when told to
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        with slowed(editor.desk, None) as disk:
            for key in "xxx":
                await editor.tap(key)
            assert "saving" not in editor.screen_text()
            for _ in range(2):
                editor.screen.runner.poll_library()
            await wait_until_quiet(editor.pilot)
            assert "saving 3…" in editor.screen_text()
            disk.release()
            await editor.settle()
        assert "saving" not in editor.screen_text()


@pytest.mark.parametrize("keys", ["x", "xx", "b"])
async def test_where_the_disk_refuses_the_cursor_of_the_inbox_goes_back_to_the_row_it_left(
    workbench: Workbench, keys: str
) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste(LINKS)
        await editor.press("j", "j")
        links = editor.panes.inbox.list
        left = links.cursor_id
        async with refusing(editor, keys):
            assert links.cursor_id != left
        assert links.cursor_id == left


@pytest.mark.parametrize("keys", ["x", "xx", "b", "2"])
async def test_where_the_disk_refuses_the_cursor_of_the_issue_goes_back_to_the_piece_it_left(
    workbench: Workbench, keys: str
) -> None:
    async with workbench(160, 45) as editor:
        await _place_three(editor)
        pieces = editor.panes.issue.outline.list
        left = pieces.piece
        assert left is not None
        assert left.kind == "entry"
        async with refusing(editor, keys):
            assert pieces.piece != left
        assert pieces.piece == left


async def test_a_cursor_that_was_moved_meanwhile_stays_where_it_is(workbench: Workbench) -> None:
    async with workbench(160, 45) as editor:
        await _place_three(editor)
        for pane in (editor.panes.issue.outline.list, editor.panes.inbox.list):
            async with refusing(editor, "xG"):
                where = pane.cursor_id if isinstance(pane, LinkList) else pane.piece
            assert (pane.cursor_id if isinstance(pane, LinkList) else pane.piece) == where
            await editor.press("tab")


async def _place_three(editor: PaneEditor) -> None:
    await editor.paste(LINKS)
    await editor.press("1", "1", "1", "tab")
    outline = editor.panes.issue.outline.list
    outline.move_to(next(piece for piece in outline.pieces if piece.kind == "entry"))
    await editor.settle()
