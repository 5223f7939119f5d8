"""The editor at the real screen: a page object in the product's words, over a real library on a real disk."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

from textual import events
from textual._context import visible_screen_stack
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import TextArea

from tests.support.archives import make_json_issue
from tests.support.clock import NOW
from tests.support.memory_platform import MemoryPlatforms
from tests.support.quiet import wait_until_quiet
from tests.support.services import GivenServices
from workbench.curation.arrival import ArrivedFile, TakenFile
from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.feed import Feed
from workbench.curation.link_check import CheckedLink, PrintedLink
from workbench.curation.model import Failure, Link, LinkId, UserError, format_time
from workbench.curation.publication import FetchSettings
from workbench.curation.subscription import FeedAnswer, FeedPage
from workbench.delivery.cards.painter import PillowPainter
from workbench.delivery.clipboards.system import TerminalClipboard
from workbench.delivery.text_editor import ReturnedFile
from workbench.desk.desk import Desk
from workbench.ui.app import WorkbenchApp
from workbench.ui.screens.main import WorkbenchScreen
from workbench.ui.screens.panes import Panes

NO_FETCHING: Final = FetchSettings(automatic=False)


class FakeDesktop:
    """The editor's own programs, in memory: what was copied and opened, and what an edit in $EDITOR does.

    `clipboard` is its plain text, `rich` its HTML; without `takes_rich` it is a remote session's.
    """

    def __init__(self) -> None:
        self.clipboard = self.rich = ""
        self.takes_rich = True
        self.opened: list[str] = []
        self.has_clipboard = True
        self.editor_program: Callable[[str], str] | None = None

    def copy(self, text: str) -> str:
        if not self.has_clipboard:
            raise UserError("There is no clipboard here.")
        self.clipboard, self.rich = text, ""
        return f"copied {len(text):,} characters to the clipboard."

    def copy_rich(self, html: str, text: str) -> str:
        if not self.takes_rich:
            raise UserError("This is a remote session: its clipboard is not the one in front of you.")
        self.clipboard, self.rich = text, html
        return "copied rich text and plain text to the clipboard."

    def paste(self) -> tuple[str, str]:
        return self.rich, self.clipboard

    def holds_own_copy(self) -> bool | None:
        return None

    def open(self, url: str) -> str:
        self.opened.append(url)
        return f"Opened {url}"

    def open_file(self, path: str) -> str:
        self.opened.append(path)
        return f"Opened {path}"

    def edit(self, text: str) -> ReturnedFile | None:
        return ReturnedFile(self.editor_program(text).encode(), "issue.md") if self.editor_program else None

    def discard(self, path: str) -> None:
        pass


class FakeFiles:
    """The folder of exported issues, in memory."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.pictures: dict[str, bytes] = {}

    def read(self, name: str) -> str | None:
        return self.texts.get(name)

    def write(self, name: str, text: str) -> str:
        self.texts[name] = text
        return f"issues/{name}"

    def read_picture(self, name: str) -> bytes | None:
        return self.pictures.get(name)

    def write_picture(self, name: str, picture: bytes) -> str:
        self.pictures[name] = picture
        return f"issues/{name}"


class FakeUiState:
    """Where the screen was left, in memory."""

    def __init__(self) -> None:
        self.saved: dict[str, Any] = {}

    def load(self) -> dict[str, Any]:
        return dict(self.saved)

    def save(self, values: dict[str, Any]) -> None:
        self.saved = values


class FakeArrivals:
    """The folder `inbox/` with nothing in it."""

    def read_new(self) -> Sequence[ArrivedFile]:
        return []

    def load_taken(self) -> Mapping[str, TakenFile]:
        return {}

    def remember(self, taken: Mapping[str, TakenFile]) -> None:
        raise AssertionError(f"nothing arrived, and yet this is remembered: {taken}")


FILES_TO_IMPORT: Final = {
    "links.csv": "title,url,time_added,tags,status\nNew,https://new.example/x,,,unread\nOld,https://old.example/,,,archive\n",
    "past.json": make_json_issue(),
}


class FakeNamedFiles:
    """The files there are to import: `links.csv`, with a new link and one that is archived there, and `past.json`, an
    issue."""

    def find(self, text: str) -> Mapping[str, str]:
        if text not in FILES_TO_IMPORT:
            raise UserError(f"There is no file {text}.")
        return {text: text}

    def read(self, path: str) -> bytes:
        return FILES_TO_IMPORT[path].encode()

    def read_all(
        self, paths: Sequence[str], is_wanted: Callable[[str], bool]
    ) -> Iterator[tuple[str, bytes, bool]]:
        return ((path, self.read(path), True) for path in paths if is_wanted(path))


