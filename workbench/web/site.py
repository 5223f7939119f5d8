"""The interface of a site's module: which links it accepts, and how it fetches them.

The table of all sites is in `sites/`. A site's module sees the network as `http/protocol.py` only.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.model import Link
from workbench.web.http.protocol import FetchError, HttpClient

LinkFetcher: TypeAlias = Callable[[Sequence[Link], HttpClient], AsyncIterator[FetchAnswer]]


class Site(Struct, frozen=True, kw_only=True):
    """One source of metadata.

    `name` is stored as the source of each field. `fetch` gets at most `batch_size` links and yields one answer for
    each. `base_urls` are the addresses it requests, by the name under which settings may replace them.
    """

    name: str
    accepts: Callable[[Link], bool]
    fetch: LinkFetcher
    batch_size: int = 1
    base_urls: Mapping[str, str] = {}


def fetch_each(fetch_one: Callable[[Link, HttpClient], Awaitable[Clipping]]) -> LinkFetcher:
    """A `fetch` that fetches links one by one. A `FetchError` becomes an answer."""

    async def fetch_links(links: Sequence[Link], client: HttpClient) -> AsyncIterator[FetchAnswer]:
        for link in links:
            try:
                yield FetchAnswer(link.id, await fetch_one(link, client))
            except FetchError as fault:
                yield FetchAnswer(link.id, fault.failure)

    return fetch_links
