"""Fetches links from sites: decides which site is asked for a link, and which one next when that fails.

Every link gets exactly one answer. All links are started together; how many requests run at once, and when, is limited
in `http/rate_limits.py`.
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
    """One answer for each link, in the order in which they arrive. Closing the generator cancels the other requests."""
    ready: asyncio.Queue[FetchAnswer] = asyncio.Queue()
    batches = _split_batches(links, sites)
    tasks = [asyncio.create_task(_fetch_batch(batch, sites, client, ready)) for batch in batches]
    try:
        for _ in links:
            yield await ready.get()
    finally:
        for task in tasks:
            task.cancel()
        # Wait for them: the caller closes the client next, which they may still use.
        await asyncio.gather(*tasks, return_exceptions=True)


def _split_batches(links: Sequence[Link], sites: Sequence[Site]) -> Iterator[list[Link]]:
    """The links in batches, each as large as the first site that accepts its links allows."""
    by_site: dict[int, list[Link]] = {}
    for link in links:
        first = next((at for at, site in enumerate(sites) if site.accepts(link)), len(sites))
        by_site.setdefault(first, []).append(link)
    for at, group in by_site.items():
        size = sites[at].batch_size if at < len(sites) else 1
        yield from (group[start : start + size] for start in range(0, len(group), size))


async def _fetch_batch(
    links: Sequence[Link], sites: Sequence[Site], client: HttpClient, ready: asyncio.Queue[FetchAnswer]
) -> None:
    """Ask one site after the other until each link has an answer. One that none can answer gets its first failure."""
    unanswered = {link.id: link for link in links}
    failures: dict[int, Failure] = {}
    for site in sites:
        accepted = [link for link in unanswered.values() if site.accepts(link)]
        async for answer in _ask_site(site, accepted, client):
            if isinstance(answer.result, Failure):
                failures.setdefault(answer.link, answer.result)
            if not isinstance(answer.result, Failure) or answer.result.lasting:
                del unanswered[answer.link]
                await ready.put(answer)
    for id in unanswered:
        await ready.put(FetchAnswer(id, failures.get(id, NO_SITE)))


async def _ask_site(site: Site, links: Sequence[Link], client: HttpClient) -> AsyncIterator[FetchAnswer]:
    """The site's answers. Links that it leaves out, and all that remain after an exception, get a failure."""
    unanswered = {link.id for link in links}
    fault = ""
    try:
        if links:
            async for answer in site.fetch(links, client):
                if answer.link in unanswered:
                    unanswered.discard(answer.link)
                    yield answer
    except Exception as broken:  # an unforeseen page must not end the fetching of other links
        fault = f" ({type(broken).__name__})"
    for id in sorted(unanswered):
        yield FetchAnswer(id, Failure(f"{site.name} answered with something that is not understood{fault}."))
