"""Find the feeds of addresses that the editor names: the feed itself, or a page whose feed it is."""

from collections.abc import Sequence

from workbench.curation.identity.feed_addresses import find_feed_address
from workbench.curation.model import UserError
from workbench.curation.subscription import FeedPage, Subscription
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.desk.incoming.feeds import read_page
from workbench.desk.ports import FeedWeb
from workbench.desk.state import State
from workbench.desk.verbs.feeds import find_feed, to_subscription
from workbench.intake.errors import FormatError


async def find_feeds(state: State, web: FeedWeb, urls: Sequence[str]) -> list[Subscription]:
    """The feed of each address, in their order; one that is known is not asked. `UserError` names what has none."""
    known = [find_feed(state, url) for url in urls]
    return [
        await _find_subscription(web, url) if feed is None else to_subscription(feed)
        for url, feed in zip(urls, known, strict=True)
    ]


async def _find_subscription(web: FeedWeb, text: str) -> Subscription:
    url = _require_url(text)
    address = find_feed_address(url) or url
    page = await web.read_feed(address)
    try:
        return _subscribe(address, page)
    except FormatError:
        if not page.alternates:
            raise UserError(
                f"{clean_line(url, limit=80)} is no feed and names none: look on the page for “RSS” or “Atom”."
            ) from None
    found = page.alternates[0]
    try:
        return _subscribe(found, await web.read_feed(found))
    except FormatError as fault:
        raise UserError(f"{clean_line(found, limit=80)}, which the page names as its feed, {fault}") from None


def _require_url(text: str) -> str:
    """The address that is meant, which may lack its scheme; `UserError` where it is none of the web."""
    whole = text if "://" in text else f"https://{text}"
    url = to_safe_url(whole.strip())
    if url is None:
        raise UserError(f"“{clean_line(text, limit=80)}” is no address of the web.")
    return url


def _subscribe(address: str, page: FeedPage) -> Subscription:
    """What a feed says of itself, at the address where it stays; `FormatError` where the page is no feed."""
    parsed = read_page(page)
    return Subscription(url=page.moved_to or address, title=parsed.title, site=to_safe_url(parsed.site) or "")
