"""What one question may cost: bytes, seconds, hops and tries. Each bound against a server that goes beyond it."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from threading import Event
from time import sleep

import pytest

from tests.support.http_server import Site
from workbench import __version__
from workbench.web.net import MOST, Failed
from workbench.web.request import Bounds, Requests

GOOD = "<title>Gates</title>"


def raw(answer: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A server that writes these bytes and hangs up."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    return write


def bomb() -> bytes:
    """210 MB of zeros in 204 kB; after a full flush the same bytes pack to the same again."""
    packing = zlib.compressobj(level=9, wbits=31)
    million = bytes(1_000_000)
    start = packing.compress(million) + packing.flush(zlib.Z_FULL_FLUSH)
    again = packing.compress(million) + packing.flush(zlib.Z_FULL_FLUSH)
    return start + again * 209


@pytest.mark.parametrize("type", ["text/html", "application/json"])
async def test_a_bomb_costs_no_more_than_a_page(site: Site, net: Requests, type: str) -> None:
    site.says("/bomb", bomb(), type=type, Content_Encoding="gzip")
    tracemalloc.start()
    page = await net.get(site.url + "/bomb")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert page.body == bytes(MOST)
    assert not page.whole
    assert peak < 5 * MOST


async def test_a_long_page_is_read_to_its_bound_on_the_wire_and_not_beyond(site: Site, net: Requests) -> None:
    site.says("/page", bytes(600_000), type="text/html")
    site.says("/file", bytes(600_000), type="text/plain")
    page, file = await net.get(site.url + "/page"), await net.get(site.url + "/file")
    assert (len(page.body), page.whole) == (512 * 1024, False)
    assert (len(file.body), file.whole) == (600_000, True)


@pytest.mark.parametrize("extra", [0, 1])
async def test_what_just_fits_is_whole(site: Site, net: Requests, extra: int) -> None:
    site.says("/exact", gzip.compress(bytes(MOST + extra), 1), Content_Encoding="gzip")
    page = await net.get(site.url + "/exact")
    assert (len(page.body), page.whole) == (MOST, not extra)


async def test_a_packed_page_is_unpacked_and_one_that_ends_early_is_not_whole(
    site: Site, net: Requests
) -> None:
    packed = gzip.compress(GOOD.encode())
    site.says("/whole", packed + b"\0\0\0", Content_Encoding="gzip")
    site.says("/cut", packed[:-12], Content_Encoding="x-gzip")
    whole, cut = await net.get(site.url + "/whole"), await net.get(site.url + "/cut")
    assert (whole.text, whole.whole) == (GOOD, True)
    assert GOOD.startswith(cut.text)
    assert not cut.whole


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip, br", "deflate", "gzip"])
async def test_what_is_packed_in_any_other_way_is_refused(
    site: Site, net: Requests, failing: Callable[..., Awaitable[Failed]], encoding: str
) -> None:
    site.says("/odd", b"317 bytes that are 210 megabytes", Content_Encoding=encoding)
    reason = (await failing(net, site.url + "/odd")).reason
    assert reason in (
        "127.0.0.1 packs its answer in a way nobody asked for.",
        "127.0.0.1 sent something that cannot be unpacked.",
    )
    assert site.asked[0].headers["accept-encoding"] == "gzip"


async def test_a_page_that_is_gone_is_gone_however_it_is_packed(
    site: Site, net: Requests, failing: Callable[..., Awaitable[Failed]]
) -> None:
    site.says("/gone", b"packed by brotli", status=404, Content_Encoding="br")
    failed = await failing(net, site.url + "/gone")
    assert (failed.reason, failed.lasting) == ("127.0.0.1: this page is gone (404).", True)


async def test_a_drip_ends_in_time_and_is_not_begun_again(
    site: Site, opened: Callable[..., Awaitable[Requests]], failing: Callable[..., Awaitable[Failed]]
) -> None:
    ended = Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not ended.wait(0.02):
                handler.wfile.write(b".")

    site.does("/drip", drip)
    net = await opened(bounds=Bounds(seconds=0.2))
    assert (await failing(net, site.url + "/drip")).reason == "127.0.0.1 did not answer within 0.2 s."
    ended.set()
    assert site.paths == ["/drip"]


async def test_all_hops_together_have_the_time_of_one(
    site: Site, opened: Callable[..., Awaitable[Requests]], failing: Callable[..., Awaitable[Failed]]
) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        sleep(0.12)
        raw(b"HTTP/1.1 302 Found\r\nLocation: /hop\r\nContent-Length: 0\r\n\r\n")(handler)

    site.does("/hop", slow)
    net = await opened(bounds=Bounds(seconds=0.2))
    assert "within 0.2 s" in (await failing(net, site.url + "/hop")).reason
    assert len(site.asked) == 2


async def test_a_redirect_loop_ends_in_a_sentence(
    site: Site, net: Requests, failing: Callable[..., Awaitable[Failed]]
) -> None:
    site.says("/a", status=302, Location="/b")
    site.says("/b", status=302, Location="/a")
    reason = (await failing(net, site.url + "/a")).reason
    assert reason == "127.0.0.1 leads from one address to the next and to no page."
    assert len(site.asked) == 6


async def test_five_redirects_lead_to_a_page_and_those_for_good_are_told(site: Site, net: Requests) -> None:
    for at, status in enumerate((301, 308, 302, 301, 307)):
        site.says(f"/{at}", status=status, Location=f"{at + 1}")
    site.says("/5", GOOD, type="text/html")
    page = await net.get(site.url + "/0")
    assert (page.url, page.text) == (site.url + "/5", GOOD)
    assert page.moved == (site.url + "/1", site.url + "/2")  # what is behind a passing turn is not for good


async def test_a_token_is_not_carried_to_another_site(sites: Callable[[], Site], net: Requests) -> None:
    first, second = sites(), sites()
    first.says("/here", status=302, Location="/there")
    first.says("/there", status=302, Location=second.url + "/away")
    second.says("/away", GOOD)
    await net.get(first.url + "/here", accept="text/html", headers={"Authorization": "Bearer secret"})
    assert [asked.headers.get("authorization") for asked in first.asked] == ["Bearer secret"] * 2
    assert "authorization" not in second.asked[0].headers
    assert second.asked[0].headers["accept"] == "text/html"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"no HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Large: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["nothing", "half a body", "no HTTP", "huge headers", "bad chunks"],
)
async def test_what_breaks_off_is_tried_three_times(
    site: Site, net: Requests, failing: Callable[..., Awaitable[Failed]], answer: bytes
) -> None:
    site.does("/broken", raw(answer))
    assert (await failing(net, site.url + "/broken")).reason == "127.0.0.1 broke off its answer."
    assert len(site.asked) == 3


async def test_a_site_in_trouble_may_answer_at_the_next_try(site: Site, net: Requests) -> None:
    site.says("/page", status=503)
    site.does("/page", raw(b""))
    site.says("/page", GOOD)
    assert (await net.get(site.url + "/page")).text == GOOD


async def test_a_site_that_stays_in_trouble_is_told_of(
    site: Site, net: Requests, failing: Callable[..., Awaitable[Failed]]
) -> None:
    site.says("/page", status=500)
    failed = await failing(net, site.url + "/page")
    assert failed.reason == "127.0.0.1 is out of order (500): f asks again later."
    assert (failed.lasting, failed.status, len(site.asked)) == (False, 500, 3)


async def test_a_pdf_is_asked_for_its_beginning_only(site: Site, net: Requests) -> None:
    def part(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n")
        handler.wfile.write(b"Content-Range: bytes 0-4/9000000\r\n\r\n%PDF-")

    site.does("/paper.PDF", part)
    page = await net.get(site.url + "/paper.PDF")
    assert site.asked[0].headers["range"] == "bytes=0-2097151"
    assert (page.status, page.body, page.whole) == (200, b"%PDF-", False)


async def test_who_asks_is_told_honestly_and_no_cookie_is_kept(
    site: Site, opened: Callable[..., Awaitable[Requests]]
) -> None:
    site.says("/page", GOOD, Set_Cookie="session=1; Path=/")
    net = await opened(contact="Ada <ada@gates.example>\r\nX-Injected: 1 \U0001f600")
    await net.get(site.url + "/page")
    await net.get(site.url + "/page")
    agent = f"curation-workbench/{__version__} (Ada <ada@gates.example> X-Injected: 1)"
    assert {asked.headers["user-agent"] for asked in site.asked} == {agent}
    assert not any("cookie" in asked.headers for asked in site.asked)


async def test_a_question_left_half_way_leaves_nothing_behind(
    site: Site, opened: Callable[..., Awaitable[Requests]]
) -> None:
    """Open sockets and pending tasks would be warnings, and warnings are errors here."""
    arrived, ended = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        loop.call_soon_threadsafe(arrived.set)
        ended.wait(5)
        handler.close_connection = True

    site.does("/never", hang)
    net = await opened()
    tasks = [asyncio.create_task(net.get(f"{site.url}/never?{at}")) for at in range(3)]
    await arrived.wait()
    for task in tasks:
        task.cancel()
    said = await asyncio.gather(*tasks, return_exceptions=True)
    ended.set()
    assert all(isinstance(one, asyncio.CancelledError) for one in said)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    site.says("/page", GOOD)
    assert (await net.get(site.url + "/page")).text == GOOD  # and the lane is free
