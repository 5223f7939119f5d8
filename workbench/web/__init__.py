"""The port kept on the network: what sites say of links, asked politely and within bounds.

What it needs is imported at the first question: a screen or a command that fetches nothing pays for nothing.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.curation.clipping import Answer
from workbench.curation.model import Link
from workbench.curation.publication import Fetching

if TYPE_CHECKING:
    from workbench.web.lanes import Lanes
    from workbench.web.store import Store


class SiteWeb:
    """The sites, as `settings` has them asked. `cache` is a folder for what they answered.

    What a host said about waiting is known as long as this object.
    """

    def __init__(
        self, settings: Fetching, cache: Path, clock: Callable[[], datetime], github_token: str = ""
    ) -> None:
        self._settings: Final = settings
        self._cache: Final = cache
        self._clock: Final = clock
        self._github_token: Final = github_token
        self._lasting: tuple[Lanes, Store] | None = None

    async def fetch(self, links: Sequence[Link], *, anew: bool = False) -> AsyncIterator[Answer]:
        """One answer for each of these links, in the order they come in; see the desk's port."""
        import asyncio  # noqa: PLC0415 - see above

        await asyncio.to_thread(_load)
        from workbench.web.fetcher import answers  # noqa: PLC0415 - see above
        from workbench.web.request import Requests  # noqa: PLC0415 - see above
        from workbench.web.sites import BASES, SITES  # noqa: PLC0415 - see above

        lanes, store = self._lanes_and_store()
        async with (
            Requests(
                {**BASES, **self._settings.sites},
                contact=self._settings.contact,
                github_token=self._github_token,
                allow=self._settings.allow,
                lanes=lanes,
                store=store,
                clock=self._clock,
                anew=anew,
            ) as net,
            aclosing(answers(links, SITES, net)) as coming,
        ):
            async for answer in coming:
                yield answer

    def _lanes_and_store(self) -> "tuple[Lanes, Store]":
        from workbench.web.lanes import Lanes  # noqa: PLC0415 - see above
        from workbench.web.store import Store  # noqa: PLC0415 - see above

        if self._lasting is None:
            self._lasting = Lanes(self._clock), Store(self._cache)
        return self._lasting


def _load() -> None:
    """Import what a fetch needs. In a thread, as it takes longer than a key may."""
    import workbench.web.request  # noqa: PLC0415 - see above
    import workbench.web.sites  # noqa: F401, PLC0415 - see above
