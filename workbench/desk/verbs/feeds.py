"""Which feeds are read: add them, change what is kept of one, remove them. What they bring is `incoming/feeds.py`'s."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from workbench.curation.change import Change
from workbench.curation.claims import feed_key
from workbench.curation.feed import MAX_FEED_CAP, Feed, FeedId
from workbench.curation.model import UserError
from workbench.curation.search.query import parse_query
from workbench.curation.subscription import Subscription
from workbench.curation.text.cleaning import clean_line, require_line, to_safe_url
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.state import State


class FeedsAdded(Struct, frozen=True):
    """The change that adds feeds, and the feed that each of them is, in their order; those known stay as they were."""

    change: Change
    feeds: tuple[Feed, ...]
    new: int


def add_feeds(state: State, subscriptions: Sequence[Subscription]) -> FeedsAdded:
    """Read these feeds from now on. `UserError` where one has no address of the web or a query that means nothing."""
    builder = ChangeBuilder(state)
    known = {feed_key(feed.url): feed for feed in list_feeds(state)}
    feeds: list[Feed] = []
    new = 0
    for subscription in subscriptions:
        feed = known.get(feed_key(subscription.url))
        if feed is None:
            feed = known[feed_key(subscription.url)] = _make_feed(builder, subscription)
            builder.create(feed)
            new += 1
        feeds.append(feed)
    return FeedsAdded(builder.build(_describe_addition(feeds, new)), tuple(feeds), new)


def change_feed(
    state: State, id: FeedId, *, title: str | None = None, query: str | None = None, cap: int | None = None
) -> Change:
    """Change what a feed is called, what is kept of it or how many links a day it may bring; what is None stays."""
    builder, feed = ChangeBuilder(state), get_feed(state, id)
    if title is not None:
        builder.set(feed, title=require_line(title, "The title"))
    if query is not None:
        builder.set(feed, query=_require_query(state, query))
    if cap is not None:
        builder.set(feed, cap=_require_cap(cap))
    return builder.build(f"Changed the feed “{feed.name}”")


def remove_feeds(state: State, ids: Sequence[FeedId]) -> Change:
    """Read these feeds no longer. The links that they brought stay."""
    builder, feeds = ChangeBuilder(state), [get_feed(state, id) for id in ids]
    for feed in feeds:
        builder.delete(feed, state.find_fields("feeds", feed.id) or {})
    return builder.build(f"Removed {_display_feeds(feeds)}")


def list_feeds(state: State) -> list[Feed]:
    """The feeds in the order in which they were added."""
    feeds: Iterable[Feed] = state.documents_of(Feed).values()
    return sorted(feeds, key=lambda feed: feed.id)


def get_feed(state: State, id: FeedId) -> Feed:
    """The feed of that id; `UserError` where there is none."""
    found = state.documents_of(Feed).get(id)
    if found is None:
        raise UserError("That feed is no longer there.")
    return found


def find_feed(state: State, url: str) -> Feed | None:
    """The feed of that address, be it that of its page; None where there is none."""
    key = feed_key(url)
    return next((feed for feed in list_feeds(state) if key in map(feed_key, (feed.url, feed.site))), None)


def require_feed(state: State, named: str) -> Feed:
    """The feed of that id or address, be it that of its page; `UserError` where there is none."""
    if named.isascii() and named.isdigit() and int(named) in state.documents_of(Feed):
        return get_feed(state, FeedId(int(named)))
    if (found := find_feed(state, named)) is not None:
        return found
    raise UserError(f"There is no feed “{clean_line(named, limit=80)}”: `workbench feeds list` shows them.")


def _make_feed(builder: ChangeBuilder, subscription: Subscription) -> Feed:
    url = to_safe_url(subscription.url)
    if url is None:
        raise UserError(
            f"“{clean_line(subscription.url, limit=80)}” is no address of a feed: it begins with https://."
        )
    return Feed(
        id=FeedId(builder.allocate_id("feeds")),
        url=url,
        title=clean_line(subscription.title),
        site=to_safe_url(subscription.site) or "",
        query=_require_query(builder.state, subscription.query),
        cap=_require_cap(subscription.cap),
        added=builder.state.now,
    )


def _require_query(state: State, text: str) -> str:
    query = parse_query(require_line(text, "The query"), state.now, state.zone)
    if query.problems:
        raise UserError(" ".join(query.problems))
    return query.text


def parse_cap(text: str) -> int:
    """The number of links a day that somebody typed; `UserError` where it is none that can be."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or not 1 <= int(digits[:9]) <= MAX_FEED_CAP:
        raise UserError(f"“{clean_line(text, limit=40)}” is no number of links a day: 1 to {MAX_FEED_CAP:,}.")
    return int(digits)


def _require_cap(cap: int) -> int:
    if cap < 1:
        raise UserError("A feed may bring one link a day at least: `workbench feeds remove` ends it.")
    return cap


def _describe_addition(feeds: Sequence[Feed], new: int) -> str:
    if not new:
        return f"Known already: {_display_feeds(feeds)}" if feeds else "There is no feed to add"
    said = f"Added {_display_feeds(feeds)}" if new == len(feeds) else f"Added {new} of {len(feeds)} feeds"
    return said if new == len(feeds) else f"{said}, the others are known"


def _display_feeds(feeds: Sequence[Feed]) -> str:
    return f"the feed “{clean_line(feeds[0].name, limit=60)}”" if len(feeds) == 1 else f"{len(feeds)} feeds"


def to_subscription(feed: Feed) -> Subscription:
    """What another reader of feeds may know of a feed."""
    return Subscription(url=feed.url, title=feed.title, site=feed.site, query=feed.query, cap=feed.cap)
