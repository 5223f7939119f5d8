"""Asking printed links: what a server said, within which bounds, and what is remembered of it."""

import threading
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.support.clock import NOW
from tests.support.http_server import FakeSite
from workbench.curation.link_check import CheckedLink, PrintedLink
from workbench.curation.model import Failure, Link, LinkId, format_time
from workbench.curation.publication import FetchSettings
from workbench.delivery.link_memory import MAX_REMEMBERED, LinkMemoryFile
from workbench.web import SiteWeb
from workbench.web.http.client import BoundedClient
from workbench.web.link_check import check_pages
from workbench.web.sites import BASE_URLS

HTML = "<html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.fixture
def web(site: FakeSite, tmp_path: Path) -> SiteWeb:
    """Every site, the archive too, is the one on 127.0.0.1."""
    settings = FetchSettings(allow=("127.0.0.1",), sites=dict.fromkeys(BASE_URLS, site.url))
    return SiteWeb(settings, tmp_path / "cache", lambda: NOW)


async def ask(web: SiteWeb, *urls: str, refresh: bool = False) -> list[CheckedLink]:
    return [each async for each in web.check_links([PrintedLink(url) for url in urls], refresh=refresh)]


async def ask_one(web: SiteWeb, url: str) -> tuple[str, str]:
    (checked,) = await ask(web, url)
    assert (checked.url, checked.at) == (url, format_time(NOW))
    return checked.outcome, checked.reason


@pytest.mark.parametrize(
    ("title", "outcome", "reason"),
    [
        ("Gates", "answers", ""),
        ("404 Not Found", "perhaps gone", "127.0.0.1 has no such page"),
        (
            "This domain is for sale",
            "perhaps gone",
            "127.0.0.1 is given up by its owner, or was never set up",
        ),
        ("Subscribe to read", "answers", ""),
        ("React App", "answers", ""),
        ("Just a moment...", "unchecked", "127.0.0.1 lets no program read it"),
        ("Before you continue to YouTube", "unchecked", "127.0.0.1 wants consent before it shows anything"),
        ("Sign in", "unchecked", "127.0.0.1 shows this only to those who have signed in"),
        ("Service unavailable", "unchecked", "127.0.0.1 is out of order or asks to wait"),
    ],
)
async def test_a_page_that_says_it_is_fine_is_judged_by_its_title(
    web: SiteWeb, site: FakeSite, title: str, outcome: str, reason: str
) -> None:
    site.reply("/page", HTML.format(title=title, body=""), type="text/html")
    assert await ask_one(web, f"{site.url}/page") == (outcome, reason)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "answers"),
        (401, "unchecked"),
        (402, "unchecked"),
        (403, "unchecked"),
        (404, "gone"),
        (405, "unchecked"),
        (410, "gone"),
        (418, "unchecked"),
        (451, "unchecked"),
        (500, "unchecked"),
        (503, "unchecked"),
        (999, "unchecked"),
    ],
)
async def test_only_404_and_410_say_that_a_page_is_gone(
    web: SiteWeb, site: FakeSite, status: int, outcome: str
) -> None:
    site.reply("/page", status=status)
    assert (await ask_one(web, f"{site.url}/page"))[0] == outcome


async def test_a_wall_that_answers_404_says_nothing_of_the_page(web: SiteWeb, site: FakeSite) -> None:
    site.reply("/page", "<div id=anubis_challenge>", type="text/html", status=404)
    assert (await ask_one(web, f"{site.url}/page"))[0] == "unchecked"


async def test_a_file_that_is_no_page_answers_and_little_of_it_is_read(web: SiteWeb, site: FakeSite) -> None:
    sent: list[int] = []

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/octet-stream")
        handler.send_header("Content-Length", str(64 * 1024 * 1024))
        handler.end_headers()
        try:
            for _ in range(64):
                handler.wfile.write(b"\0" * 1024 * 1024)
                sent.append(1)
        finally:
            site.waited_for.set()

    site.reply_with("/model.bin", drip)
    assert await ask_one(web, f"{site.url}/model.bin") == ("answers", "")
    assert site.waited_for.wait(10)
    assert len(sent) < 20


async def test_a_server_that_refuses_head_is_asked_by_get(web: SiteWeb, site: FakeSite) -> None:
    methods: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        methods.append(handler.command)
        handler.send_response(200 if handler.command == "GET" else 405)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.reply_with("/page", answer)
    assert (await ask_one(web, f"{site.url}/page"))[0] == "answers"
    assert methods == ["GET"]


