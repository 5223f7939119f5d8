"""Fetching from the screen: which links to ask sites about, in which order, and which are on their way.

A link is never asked for twice at once, no key waits for a site, and what was answered is durable before the screen
closes. How sites are asked is `web/`'s, what an answer changes is `desk/incoming/fetching.py`'s.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Final

from msgspec import Struct
from textual.timer import Timer
from textual.worker import Worker, WorkerError

from workbench.curation.clipping import FetchAnswer, OfflineError
from workbench.curation.model import Failure, Link, LinkId, UserError
from workbench.desk.change_builder import display_name
from workbench.desk.incoming.fetching import apply_answer, links_to_fetch
from workbench.desk.ports import Web
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import Scheduler
from workbench.ui.services.receiver import Receiver
from workbench.ui.widgets.message_line import MessageLine

# Links asked for together: enough to keep every host's rate limit busy, few enough that new links soon follow.
BATCH_SIZE: Final = 200
# Links asked for without a key at a time: an import of thousands does not become thousands of requests.
AUTOMATIC_LIMIT: Final = 200
# Seconds by which rows may be behind the answers: a key must not wait for many repaints.
REPAINT_DELAY: Final = 0.5
# Seconds between two attempts while this machine has no network. An attempt costs a few look-ups of names.
OFFLINE_PAUSE: Final = 60.0


class FetchTally(Struct):
    """What came of the links asked for since the queue was last empty."""

    fetched: int = 0
    failed: int = 0
    merged: int = 0
    """Links that turned out to be a link known already, and are one with it now."""
    last_label: str = ""

    @property
    def answered(self) -> int:
        """Links that have an answer, a failure included."""
        return self.fetched + self.failed

    def summarise(self) -> str:
        """One sentence; empty where nothing was answered."""
        if self.answered <= 1:
            return self.last_label
        total = f" of {self.answered}" if self.failed else ""
        merged = f", {self.merged} known already" if self.merged else ""
        return f"Fetched {self.fetched}{total} links{merged}{': ! marks the others' if self.failed else ''}"


class FetchQueue:
    """The job of fetching. Every method belongs to the screen's event loop.

    As a container it holds the ids of the links on their way. `on_changed` is called when rows must be repainted or
    the progress is another.
    """

    name: Final = "fetch"

    def __init__(
        self,
        state: State,
        command_queue: CommandQueue,
        web: Web,
        *,
        scheduler: Scheduler,
        message_line: MessageLine,
        on_changed: Callable[[Touched], None],
    ) -> None:
        self._state: Final = state
        self._command_queue: Final = command_queue
        self._web: Final = web
        self._scheduler: Final = scheduler
        self._message_line: Final = message_line
        self._on_changed: Final = on_changed
        self._pending: dict[LinkId, bool] = {}  # by link, in the order they are asked for; whether to refresh
        self._in_flight: dict[LinkId, bool] = {}  # likewise
        # Links asked for in this session without a key. One that failed or was stopped then waits for `f`.
        self._attempted: set[LinkId] = set()
        self._receiver: Receiver[FetchAnswer] | None = None
        self._worker: Worker[None] | None = None
        self._tally = FetchTally()
        self._start_message = ""
        self._touched = Touched()
        self._repaint_timer: Timer | None = None
        self._is_stopped = False
        # Links that wait for a network, and what asks for them again.
        self._offline: dict[LinkId, bool] = {}
        self._offline_timer: Timer | None = None
        self._is_offline_said = False

    def __contains__(self, link: object) -> bool:
        return link in self._in_flight or link in self._pending

    @property
    def progress(self) -> str:
        """How many links of how many have an answer, as `↻ 12/40`; empty where none is on its way."""
        left = len(self._in_flight) + len(self._pending)
        return f"↻ {self._tally.answered}/{self._tally.answered + left}" if left else ""

    # What is asked for

    def fetch_pending(self) -> None:
        """Ask for the links that were not fetched on other days."""
        if self._is_automatic:
            self._enqueue_automatically([link.id for link in links_to_fetch(self._state)])

    def fetch_new(self, links: Iterable[LinkId]) -> None:
        """Ask for those of these links that are new in the inbox, in the order in which it shows them."""
        if self._is_automatic:
            new = {id for id in links if id not in self._attempted and self._is_new(id)}
            self._enqueue_automatically(self._state.ids_in("inbox", among=new) if len(new) > 1 else list(new))

    def _enqueue_automatically(self, links: Sequence[LinkId]) -> None:
        self._enqueue(links[:AUTOMATIC_LIMIT])
        if len(links) > AUTOMATIC_LIMIT:
            self._message_line.say_later(
                f"Fetching the newest {AUTOMATIC_LIMIT} of {len(links):,} links · f asks for others,"
                " workbench fetch for all"
            )

    def refetch(self, links: Sequence[LinkId]) -> str:
        """Ask for these links again, whatever is known of them. Returns what to say."""
        links = [link.id for link in links_to_fetch(self._state, links)]
        if not links:
            return "No site knows of an idea: there is no link to fetch."
        is_enqueued = self._enqueue(links, refresh=True)
        self._is_offline_said = False  # who asks is told once more
        what = display_name(self._state.get_link(links[0])) if len(links) == 1 else f"{len(links)} links"
        self._start_message = (
            f"Fetching {what} · S stops it" if is_enqueued else f"On the way already: {what}"
        )
        return self._start_message

    def stop(self) -> str:
        """Ask for no more links and drop what is on its way. An answer that has arrived is still applied."""
        left = {*self._in_flight, *self._pending}
        self._offline.clear()
        if self._offline_timer is not None:
            self._offline_timer.stop()
        self._in_flight.clear()
        self._pending.clear()
        self._is_stopped = True
        if self._receiver is not None:
            self._receiver.stop()
        self._repaint_links(left)
        if not left:
            return "Nothing is being fetched."
        done = self._tally.answered
        return f"Stopped fetching: {done} of {done + len(left)} came · f asks for the others"

    async def leave(self) -> None:
        """Stop, and wait until the answers that arrived are durable, which takes no longer than the disk."""
        self.stop()
        if self._worker is not None:
            with suppress(WorkerError):
                await self._worker.wait()

    @property
    def _is_automatic(self) -> bool:
        return self._state.publication.fetch.automatic

    def _is_new(self, id: LinkId) -> bool:
        link = self._state.links.get(id)
        is_unasked = link is not None and not (link.is_idea or link.fetched or link.failure)
        return is_unasked and self._state.state_of(id) == "inbox"

    def _enqueue(self, links: Iterable[LinkId], *, refresh: bool = False) -> bool:
        """Put links before those that wait. False where all of them are on their way already."""
        first = {
            id: refresh
            for id in links
            if id not in self._in_flight and self._pending.get(id, -1) < refresh  # -1: not pending at all
        }
        if not first:
            return False
        self._attempted |= first.keys()
        self._pending = first | {id: again for id, again in self._pending.items() if id not in first}
        self._is_stopped = False
        if self._worker is None or self._worker.is_finished:
            self._tally = FetchTally()
            self._worker = self._scheduler.run_worker(self._run, group="fetch")
        self._repaint_links(first)
        return True

    # How it comes

    async def _run(self) -> None:
        try:
            while self._pending:
                links, refresh = self._take_batch()
                if links:
                    await self._fetch_batch(links, refresh)
        except OfflineError:
            self._wait_for_network()
        except UserError as refusal:
            self.stop()
            self._message_line.say(str(refusal), failed=True)
        if not self._is_stopped and (summary := self._tally.summarise()):
            # It waits behind what the editor did meanwhile.
            self._message_line.say_later(
                summary, failed=not self._tally.fetched, replacing=self._start_message
            )

    def _wait_for_network(self) -> None:
        """Say once that there is none, and ask again now and then until there is one."""
        left = self._in_flight | self._pending | self._offline
        self.stop()
        if not self._is_offline_said:
            self._is_offline_said = True
            waiting = "1 link waits" if len(left) == 1 else f"{len(left)} links wait"
            self._message_line.say_later(
                f"This machine seems to be offline: {waiting}, f asks again", replacing=self._start_message
            )
        self._offline = left
        self._offline_timer = self._scheduler.set_timer(OFFLINE_PAUSE, self._ask_again)

    def _ask_again(self) -> None:
        waiting, self._offline = sorted(self._offline.items(), reverse=True), {}
        for refresh in (False, True):
            self._enqueue((id for id, again in waiting if again == refresh), refresh=refresh)

    def _take_batch(self) -> tuple[list[Link], bool]:
        """The links to ask for together, those that a key asked for first. Links that are gone, answered or
        rejected meanwhile are left out."""
        refresh = any(self._pending.values())
        ids = list(islice((id for id, again in self._pending.items() if again == refresh), BATCH_SIZE))
        for id in ids:
            del self._pending[id]
        found = [self._state.links[id] for id in ids if id in self._state.links]
        links = [link for link in found if refresh or self._is_due(link)]
        self._in_flight = dict.fromkeys((link.id for link in links), refresh)
        self._repaint_links(set(ids) - self._in_flight.keys())
        return links, refresh

    def _is_due(self, link: Link) -> bool:
        is_answered = link.fetched and link.failure is None
        return not is_answered and self._state.state_of(link.id) != "rejected"

    async def _fetch_batch(self, links: Sequence[Link], refresh: bool) -> None:
        with Receiver(self._web.fetch(links, refresh=refresh)) as receiver:
            self._receiver = receiver
            async for answer in receiver:
                await self._apply_answer(answer)
        self._repaint_links()
        if fault := receiver.fault:
            if isinstance(fault, OfflineError):
                raise fault
            raise UserError(f"Fetching broke off ({type(fault).__name__}): f asks again.")

    async def _apply_answer(self, answer: FetchAnswer) -> None:
        """Make an answer durable, and have it painted soon."""
        done = await self._command_queue.do(partial(apply_answer, answer=answer))
        self._in_flight.pop(answer.link, None)
        self._touched.add("links", [answer.link])
        self._touched |= done.touched
        if self._repaint_timer is None:
            self._repaint_timer = self._scheduler.set_timer(REPAINT_DELAY, self._repaint_links)
        self._tally.last_label = done.message
        if isinstance(answer.result, Failure):
            self._tally.failed += 1
            return
        self._tally.fetched += 1
        self._is_offline_said = False
        self._tally.merged += sum(id not in self._state.links for id in done.touched.links)
        # So that a title given back to the site is fetched without a key.
        self._attempted.discard(answer.link)

    def _repaint_links(self, links: Iterable[LinkId] = ()) -> None:
        """Have these links repainted, and all that changed since the last time."""
        if self._repaint_timer is not None:
            self._repaint_timer.stop()
        touched, self._touched, self._repaint_timer = self._touched, Touched(), None
        touched.add("links", links)
        self._on_changed(touched)
