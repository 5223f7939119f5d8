"""How these tests ask: through the real seam, which may reach 127.0.0.1 and tries again without a pause."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.support.clock import NOW
from workbench.web.http.client import BoundedClient, Bounds
from workbench.web.http.protocol import FetchError, HttpClient


@pytest.fixture
async def open_client() -> AsyncIterator[Callable[..., Awaitable[BoundedClient]]]:
    """Open a net. What is said of it is handed on; it is closed when the test ends."""
    async with AsyncExitStack() as stack:

        async def a_net(**said: Any) -> BoundedClient:
            usual = {
                "allow": ["127.0.0.1"],
                "clock": lambda: NOW,
                "bounds": Bounds(timeout=5, retry_wait=0.001),
            }
            return await stack.enter_async_context(BoundedClient({}, **{**usual, **said}))

        yield a_net


@pytest.fixture
async def client(open_client: Callable[..., Awaitable[BoundedClient]]) -> BoundedClient:
    """A net as most tests need it."""
    return await open_client()


@pytest.fixture(scope="session")
def fail_to_get() -> Callable[..., Awaitable[FetchError]]:
    """Ask for an address that gives no page, and say why it gave none."""

    async def failed(client: HttpClient, url: str, **said: Any) -> FetchError:
        with pytest.raises(FetchError) as failure:
            await client.get(url, **said)
        return failure.value

    return failed
