"""Which feeds are read, and what they bring: each work once, apart until the editor takes it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.clock import NOW, FakeClock
from tests.support.desks import PUBLICATION, make_half_done_library
from workbench.curation.change import Change
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import Failure, LinkId, UserError
from workbench.curation.subscription import ParsedFeed, Subscription
from workbench.desk.desk import Desk
from workbench.desk.incoming.feeds import (
    MAX_OLD_KEYS,
    Pull,
    ReadFeed,
    list_due_feeds,
    record_pulls,
    take_in_feed,
)
from workbench.desk.incoming.take_in import take_in_links, take_in_paste
from workbench.desk.index.link_views import LinkView
from workbench.desk.state import State
from workbench.desk.verbs import feeds, history, triage
from workbench.library import MemoryLibrary

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


ITEMS = [
    Clipping(row=at, url=f"https://e.example/{at}", title=f"Item {at}", item_id=f"id{at}") for at in range(6)
]


def read_of(desk: Desk, *items: Clipping) -> ReadFeed:
    """What the first feed answers, with these items, the newest first."""
    result = ImportResult(format="feed", clippings=items)
    return ReadFeed(feeds.list_feeds(desk.state)[0].id, ParsedFeed("Gates", "", result))


def pull(desk: Desk, *items: Clipping) -> Pull:
    """Pull the first feed, which answers with these items."""
    taken = desk.do(take_in_feed, read_of(desk, *items)).proposal.pull
    desk.do(record_pulls, [taken])
    return taken


def titles_in(desk: Desk, view: LinkView) -> list[str]:
    """The titles of a view's links, the newest first."""
    return [desk.state.links[id].title for id in desk.state.ids_in(view)]


@pytest.fixture
def reading(desk: Desk) -> Desk:
    """A desk that reads one feed."""
    desk.do(feeds.add_feeds, [BLOG])
    return desk


def test_items_wait_in_a_view_of_their_own_with_the_newest_first(reading: Desk) -> None:
    inbox = reading.state.ids_in("inbox")
    assert pull(reading, *ITEMS[:2]).sentence == "2 new"
    assert titles_in(reading, "feeds") == ["Item 0", "Item 1"]
    assert reading.state.ids_in("inbox") == inbox
    assert {reading.state.links[id].via for id in reading.state.ids_in("feeds")} == {"feed Gates"}


VERBS: dict[str, Callable[[LinkId], Callable[[State], Change]]] = {
    "inbox": lambda id: lambda state: triage.restore_links(state, [id]),
    "rejected": lambda id: lambda state: triage.reject_links(state, [id]),
    "deferred": lambda id: lambda state: triage.defer_links(state, [id]),
    "placed": lambda id: lambda state: triage.place_links(state, [id], "reads"),
    "benched": lambda id: lambda state: triage.bench_links(state, [id], "reads"),
}


@pytest.mark.parametrize("view", VERBS)
def test_whatever_the_editor_does_takes_an_item_from_the_feeds_and_no_pull_brings_it_back(
    reading: Desk, view: Any
) -> None:
    pull(reading, ITEMS[0])
    [id] = reading.state.ids_in("feeds")
    reading.do(VERBS[view](id))
    assert reading.state.state_of(id) == view
    if view in ("placed", "benched"):
        reading.do(lambda state: triage.restore_links(state, [id]))
        view = "inbox"
    links = dict(reading.state.links)
    assert pull(reading, ITEMS[0]).known == 1
    assert (reading.state.state_of(id), dict(reading.state.links)) == (view, links)
    reading.do(history.undo_change)
    assert reading.state.state_of(id) != "inbox" or view != "inbox"


def test_what_is_saved_by_hand_is_taken_from_the_feeds(reading: Desk) -> None:
    pull(reading, ITEMS[0])
    done = reading.do(take_in_paste, "http://www.e.example/0/?utm_source=x")
    assert done.message == "Known already: “Item 0”, taken from the feeds"
    assert titles_in(reading, "feeds") == []
    assert titles_in(reading, "inbox")[0] == "Item 0"


