"""Asks for feeds: each at its address, and a page for the feeds that it names.

What stands in a feed is read by intake. How requests are kept within bounds is in `http/`.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from workbench.curation.feed import Feed
from workbench.curation.model import Failure
from workbench.curation.subscription import FeedAnswer, FeedPage
from workbench.curation.text.cleaning import to_safe_url
from workbench.web.http.failures import host_of
from workbench.web.http.protocol import FetchError, HttpClient

_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
)
_FEED_TYPES: Final = ("application/atom+xml", "application/rss+xml", "application/feed+json")
_LEAST_WANTED: Final = ("comment", "/comments/")
"""What stands in the name or address of a feed of comments."""
_MAX_ALTERNATES: Final = 20
_ADVICE_ON_LINKS: Final = re.compile(r": [ef] (?:asks|writes) .*")
"""What the client's sentences propose to do with a link that could not be fetched."""
_GONE: Final = 410


async def get_feed_page(url: str, client: HttpClient) -> FeedPage:
    """What stands at an address; `FetchError` where nothing does."""
    try:
        page = await client.get(url, accept=_ACCEPT)
    except FetchError as fault:
        reason = _ADVICE_ON_LINKS.sub(".", fault.reason)
        raise FetchError(reason, permanent=fault.permanent, status=fault.status) from fault
    text, is_page = page.text, page.media_type in ("text/html", "application/xhtml+xml")
    return FeedPage(
        url=page.url,
        text=text,
        moved_to=page.url if page.url in page.permanent_redirects[-1:] else "",
        alternates=await asyncio.to_thread(list_alternates, text, page.url) if is_page else (),
    )


def list_alternates(text: str, address: str) -> tuple[str, ...]:
    """The feeds that a page at this address names, those of comments last."""
    nodes = LexborHTMLParser(text).css("link[rel~='alternate' i][href]")
    named = (node.attributes for node in nodes if (node.attributes.get("type") or "").lower() in _FEED_TYPES)
    feeds: dict[str, bool] = {}
    for link in named:
        url = to_safe_url(urljoin(address, (link["href"] or "").strip()))
        if url is not None:
            says = f"{link.get('title')} {url}".lower()
            feeds.setdefault(url, any(sign in says for sign in _LEAST_WANTED))
    return tuple(sorted(feeds, key=feeds.__getitem__))[:_MAX_ALTERNATES]


async def fetch_feeds(feeds: Sequence[Feed], client: HttpClient) -> AsyncGenerator[FeedAnswer, None]:
    """One answer for each feed, in the order in which they arrive. Closing the generator cancels the other requests."""
    tasks = [asyncio.create_task(_fetch_feed(feed, client)) for feed in feeds]
    try:
        for ready in asyncio.as_completed(tasks):
            yield await ready
    finally:
        for task in tasks:
            task.cancel()
        # Wait for them: the caller closes the client next, which they may still use.
        await asyncio.gather(*tasks, return_exceptions=True)


async def _fetch_feed(feed: Feed, client: HttpClient) -> FeedAnswer:
    try:
        return FeedAnswer(feed.id, await get_feed_page(feed.url, client))
    except FetchError as fault:
        if fault.status == _GONE:
            return FeedAnswer(
                feed.id, Failure(f"{host_of(feed.url)} has ended this feed for good (410).", lasting=True)
            )
        return FeedAnswer(feed.id, Failure(fault.reason))
    except Exception as broken:  # an unforeseen page must not end the pulling of other feeds
        reason = (
            f"{host_of(feed.url)} answered with something that is not understood ({type(broken).__name__})."
        )
        return FeedAnswer(feed.id, Failure(reason))
