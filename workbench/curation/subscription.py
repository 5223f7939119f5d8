"""What is known of a feed before it is one of the library: from a list of another reader, or from what it says itself.

Which feeds a library has is `Feed` in `model.py`.
"""

from msgspec import Struct

from workbench.curation.clipping import ImportResult
from workbench.curation.feed import FEED_CAP, FeedId
from workbench.curation.model import Failure


class Subscription(Struct, frozen=True, kw_only=True):
    """A feed to read: its address, what it is called, whose feed it is, what to keep of it and how much a day."""

    url: str
    title: str = ""
    site: str = ""
    query: str = ""
    cap: int = FEED_CAP


class FeedPage(Struct, frozen=True, kw_only=True):
    """What stands at an address that may be that of a feed.

    `url` is where it was found, `moved_to` where the address asked for has moved for good, if it has. `alternates` are
    the feeds that it names where it is a page, the best first.
    """

    url: str
    text: str
    moved_to: str = ""
    alternates: tuple[str, ...] = ()


class FeedAnswer(Struct, frozen=True):
    """What asking a feed, by its id, came to."""

    feed: FeedId
    result: FeedPage | Failure


class ParsedFeed(Struct, frozen=True):
    """A feed as it was read: what it calls itself, the page whose feed it is (empty where it does not say), its
    entries."""

    title: str
    site: str
    result: ImportResult
