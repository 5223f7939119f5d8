"""What sites say of links, seen from the chair of the editor: rows that fill in, and a screen that never waits."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.support.editor import Workbench
from tests.support.http_server import FakeSite
from workbench.curation.publication import FetchSettings
from workbench.curation.publication.profile import load_default_publication
from workbench.desk.desk import Desk
from workbench.desk.incoming import take_in
from workbench.library import open_library
from workbench.ui.services import fetch_queue
from workbench.ui.widgets.message_line import MessageLine
from workbench.web.sites import BASE_URLS

PAPER = "https://arxiv.org/abs/2505.06708"
CODE = "https://github.com/example/gates"
FEED = f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
<id>http://arxiv.org/abs/2505.06708v2</id><published>2025-05-10T17:15:49Z</published>
<title>Gated Attention for Large Language Models</title>
<summary>Gates are common. Code is at {CODE}.</summary>
<author><name>Ada Example</name></author><arxiv:primary_category term="cs.CL"/></entry></feed>"""


@pytest.fixture
def local_fetching(site: FakeSite) -> FetchSettings:
    """Every site is the one on 127.0.0.1, and new links are fetched by themselves."""
    site.reply("/api/query", FEED, type="application/atom+xml")
    return FetchSettings(allow=("127.0.0.1",), sites=dict.fromkeys(BASE_URLS, site.url))


@pytest.fixture
def make_page(site: FakeSite) -> Callable[..., str]:
    """A page of that site: its URL, once it has been told what to say; told twice, it changes its mind."""

    def put(path: str, title: str) -> str:
        text = f"<html><head><title>{title}</title></head><body><p>{'All of it. ' * 90}</p></body></html>"
        site.reply(path, text, type="text/html")
        return f"{site.url}{path}"

    return put


@pytest.fixture
def make_slow_links(site: FakeSite) -> Iterator[Callable[[int], str]]:
    """So many links to pages that do not answer before the test is over, a line each."""
    over = threading.Event()

    def hold(_: BaseHTTPRequestHandler) -> None:
        over.wait(20)

    def links(count: int) -> str:
        for number in range(count):
            site.reply_with(f"/slow/{number}", hold)
        return "\n".join(f"{site.url}/slow/{number}" for number in range(count))

    yield links
    over.set()


async def test_pasted_links_fill_in_and_the_message_of_the_paste_stays(
    workbench: Workbench, local_fetching: FetchSettings, make_page: Callable[..., str]
) -> None:
    async with workbench(80, 24, fetching=local_fetching) as editor:
        await editor.paste(
            f"{PAPER}\n{make_page('/one', 'Gates, explained')}\n{make_page('/two', 'What gates cost')}"
        )
        await editor.wait_for_fetches()
        for title in ("Gated Attention for Large Language Models", "Gates, explained", "What gates cost"):
            assert editor.has_text(title)
        assert editor.message == "Added 3 links · u takes it back"
        assert "↻" not in editor.screen_text()
        await editor.press("G")
        assert editor.has_text("Ada Example · 2025-05-10 · cs.CL · arXiv")
        assert "told by arXiv" in editor.source_text


async def test_a_failure_is_marked_told_and_asked_for_again_by_f(
    workbench: Workbench, local_fetching: FetchSettings, make_page: Callable[..., str]
) -> None:
    make_page("/late", "Page not found")
    async with workbench(120, 40, fetching=local_fetching) as editor:
        await editor.paste(make_page("/late", "Here after all"))
        await editor.wait_for_fetches()
        assert " ! " in editor.row_text(1)
        assert "! 127.0.0.1 " in editor.source_text
        assert "f asks again" in editor.source_text
        await editor.press("f")
        await editor.wait_for_fetches()
        assert editor.message == "Fetched “Here after all”"
        assert "R Here after all" in editor.row_text(1)


