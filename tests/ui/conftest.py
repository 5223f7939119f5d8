"""What the screen's tests share: a view in front of an empty app, as its reader sees and answers it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual.screen import ModalScreen

from tests.support.views import Bare, Front


@pytest.fixture
def in_front() -> Callable[..., AbstractAsyncContextManager[Front]]:
    """Opens a view: `async with in_front(view) as front`."""

    @asynccontextmanager
    async def opened(view: ModalScreen[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Front]:
        async with Bare().run_test(size=size) as pilot:
            front = Front(pilot)
            await front.open(view)
            yield front

    return opened
