"""What the screen's tests share: a view in front of an empty app, as its reader sees and answers it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual.screen import ModalScreen

from tests.support.views import BareApp, OpenView


@pytest.fixture
def open_view() -> Callable[..., AbstractAsyncContextManager[OpenView]]:
    """Opens a view: `async with in_front(view) as front`."""

    @asynccontextmanager
    async def opened(view: ModalScreen[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[OpenView]:
        async with BareApp().run_test(size=size) as pilot:
            front = OpenView(pilot)
            await front.open(view)
            yield front

    return opened
