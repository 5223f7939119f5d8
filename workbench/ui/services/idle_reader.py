"""Reads the texts of past issues in idle moments, so that a search in them answers at once.

It begins with the first look, a second after the screen opened, and looks again after every record that touched a past
issue. A key never waits for longer than one short spell of reading, and while one acts nothing is read.
"""

import asyncio
from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any, Final, Protocol

from textual.worker import Worker

from workbench.desk.steps import Readable
from workbench.ui.services.idle_moments import IdleMoments, spare_what_stays

SPELL: Final = 0.003  # seconds read at once; a key that comes meanwhile does not notice
SPELL_PAUSE: Final = 0.02  # seconds between two spells
URGENT_SPELL: Final = 0.01  # while somebody waits for it


class WorkerHost(Protocol):
    """What runs work beside the keys."""

    def run_worker(self, work: Callable[[], Coroutine[Any, Any, None]], *, group: str) -> Worker[None]:
        """Call this, and run what it gives until that is done or the screen closes."""


class IdleReader:
    """Reads what `find_readable` gives. That is asked for at the first look and not before."""

    def __init__(
        self, find_readable: Callable[[], Readable], host: WorkerHost, idle_moments: IdleMoments
    ) -> None:
        self._find_readable: Final = find_readable
        self._host: Final = host
        self._idle_moments: Final = idle_moments
        self._is_reading = False
        self._spell = SPELL

    def look(self) -> None:
        """Begin to read where something waits."""
        if not self._is_reading and not self._find_readable().is_read:
            self._is_reading = True
            self._host.run_worker(self._read, group="idle")

    async def read_now(self) -> None:
        """Return once everything is read; the screen goes on meanwhile."""
        self._spell = URGENT_SPELL
        await self._read()
        self._spell = SPELL

    async def _read(self) -> None:
        while self._read_spell():
            spare_what_stays()
            await asyncio.sleep(SPELL_PAUSE if self._spell == SPELL else 0)
            if self._spell == SPELL:
                await self._idle_moments.wait()
        self._is_reading = False

    def _read_spell(self) -> bool:
        """Read for one spell; False where nothing is left."""
        readable, end = self._find_readable(), perf_counter() + self._spell
        while perf_counter() < end:
            if readable.is_read:
                return False
            readable.read_next()
        return True
