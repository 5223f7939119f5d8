"""Imports in idle moments what a key will need, so that the first press of it waits for no module.

It happens in another thread, module by module. A key that comes meanwhile waits for one turn of the interpreter, some
milliseconds; one that needs a module which is being imported waits until it is there.
"""

import asyncio
from collections.abc import Iterable
from importlib import import_module
from typing import Final

from workbench.ui.services.idle_reader import WorkerHost

LOAD_DELAY: Final = 0.5
"""Seconds behind the first paint in which the preview comes, and perhaps the first keys."""
LOAD_PAUSE: Final = 0.05
"""Seconds between two modules."""


def load_when_idle(names: Iterable[str], host: WorkerHost) -> None:
    """Begin to import these one by one. Returns at once."""

    async def load() -> None:
        await asyncio.sleep(LOAD_DELAY)
        for name in names:
            await asyncio.to_thread(import_module, name)
            await asyncio.sleep(LOAD_PAUSE)

    host.run_worker(load, group="loading")
