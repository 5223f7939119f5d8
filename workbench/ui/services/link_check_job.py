"""Asks an issue's links in the background whether they still lead to their pages: findings follow as answers come.

Which links are asked is the desk's (`verbs/preflight.py`), how they are is `web/`'s. What came is kept however it ends.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from textual.worker import Worker, WorkerError

from workbench.curation.clipping import OfflineError
from workbench.curation.link_check import CheckedLink, LinkOutcome, PrintedLink
from workbench.curation.model import Issue, IssueId
from workbench.desk.ports import LinkWeb
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.verbs.preflight import list_printed_links
from workbench.ui.services.command_runner import Scheduler
from workbench.ui.services.receiver import Receiver
from workbench.ui.widgets.message_line import MessageLine

_SAID: Final[dict[LinkOutcome, str]] = {
    "gone": "gone",
    "perhaps gone": "probably gone",
    "moved": "moved",
    "unchecked": "could not be checked",
}


class LinkCheckJob:
    """The job of asking links. Every method belongs to the screen's event loop. `on_changed` is called when findings
    may be others or the progress is another."""

    name: Final = "links"

    def __init__(
        self,
        state: State,
        web: LinkWeb,
        *,
        scheduler: Scheduler,
        message_line: MessageLine,
        on_changed: Callable[[Touched], None],
    ) -> None:
        self._state: Final = state
        self._web: Final = web
        self._scheduler: Final = scheduler
        self._message_line: Final = message_line
        self._on_changed: Final = on_changed
        self._issue_id = IssueId(0)
        self._asked = 0
        self._outcomes: Final[list[LinkOutcome]] = []
        self._start_message = ""
        self._receiver: Receiver[CheckedLink] | None = None
        self._worker: Worker[None] | None = None

    @property
    def progress(self) -> str:
        """How many links of how many have answered, as `↻ 3/12`; empty where none is asked."""
        return f"↻ {len(self._outcomes)}/{self._asked}" if self._asked else ""

    def start(self, issue: Issue) -> str:
        """Ask the issue's links that were not asked of late; all of them where each was. Returns what to say."""
        if self._asked:
            return "Links are being asked: S stops that."
        printed = list_printed_links(self._state, issue)
        if not printed:
            return f"Issue #{issue.number} prints no link."
        due = self._state.link_checks.list_due(printed, self._state.clock())
        links = due or printed
        self._issue_id, self._asked = issue.id, len(links)
        self._outcomes.clear()
        self._show_progress()

        async def run() -> None:
            await self._run(links, afresh=not due)

        self._worker = self._scheduler.run_worker(run, group="fetch")
        self._start_message = f"Asking {_count_links(len(links))}{'' if due else ' again'} · S stops it"
        return self._start_message

    def stop(self) -> str:
        """Wait for no more answers; what came is kept."""
        if not self._asked:
            return "No link is being asked."
        if self._receiver is not None:
            self._receiver.stop()
        return f"Stopped asking: {len(self._outcomes)} of {_count_links(self._asked)} answered."

    async def leave(self) -> None:
        """Stop, and wait until what came is kept."""
        self.stop()
        if self._worker is not None:
            with suppress(WorkerError):
                await self._worker.wait()

    async def _run(self, links: Sequence[PrintedLink], *, afresh: bool) -> None:
        receiver = self._receiver = Receiver(self._web.check_links(links, refresh=afresh))
        try:
            with receiver:
                async for checked in receiver:
                    self._take_in(checked)
            await asyncio.to_thread(self._state.link_checks.save)
        finally:
            said, failed = self._summarise(receiver)
            self._asked, self._receiver = 0, None
            self._show_progress()
            if said:
                self._message_line.say_later(said, failed=failed, replacing=self._start_message)

    def _take_in(self, checked: CheckedLink) -> None:
        self._state.link_checks.take_in(checked)
        self._outcomes.append(checked.outcome)
        self._show_progress()

    def _show_progress(self) -> None:
        touched = Touched()
        touched.add("issues", [self._issue_id])
        self._on_changed(touched)

    def _summarise(self, receiver: Receiver[CheckedLink]) -> tuple[str, bool]:
        """What came of it, and whether that is nothing but a failure; empty where it was stopped."""
        if not receiver.is_done:
            return "", False
        if fault := receiver.fault:
            is_offline = isinstance(fault, OfflineError)
            return str(fault) if is_offline else f"Asking broke off ({type(fault).__name__}).", True
        counts = Counter(self._outcomes)
        parts = [f"{counts[outcome]} {said}" for outcome, said in _SAID.items() if counts[outcome]]
        return f"Asked {_count_links(len(self._outcomes))}: {', '.join(parts) or 'each answers'}", False


def _count_links(count: int) -> str:
    return "1 link" if count == 1 else f"{count} links"
