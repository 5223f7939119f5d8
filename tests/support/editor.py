"""The editor at the real screen: a page object in the product's words, over a real library on a real disk."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Final

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from workbench.curation.model import Refused
from workbench.curation.publication import Fetching
from workbench.desk.desk import Desk
from workbench.ui.app import WorkbenchApp
from workbench.ui.screen import WorkbenchScreen

UNASKED: Final = Fetching(automatic=False)


NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Desktop:
    """The editor's own programs, in memory: what was copied and opened, and what an edit in $EDITOR does.

    `clipboard` is its plain text, `rich` its HTML; without `takes_rich` it is a remote session's.
    """

    def __init__(self) -> None:
        self.clipboard = self.rich = ""
        self.takes_rich = True
        self.opened: list[str] = []
        self.has_clipboard = True
        self.edits: Callable[[str], str] | None = None

    def copy(self, text: str) -> str:
        if not self.has_clipboard:
            raise Refused("There is no clipboard here.")
        self.clipboard, self.rich = text, ""
        return f"copied {len(text):,} characters to the clipboard."

    def copy_rich(self, html: str, text: str) -> str:
        if not self.takes_rich:
            raise Refused("This is a remote session: its clipboard is not the one in front of you.")
        self.clipboard, self.rich = text, html
        return "copied rich text and plain text to the clipboard."

    def paste(self) -> tuple[str, str]:
        return self.rich, self.clipboard

    def open(self, url: str) -> str:
        self.opened.append(url)
        return f"Opened {url}"

    def show(self, path: str) -> str:
        self.opened.append(path)
        return f"Opened {path}"

    def edit(self, text: str) -> str | None:
        return self.edits(text) if self.edits else None


class Editor:
    """What an editor does and sees."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[None], desktop: Desktop, desk: Desk) -> None:
        self.app = app
        self.pilot = pilot
        self.desktop = desktop
        self.desk = desk
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        """Press keys one after the other; what they set off is done when this returns."""
        for key in keys:
            self._send(key)
            self.pressed += 1
            await self.settle()

    def _send(self, key: str) -> None:
        """Send a key as the terminal's driver does; `pilot.press` does the same and waits longer."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        self.app.post_message(events.Key(name, key if len(key) == 1 else None))

    async def settle(self) -> None:
        """Wait until everything set off is done: held keys, messages, workers, and what those set off.

        What sites were asked is on its way as long as they please: `fetched` waits for that.
        """
        await self.pilot.pause()
        await self.app.bursts.settled()
        await self.pilot.pause()
        while self.bench.inbox.behind:
            await asyncio.sleep(0.01)
        if own := [worker for worker in self.app.workers if worker.group != "fetch"]:
            await self.app.workers.wait_for_complete(own)
            await self.pilot.pause()

    async def fetched(self) -> None:
        """Wait until nothing is on its way from any site."""
        await self.app.workers.wait_for_complete(
            [worker for worker in self.app.workers if worker.group == "fetch"]
        )
        await self.settle()

    async def rest(self, text: str) -> None:
        """Leave the cursor where it is until the strip says this."""
        async with asyncio.timeout(5):
            while text not in self.source:
                await self.pilot.pause(0.01)

    async def type(self, text: str) -> None:
        """Type prose into the field in hand, which does not count as keys."""
        for char in text:
            self._send("enter" if char == "\n" else char)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste as a terminal does."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()
        await self.settle()

    async def look(self) -> None:
        """What the screen does every second by itself: look at what other processes wrote."""
        self.bench.look()
        await self.settle()

    def screen(self) -> str:
        """What is on the screen, as text. The one use of Textual's compositor."""
        size = self.app.size
        strips = self.app.screen._compositor.render_strips(size)
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def sees(self, text: str) -> bool:
        """Whether these words are on the screen, wherever lines broke."""
        return " ".join(text.split()) in " ".join(self.screen().split())

    @property
    def bench(self) -> WorkbenchScreen:
        """The screen behind whatever is in front."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, WorkbenchScreen)
        return screen

    def row(self, id: int) -> str:
        """A link's row as it is drawn, from the bar on the left to the age on the right; empty out of sight."""
        links = self.bench.inbox.list
        at = links.ids.index(id) - int(links.scroll_offset.y)
        return " ".join(links.render_line(at).text.split())

    @property
    def source(self) -> str:
        """What the strip under the inbox says, seen or not."""
        return str(self.bench.inbox.source._body.content)

    @property
    def says(self) -> str:
        """The message line."""
        return str(self.bench.message.content).strip()

    @property
    def writes(self) -> str:
        """The piece being written; empty in the list."""
        return self.bench.issue.writer.piece


Workbench = Callable[..., AbstractAsyncContextManager[Editor]]
