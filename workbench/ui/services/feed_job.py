"""Pulls feeds in the background: what they bring is saved as it comes, what they have to remember at the end.

Which items are taken in is `desk/incoming/feeds.py`'s. No site is asked about the links that come: they wait in a view
of their own.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, cast

from textual.worker import Worker, WorkerError

from workbench.curation.clipping import OfflineError
from workbench.curation.feed import Feed
from workbench.curation.model import UserError
from workbench.curation.subscription import FeedAnswer
from workbench.desk.incoming.feeds import (
    FailedFeed,
    FeedIntake,
    Pull,
    list_due_feeds,
    read_answer,
    record_pulls,
    take_in_feed,
)
from workbench.desk.ports import FeedWeb
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import Scheduler
from workbench.ui.services.receiver import Receiver
from workbench.ui.widgets.message_line import MessageLine


class FeedJob:
    """The job of pulling feeds. Every method belongs to the screen's event loop. `on_changed` is called when rows must
    be repainted or the progress is another."""

    name: Final = "feeds"

    def __init__(
        self,
        state: State,
        command_queue: CommandQueue,
        web: FeedWeb,
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
        self._asked: dict[int, str] = {}  # the feeds of this pull by id, with their names
        self._pulls: list[Pull] = []
        self._start_message = ""
        self._receiver: Receiver[FeedAnswer] | None = None
        self._worker: Worker[None] | None = None

    @property
    def progress(self) -> str:
        """How many feeds of how many have answered, as `↻ 3/12`; empty where none is asked."""
        return f"↻ {len(self._pulls)}/{len(self._asked)}" if self._asked else ""

    def pull(self, feeds: Sequence[Feed] | None = None) -> str:
        """Ask these feeds, else all but those that failed and wait. Returns at once what to say."""
        if self._asked:
            return "Feeds are being pulled: S stops that."
        feeds = list_due_feeds(self._state) if feeds is None else feeds
        if not feeds:
            has_any = bool(self._state.documents_of(Feed))
            return (
                "No feed is to be asked now: O shows why." if has_any else "No feed is read yet: O adds one."
            )
        self._asked, self._pulls = {feed.id: feed.name for feed in feeds}, []
        self._on_changed(Touched())

        async def run() -> None:
            await self._run(feeds)

        self._worker = self._scheduler.run_worker(run, group="fetch")
        self._start_message = f"Pulling {_count_feeds(len(feeds))} · S stops it"
        return self._start_message

    def stop(self) -> str:
        """Wait for no more feeds; what came is kept."""
        if not self._asked:
            return "No feed is being pulled."
        if self._receiver is not None:
            self._receiver.stop()
        return f"Stopped pulling: {len(self._pulls)} of {_count_feeds(len(self._asked))} came."

    async def leave(self) -> None:
        """Stop, and wait until what came is durable."""
        self.stop()
        if self._worker is not None:
            with suppress(WorkerError):
                await self._worker.wait()

    async def _run(self, feeds: Sequence[Feed]) -> None:
        receiver = self._receiver = Receiver(self._web.pull_feeds(feeds))
        try:
            with receiver:
                async for answer in receiver:
                    await self._take_in(answer)
            recorded = await self._command_queue.do(partial(record_pulls, pulls=self._pulls))
            self._on_changed(recorded.touched)
        except UserError as refusal:
            self._message_line.say(str(refusal), failed=True)
        finally:
            said, failed = self._summarise(receiver)
            self._asked, self._receiver = {}, None
            self._on_changed(Touched())
            if said:
                self._message_line.say_later(said, failed=failed, replacing=self._start_message)

    async def _take_in(self, answer: FeedAnswer) -> None:
        """Make the links of an answer durable."""
        read = await asyncio.to_thread(read_answer, answer)
        if isinstance(read, FailedFeed):
            self._pulls.append(Pull(feed=read.feed, failure=read.failure))
            self._on_changed(Touched())
            return
        done = await self._command_queue.do(partial(take_in_feed, read=read))
        self._pulls.append(cast("FeedIntake", done.proposal).pull)
        self._on_changed(done.touched)

    def _summarise(self, receiver: Receiver[FeedAnswer]) -> tuple[str, bool]:
        """What came of the pull, and whether it is nothing but a failure; empty where it was stopped."""
        if not receiver.is_done:
            return "", False
        if fault := receiver.fault:
            is_offline = isinstance(fault, OfflineError)
            return str(fault) if is_offline else f"Pulling broke off ({type(fault).__name__}).", True
        new = sum(pull.new for pull in self._pulls)
        failed = [pull for pull in self._pulls if pull.failure is not None]
        links = "1 new link waits" if new == 1 else f"{new} new links wait" if new else "nothing new"
        said = f"Pulled {_count_feeds(len(self._pulls))}: {links}"
        if len(failed) == 1:
            return f"{said}. {self._asked[failed[0].feed]}: {failed[0].sentence}", not new
        return (f"{said}. {len(failed)} feeds could not be read" if failed else said), bool(
            failed
        ) and not new


def _count_feeds(count: int) -> str:
    return "1 feed" if count == 1 else f"{count} feeds"
