"""Verbs one at a time, with the wait for the disk off the screen's thread.

What a key does is shown at once and saved behind it, in the order of the keys. What has to be durable before it is
shown, such as text that is typed, takes its turn among them.
"""

import asyncio
from typing import Final, TypeVar

from workbench.desk.desk import Desk, Proposal, Rejection, VerbResult
from workbench.desk.steps import Steps
from workbench.desk.touched import Touched
from workbench.ui.messages import Verb

R = TypeVar("R")


class CommandQueue:
    """The screen's way to the desk. Every method belongs to the screen's event loop."""

    def __init__(self, desk: Desk) -> None:
        self.desk: Final = desk
        self._lock: Final = asyncio.Lock()
        self._notices_seen = len(desk.library.notices)
        self._state_notices_seen = len(desk.state.notices)

    async def do(self, verb: Verb) -> VerbResult[Proposal]:
        """Run a verb when those before it are done; durable on return. `UserError` where it cannot act."""
        return await self.run(self.desk.do_in_steps(verb))

    def propose(self, verb: Verb) -> VerbResult[Proposal]:
        """Run a verb now and show it; `save_oldest` has to follow. `UserError` where it cannot act."""
        return self.desk.propose(verb)

    async def save_oldest(self) -> Touched:
        """Save the oldest pending change, when what came before it is done. Returns whose rows are other than they
        were shown."""
        return await self.run(self.desk.save_oldest())

    async def save_all(self) -> Touched:
        """Save every pending change."""
        touched = Touched()
        while self.desk.pending_count:
            touched |= await self.save_oldest()
        return touched

    def pop_rejections(self) -> list[Rejection]:
        """The pending changes that could not be saved and are gone again, since this was last asked."""
        return self.desk.pop_rejections()

    @property
    def pending_count(self) -> int:
        """How many changes are shown and not saved yet."""
        return self.desk.pending_count

    async def run(self, steps: Steps[R]) -> R:
        """Run work on the desk when what came before it is done; what waits for a disk waits in another thread."""
        async with self._lock:
            return await run_in_threads(steps)

    async def pull_changes(self) -> Touched:
        """Take in what other processes wrote since the last look."""
        async with self._lock:
            records = await asyncio.to_thread(self.desk.library.poll)
            return await run_in_threads(self.desk.apply_in_steps(records))

    async def checkpoint_if_due(self) -> None:
        """Have the library's files brought up to date where it is time for that. `UserError` where they cannot be."""
        if self.desk.library.is_checkpoint_due and not self.desk.pending_count:
            async with self._lock:
                await asyncio.to_thread(self.desk.library.checkpoint)

    def pop_notices(self) -> tuple[str, ...]:
        """What library and state met since this was last asked that a person should know."""
        new = self.desk.library.notices[self._notices_seen :]
        self._notices_seen += len(new)
        not_understood = self.desk.state.notices[self._state_notices_seen :]
        self._state_notices_seen += len(not_understood)
        return (*new, *not_understood)


async def run_in_threads(steps: Steps[R]) -> R:
    """`run_steps` for an event loop: each step in another thread, what is between them here."""
    try:
        step = next(steps)
        while True:
            try:
                answer = await asyncio.to_thread(step)
            except Exception as fault:
                step = steps.throw(fault)
            else:
                step = steps.send(answer)
    except StopIteration as end:
        result: R = end.value
        return result
