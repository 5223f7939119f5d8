"""Which feeds are read: added once each, changed, removed, and all of it taken back."""

import pytest

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, make_half_done_library
from workbench.curation.model import UserError
from workbench.curation.subscription import Subscription
from workbench.desk.desk import Desk
from workbench.desk.verbs import feeds, history

BLOG = Subscription(url="https://e.example/feed.xml", title="Gates", site="https://e.example/")


@pytest.fixture
def desk() -> Desk:
    return Desk(make_half_done_library(), PUBLICATION, lambda: NOW)


def test_a_feed_is_read_once_by_whichever_scheme_and_slash_it_is_named(desk: Desk) -> None:
    desk.do(feeds.add_feeds, [BLOG])
    done = desk.do(feeds.add_feeds, [Subscription(url="http://e.example/feed.xml/", title="Other"), BLOG])
    assert done.record is None
    assert done.message == "Known already: 2 feeds"
    [feed] = feeds.list_feeds(desk.state)
    assert (feed.title, feed.url, feed.cap, feed.added) == ("Gates", BLOG.url, 50, desk.state.now)


def test_of_a_list_with_known_feeds_the_others_are_added_in_one_step(desk: Desk) -> None:
    desk.do(feeds.add_feeds, [BLOG])
    more = [BLOG, *(Subscription(url=f"https://e.example/{at}") for at in range(3))]
    assert desk.do(feeds.add_feeds, more).message == "Added 3 of 4 feeds, the others are known"
    desk.do(history.undo_change)
    assert [feed.url for feed in feeds.list_feeds(desk.state)] == [BLOG.url]


def test_a_feed_is_changed_removed_and_both_is_undone(desk: Desk) -> None:
    desk.do(feeds.add_feeds, [BLOG])
    feed = feeds.require_feed(desk.state, BLOG.site)
    desk.do(feeds.change_feed, feed.id, query="kind:paper agents -survey", cap=3)
    changed = feeds.require_feed(desk.state, "1")
    assert (changed.title, changed.query, changed.cap) == ("Gates", "kind:paper agents -survey", 3)
    assert desk.do(feeds.remove_feeds, [changed.id]).message == "Removed the feed “Gates”"
    assert feeds.list_feeds(desk.state) == []
    desk.do(history.undo_change)
    assert feeds.list_feeds(desk.state) == [changed]
    desk.do(history.undo_change)
    assert feeds.list_feeds(desk.state) == [feed]


@pytest.mark.parametrize(
    ("subscription", "message"),
    [
        (Subscription(url="gopher://e.example/"), "is no address of a feed"),
        (Subscription(url="https://e.example/", query="kind:poem"), "Write kind:"),
        (Subscription(url="https://e.example/", cap=0), "one link a day at least"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_added(
    desk: Desk, subscription: Subscription, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        desk.do(feeds.add_feeds, [BLOG, subscription])
    assert feeds.list_feeds(desk.state) == []


def test_a_feed_that_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(UserError, match=r"There is no feed “https://e.example/”: `workbench feeds list`"):
        feeds.require_feed(desk.state, "https://e.example/")
