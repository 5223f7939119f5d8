"""The Issue and the Preview side by side on one desk, in the words of the product."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from tests.support.panes import Editor, TwoPanesApp
from workbench.desk.desk import Desk


@pytest.fixture
def open_panes() -> Callable[..., AbstractAsyncContextManager[Editor]]:
    """`async with before(desk) as editor`: the two panes on that desk."""

    @asynccontextmanager
    async def opened(desk: Desk, size: tuple[int, int] = (160, 45)) -> AsyncIterator[Editor]:
        app = TwoPanesApp(desk)
        async with app.run_test(size=size) as pilot:
            editor = Editor(pilot, app)
            await editor.wait_for_preview()
            yield editor

    return opened
