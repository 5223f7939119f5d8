"""Pulling feeds on the screen: in the background, to be stopped, and never moving what the editor looks at."""

import asyncio

import pytest

from tests.support.editor import MemoryEditor, open_memory_editor
from tests.support.stories import labels_since
from workbench.curation.model import Failure
from workbench.curation.subscription import Subscription
from workbench.desk.desk import Desk
from workbench.desk.verbs import feeds


@pytest.fixture
def reading_desk(desk: Desk) -> Desk:
    """A desk that reads two feeds."""
    desk.do(feeds.add_feeds, [Subscription(url=f"https://{name}.example/feed", title=name) for name in "ab"])
    return desk


async def wait_for_message(editor: MemoryEditor, text: str) -> None:
    async with asyncio.timeout(5):
        while text not in editor.message:
            await editor.pilot.pause(0.01)


async def test_what_arrives_moves_neither_the_cursor_nor_the_inbox(reading_desk: Desk) -> None:
    async with open_memory_editor(reading_desk) as editor:
        await editor.press("j", "j")
        before = list(editor.panes.inbox.list.ids), editor.panes.inbox.list.cursor_id
        await editor.press("R")
        await wait_for_message(editor, "Pulled 2 feeds: 2 new links wait")
        assert (list(editor.panes.inbox.list.ids), editor.panes.inbox.list.cursor_id) == before
        assert "feeds 2" in editor.screen_text()
        assert editor.web.asked == []  # no site is asked about what a feed brought
        await editor.press("]", "r")
        assert editor.desk.state.count("feeds") == 1


async def test_the_cursor_in_the_feeds_stays_on_its_link_as_more_arrive(reading_desk: Desk) -> None:
    async with open_memory_editor(reading_desk) as editor:
        await editor.press("R")
        await editor.wait_for_fetches()
        await editor.press("]", "x")
        here = editor.panes.inbox.list.cursor_id
        await editor.press("R")
        await editor.wait_for_fetches()
        assert editor.panes.inbox.list.cursor_id == here
        assert list(editor.panes.inbox.list.ids) == [here]


async def test_a_pull_shows_how_far_it_is_and_is_stopped(reading_desk: Desk) -> None:
    async with open_memory_editor(reading_desk) as editor:
        editor.feed_web.is_stuck = True
        await editor.press("R")
        assert "↻ 0/2" in editor.screen_text()
        await editor.press("R")
        assert "S stops that" in editor.message
        await editor.press("S")
        assert "Stopped pulling: 0 of 2 feeds came" in editor.message
        await editor.wait_for_fetches()
        assert "↻" not in editor.screen_text()
        editor.feed_web.is_stuck = False
        await editor.press("R")
        await wait_for_message(editor, "2 new links wait")


async def test_a_feed_that_breaks_is_named_and_waits(reading_desk: Desk) -> None:
    async with open_memory_editor(reading_desk) as editor:
        seq = editor.desk.seq
        editor.feed_web.failures = {1: Failure("a.example is out of order (500).")}
        await editor.press("R")
        await wait_for_message(editor, "a: a.example is out of order (500).")
        assert labels_since(editor.desk, seq) == ("2 links from the feed “b”", "Pulled 2 feeds")
        editor.feed_web.asked.clear()
        await editor.press("R")
        await editor.wait_for_fetches()
        assert editor.feed_web.asked == ["https://b.example/feed"]


async def test_among_other_links_what_a_feed_brought_is_marked(reading_desk: Desk) -> None:
    async with open_memory_editor(reading_desk) as editor:
        await editor.press("R")
        await editor.wait_for_fetches()
        await editor.press("[", "g")  # all of them
        assert " f " in editor.row_text(14)
        assert editor.has_text("f brought by a feed: r puts it into the inbox.")
        await editor.press("r")
        assert " f " not in editor.row_text(14)


async def test_a_pull_is_left_with_what_came(reading_desk: Desk) -> None:
    async with open_memory_editor(reading_desk) as editor:
        editor.feed_web.is_stuck = True
        await editor.press("R")
        async with asyncio.timeout(5):
            await editor.screen.jobs.leave()
        assert editor.desk.state.count("feeds") == 0


async def test_a_page_without_a_feed_comes_back_to_be_written_anew(desk: Desk) -> None:
    async with open_memory_editor(desk) as editor:
        await editor.press("O", "a")
        await editor.type("no address")
        await editor.press("enter")
        assert editor.has_text("is no address of the web")
        await editor.press("a")
        assert editor.has_text("no address")


async def test_feeds_are_changed_one_after_the_other_and_each_step_is_taken_back(reading_desk: Desk) -> None:
    async with open_memory_editor(reading_desk) as editor:
        await editor.press("O", "x", "x")
        assert editor.has_text("No feed is read yet: a adds that of a page")
        await editor.press("u")
        assert editor.has_text("Undone: Removed the feed “b”")
        assert editor.has_text("https://b.example/feed")
        await editor.press("/")
        await editor.type("kind:paper agents")
        await editor.press("enter")
        assert editor.has_text("Keeps what kind:paper agents finds, at most 50 a day.")
        assert editor.has_text("Changed the feed “b” · u takes it back")
        await editor.press("u", "u", "g")
        assert editor.has_text("https://a.example/feed")
        assert editor.has_text("Keeps all, at most 50 a day.")
        await editor.press("escape")
        assert editor.app.screen is editor.screen


async def test_a_feed_that_breaks_says_so_among_the_feeds(reading_desk: Desk) -> None:
    async with open_memory_editor(reading_desk) as editor:
        editor.feed_web.failures = {2: Failure("b.example has ended this feed for good (410).", lasting=True)}
        await editor.press("R")
        await editor.wait_for_fetches()
        await editor.press("O", "j")
        assert editor.has_text("It has ended: b.example has ended this feed for good (410).")
        assert editor.has_text("2 today")
        await editor.press("escape", "R")
        await editor.wait_for_fetches()
        editor.feed_web.asked.clear()
        await editor.press("O", "j", "enter")
        await editor.wait_for_fetches()
        assert editor.feed_web.asked == ["https://b.example/feed"]
