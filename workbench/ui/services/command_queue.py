"""Verbs one at a time, with the wait for the disk off the screen's thread: the one place where the two meet."""

import asyncio
from typing import Final

from workbench.curation.change import Change
from workbench.desk.desk import Desk, Proposal, VerbResult
from workbench.desk.state import State, Touched
from workbench.desk.verbs import history
from workbench.ui.messages import Verb


class CommandQueue:
    """The screen's way to the desk. Every method belongs to the screen's event loop."""

    def __init__(self, desk: Desk) -> None:
        self.desk: Final = desk
        self._lock: Final = asyncio.Lock()
        self._notices_seen = len(desk.library.notices)

    async def do(self, verb: Verb) -> VerbResult[Proposal]:
        """Run a verb when those before it are done; durable on return. `UserError` where it cannot act."""
        async with self._lock:
            touched = Touched()
            while True:
                proposal = verb(self.desk.state)
                if not proposal.change.edits:
                    return VerbResult(proposal, None, touched)
                answer = await asyncio.to_thread(self.desk.append, proposal.change)
                done = self.desk.finish_append(proposal, answer, touched)
                if done is not None:
                    return done

    async def undo(self, seq: int | None = None) -> VerbResult[Proposal]:
        """Take back the editor's newest step, or the change of that number."""

        def verb(state: State) -> Change:
            return history.undo_change(state, self.desk.library.iter_history(), seq)

        return await self.do(verb)

    async def redo(self) -> VerbResult[Proposal]:
        """Repeat what was undone last."""

        def verb(state: State) -> Change:
            return history.redo_change(state, self.desk.library.iter_history())

        return await self.do(verb)

    async def pull_changes(self) -> Touched:
        """Take in what other processes wrote since the last look."""
        async with self._lock:
            return self.desk.apply_records(await asyncio.to_thread(self.desk.library.poll))

    def pop_notices(self) -> tuple[str, ...]:
        """What the library met since this was last asked that a person should know."""
        new = self.desk.library.notices[self._notices_seen :]
        self._notices_seen += len(new)
        return new
