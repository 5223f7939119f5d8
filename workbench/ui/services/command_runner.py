"""Work that a key sets off: it runs beside the keys, and what comes of it is shown and said.

`CommandQueue` decides what runs when. Here is what follows for the screen: rows to repaint, a sentence for the message
line, a refusal as a failed sentence.
"""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from textual.timer import Timer
from textual.worker import Worker

from workbench.curation.model import UserError
from workbench.desk.desk import Proposal, VerbResult
from workbench.desk.state import Touched
from workbench.desk.steps import Steps
from workbench.ui.messages import Verb
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.widgets.message_line import MessageLine

T = TypeVar("T")
OnDone: TypeAlias = Callable[[VerbResult[Proposal]], None]


class Scheduler(Protocol):
    """What runs work beside the keys. Any of Textual's widgets and screens does."""

    def run_worker(self, work: Coroutine[Any, Any, None], *, group: str) -> Worker[None]:
        """Run this until it is done or the screen closes."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back once, after so many seconds."""


class CommandRunner:
    """Starts work and returns at once. `show_changes` repaints the rows of touched documents."""

    def __init__(
        self,
        queue: CommandQueue,
        *,
        scheduler: Scheduler,
        message_line: MessageLine,
        show_changes: Callable[[Touched], None],
    ) -> None:
        self._queue: Final = queue
        self._scheduler: Final = scheduler
        self._message_line: Final = message_line
        self.show_changes: Final = show_changes

    def start(self, work: Awaitable[T], on_result: Callable[[T], None], *, if_refused: str = "") -> None:
        """Wait for work beside the keys, then hand its result on. A `UserError` is said, never raised, and after it the
        sentence of `if_refused`."""

        async def wait() -> None:
            try:
                on_result(await work)
            except UserError as refusal:
                self._message_line.say(f"{refusal} {if_refused}".rstrip(), failed=True)

        self._scheduler.run_worker(wait(), group="actions")

    def run_verb(self, verb: Verb, on_done: OnDone | None = None, *, if_refused: str = "") -> None:
        """Run a verb, then `on_done`; without one, show what changed and say what was done."""
        self.start(self._queue.do(verb), on_done or self.report, if_refused=if_refused)

    def run_steps(self, steps: Steps[T], on_result: Callable[[T], None]) -> None:
        """Run a flow of the desk, then hand its result on."""
        self.start(self._queue.run(steps), on_result)

    async def do(self, verb: Verb) -> VerbResult[Proposal]:
        """Run a verb and report it; returns when it is durable. `UserError` where it cannot act."""
        result = await self._queue.do(verb)
        self.report(result)
        return result

    def run_verb_quietly(self, verb: Verb) -> None:
        """Run a verb and show what changed, but say nothing of it."""
        self.run_verb(verb, lambda result: self.show_changes(result.touched))

    def report(self, result: VerbResult[Proposal]) -> None:
        """Show what a verb changed, say what was done, and say how to take it back where that can be."""
        self.show_changes(result.touched)
        change = result.proposal.change
        is_undo = bool(change.undoes or change.redoes)
        can_undo = result.record is not None and change.origin == "editor" and not is_undo
        self._message_line.say(f"{result.message} · u takes it back" if can_undo else result.message)

    def poll_library(self) -> None:
        """Take in what other processes wrote, and say what a person should know of it."""
        self._scheduler.run_worker(self._pull_changes(), group="poll")

    async def _pull_changes(self) -> None:
        try:
            self.show_changes(await self._queue.pull_changes())
        except UserError as refusal:
            self._message_line.say(str(refusal), failed=True)
        if notices := self._queue.pop_notices():
            self._message_line.say(" ".join(notices), failed=True)
