"""The port kept on the network: what sites say of links, asked politely and within bounds.

What it needs is imported at the first question: a screen or a command that fetches nothing pays for nothing.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.curation.clipping import FetchAnswer
from workbench.curation.model import Link
from workbench.curation.publication import FetchSettings

if TYPE_CHECKING:
    from workbench.web.http.cache import ResponseCache
    from workbench.web.http.rate_limits import RateLimits


class SiteWeb:
    """The sites, as `settings` has them asked. `cache_folder` is a folder for what they answered.

    What a host said about waiting is known as long as this object.
    """

    def __init__(
        self,
        settings: FetchSettings,
        cache_folder: Path,
        clock: Callable[[], datetime],
        github_token: str = "",
    ) -> None:
        self._settings: Final = settings
        self._cache_folder: Final = cache_folder
        self._clock: Final = clock
        self._github_token: Final = github_token
        self._session: tuple[RateLimits, ResponseCache] | None = None

    async def fetch(self, links: Sequence[Link], *, refresh: bool = False) -> AsyncIterator[FetchAnswer]:
        """One answer for each of these links, in the order they come in; see the desk's port."""
        import asyncio  # noqa: PLC0415 - see above

        await asyncio.to_thread(_import_modules)
        from workbench.web.fetcher import fetch_answers  # noqa: PLC0415 - see above
        from workbench.web.http.client import BoundedClient  # noqa: PLC0415 - see above
        from workbench.web.sites import BASE_URLS, SITES  # noqa: PLC0415 - see above

        lanes, store = self._ensure_session()
        async with (
            BoundedClient(
                {**BASE_URLS, **self._settings.sites},
                contact=self._settings.contact,
                github_token=self._github_token,
                allow=self._settings.allow,
                rate_limits=lanes,
                cache=store,
                clock=self._clock,
                refresh=refresh,
            ) as net,
            aclosing(fetch_answers(links, SITES, net)) as coming,
        ):
            async for answer in coming:
                yield answer

    def _ensure_session(self) -> "tuple[RateLimits, ResponseCache]":
        from workbench.web.http.cache import ResponseCache  # noqa: PLC0415 - see above
        from workbench.web.http.rate_limits import RateLimits  # noqa: PLC0415 - see above

        if self._session is None:
            self._session = RateLimits(self._clock), ResponseCache(self._cache_folder)
        return self._session


def _import_modules() -> None:
    """Import what a fetch needs. In a thread, as it takes longer than a key may."""
    import workbench.web.http.client  # noqa: PLC0415 - see above
    import workbench.web.sites  # noqa: F401, PLC0415 - see above
