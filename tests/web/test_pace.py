"""A whole fetch: many links, some hosts, one session."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Barrier, Event, Lock
from typing import Any

import pytest

from tests.support.clock import NOW
from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link, LinkId
from workbench.curation.publication import FetchSettings
from workbench.web import SiteWeb
from workbench.web.fetcher import fetch_answers
from workbench.web.http.cache import CachedResponse, CacheKey, ResponseCache
from workbench.web.http.client import BoundedClient
from workbench.web.sites import SITES


def make_links(*urls: str) -> list[Link]:
    works = [work for work in map(identify, urls) if isinstance(work, Identity)]
    return [Link(id=LinkId(id), url=work.url, identity=work.key) for id, work in enumerate(works, 1)]


@pytest.fixture
def web(tmp_path: Path) -> SiteWeb:
    """A session's web that may reach 127.0.0.1."""
    return SiteWeb(
        FetchSettings(allow=("127.0.0.1",), contact="ada@gates.example"), tmp_path / "web", lambda: NOW
    )


async def fetch_titles(web: SiteWeb, asked: Sequence[Link], **how: Any) -> dict[int, str]:
    """What each link is called, or why it has no title."""
    said = [answer async for answer in web.fetch(asked, **how)]
    return {
        one.link: one.result.title if isinstance(one.result, Clipping) else one.result.reason for one in said
    }


async def test_every_host_is_always_being_asked_and_none_twice_at_once(
    site: FakeSite, open_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    """The first request to each host is answered when all of them have come.

    How close this comes to the best that the rate limits allow is measured in tests/benchmarks/fetching.py.
    """
    guard, under_way, seen, all_asked = Lock(), list[str](), list[list[str]](), Barrier(6)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        host = handler.headers["Host"]
        with guard:
            under_way.append(host)
            seen.append(list(under_way))
        if handler.path == "/posts/0":
            all_asked.wait(10)
        with guard:
            under_way.remove(host)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n"
        handler.wfile.write(head + b"<title>Gates</title>")

    async def here(host: str) -> list[str]:
        return ["127.0.0.1"]

    hosts = [f"{at}.example" for at in range(6)]
    asked = make_links(*(f"http://{host}:{site.server_port}/posts/{at}" for host in hosts for at in range(4)))
    for at in range(4):
        site.reply_with(f"/posts/{at}", answer)
    client = await open_client(allow=hosts, resolve=here)
    said: list[FetchAnswer] = [one async for one in fetch_answers(asked, SITES, client)]
    assert [one.result.title for one in said if isinstance(one.result, Clipping)] == ["Gates"] * 24
    assert all(len(set(hosts)) == len(hosts) for hosts in seen)


async def test_a_host_whose_turn_comes_after_three_dead_ones_is_still_asked(
    site: FakeSite, web: SiteWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk answers for it only when the lookups of the others have long failed."""
    loop, unresolved, ready = asyncio.get_running_loop(), list[str](), Event()
    find_cached = ResponseCache.find

    def look_up(host: str, *_: object, **__: object) -> None:
        unresolved.append(host)
        if len(unresolved) == 3:
            loop.call_soon_threadsafe(loop.call_later, 0.1, ready.set)
        raise socket.gaierror(socket.EAI_NONAME, "gone")

    def find_slowly(cache: ResponseCache, key: CacheKey) -> CachedResponse | None:
        assert "127.0.0.1" not in key.url or ready.wait(10)
        return find_cached(cache, key)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(ResponseCache, "find", find_slowly)
    site.reply("/there", b"<title>There</title>", type="text/html")
    gone = (f"https://{name}.example/post" for name in "abc")
    titles = await fetch_titles(web, make_links(*gone, f"{site.url}/there"))
    assert titles[4] == "There"
    assert all(titles[id].startswith("No answer for") for id in (1, 2, 3))


async def test_what_a_host_asked_for_is_known_to_the_next_fetch(site: FakeSite, web: SiteWeb) -> None:
    site.reply("/posts/1", status=429, Retry_After="90")
    until = f"{NOW.replace(minute=2).astimezone():%H:%M}"
    for _ in range(2):
        said = await fetch_titles(web, make_links(f"{site.url}/posts/1"))
        assert said == {1: f"127.0.0.1:{site.server_port} asks to wait until {until}."}
    assert len(site.requests) == 1


async def test_a_fetch_asks_as_the_settings_say_and_remembers_unless_told_to_ask_anew(
    site: FakeSite, web: SiteWeb
) -> None:
    site.reply("/posts/1", "<title>Gates</title>", type="text/html", ETag='"1"')
    site.reply("/posts/1", status=304)
    asked = make_links(f"{site.url}/posts/1")
    assert await fetch_titles(web, asked) == await fetch_titles(web, asked) == {1: "Gates"}
    assert len(site.requests) == 1
    assert await fetch_titles(web, asked, refresh=True) == {1: "Gates"}
    assert len(site.requests) == 2
    assert site.requests[0].headers["user-agent"].endswith(" (ada@gates.example)")


async def test_a_private_host_is_asked_only_if_the_editor_has_named_it(
    site: FakeSite, tmp_path: Path
) -> None:
    web = SiteWeb(FetchSettings(), tmp_path / "web", lambda: NOW)
    said = await fetch_titles(web, make_links(f"{site.url}/posts/1"))
    assert "fetch.allow in workbench.toml" in said[1]
    assert not site.requests


async def test_leaving_a_fetch_half_way_leaves_nothing_behind(site: FakeSite, web: SiteWeb) -> None:
    ended = Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        ended.wait(5)
        handler.close_connection = True

    site.reply_with("/posts/1", hang)
    fetch = web.fetch(make_links("https://reddit.com/r/x/comments/abc123/gates", f"{site.url}/posts/1"))
    first = await anext(fetch)
    assert isinstance(first.result, Clipping | Failure)
    await fetch.aclose()  # type: ignore[attr-defined]
    ended.set()
    assert asyncio.all_tasks() == {asyncio.current_task()}
