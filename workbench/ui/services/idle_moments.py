"""Idle moments: when no key waits to act or to be painted.

What is read ahead, and nobody waits for, is read in them alone. What it leaves behind is spared by Python's collector
of garbage, whose full rounds would otherwise go through the whole library and hold a key up for a tenth of a second.
"""

import asyncio
import gc
from time import monotonic
from typing import Final

KEY_TIME: Final = 0.06
"""Seconds in which a key acts and is painted. Keys that are held down come quicker, and so hold the reading up."""


class IdleMoments:
    """Hears of each key; whoever reads ahead waits here."""

    def __init__(self) -> None:
        self._busy_until = 0.0

    def mark_key(self) -> None:
        """A key begins to act."""
        self._busy_until = monotonic() + KEY_TIME

    async def wait(self) -> None:
        """Return once no key acts."""
        while (left := self.seconds_left) > 0:
            await asyncio.sleep(left)

    @property
    def seconds_left(self) -> float:
        """How long the last key may still be at it; 0 where none is."""
        return max(0.0, self._busy_until - monotonic())


def spare_what_stays() -> None:
    """Have the collector of garbage leave alone whatever is there now: a loaded library stays until the end, and none
    of it is in a cycle. Only garbage in a cycle that waits to be collected at this very moment would stay, too."""
    gc.freeze()
