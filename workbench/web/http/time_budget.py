"""The time that one call of the client may take, with all its attempts and without the waiting for rate limits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from workbench.web.http.protocol import FetchError


class TimeBudget:
    """The time for one call of `get`, all attempts together."""

    def __init__(self, seconds: float) -> None:
        self._seconds: Final = seconds
        self._remaining = seconds

    @asynccontextmanager
    async def spend(self, host: str) -> AsyncIterator[None]:
        """Run the block within the remaining time. `FetchError`, which is not tried again, when it is used up."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            async with asyncio.timeout(self._remaining):
                yield
        except TimeoutError:
            raise FetchError(f"{host} did not answer within {self._seconds:g} s.") from None
        finally:
            self._remaining -= loop.time() - start