class FakeWeb:
    """Sites that give every link the same title, at once or, with `is_stuck`, never."""

    def __init__(self) -> None:
        self.asked: list[tuple[LinkId, bool]] = []
        """Each link, and whether what is known of it was to be fetched anew."""
        self.is_stuck = False

    async def fetch(self, links: Sequence[Link], *, refresh: bool = False) -> AsyncIterator[FetchAnswer]:
        for link in links:
            self.asked.append((link.id, refresh))
            if self.is_stuck:
                await asyncio.Event().wait()
            yield FetchAnswer(link.id, Clipping(url=link.url, title="What the site says", site="Site"))


FEED_TEXT: Final = (
    '<rss version="2.0"><channel><title>Gates weekly</title><link>https://gates.example/</link>'
    "<item><title>New gates</title><link>https://gates.example/new</link></item>"
    "<item><title>Old gates</title><link>https://gates.example/old</link></item></channel></rss>"
)


class FakeFeedWeb:
    """Feeds that all say the same, at once or, with `is_stuck`, never; `failures` are of those that fail, by id."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failures: dict[int, Failure] = {}
        self.is_stuck = False

    async def read_feed(self, url: str) -> FeedPage:
        self.asked.append(url)
        return FeedPage(url=url, text=FEED_TEXT)

    async def pull_feeds(self, feeds: Sequence[Feed]) -> AsyncIterator[FeedAnswer]:
        for feed in feeds:
            self.asked.append(feed.url)
            if self.is_stuck:
                await asyncio.Event().wait()
            yield FeedAnswer(feed.id, self.failures.get(feed.id) or FeedPage(url=feed.url, text=FEED_TEXT))


class FakeLinkWeb:
    """Printed links that come to what `outcomes` says, by address, else answer; at once or, with `is_stuck`, never."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bool]] = []
        """Each address, and whether it was to be asked anew."""
        self.outcomes: dict[str, CheckedLink] = {}
        self.is_stuck = False

    async def check_links(
        self, links: Sequence[PrintedLink], *, refresh: bool = False
    ) -> AsyncIterator[CheckedLink]:
        for link in links:
            self.asked.append((link.url, refresh))
            if self.is_stuck:
                await asyncio.Event().wait()
            yield self.outcomes.get(link.url) or CheckedLink(
                url=link.url, outcome="answers", at=format_time(NOW)
            )