async def test_a_title_the_editor_writes_survives_a_fetch_and_an_empty_one_gives_it_back(
    workbench: Workbench, local_fetching: FetchSettings, make_page: Callable[..., str]
) -> None:
    async with workbench(160, 45, fetching=local_fetching) as editor:
        await editor.paste(make_page("/post", "The Post of the Site"))
        await editor.wait_for_fetches()
        await editor.press("e")
        assert editor.has_text("Empty gives it back to the site.")
        await editor.press("ctrl+u")
        await editor.type("My own words")
        await editor.press("enter", "f")
        await editor.wait_for_fetches()
        assert "My own words" in editor.row_text(1)
        assert "title by you" in editor.source_text
        await editor.press("e", "ctrl+u", "enter")
        await editor.wait_for_fetches()
        assert "The Post of the Site" in editor.row_text(1)


async def test_two_pages_that_call_one_address_theirs_stay_two_links(
    workbench: Workbench, local_fetching: FetchSettings, site: FakeSite
) -> None:
    for name in ("one", "two"):
        head = f'<title>Post {name}</title><link rel="canonical" href="/posts/all">'
        site.reply(f"/posts/{name}", f"{head}<p>{f'All of {name}. ' * 90}", type="text/html")
    async with workbench(160, 45, fetching=local_fetching) as editor:
        await editor.paste(f"{site.url}/posts/one\n{site.url}/posts/two")
        await editor.wait_for_fetches()
        assert sorted(link.title for link in editor.desk.state.links.values()) == ["Post one", "Post two"]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (160, 45)])
async def test_the_same_page_under_another_title_is_shown_and_plus_joins_it(
    workbench: Workbench, width: int, height: int
) -> None:
    async with workbench(width, height) as editor:
        await editor.paste("[Post about cats](https://news.example/story?utm_source=a)")
        await editor.paste("[Post about dogs](https://news.example/story?utm_source=b)")
        assert "the same page under another title: “Post about cats”" in editor.message
        shown = " ".join(editor.source_text.split())
        assert "● the same page under another title: Post about dogs (in the inbox) · + joins it" in shown
        await editor.press("+")
        assert editor.message == "Joined “Post about dogs” to “Post about cats” · u takes it back"
        assert "+ joins it" not in editor.source_text
        await editor.press("u")
        assert len(editor.desk.state.ids_in("inbox")) == 2


async def test_plus_joins_the_code_that_a_site_named_as_second_link(
    workbench: Workbench, local_fetching: FetchSettings
) -> None:
    async with workbench(160, 45, fetching=local_fetching) as editor:
        await editor.paste(PAPER)
        await editor.wait_for_fetches()
        assert "● its code: example/gates (arXiv) · + joins it" in editor.source_text
        await editor.press("+")
        assert (
            editor.message
            == "Joined the GitHub link to “Gated Attention for Large Language Models” · u takes it back"
        )
        assert "+ joins it" not in editor.source_text
        await editor.press("l")
        (entry,) = editor.desk.state.entries.values()
        assert [(link.label, link.url) for link in entry.links] == [("", PAPER), ("GitHub", CODE)]


async def test_f_fetches_the_marked_links_and_the_entry_in_hand_and_says_how_it_went(
    workbench: Workbench, local_fetching: FetchSettings, make_page: Callable[..., str], site: FakeSite
) -> None:
    by_hand = FetchSettings(automatic=False, allow=local_fetching.allow, sites=local_fetching.sites)
    async with workbench(120, 40, fetching=by_hand) as editor:
        await editor.paste(f"{make_page('/one', 'First')}\n{site.url}/gone\n{PAPER}")
        await editor.press("space", "space", "space", "f")
        await editor.wait_for_fetches()
        assert editor.message == "Fetched 2 of 3 links: ! marks the others"
        assert not editor.panes.inbox.list.marked
        await editor.press("l", "tab", "}", "f")
        await editor.wait_for_fetches()
        assert "Fetched “" in editor.message
        await editor.press("g", "f")
        assert "no link here to fetch" in editor.message


