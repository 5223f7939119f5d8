"""The palette on the real screen: every action by name, done where it can be, shown where it cannot."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList

from workbench.desk.desk import Desk
from workbench.desk.ports import World
from workbench.ui.app import WorkbenchApp
from workbench.ui.keys import Keymap
from workbench.ui.screen import WorkbenchScreen


class Nowhere:
    """A world in which nothing is kept and nothing opened."""

    def __getattr__(self, port: str) -> Callable[..., Any]:
        return lambda *_: {} if port == "load" else "Nothing was done."


class AtTheScreen:
    """What an editor types into the palette, and what then is so."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        await self.app.bursts.settled()
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def seek(self, words: str) -> None:
        """Open the palette and type."""
        await self.press("ctrl+p")
        for letter in words:  # as the terminal's driver does; `pilot.press` waits after each key
            self.app.post_message(events.Key("space" if letter == " " else letter, letter))
        await self.settle()

    @property
    def offered(self) -> list[str]:
        """The lines of the palette, columns closed up."""
        assert isinstance(self.app.screen, CommandPalette)
        options = self.app.screen.query_one(OptionList).options
        return [" ".join(str(option.prompt).split()) for option in options]

    @property
    def screen(self) -> WorkbenchScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, WorkbenchScreen)
        return screen

    @property
    def says(self) -> str:
        return str(self.screen.message.content).strip()


Opened = Callable[..., AbstractAsyncContextManager[AtTheScreen]]


@pytest.fixture
def at_screen(desk: Desk) -> Opened:
    """Opens the screen: `async with at_screen() as editor`."""

    @asynccontextmanager
    async def opened(keymap: Keymap | None = None) -> AsyncIterator[AtTheScreen]:
        world: Any = Nowhere()
        app = WorkbenchApp(desk, World(world, world, world, world, world, world), keymap)
        async with app.run_test(size=(120, 40)) as pilot:
            editor = AtTheScreen(app, pilot)
            await editor.settle()
            yield editor

    return opened


async def test_the_palette_begins_with_what_works_in_the_pane_it_was_opened_in(at_screen: Opened) -> None:
    async with at_screen() as editor:
        await editor.seek("")
        assert editor.offered[:2] == [
            "1 place 1 Place the link in Papers.",
            "2 place 2 Place the link in Videos.",
        ]
        assert "u undo Take back your newest change." in editor.offered
        assert "J move down Move the entry one slot down, in the Issue." in editor.offered
        assert "go to Learning Go to Learning in the issue." in editor.offered


async def test_what_works_only_while_writing_is_not_offered_in_a_list(at_screen: Opened) -> None:
    async with at_screen() as editor:
        await editor.press("tab")
        await editor.seek("save")
        assert not [line for line in editor.offered if "Save" in line]


async def test_an_action_is_found_by_name_and_done_where_the_focus_was(at_screen: Opened, desk: Desk) -> None:
    async with at_screen() as editor:
        link = editor.screen.inbox.list.cursor_id
        assert link is not None
        await editor.seek("reject")
        assert editor.offered[0] == "x reject Reject the link."
        await editor.press("enter")
        assert desk.present.state(link) == "rejected"


async def test_a_section_is_chosen_by_its_name(at_screen: Opened, desk: Desk) -> None:
    async with at_screen() as editor:
        link = editor.screen.inbox.list.cursor_id
        assert link is not None
        await editor.seek("place the link in reads")
        await editor.press("enter")
        entry = desk.present.entry(1, link)
        assert entry is not None
        assert entry.section == "reads"


async def test_what_another_pane_does_is_not_done_unseen(at_screen: Opened, desk: Desk) -> None:
    async with at_screen() as editor:
        before = desk.seq
        await editor.seek("move down")
        await editor.press("enter")
        assert editor.says == "Here J does it: Move the entry one slot down."
        assert editor.screen.front == "issue"
        assert desk.seq == before


async def test_a_section_is_gone_to_by_its_name(at_screen: Opened) -> None:
    async with at_screen() as editor:
        await editor.seek("go to videos")
        await editor.press("enter")
        assert editor.screen.front == "issue"
        assert editor.screen.issue.piece == "entry:3"
        await editor.seek("go to reads")
        await editor.press("enter")
        assert editor.screen.issue.piece == "tldr:reads"


async def test_keys_stand_in_the_palette_as_they_are_bound(at_screen: Opened) -> None:
    async with at_screen({"link.reject": "z"}) as editor:
        await editor.seek("reject")
        assert editor.offered[0] == "z reject Reject the link."


async def test_nothing_fits_and_the_palette_says_so(at_screen: Opened) -> None:
    async with at_screen() as editor:
        await editor.seek("teleport the editor")
        assert not [line for line in editor.offered if "." in line]
        await editor.press("escape")
        assert editor.app.screen is editor.screen
