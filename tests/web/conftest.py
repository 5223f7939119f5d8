"""Clients for these tests: the real one, which may reach 127.0.0.1 and tries again almost at once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.support.clock import NOW
from workbench.web.http.client import BoundedClient, Bounds
from workbench.web.http.protocol import FetchError, HttpClient


@pytest.fixture
async def open_client() -> AsyncIterator[Callable[..., Awaitable[BoundedClient]]]:
    """Open a client with these keyword arguments; it is closed when the test ends."""
    async with AsyncExitStack() as stack:

        async def open_one(**options: Any) -> BoundedClient:
            defaults = {
                "allow": ["127.0.0.1"],
                "clock": lambda: NOW,
                "bounds": Bounds(timeout=5, retry_wait=0.001),
            }
            return await stack.enter_async_context(BoundedClient({}, **{**defaults, **options}))

        yield open_one


@pytest.fixture
async def client(open_client: Callable[..., Awaitable[BoundedClient]]) -> BoundedClient:
    """A client as most tests need it."""
    return await open_client()


@pytest.fixture(scope="session")
def fail_to_get() -> Callable[..., Awaitable[FetchError]]:
    """Request an address that gives no page; returns the failure."""

    async def fail(client: HttpClient, url: str, **options: Any) -> FetchError:
        with pytest.raises(FetchError) as failure:
            await client.get(url, **options)
        return failure.value

    return fail
