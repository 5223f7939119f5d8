"""What a site is to the workbench: a name, the links it can tell of, and a way to ask it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.model import Link
from workbench.web.http.protocol import FetchError, HttpClient

LinkFetcher: TypeAlias = Callable[[Sequence[Link], HttpClient], AsyncIterator[FetchAnswer]]


class Site(Struct, frozen=True, kw_only=True):
    """One source of metadata.

    `name` is what provenance calls it. `fetch` yields one answer for each link it is given, at most `batch_size`
    of them
    at once. `base_urls` are the addresses it asks, by the name under which settings may replace them.
    """

    name: str
    accepts: Callable[[Link], bool]
    fetch: LinkFetcher
    batch_size: int = 1
    base_urls: Mapping[str, str] = {}


def fetch_each(fetch_one: Callable[[Link, HttpClient], Awaitable[Clipping]]) -> LinkFetcher:
    """A way to ask for links one by one; `FetchError` becomes an answer."""

    async def ask(links: Sequence[Link], net: HttpClient) -> AsyncIterator[FetchAnswer]:
        for link in links:
            try:
                yield FetchAnswer(link.id, await fetch_one(link, net))
            except FetchError as failed:
                yield FetchAnswer(link.id, failed.failure)

    return ask
