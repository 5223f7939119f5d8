"""The palette on the real screen: every action by name, done where it can be, shown where it cannot."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.support.quiet import wait_until_quiet
from tests.support.services import GivenServices
from workbench.curation.model import IssueId
from workbench.desk.desk import Desk
from workbench.ui.app import WorkbenchApp
from workbench.ui.dialogs.palette import PaletteDialog
from workbench.ui.keys.table import Keymap
from workbench.ui.screens.main import WorkbenchScreen
from workbench.ui.screens.panes import Panes


class NullServices:
    """A world in which nothing is kept and nothing opened."""

    def __getattr__(self, port: str) -> Callable[..., Any]:
        answers: dict[str, Any] = {"load": {}, "read_new": []}
        return lambda *_: answers.get(port, "Nothing was done.")


class PaletteEditor:
    """What an editor types into the palette, and what then is so."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        await self.app.input_queue.wait_until_empty()
        await wait_until_quiet(self.pilot)
        await self.app.workers.wait_for_complete()
        await wait_until_quiet(self.pilot)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def search_palette(self, words: str) -> None:
        """Open the palette and type."""
        await self.press("ctrl+p")
        for letter in words:  # as the terminal's driver does; `pilot.press` waits after each key
            self.app.post_message(events.Key("space" if letter == " " else letter, letter))
        await self.settle()

    @property
    def palette_lines(self) -> list[str]:
        """The lines of the palette, columns closed up."""
        assert isinstance(self.app.screen, PaletteDialog)
        options = self.app.screen.query_one(OptionList).options
        return [" ".join(str(option.prompt).split()) for option in options]

    @property
    def screen(self) -> WorkbenchScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, WorkbenchScreen)
        return screen

    @property
    def panes(self) -> Panes:
        return self.screen.panes

    @property
    def message(self) -> str:
        return str(self.screen.message_line.content).strip()


OpenScreen = Callable[..., AbstractAsyncContextManager[PaletteEditor]]


@pytest.fixture
def open_palette_screen(desk: Desk) -> OpenScreen:
    """Opens the screen: `async with at_screen() as editor`."""

    @asynccontextmanager
    async def opened(keymap: Keymap | None = None) -> AsyncIterator[PaletteEditor]:
        world: Any = NullServices()
        app = WorkbenchApp(desk, GivenServices(*[world] * len(GivenServices.__struct_fields__)), keymap)
        async with app.run_test(size=(120, 40)) as pilot:
            editor = PaletteEditor(app, pilot)
            await editor.settle()
            yield editor

    return opened


async def test_the_palette_begins_with_what_works_in_the_pane_it_was_opened_in(
    open_palette_screen: OpenScreen,
) -> None:
    async with open_palette_screen() as editor:
        await editor.search_palette("")
        assert editor.palette_lines[:2] == [
            "1 place 1 Place the link in Papers.",
            "2 place 2 Place the link in Videos.",
        ]
        assert "u undo Take back your newest change." in editor.palette_lines
        assert "J move down Move the entry one slot down, in the Issue." in editor.palette_lines
        assert "go to Pick of the Week Go to Pick of the Week in the issue." in editor.palette_lines


async def test_what_works_only_while_writing_is_not_offered_in_a_list(
    open_palette_screen: OpenScreen,
) -> None:
    async with open_palette_screen() as editor:
        await editor.press("tab")
        await editor.search_palette("save")
        assert not [line for line in editor.palette_lines if "Save" in line]


async def test_an_action_is_found_by_name_and_done_where_the_focus_was(
    open_palette_screen: OpenScreen, desk: Desk
) -> None:
    async with open_palette_screen() as editor:
        link = editor.panes.inbox.list.cursor_id
        assert link is not None
        await editor.search_palette("reject")
        assert editor.palette_lines[0] == "x reject Reject the link."
        await editor.press("enter")
        assert desk.state.state_of(link) == "rejected"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("search", "/ filter Filter the inbox as you type."),
        ("schedule", "@ date Set the date on which the issue is scheduled to appear, in the Issue."),
        ("archive", "N issues Make, switch, publish or reopen an issue."),
        ("spell", "E editor Edit the whole issue in your own editor."),
    ],
)
async def test_an_action_is_found_by_what_others_call_it(
    open_palette_screen: OpenScreen, typed: str, found: str
) -> None:
    async with open_palette_screen() as editor:
        await editor.search_palette(typed)
        assert editor.palette_lines[0] == found


async def test_a_section_is_chosen_by_its_name(open_palette_screen: OpenScreen, desk: Desk) -> None:
    async with open_palette_screen() as editor:
        link = editor.panes.inbox.list.cursor_id
        assert link is not None
        await editor.search_palette("place the link in reads")
        await editor.press("enter")
        entry = desk.state.find_entry(IssueId(1), link)
        assert entry is not None
        assert entry.section == "reads"


async def test_sections_that_are_not_there_are_not_offered(open_palette_screen: OpenScreen) -> None:
    async with open_palette_screen() as editor:
        await editor.search_palette("")
        placing = [line for line in editor.palette_lines if "Place the link in" in line]
        assert [line.split()[2] for line in placing] == ["1", "2", "3", "4", "5"]


async def test_what_another_pane_does_is_not_done_unseen(open_palette_screen: OpenScreen, desk: Desk) -> None:
    async with open_palette_screen() as editor:
        before = desk.seq
        await editor.search_palette("move down")
        await editor.press("enter")
        assert editor.message == "Here J does it: Move the entry one slot down."
        assert editor.panes.active_pane == "issue"
        assert desk.seq == before


async def test_a_section_is_gone_to_by_its_name(open_palette_screen: OpenScreen) -> None:
    async with open_palette_screen() as editor:
        await editor.search_palette("go to videos")
        await editor.press("enter")
        assert editor.panes.active_pane == "issue"
        assert str(editor.panes.issue.piece) == "entry:3"
        await editor.search_palette("go to reads")
        await editor.press("enter")
        assert str(editor.panes.issue.piece) == "tldr:reads"


async def test_keys_stand_in_the_palette_as_they_are_bound(open_palette_screen: OpenScreen) -> None:
    async with open_palette_screen({"link.reject": "z"}) as editor:
        await editor.search_palette("reject")
        assert editor.palette_lines[0] == "z reject Reject the link."


async def test_nothing_fits_and_the_palette_says_so(open_palette_screen: OpenScreen) -> None:
    async with open_palette_screen() as editor:
        await editor.search_palette("teleport the editor")
        assert not [line for line in editor.palette_lines if "." in line]
        await editor.press("escape")
        assert editor.app.screen is editor.screen
