"""Hands and pastes: the one place that tells them apart where a terminal does not mark a paste as one.

Without bracketed paste a pasted list arrives as keys, and its letters would reject, defer and publish. No hand
types several keys within a few milliseconds, so letters wait that long for company before they act.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from textual import events

HAND: Final = (
    0.008  # seconds between two keys: a quick typist needs 60 ms, key repeat 30, a terminal's buffer none
)
MANY: Final = 6  # keys in one burst that no hand types


class Bursts:
    """Holds keys for a moment, then hands them on one by one as keys, or all at once as text."""

    def __init__(self, key: Callable[[events.Key], Awaitable[None]], text: Callable[[str], object]) -> None:
        self._key: Final = key
        self._text: Final = text
        self._held: list[events.Key] = []
        self._timer: asyncio.Task[None] | None = None

    async def take(self, event: events.Key) -> bool:
        """Hold this key if it may be part of a burst; False where it acts at once, after those held before it."""
        if event.character is None or (not event.is_printable and not self._held):
            await self._give()
            return False
        self._held.append(event)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.create_task(self._wait())
        return True

    async def settled(self) -> None:
        """Wait until nothing is held."""
        while self._timer is not None and not self._timer.done():
            await asyncio.wait([self._timer])

    async def _wait(self) -> None:
        await asyncio.sleep(HAND)
        self._timer = None
        await self._give()

    async def _give(self) -> None:
        held, self._held = self._held, []
        if len(held) >= MANY:
            self._text("".join("\n" if event.key == "enter" else event.character or "" for event in held))
            return
        for event in held:
            await self._key(event)