def test_undo_never_takes_back_a_pull_and_the_history_does_for_good(reading: Desk) -> None:
    pull(reading, *ITEMS[:2])
    reading.do(history.undo_change)
    assert feeds.list_feeds(reading.state) == []
    assert len(titles_in(reading, "feeds")) == 2
    reading.do(history.redo_change)
    arrived = next(one for one in reading.state.iter_history() if one.change.label.startswith("2 links from"))
    reading.do(history.undo_change, arrived.seq)
    assert titles_in(reading, "feeds") == []
    assert pull(reading, *ITEMS[:2]).new == 0


@pytest.mark.parametrize(
    "again",
    [
        Clipping(row=1, url="https://e.example/renamed", title="Item 0, edited", item_id="id0"),
        Clipping(row=1, url="http://e.example/0?utm_source=rss", title="Item 0", item_id="another"),
        Clipping(row=1, url="https://e.example/0", title="Item 0"),
    ],
)
def test_an_item_is_known_again_by_its_id_or_its_work(reading: Desk, again: Clipping) -> None:
    pull(reading, ITEMS[0])
    assert pull(reading, again).new == 0


def test_an_id_that_several_items_have_tells_none_of_them(reading: Desk) -> None:
    same = [replace(item, item_id="0") for item in ITEMS[:3]]
    assert pull(reading, *same).new == 3
    assert pull(reading, replace(ITEMS[4], item_id="0")).new == 1


def test_a_query_keeps_what_it_finds_in_titles_tags_and_texts(reading: Desk) -> None:
    reading.do(feeds.change_feed, feeds.list_feeds(reading.state)[0].id, query="agents -survey kind:paper")
    items = [
        Clipping(row=1, url="https://arxiv.org/abs/2510.00001", title="Agents"),
        Clipping(row=2, url="https://arxiv.org/abs/2510.00002", title="Agents: a survey"),
        Clipping(row=3, url="https://e.example/agents", title="Agents"),
        Clipping(row=4, url="https://arxiv.org/abs/2510.00003", title="Gates", text="On agents."),
        Clipping(row=5, url="https://arxiv.org/abs/2510.00004", title="Gates", tags=("agents",)),
    ]
    assert pull(reading, *items).sentence == "3 new, 2 left out by its query"
    assert titles_in(reading, "feeds") == ["Agents", "Gates", "Gates"]
    assert pull(reading, *items).new == 0


def test_a_feed_brings_no_more_in_a_day_than_its_cap_and_the_rest_another_day() -> None:
    clock = FakeClock()
    desk = Desk(make_half_done_library(), PUBLICATION, clock)
    desk.do(feeds.add_feeds, [replace(BLOG, cap=2)])
    assert pull(desk, *ITEMS[:5]).sentence == "2 new, 3 wait for another day"
    assert titles_in(desk, "feeds") == ["Item 0", "Item 1"]
    assert pull(desk, *ITEMS[:5]).new == 0
    clock.now += timedelta(days=1)
    assert pull(desk, *ITEMS[:5]).new == 2
    assert titles_in(desk, "feeds") == ["Item 2", "Item 3", "Item 0", "Item 1"]


def test_a_feed_that_fails_is_asked_less_and_less_until_it_answers() -> None:
    clock = FakeClock()
    desk = Desk(make_half_done_library(), PUBLICATION, clock)
    desk.do(feeds.add_feeds, [BLOG])
    pauses = []
    for _ in range(12):
        id = feeds.list_feeds(desk.state)[0].id
        desk.do(record_pulls, [Pull(feed=id, failure=Failure("e.example is out of order (500)."))])
        assert list_due_feeds(desk.state) == []
        begun = clock.now
        clock.now = datetime.fromisoformat(feeds.list_feeds(desk.state)[0].next_try)
        assert len(list_due_feeds(desk.state)) == 1
        pauses.append((clock.now - begun) // timedelta(hours=1))
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 168, 168, 168, 168]
    pull(desk, ITEMS[0])
    [feed] = feeds.list_feeds(desk.state)
    assert (feed.failures, feed.failure, feed.next_try) == (0, "", "")


