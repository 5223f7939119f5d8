"""Fetches several works from a chain of sites, with a server on 127.0.0.1 in place of all of them."""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from tests.support.answers import Answers
from tests.support.http_server import FakeSite
from workbench.curation.model import Link, LinkId
from workbench.web.fetcher import fetch_answers
from workbench.web.http.client import BoundedClient, Bounds
from workbench.web.site import Site as LinkSite


@pytest.fixture
def ask_sites(site: FakeSite) -> Callable[..., Awaitable[Answers]]:
    """Fetch works by their identities; returns the results. The URL of each link is `https://` and its identity."""

    async def ask(chain: Sequence[LinkSite], *identities: str, contact: str = "") -> Answers:
        links = [
            Link(id=LinkId(id), identity=identity, url=f"https://{identity}")
            for id, identity in enumerate(identities, 1)
        ]
        bases = {name: site.url for one in chain for name in one.base_urls}
        async with BoundedClient(bases, contact=contact, bounds=Bounds(retry_wait=0.001)) as client:
            results = {
                identities[answer.link - 1]: answer.result
                async for answer in fetch_answers(links, chain, client)
            }
        return Answers(results)

    return ask
