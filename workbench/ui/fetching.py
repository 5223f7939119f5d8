"""What was asked of sites and has not come yet: the one place that knows which links are on their way.

So no link is asked for twice at once, no key waits for a site, and leaving leaves nothing behind.
"""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from textual.timer import Timer
from textual.worker import Worker, WorkerError

from workbench.curation.clipping import Answer
from workbench.curation.model import Failure, Link, Refused
from workbench.desk.fetching import absorb, wanting
from workbench.desk.ports import Web
from workbench.desk.present import Touched
from workbench.desk.step import name

if TYPE_CHECKING:
    from workbench.ui.panes import PaneScreen

ROUND: Final = (
    200  # links asked for together: enough to fill every lane, few enough that new ones soon follow
)
PAINTED: Final = 0.5  # seconds by which rows may be behind what came: a key must not wait for many paintings


class Fetches:
    """The questions of one screen, whose event loop every method belongs to.

    It holds, as a container, the links on their way.
    """

    def __init__(self, screen: "PaneScreen") -> None:
        self._screen: Final = screen
        self._waiting: dict[int, bool] = {}  # in the order they are asked for; whether anew
        self._out: set[int] = set()
        self._tried: set[int] = set()  # of itself, in this session: what failed or was stopped waits for f
        self._heard: asyncio.Queue[Answer | None] = asyncio.Queue()
        self._listener: asyncio.Task[None] | None = None
        self._worker: Worker[None] | None = None
        self._came = self._failed = self._merged = 0
        self._said = self._label = ""
        self._touched = Touched()
        self._painting: Timer | None = None
        self._quiet = False

    def __contains__(self, link: object) -> bool:
        return link in self._out or link in self._waiting

    @property
    def progress(self) -> str:
        """How many of how many have come, as `↻ 12/40`; empty where nothing is on its way."""
        left, done = len(self._out) + len(self._waiting), self._came + self._failed
        return f"↻ {done}/{done + left}" if left else ""

    # What is asked for

    def begin(self) -> None:
        """Ask for what waits from other days."""
        if self._by_itself:
            self._ask(link.id for link in wanting(self._screen.desk.present))

    def notice(self, links: Iterable[int]) -> None:
        """Ask for those of these links that are new in the inbox."""
        if self._by_itself:
            self._ask(id for id in links if id not in self._tried and self._is_new(id))

    def again(self, links: Sequence[int]) -> str:
        """Ask for these links anew, whatever is known of them; returns what to say."""
        asked = self._ask(links, anew=True)
        whole = name(self._screen.desk.present.link(links[0])) if len(links) == 1 else f"{len(links)} links"
        self._said = f"Fetching {whole} · S stops it" if asked else f"On the way already: {whole}"
        return self._said

    def stop(self) -> str:
        """Ask no more, and listen no more; what was heard is still kept. Returns what to say."""
        left = {*self._out, *self._waiting}
        done = self._came + self._failed
        self._out.clear()
        self._waiting.clear()
        self._quiet = True
        if self._listener is not None:
            self._listener.cancel()
        self._heard.put_nowait(None)
        self._tell(left)
        if not left:
            return "Nothing is being fetched."
        return f"Stopped fetching: {done} of {done + len(left)} came · f asks for the others"

    async def leave(self) -> None:
        """Stop, and wait until what was heard is kept, which takes no longer than the disk."""
        self.stop()
        if self._worker is not None:
            with suppress(WorkerError):
                await self._worker.wait()

    @property
    def _by_itself(self) -> bool:
        return self._screen.desk.present.publication.fetch.automatic

    def _is_new(self, id: int) -> bool:
        present = self._screen.desk.present
        link = present.links.get(id)
        never = link is not None and not link.fetched and link.failure is None
        return never and present.state(id) == "inbox"

    def _ask(self, links: Iterable[int], *, anew: bool = False) -> bool:
        """Put links before those that wait; False where all of them are on their way so already."""
        first = {id: anew for id in links if id not in self._out and self._waiting.get(id, -1) < anew}
        if not first:
            return False
        self._tried |= first.keys()
        self._waiting = first | {id: again for id, again in self._waiting.items() if id not in first}
        self._quiet = False
        if self._worker is None or self._worker.is_finished:
            self._came = self._failed = self._merged = 0
            self._worker = self._screen.run_worker(self._work(), group="fetch")
        self._tell(first)
        return True

    # How it comes

    async def _work(self) -> None:
        try:
            while self._waiting:
                links, anew = self._next()
                if links:
                    await self._round(links, anew)
        except Refused as refusal:
            self.stop()
            self._screen.say(str(refusal), failed=True)
        if not self._quiet:
            self._close()

    def _next(self) -> tuple[list[Link], bool]:
        """Whom to ask for together: what the editor asked for first. What came to nothing meanwhile is let go."""
        anew = any(self._waiting.values())
        ids = list(islice((id for id, again in self._waiting.items() if again == anew), ROUND))
        for id in ids:
            del self._waiting[id]
        present = self._screen.desk.present
        found = [present.links[id] for id in ids if id in present.links]
        links = [link for link in found if anew or self._is_wanted(link)]
        self._out = {link.id for link in links}
        self._tell(set(ids) - self._out)
        return links, anew

    def _is_wanted(self, link: Link) -> bool:
        told = link.fetched and link.failure is None
        return not told and self._screen.desk.present.state(link.id) != "rejected"

    async def _round(self, links: Sequence[Link], anew: bool) -> None:
        heard = self._heard = asyncio.Queue()
        listener = self._listener = asyncio.create_task(_listen(self._screen.world.web, links, anew, heard))
        try:
            while (answer := await heard.get()) is not None:
                await self._take_in(answer)
        finally:
            listener.cancel()
        self._tell()
        if listener.done() and not listener.cancelled() and (fault := listener.exception()):
            raise Refused(f"Fetching broke off ({type(fault).__name__}): f asks again.")

    async def _take_in(self, answer: Answer) -> None:
        """Keep what was said, durably, and have it painted soon."""
        done = await self._screen.turns.do(partial(absorb, answer=answer))
        self._out.discard(answer.link)
        self._touched.links |= {answer.link} | done.touched.links
        self._touched.entries |= done.touched.entries
        self._touched.issues |= done.touched.issues
        if self._painting is None:
            self._painting = self._screen.set_timer(PAINTED, self._tell)
        self._label = done.says
        if isinstance(answer.said, Failure):
            self._failed += 1
            return
        self._came += 1
        links = self._screen.desk.present.links
        self._merged += sum(id not in links for id in done.touched.links)
        self._tried.discard(answer.link)  # so that a title given back is asked for by itself

    def _tell(self, links: Iterable[int] = ()) -> None:
        """Have these links painted anew, and all that came since the last time."""
        if self._painting is not None:
            self._painting.stop()
        touched, self._touched, self._painting = self._touched, Touched(), None
        touched.links |= set(links)
        self._screen.masthead.fetching = self.progress
        self._screen.changed(touched)

    def _close(self) -> None:
        """Say what became of it, behind whatever the editor did meanwhile."""
        if not self._came + self._failed:
            return
        said = f"Fetched {self._came}{f' of {self._came + self._failed}' if self._failed else ''} links"
        said += f", {self._merged} known already" if self._merged else ""
        said += ": ! marks the others" if self._failed else ""
        if self._came + self._failed == 1:
            said = self._label
        self._screen.message.murmur(said, failed=not self._came, instead_of=self._said)


async def _listen(web: Web, links: Sequence[Link], anew: bool, heard: "asyncio.Queue[Answer | None]") -> None:
    """Hear what sites say. This can be broken off at any moment, the keeping of it cannot: so they are two tasks."""
    try:
        async for answer in web.fetch(links, anew=anew):
            heard.put_nowait(answer)
    finally:
        heard.put_nowait(None)
