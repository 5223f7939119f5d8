"""A screen that stays open for days: its library is looked after, and no key waits for that."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.clock import FakeClock
from tests.support.desks import desk_on
from tests.support.editor import open_memory_editor
from tests.support.quiet import wait_until_quiet
from workbench.library import DiskLibrary, list_backups, open_library

LINKS = "\n".join(f"https://a.example/{number}" for number in range(1, 9))


@pytest.fixture
def clock() -> FakeClock:
    """Noon of a Sunday."""
    return FakeClock()


@pytest.fixture
def library(tmp_path: Path, clock: FakeClock) -> Iterator[DiskLibrary]:
    """An empty library on the disk."""
    opened = open_library(tmp_path, clock=clock)
    assert isinstance(opened, DiskLibrary)
    yield opened
    opened.close()


def states_on_disk(folder: Path) -> list[str]:
    """The state of each link in `library.json`, as any other program finds it."""
    tables = json.loads((folder / "library.json").read_bytes())
    return [link.get("state", "inbox") for link in tables.get("links", {}).values()]


async def test_after_ten_idle_minutes_the_library_file_is_up_to_date_and_backups_are_kept(
    tmp_path: Path, library: DiskLibrary, clock: FakeClock
) -> None:
    async with open_memory_editor(desk_on(library), 120, 40) as editor:
        await editor.paste(LINKS)
        for days in range(1, 8):
            await editor.press("x")
            await editor.poll()
            assert states_on_disk(tmp_path).count("rejected") == days - 1
            clock.advance(minutes=10)
            await editor.poll()
            assert states_on_disk(tmp_path).count("rejected") == days
            assert editor.message.startswith("Rejected")
            clock.advance(hours=23, minutes=50)
        assert len(list_backups(tmp_path)) == 7
        assert all(backup.readable for backup in list_backups(tmp_path))


async def test_keys_act_while_the_library_file_is_written_and_are_saved_after_it(
    library: DiskLibrary, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint, begun, released = library.checkpoint, threading.Event(), threading.Event()

    def slow(*arguments: Any) -> None:
        begun.set()
        assert released.wait(30)
        checkpoint(*arguments)

    monkeypatch.setattr(library, "checkpoint", slow)
    async with open_memory_editor(desk_on(library), 120, 40) as editor:
        await editor.paste(LINKS)
        clock.advance(minutes=10)
        seq, ids = library.seq, editor.panes.inbox.list.ids[:3]
        try:
            editor.screen.runner.poll_library()
            while not begun.is_set():
                await wait_until_quiet(editor.pilot)
            for key in "xxx":
                await editor.tap(key)
            assert not {*ids} & {*editor.panes.inbox.list.ids}
            assert library.seq == seq
        finally:
            released.set()
        await editor.settle()
        assert library.seq == seq + 3
        assert not library.is_checkpoint_due


async def test_a_library_file_that_cannot_be_written_is_said_once_in_ten_minutes(
    tmp_path: Path, library: DiskLibrary, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "library.json.tmp"))

    monkeypatch.setattr("workbench.library.checkpoint.write_temporary", fail)
    async with open_memory_editor(desk_on(library), 120, 40) as editor:
        await editor.paste(LINKS)
        clock.advance(minutes=10)
        await editor.poll()
        assert "library.json is not up to date; every change is in library.journal." in editor.message
        await editor.press("x")
        await editor.poll()
        assert editor.message.startswith("Rejected")


async def test_what_ends_while_the_screen_closes_is_not_shown_on_it(library: DiskLibrary) -> None:
    async with open_memory_editor(desk_on(library), 80, 24) as editor:
        await editor.paste(LINKS)
        await editor.press("1", "tab", "e")
        panes = editor.screen.query_one("#panes")

        async def wait_for_panes_to_go() -> None:
            while panes.parent is not None:
                await asyncio.sleep(0)

        main = editor.app.main_screen
        assert main is not None
        main.runner.start(wait_for_panes_to_go, lambda _: main.update_footer())