async def test_a_page_that_was_fetched_today_is_not_asked_again_and_a_check_leaves_it_whole(
    web: SiteWeb, site: FakeSite
) -> None:
    long = HTML.format(title="Gates", body="word " * 30_000)
    site.reply("/page", long, type="text/html", ETag='"1"')
    url = f"{site.url}/page"
    link = Link(id=LinkId(1), url=url, identity=url)
    assert [not isinstance(each.result, Failure) async for each in web.fetch([link])] == [True]
    assert (await ask_one(web, url))[0] == "answers"
    assert site.requested_paths == ["/page"]
    await ask(web, url, refresh=True)
    assert site.requests[-1].headers["if-none-match"] == '"1"'
    (again,) = [each.result async for each in web.fetch([link])]
    assert not isinstance(again, Failure)
    assert len(again.text.split()) == 30_000
    assert site.requested_paths == ["/page", "/page"]


async def test_one_host_is_asked_for_one_page_at_a_time(web: SiteWeb, site: FakeSite) -> None:
    here, most, lock = 0, 0, threading.Lock()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        nonlocal here, most
        with lock:
            here += 1
            most = max(most, here)
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        with lock:
            here -= 1
        handler.end_headers()

    for at in range(5):
        site.reply_with(f"/{at}", answer)
    assert {each.outcome for each in await ask(web, *(f"{site.url}/{at}" for at in range(5)))} == {"answers"}
    assert most == 1


async def test_what_has_no_answer_in_time_could_not_be_checked_and_no_archive_is_asked(
    site: FakeSite, open_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    over = threading.Event()

    def hold(_: BaseHTTPRequestHandler) -> None:
        over.wait(20)

    site.reply_with("/slow", hold)
    site.reply("/fine")
    links = [
        PrintedLink(f"{site.url}/fine"),
        PrintedLink(f"{site.url}/slow"),
        PrintedLink(f"{site.url}/late"),
    ]
    async with aclosing(check_pages(links, await open_client(), lambda: NOW, max_seconds=0.5)) as answers:
        results = {each.link.url: each.result async for each in answers}
    over.set()
    said = [each.outcome for each in results.values() if isinstance(each, CheckedLink)]
    assert said == ["answers", "unchecked", "unchecked"]
    late = results[links[2].url]
    assert isinstance(late, CheckedLink)
    assert late.reason == "there was no time left to ask it"


def make_checked(at: int) -> CheckedLink:
    stamp = f"2026-11-22T{at // 3600 % 24:02}:{at // 60 % 60:02}:{at % 60:02}Z"
    return CheckedLink(url=f"https://a.example/{at}", outcome="answers", at=stamp)


def test_what_is_remembered_is_there_in_another_session_and_each_address_once(tmp_path: Path) -> None:
    first, second = LinkMemoryFile(tmp_path / "cache"), LinkMemoryFile(tmp_path / "cache")
    assert first.load() == []
    first.remember([make_checked(1), make_checked(2)])
    newer = CheckedLink(url="https://a.example/1", outcome="gone", at="2026-11-23T00:00:00Z")
    second.remember([newer, make_checked(3)])
    assert sorted(each.url for each in first.load()) == [f"https://a.example/{at}" for at in (1, 2, 3)]
    assert newer in first.load()


def test_the_addresses_asked_longest_ago_are_forgotten_first(tmp_path: Path) -> None:
    memory = LinkMemoryFile(tmp_path)
    memory.remember([make_checked(at) for at in range(MAX_REMEMBERED + 10)])
    kept = memory.load()
    assert len(kept) == MAX_REMEMBERED
    assert kept[0] == make_checked(10)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"[{}]", b"\xff" * 100, b"[" * 100_000])
def test_a_memory_that_cannot_be_read_is_empty_and_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "links.json").write_bytes(content)
    memory = LinkMemoryFile(tmp_path)
    assert memory.load() == []
    memory.remember([make_checked(1)])
    assert memory.load() == [make_checked(1)]


def test_a_memory_that_cannot_be_written_costs_only_another_question(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    LinkMemoryFile(tmp_path / "cache").remember([make_checked(1)])
    assert LinkMemoryFile(tmp_path / "cache").load() == []
