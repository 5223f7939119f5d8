"""From links to answers: the one place that decides who is asked for a link, and who next when that fails.

Every link gets exactly one answer. How many requests are on their way at once is the lanes' matter, so all links set
out together here.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from typing import Final

from workbench.curation.clipping import FetchAnswer
from workbench.curation.model import Failure, Link
from workbench.web.http.protocol import HttpClient
from workbench.web.site import Site

NO_SITE: Final = Failure("No site tells anything about this link: e writes its title.", lasting=True)


async def fetch_answers(
    links: Sequence[Link], sites: Sequence[Site], client: HttpClient
) -> AsyncGenerator[FetchAnswer, None]:
    """One answer for each link, as they come in; leaving the iteration ends what is under way."""
    ready: asyncio.Queue[FetchAnswer] = asyncio.Queue()
    parties = [_fetch_batch(party, sites, client, ready) for party in _split_batches(links, sites)]
    tasks = [asyncio.create_task(party) for party in parties]
    try:
        for _ in links:
            yield await ready.get()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _split_batches(links: Sequence[Link], sites: Sequence[Site]) -> Iterator[list[Link]]:
    """Links that are asked for together: as many as their first site takes at once."""
    own: dict[int, list[Link]] = {}
    for link in links:
        first = next((at for at, site in enumerate(sites) if site.accepts(link)), len(sites))
        own.setdefault(first, []).append(link)
    for at, some in own.items():
        size = sites[at].batch_size if at < len(sites) else 1
        yield from (some[start : start + size] for start in range(0, len(some), size))


async def _fetch_batch(
    links: Sequence[Link], sites: Sequence[Site], client: HttpClient, ready: asyncio.Queue[FetchAnswer]
) -> None:
    """Ask one site after the other until each of these links is answered. The first failure is the one told."""
    waiting = {link.id: link for link in links}
    failures: dict[int, Failure] = {}
    for site in sites:
        asked = [link for link in waiting.values() if site.accepts(link)]
        async for answer in _ask_site(site, asked, client):
            if isinstance(answer.result, Failure):
                failures.setdefault(answer.link, answer.result)
            if not isinstance(answer.result, Failure) or answer.result.lasting:
                del waiting[answer.link]
                await ready.put(answer)
    for id in waiting:
        await ready.put(FetchAnswer(id, failures.get(id, NO_SITE)))


async def _ask_site(site: Site, links: Sequence[Link], client: HttpClient) -> AsyncIterator[FetchAnswer]:
    """What the site answers; a link it forgets, or a fault of ours while reading it, is a failure like any other."""
    left = {link.id for link in links}
    fault = ""
    try:
        if links:
            async for answer in site.fetch(links, client):
                if answer.link in left:
                    left.discard(answer.link)
                    yield answer
    except Exception as broken:  # a page nobody thought of must not take the others down
        fault = f" ({type(broken).__name__})"
    for id in sorted(left):
        yield FetchAnswer(id, Failure(f"{site.name} answered with something that is not understood{fault}."))
