"""Verbs one at a time, with the wait for the disk off the screen's thread: the one place where the two meet."""

import asyncio
from typing import Final

from workbench.curation.change import Change
from workbench.desk import history
from workbench.desk.desk import Desk, Done, Proposal
from workbench.desk.present import Present, Touched
from workbench.ui.messages import Verb


class Turns:
    """The screen's way to the desk. Every method belongs to the screen's event loop."""

    def __init__(self, desk: Desk) -> None:
        self.desk: Final = desk
        self._turn: Final = asyncio.Lock()
        self._told = len(desk.library.notices)

    async def do(self, verb: Verb) -> Done[Proposal]:
        """Run a verb when those before it are done; durable on return. `Refused` where it cannot act."""
        async with self._turn:
            touched = Touched()
            while True:
                proposal = verb(self.desk.present)
                if not proposal.change.edits:
                    return Done(proposal, None, touched)
                answer = await asyncio.to_thread(self.desk.library.append, proposal.change, self.desk.seq)
                done = self.desk.settle(proposal, answer, touched)
                if done is not None:
                    return done

    async def undo(self, seq: int | None = None) -> Done[Proposal]:
        """Take back the editor's newest step, or the change of that number."""

        def verb(present: Present) -> Change:
            return history.undo(present, self.desk.library.history(), seq)

        return await self.do(verb)

    async def redo(self) -> Done[Proposal]:
        """Repeat what was undone last."""

        def verb(present: Present) -> Change:
            return history.redo(present, self.desk.library.history())

        return await self.do(verb)

    async def news(self) -> Touched:
        """Take in what other processes wrote since the last look."""
        async with self._turn:
            return self.desk.follow(await asyncio.to_thread(self.desk.library.news))

    def noticed(self) -> tuple[str, ...]:
        """What the library met since this was last asked that a person should know."""
        new = self.desk.library.notices[self._told :]
        self._told += len(new)
        return new