class PaneEditor:
    """What an editor does and sees."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[None], desktop: FakeDesktop, desk: Desk) -> None:
        self.app = app
        self.pilot = pilot
        self.desktop = desktop
        self.desk = desk
        self.key_count = 0

    async def press(self, *keys: str) -> None:
        """Press keys one after the other; what they set off is done when this returns."""
        for key in keys:
            self._send_key(key)
            self.key_count += 1
            await self.settle()

    async def tap(self, key: str) -> None:
        """Press a key and wait until it acted, but not until it is saved."""
        self._send_key(key)
        await wait_until_quiet(self.pilot)
        await self.app.input_queue.wait_until_empty()
        await wait_until_quiet(self.pilot)

    async def press_at_once(self, *keys: str) -> None:
        """Send keys in one go, as a line does that was held up; what they set off is done when this returns."""
        for key in keys:
            self._send_key(key)
        await self.settle()

    def _send_key(self, key: str) -> None:
        """Send a key as the terminal's driver does; `pilot.press` does the same and waits longer."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        self.app.post_message(events.Key(name, key if len(key) == 1 else None))

    async def settle(self) -> None:
        """Wait until everything set off is done: held keys, messages, workers, and what those set off.

        What sites were asked is on its way as long as they please: `fetched` waits for that. Modules that are loaded
        ahead change nothing that is seen.
        """
        while True:
            await wait_until_quiet(self.pilot)
            await self.app.input_queue.wait_until_empty()
            await wait_until_quiet(self.pilot)
            if self._rest():
                continue
            own = [
                worker
                for worker in self.app.workers
                if worker.group not in ("fetch", "loading") and not worker.is_finished
            ]
            if not own:
                return
            await self.app.workers.wait_for_complete(own)

    def _rest(self) -> bool:
        """Let the moment pass in which another key may move the cursor on: the source follows, if it waited for it."""
        source = self.panes.inbox.source
        if source._show_timer is None:
            return False
        source._show_timer.stop()
        source._show_waiting()
        return True

    async def wait_for_fetches(self) -> None:
        """Wait until nothing is on its way from any site."""
        await self.app.workers.wait_for_complete(
            [worker for worker in self.app.workers if worker.group == "fetch"]
        )
        await self.settle()

    async def wait_for_source(self, text: str) -> None:
        """Leave the cursor where it is until the strip says this."""
        async with asyncio.timeout(5):
            while text not in self.source_text:
                await self.pilot.pause(0.01)

    async def type(self, text: str) -> None:
        """Type prose into the field in hand, which does not count as keys."""
        for char in text:
            self._send_key("enter" if char == "\n" else char)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste as a terminal does."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def poll(self) -> None:
        """What the screen does every second by itself: look at what other processes wrote."""
        self.screen.runner.poll_library()
        await self.settle()

    def screen_text(self) -> str:
        """What is on the screen, as text. The one use of Textual's compositor."""
        size = self.app.size
        visible_screen_stack.set(
            self.app._background_screens
        )  # whoever painted last has it, and may be another task
        strips = self.app.screen._compositor.render_strips(size)
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def has_text(self, text: str) -> bool:
        """Whether these words are on the screen, wherever lines broke."""
        return " ".join(text.split()) in " ".join(self.screen_text().split())

    @property
    def screen(self) -> WorkbenchScreen:
        """The screen behind whatever is in front."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, WorkbenchScreen)
        return screen

    @property
    def panes(self) -> Panes:
        """Inbox, Issue and Preview."""
        return self.screen.panes

    def row_text(self, id: int) -> str:
        """A link's row as it is drawn, from the bar on the left to the age on the right; empty out of sight."""
        links = self.panes.inbox.list
        at = links.ids.index(id) - int(links.scroll_offset.y)
        return " ".join(links.render_line(at).text.split())

    @property
    def source_text(self) -> str:
        """What the strip under the inbox says, seen or not."""
        return str(self.panes.inbox.source.text)

    @property
    def message(self) -> str:
        """The message line."""
        return str(self.screen.message_line.content).strip()

    async def begin_first_entry(self) -> None:
        """Go to the first entry of the issue and begin to write it."""
        await self.press("tab", "}", "e")

    @property
    def prose(self) -> str:
        """The text of the piece being written, where it has paragraphs."""
        return self.screen.query_one("#prose", TextArea).text

    @property
    def written_piece(self) -> str:
        """The piece being written; empty in the list."""
        return str(self.panes.issue.writer.piece or "")


Workbench = Callable[..., AbstractAsyncContextManager[PaneEditor]]


class MemoryEditor(PaneEditor):
    """An editor whose programs, files and sites are in memory, to be looked at by a test."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[None], desktop: FakeDesktop, desk: Desk) -> None:
        super().__init__(app, pilot, desktop, desk)
        self.files = FakeFiles()
        self.ui_state = FakeUiState()
        self.web = FakeWeb()
        self.feed_web = FakeFeedWeb()
        self.link_web = FakeLinkWeb()
        self.platforms = MemoryPlatforms()


@asynccontextmanager
async def open_memory_editor(
    desk: Desk, width: int = 160, height: int = 45, web: FakeWeb | None = None
) -> AsyncIterator[MemoryEditor]:
    """The screen on this desk, with sites that all say the same where no others are given."""
    desktop, files, ui_state, web = FakeDesktop(), FakeFiles(), FakeUiState(), web or FakeWeb()
    platforms, feed_web, link_web = MemoryPlatforms(), FakeFeedWeb(), FakeLinkWeb()
    services = GivenServices(
        clipboard=desktop, terminal=TerminalClipboard(), issue_files=files, editor=desktop, browser=desktop,
        ui_state=ui_state, web=web, feed_web=feed_web, link_web=link_web, platforms=platforms,
        card_painter=PillowPainter(), arrivals=FakeArrivals(), named_files=FakeNamedFiles(),
    )  # fmt: skip
    app = WorkbenchApp(desk, services)
    async with app.run_test(size=(width, height)) as pilot:
        editor = MemoryEditor(app, pilot, desktop, desk)
        editor.files, editor.ui_state, editor.web, editor.platforms = files, ui_state, web, platforms
        editor.feed_web, editor.link_web = feed_web, link_web
        await editor.settle()
        yield editor
