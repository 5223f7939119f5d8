"""The desk's port `Web`: fetches what sites say about links.

- `fetcher.py` decides which site is asked for a link. `sites/` has a module for each site.
- `http/` sends the requests, within bounds and at the rate that each host allows.
- `html/` reads metadata and text from pages.

How an answer becomes part of a link is decided by the desk. All modules are imported at the first fetch, so a screen
or a command that fetches nothing does not wait for them.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.curation.clipping import FetchAnswer, OfflineError
from workbench.curation.model import Link
from workbench.curation.publication import FetchSettings

if TYPE_CHECKING:
    from workbench.web.http.cache import ResponseCache
    from workbench.web.http.rate_limits import RateLimits
    from workbench.web.http.reachability import Reachability


class SiteWeb:
    """All sites, with the `[fetch]` settings of the publication. `cache_folder` is for their responses.

    The rate limits of hosts last as long as this object.
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
        """One answer for each link, in the order in which they arrive. See the desk's port."""
        import asyncio  # noqa: PLC0415 - see above

        await asyncio.to_thread(_import_modules)
        from workbench.web.fetcher import fetch_answers  # noqa: PLC0415 - see above
        from workbench.web.http.client import BoundedClient  # noqa: PLC0415 - see above
        from workbench.web.sites import BASE_URLS, SITES  # noqa: PLC0415 - see above

        rate_limits, cache = self._ensure_session()
        async with (
            BoundedClient(
                {**BASE_URLS, **self._settings.sites},
                contact=self._settings.contact,
                github_token=self._github_token,
                allow=self._settings.allow,
                rate_limits=rate_limits,
                cache=cache,
                clock=self._clock,
                refresh=refresh,
            ) as client,
            aclosing(fetch_answers(links, SITES, client)) as answers,
        ):
            async for answer in _hold_back_suspect(answers, client.reachability):
                yield answer

    def _ensure_session(self) -> "tuple[RateLimits, ResponseCache]":
        from workbench.web.http.cache import ResponseCache  # noqa: PLC0415 - see above
        from workbench.web.http.rate_limits import RateLimits  # noqa: PLC0415 - see above

        if self._session is None:
            self._session = RateLimits(self._clock), ResponseCache(self._cache_folder)
        return self._session


async def _hold_back_suspect(
    answers: AsyncIterator[FetchAnswer], reachability: "Reachability"
) -> AsyncIterator[FetchAnswer]:
    """The answers, those that may only mean a lost network behind the first that shows that there is one.

    `OfflineError` where there is none.
    """
    suspect: list[FetchAnswer] = []
    async for answer in answers:
        if reachability.is_suspect(answer.result):
            suspect.append(answer)
        else:
            yield answer
        if reachability.is_offline:
            break
    if reachability.is_offline or reachability.seems_offline(len(suspect)):
        raise OfflineError("This machine seems to be offline: no site can be reached.")
    for answer in suspect:
        yield answer


def _import_modules() -> None:
    """Import what a fetch needs. Runs in a thread: it takes longer than the screen may stand still."""
    import workbench.web.http.client  # noqa: PLC0415 - see above
    import workbench.web.sites  # noqa: F401, PLC0415 - see above
