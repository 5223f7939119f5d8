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

from workbench.curation.clipping import FetchAnswer
from workbench.curation.model import Failure, Link, LinkId, UserError
from workbench.desk.change_builder import display_name
from workbench.desk.incoming.fetching import apply_answer, links_to_fetch
from workbench.desk.ports import Web
from workbench.desk.state import Touched

if TYPE_CHECKING:
    from workbench.ui.screens.panes import PaneScreen

BATCH_SIZE: Final = (
    200  # links asked for together: enough to fill every lane, few enough that new ones soon follow
)
REPAINT_DELAY: Final = (
    0.5  # seconds by which rows may be behind what came: a key must not wait for many paintings
)


class FetchQueue:
    """The questions of one screen, whose event loop every method belongs to.

    It holds, as a container, the links on their way.
    """

    def __init__(self, screen: "PaneScreen") -> None:
        self._screen: Final = screen
        self._pending: dict[LinkId, bool] = {}  # in the order they are asked for; whether anew
        self._in_flight: set[LinkId] = set()
        self._attempted: set[LinkId] = (
            set()
        )  # of itself, in this session: what failed or was stopped waits for f
        self._answers: asyncio.Queue[FetchAnswer | None] = asyncio.Queue()
        self._fetch_task: asyncio.Task[None] | None = None
        self._worker: Worker[None] | None = None
        self._fetched_count = self._failed_count = self._merged_count = 0
        self._start_message = self._last_label = ""
        self._touched = Touched()
        self._repaint_timer: Timer | None = None
        self._stopped = False

    def __contains__(self, link: object) -> bool:
        return link in self._in_flight or link in self._pending

    @property
    def progress(self) -> str:
        """How many of how many have come, as `↻ 12/40`; empty where nothing is on its way."""
        left, done = len(self._in_flight) + len(self._pending), self._fetched_count + self._failed_count
        return f"↻ {done}/{done + left}" if left else ""

    # What is asked for

    def fetch_pending(self) -> None:
        """Ask for what waits from other days."""
        if self._is_automatic:
            self._enqueue(link.id for link in links_to_fetch(self._screen.desk.state))

    def fetch_new(self, links: Iterable[LinkId]) -> None:
        """Ask for those of these links that are new in the inbox."""
        if self._is_automatic:
            self._enqueue(id for id in links if id not in self._attempted and self._is_new(id))

    def refetch(self, links: Sequence[LinkId]) -> str:
        """Ask for these links anew, whatever is known of them; returns what to say."""
        asked = self._enqueue(links, anew=True)
        whole = (
            display_name(self._screen.desk.state.get_link(links[0]))
            if len(links) == 1
            else f"{len(links)} links"
        )
        self._start_message = f"Fetching {whole} · S stops it" if asked else f"On the way already: {whole}"
        return self._start_message

    def stop(self) -> str:
        """Ask no more, and listen no more; what was heard is still kept. Returns what to say."""
        left = {*self._in_flight, *self._pending}
        done = self._fetched_count + self._failed_count
        self._in_flight.clear()
        self._pending.clear()
        self._stopped = True
        if self._fetch_task is not None:
            self._fetch_task.cancel()
        self._answers.put_nowait(None)
        self._repaint_links(left)
        if not left:
            return "Nothing is being fetched."
        return f"Stopped fetching: {done} of {done + len(left)} came · f asks for the others"

    async def shut_down(self) -> None:
        """Stop, and wait until what was heard is kept, which takes no longer than the disk."""
        self.stop()
        if self._worker is not None:
            with suppress(WorkerError):
                await self._worker.wait()

    @property
    def _is_automatic(self) -> bool:
        return self._screen.desk.state.publication.fetch.automatic

    def _is_new(self, id: LinkId) -> bool:
        state = self._screen.desk.state
        link = state.links.get(id)
        never = link is not None and not link.fetched and link.failure is None
        return never and state.state_of(id) == "inbox"

    def _enqueue(self, links: Iterable[LinkId], *, anew: bool = False) -> bool:
        """Put links before those that wait; False where all of them are on their way so already."""
        first = {id: anew for id in links if id not in self._in_flight and self._pending.get(id, -1) < anew}
        if not first:
            return False
        self._attempted |= first.keys()
        self._pending = first | {id: again for id, again in self._pending.items() if id not in first}
        self._stopped = False
        if self._worker is None or self._worker.is_finished:
            self._fetched_count = self._failed_count = self._merged_count = 0
            self._worker = self._screen.run_worker(self._run(), group="fetch")
        self._repaint_links(first)
        return True

    # How it comes

    async def _run(self) -> None:
        try:
            while self._pending:
                links, anew = self._take_batch()
                if links:
                    await self._fetch_batch(links, anew)
        except UserError as refusal:
            self.stop()
            self._screen.say(str(refusal), failed=True)
        if not self._stopped:
            self._report_summary()

    def _take_batch(self) -> tuple[list[Link], bool]:
        """Whom to ask for together: what the editor asked for first. What came to nothing meanwhile is let go."""
        anew = any(self._pending.values())
        ids = list(islice((id for id, again in self._pending.items() if again == anew), BATCH_SIZE))
        for id in ids:
            del self._pending[id]
        state = self._screen.desk.state
        found = [state.links[id] for id in ids if id in state.links]
        links = [link for link in found if anew or self._is_due(link)]
        self._in_flight = {link.id for link in links}
        self._repaint_links(set(ids) - self._in_flight)
        return links, anew

    def _is_due(self, link: Link) -> bool:
        is_answered = link.fetched and link.failure is None
        return not is_answered and self._screen.desk.state.state_of(link.id) != "rejected"

    async def _fetch_batch(self, links: Sequence[Link], anew: bool) -> None:
        heard = self._answers = asyncio.Queue()
        listener = self._fetch_task = asyncio.create_task(
            _receive_answers(self._screen.services.web, links, anew, heard)
        )
        try:
            while (answer := await heard.get()) is not None:
                await self._apply_answer(answer)
        finally:
            listener.cancel()
        self._repaint_links()
        if listener.done() and not listener.cancelled() and (fault := listener.exception()):
            raise UserError(f"Fetching broke off ({type(fault).__name__}): f asks again.")

    async def _apply_answer(self, answer: FetchAnswer) -> None:
        """Keep what was said, durably, and have it painted soon."""
        done = await self._screen.command_queue.do(partial(apply_answer, answer=answer))
        self._in_flight.discard(answer.link)
        self._touched.links |= {answer.link} | done.touched.links
        self._touched.entries |= done.touched.entries
        self._touched.issues |= done.touched.issues
        if self._repaint_timer is None:
            self._repaint_timer = self._screen.set_timer(REPAINT_DELAY, self._repaint_links)
        self._last_label = done.message
        if isinstance(answer.result, Failure):
            self._failed_count += 1
            return
        self._fetched_count += 1
        links = self._screen.desk.state.links
        self._merged_count += sum(id not in links for id in done.touched.links)
        self._attempted.discard(answer.link)  # so that a title given back is asked for by itself

    def _repaint_links(self, links: Iterable[LinkId] = ()) -> None:
        """Have these links painted anew, and all that came since the last time."""
        if self._repaint_timer is not None:
            self._repaint_timer.stop()
        touched, self._touched, self._repaint_timer = self._touched, Touched(), None
        touched.links |= set(links)
        self._screen.header.fetch_progress = self.progress
        self._screen.show_changes(touched)

    def _report_summary(self) -> None:
        """Say what became of it, behind whatever the editor did meanwhile."""
        if not self._fetched_count + self._failed_count:
            return
        of_all = f" of {self._fetched_count + self._failed_count}" if self._failed_count else ""
        said = f"Fetched {self._fetched_count}{of_all} links"
        said += f", {self._merged_count} known already" if self._merged_count else ""
        said += ": ! marks the others" if self._failed_count else ""
        if self._fetched_count + self._failed_count == 1:
            said = self._last_label
        self._screen.message_line.say_later(
            said, failed=not self._fetched_count, replacing=self._start_message
        )


async def _receive_answers(
    web: Web, links: Sequence[Link], anew: bool, answers: "asyncio.Queue[FetchAnswer | None]"
) -> None:
    """Hear what sites say. This can be broken off at any moment, the keeping of it cannot: so they are two tasks."""
    try:
        async for answer in web.fetch(links, refresh=anew):
            answers.put_nowait(answer)
    finally:
        answers.put_nowait(None)
