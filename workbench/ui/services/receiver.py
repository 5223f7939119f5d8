"""Receives what a port answers, one after the other, beside whoever saves it.

Two tasks: receiving may be cancelled at any moment, saving an answer may not.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Final, Generic, Self, TypeVar

T = TypeVar("T")


class Receiver(Generic[T]):
    """The answers of `source` as they arrive, received from now on until the block is left. It belongs to the screen's
    event loop."""

    def __init__(self, source: AsyncIterator[T]) -> None:
        self._answers: Final[asyncio.Queue[T | None]] = asyncio.Queue()
        self._task: Final = asyncio.create_task(self._receive(source))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._task.cancel()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        answer = await self._answers.get()
        if answer is None:
            raise StopAsyncIteration
        return answer

    def stop(self) -> None:
        """Receive no more. What has arrived is still given."""
        self._task.cancel()
        self._answers.put_nowait(None)  # a task that had not begun ends without a word

    @property
    def is_done(self) -> bool:
        """Whether the source came to its end, or failed; False where it was stopped."""
        return self._task.done() and not self._task.cancelled()

    @property
    def fault(self) -> BaseException | None:
        """What the source failed with; None where it did not."""
        return self._task.exception() if self.is_done else None

    async def _receive(self, source: AsyncIterator[T]) -> None:
        try:
            async for answer in source:
                self._answers.put_nowait(answer)
        finally:
            self._answers.put_nowait(None)
