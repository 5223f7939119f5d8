"""Tell a paste from typing where the terminal does not mark it.

Without bracketed paste a pasted list arrives as keys, and its letters would reject, defer and publish. No hand
types several keys within a few milliseconds, so letters wait that long for company before they act.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from textual import events

BURST_GAP: Final = (
    0.008  # seconds between two keys: a quick typist needs 60 ms, key repeat 30, a terminal's buffer none
)
MIN_PASTE_KEYS: Final = 6  # keys in one burst that no hand types


class PasteDetector:
    """Holds keys for a moment, then hands them on one by one as keys, or all at once as text."""

    def __init__(
        self, forward_key: Callable[[events.Key], Awaitable[None]], forward_text: Callable[[str], object]
    ) -> None:
        self._forward_key: Final = forward_key
        self._forward_text: Final = forward_text
        self._buffer: list[events.Key] = []
        self._timer: asyncio.Task[None] | None = None

    async def buffer_key(self, event: events.Key) -> bool:
        """Hold this key if it may be part of a burst; False where it acts at once, after those held before it."""
        if event.character is None or (not event.is_printable and not self._buffer):
            await self._flush()
            return False
        self._buffer.append(event)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.create_task(self._flush_after_gap())
        return True

    async def wait_until_flushed(self) -> None:
        """Wait until nothing is held."""
        while self._timer is not None and not self._timer.done():
            await asyncio.wait([self._timer])

    async def _flush_after_gap(self) -> None:
        await asyncio.sleep(BURST_GAP)
        self._timer = None
        await self._flush()

    async def _flush(self) -> None:
        held, self._buffer = self._buffer, []
        if len(held) >= MIN_PASTE_KEYS:
            self._forward_text(
                "".join("\n" if event.key == "enter" else event.character or "" for event in held)
            )
            return
        for event in held:
            await self._forward_key(event)
