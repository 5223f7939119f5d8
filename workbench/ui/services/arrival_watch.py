"""Watches `inbox/` while the screen is open: what is put there is taken in, shown and said.

Each look is a folder's list of files and their times, in another thread; it waits for no key, and no key for it.
"""

import asyncio
from typing import TYPE_CHECKING, Final

from workbench.curation.model import UserError
from workbench.desk.ports import Arrivals
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import CommandRunner, Scheduler
from workbench.ui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from workbench.desk.incoming.arrivals import ParsedArrivals


class ArrivalWatch:
    """Looks when it is told to, one look at a time."""

    def __init__(
        self,
        queue: CommandQueue,
        runner: CommandRunner,
        arrivals: Arrivals,
        message_line: MessageLine,
        scheduler: Scheduler,
    ) -> None:
        self._queue: Final = queue
        self._arrivals: Final = arrivals
        self._scheduler: Final = scheduler
        self._message_line: Final = message_line
        self._runner: Final = runner
        self._is_looking = False
        self._last_refusal = ""

    def look(self) -> None:
        """Take in what is new there. Returns at once."""
        if not self._is_looking:
            self._is_looking = True
            self._scheduler.run_worker(self._take_in, group="arrivals")

    async def _take_in(self) -> None:
        try:
            await self._take_in_new()
            self._last_refusal = ""
        except UserError as refusal:
            if str(refusal) != self._last_refusal:  # it is met anew at each look, and said once
                self._message_line.say(str(refusal), failed=True)
            self._last_refusal = str(refusal)
        finally:
            self._is_looking = False

    async def _take_in_new(self) -> None:
        arrivals = await asyncio.to_thread(self._read)
        if not arrivals.taken:
            return
        from workbench.desk.incoming.arrivals import take_in_arrivals  # noqa: PLC0415 - as in `_read`

        result = await self._queue.run(take_in_arrivals(self._queue.desk, self._arrivals, arrivals))
        self._runner.show_changes(result.touched)
        if result.messages:
            self._message_line.say(" ".join(result.messages), failed=bool(result.faults))

    def _read(self) -> "ParsedArrivals":
        from workbench.desk.incoming.arrivals import read_arrivals  # noqa: PLC0415 - away from the keys, the first time

        return read_arrivals(self._arrivals)
