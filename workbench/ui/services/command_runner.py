"""Work that a key sets off: it runs beside the keys, and what comes of it is shown and said.

`CommandQueue` decides what runs when. Here is what follows for the screen: rows to repaint, a sentence for the message
line, a refusal as a failed sentence. A verb acts before the next key is looked at, and is saved meanwhile.
"""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from textual.timer import Timer
from textual.worker import Worker

from workbench.curation.change import Change
from workbench.curation.model import UserError
from workbench.desk.desk import Proposal, Rejection, VerbResult
from workbench.desk.steps import Steps
from workbench.desk.touched import Touched
from workbench.ui.messages import Verb
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.widgets.message_line import MessageLine

T = TypeVar("T")
OnDone: TypeAlias = Callable[[VerbResult[Proposal]], None]


class Scheduler(Protocol):
    """What runs work beside the keys. Any of Textual's widgets and screens does."""

    def run_worker(self, work: Callable[[], Coroutine[Any, Any, None]], *, group: str) -> Worker[None]:
        """Call this, and run what it gives until that is done or the screen closes. Not called if it closes before."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back once, after so many seconds."""


class CommandRunner:
    """Starts work and returns at once. `show_changes` repaints the rows of touched documents, `follow_change` goes to
    the issue that a change of the editor's made, `show_pending` says how many changes are pending."""

    def __init__(
        self,
        queue: CommandQueue,
        *,
        scheduler: Scheduler,
        message_line: MessageLine,
        show_changes: Callable[[Touched], None],
        follow_change: Callable[[Change], None],
        show_pending: Callable[[int], None],
    ) -> None:
        self._queue: Final = queue
        self._scheduler: Final = scheduler
        self._message_line: Final = message_line
        self.show_changes: Final = show_changes
        self._follow_change: Final = follow_change
        self._show_pending: Final = show_pending
        self._was_behind = False
        self._rejections: list[Rejection] = []

    def start(
        self,
        work: Callable[[], Awaitable[T]],
        on_result: Callable[[T], None],
        *,
        if_refused: str = "",
        on_refused: Callable[[], None] | None = None,
    ) -> None:
        """Do work beside the keys, then hand its result on. A `UserError` is said, never raised, and after it the
        sentence of `if_refused`; then `on_refused` is called."""

        async def wait() -> None:
            try:
                on_result(await work())
            except UserError as refusal:
                self._message_line.say(f"{refusal} {if_refused}".rstrip(), failed=True)
                if on_refused is not None:
                    on_refused()

        self._scheduler.run_worker(wait, group="actions")

    def run_verb(self, verb: Verb, on_done: OnDone | None = None, *, if_refused: str = "") -> None:
        """Run a verb now, then `on_done`; without one, show what changed and say what was done. Saving follows, and a
        change that cannot be saved is taken off the screen again."""
        if not self._queue.pending_count:
            self._rejections = []
        try:
            result = self._queue.propose(verb)
        except UserError as refusal:
            self._message_line.refuse(f"{refusal} {if_refused}".rstrip())
            return
        (on_done or self.report)(result)
        if result.proposal.change.edits:
            self._scheduler.run_worker(self._save_oldest, group="actions")

    def run_verb_durably(self, verb: Verb, on_done: OnDone, *, if_refused: str = "") -> None:
        """Run a verb in its turn, then `on_done` once it is durable: for what is lost if it is not saved, and what has
        to be told as it was saved, beside what others did."""
        self.start(partial(self._queue.do, verb), on_done, if_refused=if_refused)

    def save_text(self, verb: Verb, on_refused: Callable[[], None]) -> None:
        """Save what was typed: shown as saved when it is durable, and not spoken of."""
        self.start(
            partial(self._queue.do, verb),
            lambda result: self.show_changes(result.touched),
            on_refused=on_refused,
        )

    def run_steps(self, steps: Steps[T], on_result: Callable[[T], None], *, if_refused: str = "") -> None:
        """Run a flow of the desk, then hand its result on."""
        self.start(partial(self._queue.run, steps), on_result, if_refused=if_refused)

    async def do(self, verb: Verb, *, reports: bool = True) -> VerbResult[Proposal]:
        """Run a verb and report it; returns when it is durable. `UserError` where it cannot act. Without `reports`
        whoever asked says what was done."""
        result = await self._queue.do(verb)
        if reports:
            self.report(result)
        else:
            self.show_changes(result.touched)
        return result

    def report(self, result: VerbResult[Proposal]) -> None:
        """Show what a verb changed, say what was done, and say how to take it back where that can be."""
        self.show_changes(result.touched)
        change = result.proposal.change
        self._follow_change(change)
        is_undo = bool(change.undoes or change.redoes)
        can_undo = change.edits and change.origin == "editor" and not is_undo
        self._message_line.say(f"{result.message} · u takes it back" if can_undo else result.message)

    async def save_all(self) -> str:
        """Return once all that is shown is durable: empty, or why some of it was taken back."""
        self._rejections = []
        self.show_changes(await self._queue.save_all())
        self._collect_rejections()
        return self._explain_rejections()

    def poll_library(self) -> None:
        """Take in what other processes wrote, and say what a person should know of it. It is also the moment to look
        after the files."""
        is_behind = self._queue.pending_count > 0
        self._show_pending(self._queue.pending_count if is_behind and self._was_behind else 0)
        self._was_behind = is_behind
        self._scheduler.run_worker(self._pull_changes, group="poll")

    async def _pull_changes(self) -> None:
        try:
            self.show_changes(await self._queue.pull_changes())
            await self._queue.checkpoint_if_due()
        except UserError as refusal:
            self._message_line.say(str(refusal), failed=True)
        self._collect_rejections()
        if notices := self._queue.pop_notices():
            self._message_line.say(" ".join(notices), failed=True)

    async def _save_oldest(self) -> None:
        self.show_changes(await self._queue.save_oldest())
        self._collect_rejections()
        if not self._queue.pending_count:
            self._show_pending(0)

    def _collect_rejections(self) -> None:
        """Say what could not be saved, all of it in one sentence, however many changes followed one another."""
        new = self._queue.pop_rejections()
        self._rejections += new
        if new:
            self._message_line.say(self._explain_rejections(), failed=True)

    def _explain_rejections(self) -> str:
        if not self._rejections:
            return ""
        first, count = self._rejections[0], len(self._rejections)
        what = first.label if count == 1 else f"{count} changes, the first: {first.label}"
        return f"{first.reason} Taken back: {what}."
