"""Waiting until a screen has nothing left to do, however little time the machine gives it."""

from typing import Any

from textual.pilot import Pilot


async def wait_until_quiet(pilot: Pilot[Any]) -> None:
    """Wait until no widget has a message left and the screen is painted.

    `pilot.pause` alone takes a process that gets no time for one that has nothing to do. A message bubbles from queue
    to queue, so all of them have to be empty twice in a row.
    """
    rounds_empty = 0
    while rounds_empty < 2:
        await pilot.pause()
        nodes = [pilot.app, *pilot.app.screen.walk_children(with_self=True)]
        rounds_empty = 0 if any(node.message_queue_size for node in nodes) else rounds_empty + 1
