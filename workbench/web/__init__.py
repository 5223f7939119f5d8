"""The desk's ports `Web`, `FeedWeb` and `LinkWeb`: fetches what sites say about links, and feeds; asks printed links.

- `fetcher.py` decides which site is asked for a link. `sites/` has a module for each site. `feeds.py` asks for feeds.
- `link_check.py` asks whether links still lead to their pages, `wayback.py` for copies of those that do not.
- `http/` sends the requests, within bounds and at the rate that each host allows.
- `html/` reads metadata and text from pages.

How an answer becomes part of a link is decided by the desk. All modules are imported at the first fetch, so a screen
or a command that fetches nothing does not wait for them.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from workbench.curation.clipping import FetchAnswer, OfflineError
from workbench.curation.feed import Feed
from workbench.curation.link_check import CheckedLink, PrintedLink
from workbench.curation.model import Link, UserError
from workbench.curation.publication import FetchSettings
from workbench.curation.subscription import FeedAnswer, FeedPage

if TYPE_CHECKING:
    from workbench.web.http.cache import ResponseCache
    from workbench.web.http.client import BoundedClient, Bounds
    from workbench.web.http.rate_limits import RateLimits
    from workbench.web.http.reachability import Reachability
    from workbench.web.link_check import CheckAnswer


A = TypeVar("A", FetchAnswer, FeedAnswer, "CheckAnswer")


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
        from workbench.web.http.client import DEFAULT_BOUNDS  # noqa: PLC0415 - see above
        from workbench.web.sites import SITES  # noqa: PLC0415 - see above

        async with (
            self._make_client(DEFAULT_BOUNDS, refresh=refresh) as client,
            aclosing(fetch_answers(links, SITES, client)) as answers,
        ):
            async for answer in _hold_back_suspect(answers, client.reachability):
                yield answer

    async def read_feed(self, url: str) -> FeedPage:
        """What stands at an address. See the desk's port."""
        import asyncio  # noqa: PLC0415 - see above

        await asyncio.to_thread(_import_modules)
        from workbench.web.feeds import get_feed_page  # noqa: PLC0415 - see above
        from workbench.web.http.client import FEED_BOUNDS  # noqa: PLC0415 - see above
        from workbench.web.http.protocol import FetchError  # noqa: PLC0415 - see above

        async with self._make_client(FEED_BOUNDS, refresh=True) as client:
            try:
                return await get_feed_page(url, client)
            except FetchError as fault:
                raise UserError(fault.reason) from None

    async def pull_feeds(self, feeds: Sequence[Feed]) -> AsyncIterator[FeedAnswer]:
        """One answer for each feed, in the order in which they arrive. See the desk's port."""
        import asyncio  # noqa: PLC0415 - see above

        await asyncio.to_thread(_import_modules)
        from workbench.web.feeds import fetch_feeds  # noqa: PLC0415 - see above
        from workbench.web.http.client import FEED_BOUNDS  # noqa: PLC0415 - see above

        async with (
            self._make_client(FEED_BOUNDS, refresh=True) as client,
            aclosing(fetch_feeds(feeds, client)) as answers,
        ):
            async for answer in _hold_back_suspect(answers, client.reachability):
                yield answer

    async def check_links(
        self, links: Sequence[PrintedLink], *, refresh: bool = False
    ) -> AsyncIterator[CheckedLink]:
        """What came of each address, in the order in which they arrive. See the desk's port."""
        import asyncio  # noqa: PLC0415 - see above

        await asyncio.to_thread(_import_modules)
        from workbench.web.http.client import CHECK_BOUNDS  # noqa: PLC0415 - see above
        from workbench.web.link_check import check_pages, settle_answer  # noqa: PLC0415 - see above

        async with (
            self._make_client(CHECK_BOUNDS, refresh=refresh, keeps_pages=False) as client,
            aclosing(check_pages(links, client, self._clock)) as answers,
        ):
            async for answer in _hold_back_suspect(answers, client.reachability):
                was_reached = client.reachability.was_reached
                yield await settle_answer(answer, client, self._clock, was_reached=was_reached)

    def _make_client(self, bounds: "Bounds", *, refresh: bool, keeps_pages: bool = True) -> "BoundedClient":
        from workbench.web.http.client import BoundedClient  # noqa: PLC0415 - see above
        from workbench.web.sites import BASE_URLS  # noqa: PLC0415 - see above

        rate_limits, cache = self._ensure_session()
        return BoundedClient(
            {**BASE_URLS, **self._settings.sites},
            contact=self._settings.contact,
            github_token=self._github_token,
            allow=self._settings.allow,
            rate_limits=rate_limits,
            cache=cache,
            clock=self._clock,
            refresh=refresh,
            keeps_pages=keeps_pages,
            bounds=bounds,
        )

    def _ensure_session(self) -> "tuple[RateLimits, ResponseCache]":
        from workbench.web.http.cache import ResponseCache  # noqa: PLC0415 - see above
        from workbench.web.http.rate_limits import RateLimits  # noqa: PLC0415 - see above

        if self._session is None:
            self._session = RateLimits(self._clock), ResponseCache(self._cache_folder)
        return self._session


async def _hold_back_suspect(answers: AsyncIterator[A], reachability: "Reachability") -> AsyncIterator[A]:
    """The answers, those that may only mean a lost network behind the first that shows that there is one.

    `OfflineError` where there is none.
    """
    suspect: list[A] = []
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