def test_what_a_feed_remembers_is_bounded(reading: Desk) -> None:
    for batch in range(8):
        pull(
            reading,
            *(Clipping(row=at, url=f"https://e.example/{batch}/{at}", title="x") for at in range(100)),
        )
    assert len(feeds.list_feeds(reading.state)[0].seen) <= 100 + MAX_OLD_KEYS


@pytest.mark.parametrize(
    ("moved_to", "url"),
    [
        ("http://e.example/feed.xml", "http://e.example/feed.xml"),
        ("https://e.example/new.xml", "https://e.example/new.xml"),
        ("https://other.example/feed", BLOG.url),  # which is read already
    ],
)
def test_a_feed_follows_its_address_unless_another_feed_has_it(
    reading: Desk, moved_to: str, url: str
) -> None:
    reading.do(feeds.add_feeds, [Subscription(url="https://other.example/feed")])
    reading.do(record_pulls, [Pull(feed=feeds.list_feeds(reading.state)[0].id, moved_to=moved_to)])
    assert feeds.list_feeds(reading.state)[0].url == url


def test_of_two_feeds_that_move_to_one_address_one_follows(reading: Desk) -> None:
    reading.do(feeds.add_feeds, [Subscription(url="https://other.example/feed")])
    known = feeds.list_feeds(reading.state)
    reading.do(record_pulls, [Pull(feed=feed.id, moved_to="https://e.example/new") for feed in known])
    assert [feed.url for feed in feeds.list_feeds(reading.state)] == [
        "https://e.example/new", "https://other.example/feed",
    ]  # fmt: skip


def test_two_processes_that_pull_at_once_bring_each_item_once() -> None:
    library = make_half_done_library()
    mine = Desk(library, PUBLICATION, lambda: NOW)
    mine.do(feeds.add_feeds, [BLOG])
    theirs = Desk(MemoryLibrary(FakeClock(), shared_with=library), PUBLICATION, lambda: NOW)
    pull(mine, *ITEMS[:2])
    assert pull(theirs, *ITEMS[:3]).new == 1
    assert sorted(titles_in(theirs, "feeds")) == ["Item 0", "Item 1", "Item 2"]


WRITTEN = st.sampled_from(
    [
        "https://e.example/{}",
        "http://www.e.example/{}/",
        "https://e.example/{}?utm_source=rss",
        "e.example/{}#comments",
    ]
)
ARRIVALS = st.lists(
    st.tuples(st.booleans(), st.lists(st.tuples(st.integers(0, 4), WRITTEN, st.booleans()), max_size=4)),
    max_size=5,
)


@given(ARRIVALS)
def test_in_whichever_order_works_come_by_hand_and_by_feed_each_is_one_link(
    arrivals: list[tuple[bool, list[tuple[int, str, bool]]]],
) -> None:
    desk = Desk(make_half_done_library(), PUBLICATION, lambda: NOW)
    desk.do(feeds.add_feeds, [BLOG])
    before = set(desk.state.links)
    by_hand: set[int] = set()
    for is_feed, works in arrivals:
        items = [
            Clipping(row=at, url=url.format(f"w{work}"), title=f"Work {work}", item_id=f"{work}" * has_id)
            for at, (work, url, has_id) in enumerate(works)
        ]
        if is_feed:
            pull(desk, *items)
        else:
            desk.do(take_in_links, ImportResult(format="list", clippings=tuple(items)), "paste")
            by_hand |= {work for work, _, _ in works}
    new = [link for id, link in desk.state.links.items() if id not in before]
    assert len({link.identity for link in new}) == len(new)
    assert {link.title for link in new} == {f"Work {work}" for _, works in arrivals for work, _, _ in works}
    taken = {link.title for link in new if desk.state.state_of(link.id) == "inbox"}
    assert taken == {f"Work {work}" for work in by_hand}