async def test_fifty_links_on_their_way_hold_up_no_key_and_s_stops_them(
    workbench: Workbench, local_fetching: FetchSettings, make_slow_links: Callable[[int], str]
) -> None:
    async with workbench(80, 24, fetching=local_fetching) as editor:
        await editor.paste(make_slow_links(50))
        assert editor.has_text("↻ 0/50")
        assert "↻" in editor.row_text(1)
        assert "being fetched" in editor.source_text
        await editor.press("j", "j", "x")
        assert editor.message.startswith("Rejected")
        assert editor.panes.inbox.list.cursor_id == 47
        await editor.press("f")
        assert editor.message.startswith("On the way already")
        await editor.press("S")
        assert editor.message == "Stopped fetching: 0 of 50 came · f asks for the others"
        await editor.wait_for_fetches()
        await editor.press("S")
        assert editor.message == "Nothing is on its way."
        await editor.press("t")
        await editor.type("later")
        await editor.press("enter")
        assert editor.message.startswith("Tagged")
        assert "↻" not in editor.screen_text()


async def test_who_leaves_amid_a_fetch_waits_for_nothing_and_the_next_start_asks_again(
    workbench: Workbench,
    local_fetching: FetchSettings,
    make_page: Callable[..., str],
    make_slow_links: Callable[[int], str],
    site: FakeSite,
) -> None:
    async with workbench(120, 40, fetching=local_fetching) as editor:
        await editor.paste(make_slow_links(3))
        await editor.press("q")
        assert not editor.app.is_running
    site.replies.clear()
    for number in range(3):
        make_page(f"/slow/{number}", f"Slow page {number}")
    async with workbench(120, 40, fetching=local_fetching) as editor:
        await editor.wait_for_fetches()
        assert all(editor.has_text(f"Slow page {number}") for number in range(3))
        assert editor.message == "Fetched 3 links"


async def test_what_another_process_saves_is_fetched_too(
    workbench: Workbench, local_fetching: FetchSettings, make_page: Callable[..., str], tmp_path: Path
) -> None:
    async with workbench(120, 40, fetching=local_fetching) as editor:
        other = open_library(tmp_path, clock=lambda: datetime.now(UTC))
        Desk(other, load_default_publication(), lambda: datetime.now(UTC)).do(
            take_in.take_in_paste, make_page("/theirs", "From the phone")
        )
        other.close()
        await editor.poll()
        await editor.wait_for_fetches()
        assert "From the phone" in editor.row_text(1)
        assert editor.message == "Fetched “From the phone”"


async def test_an_import_of_many_links_asks_for_the_first_that_the_inbox_shows(
    workbench: Workbench,
    local_fetching: FetchSettings,
    make_page: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetch_queue, "AUTOMATIC_LIMIT", 3)
    urls = [make_page(f"/{number}", f"Page {number}") for number in range(8)]
    async with workbench(120, 40, fetching=local_fetching) as editor:
        await editor.paste("\n".join(urls))
        await editor.wait_for_fetches()
        newest_first = editor.desk.state.ids_in("inbox")
        fetched = [id for id in newest_first if editor.desk.state.links[id].fetched]
        assert fetched == newest_first[:3]


async def test_links_of_one_work_become_one_link_and_it_is_said(
    workbench: Workbench, local_fetching: FetchSettings, make_page: Callable[..., str], site: FakeSite
) -> None:
    async with workbench(120, 40, fetching=local_fetching) as editor:
        kept = make_page("/kept", "Moved for good")
        site.reply("/old", status=301, location=kept)
        await editor.paste(kept)
        await editor.wait_for_fetches()
        await editor.paste(f"{site.url}/old")
        await editor.wait_for_fetches()
        assert editor.desk.state.count("inbox") == 1
        await editor.press("H")
        assert editor.has_text("turned out to be “Moved for good”: one link now")


async def test_a_title_nearly_the_same_is_told_once_the_cursor_rests(
    workbench: Workbench, local_fetching: FetchSettings, make_page: Callable[..., str]
) -> None:
    one, other = (
        make_page("/a", "Gates after attention, explained"),
        make_page("/b", "Gates after attention: explained"),
    )
    async with workbench(160, 45, fetching=local_fetching) as editor:
        await editor.paste(f"{one}\n{other}")
        await editor.wait_for_fetches()
        await editor.wait_for_source("= looks like “Gates after attention, explained” (in the inbox)")


