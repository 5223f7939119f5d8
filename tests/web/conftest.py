"""How these tests ask: through the real seam, which may reach 127.0.0.1 and tries again without a pause."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

from workbench.web.net import Failed, Net
from workbench.web.request import Bounds, Requests

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
async def opened() -> AsyncIterator[Callable[..., Awaitable[Requests]]]:
    """Open a net. What is said of it is handed on; it is closed when the test ends."""
    async with AsyncExitStack() as stack:

        async def a_net(**said: Any) -> Requests:
            usual = {"allow": ["127.0.0.1"], "clock": lambda: NOW, "bounds": Bounds(seconds=5, pause=0.001)}
            return await stack.enter_async_context(Requests({}, **{**usual, **said}))

        yield a_net


@pytest.fixture
async def net(opened: Callable[..., Awaitable[Requests]]) -> Requests:
    """A net as most tests need it."""
    return await opened()


@pytest.fixture(scope="session")
def failing() -> Callable[..., Awaitable[Failed]]:
    """Ask for an address that gives no page, and say why it gave none."""

    async def failed(net: Net, url: str, **said: Any) -> Failed:
        with pytest.raises(Failed) as failure:
            await net.get(url, **said)
        return failure.value

    return failed
