"""Answers are received beside whoever saves them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from workbench.ui.services.receiver import Receiver


async def answer_until(last: int, fault: Exception | None = None) -> AsyncIterator[int]:
    """Numbers from 1, then a fault, or the end; 0 goes on for ever without a word."""
    for number in range(1, last + 1):
        yield number
    if fault is not None:
        raise fault
    if not last:
        await asyncio.Event().wait()


@pytest.mark.parametrize("fault", [None, OSError("no network")])
async def test_every_answer_is_given_before_the_end_or_the_fault(fault: Exception | None) -> None:
    with Receiver(answer_until(3, fault)) as receiver:
        assert [answer async for answer in receiver] == [1, 2, 3]
    assert (receiver.is_done, receiver.fault) == (True, fault)


@pytest.mark.parametrize("has_begun", [False, True])
async def test_what_is_stopped_ends_at_once_and_is_no_fault(*, has_begun: bool) -> None:
    with Receiver(answer_until(0)) as receiver:
        if has_begun:
            await asyncio.sleep(0)
        receiver.stop()
        async with asyncio.timeout(5):
            assert [answer async for answer in receiver] == []
    await asyncio.sleep(0)
    assert (receiver.is_done, receiver.fault) == (False, None)


async def test_what_has_arrived_is_given_after_it_was_stopped() -> None:
    with Receiver(answer_until(3)) as receiver:
        await asyncio.sleep(0)
        receiver.stop()
        assert [answer async for answer in receiver][:3] == [1, 2, 3]
