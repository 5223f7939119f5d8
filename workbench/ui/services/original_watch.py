"""Watches the original while the screen of its translation is open: what is written there is seen here a moment later.

Each look is one at the times of a few files, in another thread, and so is the reading that follows where they changed.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from workbench.desk.state import State
from workbench.desk.steps import Steps
from workbench.desk.touched import Touched
from workbench.ui.services.command_runner import Scheduler


class OriginalWatch:
    """Looks when it is told to, one look at a time. `show` is called whenever the original was read anew."""

    def __init__(self, state: State, scheduler: Scheduler, show: Callable[[Touched], None]) -> None:
        self._originals: Final = state.originals
        self._scheduler: Final = scheduler
        self._show: Final = show
        self._is_looking = False
        if self._originals is not None:
            self._originals.is_watched = True

    def look(self) -> None:
        """Read what is new there. Returns at once."""
        if self._originals is not None and not self._is_looking:
            self._is_looking = True
            self._scheduler.run_worker(self._read, group="original")

    async def _read(self) -> None:
        try:
            if self._originals is not None and await _run_in_threads(self._originals.read_in_steps()):
                touched = Touched()
                touched.is_original_new = True
                self._show(touched)
        finally:
            self._is_looking = False


async def _run_in_threads(steps: Steps[bool]) -> bool:
    """Run steps that wait for a disk which is not ours: they need no turn among those of the desk."""
    try:
        step = next(steps)
        while True:
            step = steps.send(await asyncio.to_thread(step))
    except StopIteration as end:
        return bool(end.value)
