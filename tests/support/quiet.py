"""Waiting until a screen has nothing left to do, however little time the machine gives it."""

import asyncio
from typing import Any

from textual.app import App
from textual.pilot import Pilot

MAX_ROUNDS = 100_000


async def wait_until_quiet(pilot: Pilot[Any]) -> None:
    """Wait until no widget has a message left, nothing in the event loop could go on now, and the screen is painted.

    `pilot.pause` sends a callback to every widget, and takes a process that gets no time for one that has nothing to
    do.
    """
    await _drain(pilot.app)
    # What is painted may send messages: a list that learns its size, a callback that waited for the repaint.
    while not _is_leaving(pilot.app) and _paint(pilot.app):
        await _drain(pilot.app)


async def _drain(app: App[Any]) -> None:
    """Let the event loop run until nothing in it could go on by itself. What waits for time, a disk or a thread may."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]  # nothing else tells that nothing waits
    rounds_empty = 0
    for _ in range(MAX_ROUNDS):
        await asyncio.sleep(0)
        is_busy = bool(ready) or (not _is_leaving(app) and _has_messages(app))
        rounds_empty = 0 if is_busy else rounds_empty + 1
        if rounds_empty == 2:
            return
    raise AssertionError(f"The screen is never done with {ready}.")


def _has_messages(app: App[Any]) -> bool:
    nodes = [app, *app.screen.walk_children(with_self=True)]
    return any(node.message_queue_size for node in nodes)


def _is_leaving(app: App[Any]) -> bool:
    """Whether it was told to end: what its widgets were sent since, nobody takes."""
    return app._exit or not app.is_running


def _paint(app: App[Any]) -> bool:
    """Do now what the screen would do within a frame; whether there was anything."""
    screen = app.screen
    waits = screen._layout_required or screen._scroll_required or screen._repaint_required
    waits = waits or bool(screen._dirty_widgets or screen._callbacks or screen._recompose_required)
    screen._on_timer_update()
    return bool(waits)