async def test_a_start_without_a_network_says_so_once_and_marks_no_link(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "offline")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    async with workbench(160, 45, fetching=FetchSettings()) as editor:
        await editor.paste(" ".join(f"https://{name}.example/post" for name in "abcdefgh"))
        await editor.wait_for_fetches()
        assert all(link.failure is None for link in editor.desk.state.links.values())
        await editor.press("q")
    async with workbench(160, 45, fetching=FetchSettings()) as editor:
        await editor.wait_for_fetches()
        assert editor.message == "This machine seems to be offline: 8 links wait, f asks again"


async def test_links_wait_quietly_until_there_is_a_network_again(
    workbench: Workbench, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.url.rpartition(":")[2])
    hosts = [f"{name}.example" for name in "abcd"]
    attempts, look_up_host, has_network = [], socket.getaddrinfo, threading.Event()

    def look_up(host: Any, *rest: Any, **options: Any) -> Any:
        if host not in hosts:
            return look_up_host(host, *rest, **options)
        if not has_network.is_set():
            attempts.append(host)
            raise socket.gaierror(socket.EAI_AGAIN, "offline")
        return look_up_host("127.0.0.1", *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(fetch_queue, "OFFLINE_PAUSE", 1.0)
    said: list[str] = []
    say_later = MessageLine.say_later

    def note_sentence(line: MessageLine, sentence: str, **options: Any) -> None:
        said.append(sentence)
        say_later(line, sentence, **options)

    monkeypatch.setattr(MessageLine, "say_later", note_sentence)
    site.reply("/post", "<html><head><title>Gates in practice</title></head></html>", type="text/html")
    async with workbench(160, 45, fetching=FetchSettings(automatic=False)) as editor:
        await editor.paste(" ".join(f"http://{host}:{port}/post" for host in hosts))
        await editor.press("q")
    async with workbench(160, 45, fetching=FetchSettings(allow=tuple(hosts))) as editor:
        await editor.wait_for_fetches()
        assert editor.message == "This machine seems to be offline: 4 links wait, f asks again"
        first = len(attempts)
        async with asyncio.timeout(20):
            while len(attempts) == first:
                await editor.pilot.pause(0.02)
            await editor.wait_for_fetches()
            has_network.set()
            while not all(link.fetched for link in editor.desk.state.links.values()):
                await editor.pilot.pause(0.02)
        assert {link.title for link in editor.desk.state.links.values()} == {"Gates in practice"}
    assert len([sentence for sentence in said if "offline" in sentence]) == 1


async def test_one_link_asked_again_without_a_network_keeps_its_title_and_is_asked_anew_with_one(
    workbench: Workbench, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up_host, has_network = socket.getaddrinfo, threading.Event()

    def look_up(host: Any, *rest: Any, **options: Any) -> Any:
        if not has_network.is_set():
            raise socket.gaierror(socket.EAI_AGAIN, "offline")
        return look_up_host("127.0.0.1", *rest, **options)

    site.reply("/post", "<title>Gates in practice</title>", type="text/html")
    site.reply("/post", "<title>Gates in theory</title>", type="text/html")
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(fetch_queue, "OFFLINE_PAUSE", 0.1)
    async with workbench(120, 40, fetching=FetchSettings(allow=("a.example",))) as editor:
        has_network.set()
        await editor.paste(f"http://a.example:{site.server_port}/post")
        await editor.wait_for_fetches()
        has_network.clear()
        await editor.press("f")
        await editor.wait_for_fetches()
        assert editor.message == "This machine seems to be offline: 1 link waits, f asks again"
        (link,) = editor.desk.state.links.values()
        assert (link.title, link.failure) == ("Gates in practice", None)
        has_network.set()
        async with asyncio.timeout(20):
            while next(iter(editor.desk.state.links.values())).title != "Gates in theory":
                await editor.pilot.pause(0.02)
