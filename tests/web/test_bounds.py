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

from tests.support.http_server import FakeSite
from workbench import __version__
from workbench.web.http.client import BoundedClient, Bounds
from workbench.web.http.protocol import MAX_BODY, FetchError

GOOD = "<title>Gates</title>"


def write_raw(answer: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A server that writes these bytes and hangs up."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    return write


def make_zip_bomb() -> bytes:
    """210 MB of zeros in 204 kB; after a full flush the same bytes pack to the same again."""
    packing = zlib.compressobj(level=9, wbits=31)
    million = bytes(1_000_000)
    start = packing.compress(million) + packing.flush(zlib.Z_FULL_FLUSH)
    again = packing.compress(million) + packing.flush(zlib.Z_FULL_FLUSH)
    return start + again * 209


@pytest.mark.parametrize("type", ["text/html", "application/json"])
async def test_a_bomb_costs_no_more_than_a_page(site: FakeSite, client: BoundedClient, type: str) -> None:
    site.reply("/bomb", make_zip_bomb(), type=type, Content_Encoding="gzip")
    tracemalloc.start()
    page = await client.get(site.url + "/bomb")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert page.body == bytes(MAX_BODY)
    assert not page.is_complete
    assert peak < 5 * MAX_BODY


async def test_a_long_page_is_read_to_its_bound_on_the_wire_and_not_beyond(
    site: FakeSite, client: BoundedClient
) -> None:
    site.reply("/page", bytes(600_000), type="text/html")
    site.reply("/file", bytes(600_000), type="text/plain")
    page, file = await client.get(site.url + "/page"), await client.get(site.url + "/file")
    assert (len(page.body), page.is_complete) == (512 * 1024, False)
    assert (len(file.body), file.is_complete) == (600_000, True)


@pytest.mark.parametrize("extra", [0, 1])
async def test_what_just_fits_is_whole(site: FakeSite, client: BoundedClient, extra: int) -> None:
    site.reply("/exact", gzip.compress(bytes(MAX_BODY + extra), 1), Content_Encoding="gzip")
    page = await client.get(site.url + "/exact")
    assert (len(page.body), page.is_complete) == (MAX_BODY, not extra)


async def test_a_packed_page_is_unpacked_and_one_that_ends_early_is_not_whole(
    site: FakeSite, client: BoundedClient
) -> None:
    packed = gzip.compress(GOOD.encode())
    site.reply("/whole", packed + b"\0\0\0", Content_Encoding="gzip")
    site.reply("/cut", packed[:-12], Content_Encoding="x-gzip")
    whole, cut = await client.get(site.url + "/whole"), await client.get(site.url + "/cut")
    assert (whole.text, whole.is_complete) == (GOOD, True)
    assert GOOD.startswith(cut.text)
    assert not cut.is_complete


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip, br", "deflate", "gzip"])
async def test_what_is_packed_in_any_other_way_is_refused(
    site: FakeSite, client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]], encoding: str
) -> None:
    site.reply("/odd", b"317 bytes that are 210 megabytes", Content_Encoding=encoding)
    reason = (await fail_to_get(client, site.url + "/odd")).reason
    assert reason in (
        "127.0.0.1 packs its answer in a way nobody asked for.",
        "127.0.0.1 sent something that cannot be unpacked.",
    )
    assert site.requests[0].headers["accept-encoding"] == "gzip"


async def test_a_page_that_is_gone_is_gone_however_it_is_packed(
    site: FakeSite, client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]]
) -> None:
    site.reply("/gone", b"packed by brotli", status=404, Content_Encoding="br")
    failed = await fail_to_get(client, site.url + "/gone")
    assert (failed.reason, failed.permanent) == ("127.0.0.1: this page is gone (404).", True)


async def test_a_drip_ends_in_time_and_is_not_begun_again(
    site: FakeSite,
    open_client: Callable[..., Awaitable[BoundedClient]],
    fail_to_get: Callable[..., Awaitable[FetchError]],
) -> None:
    ended = Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not ended.wait(0.02):
                handler.wfile.write(b".")

    site.reply_with("/drip", drip)
    client = await open_client(bounds=Bounds(timeout=0.2))
    assert (await fail_to_get(client, site.url + "/drip")).reason == "127.0.0.1 did not answer within 0.2 s."
    ended.set()
    assert site.requested_paths == ["/drip"]


async def test_all_hops_together_have_the_time_of_one(
    site: FakeSite,
    open_client: Callable[..., Awaitable[BoundedClient]],
    fail_to_get: Callable[..., Awaitable[FetchError]],
) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        sleep(0.12)
        write_raw(b"HTTP/1.1 302 Found\r\nLocation: /hop\r\nContent-Length: 0\r\n\r\n")(handler)

    site.reply_with("/hop", slow)
    client = await open_client(bounds=Bounds(timeout=0.2))
    assert "within 0.2 s" in (await fail_to_get(client, site.url + "/hop")).reason
    assert len(site.requests) == 2


async def test_a_redirect_loop_ends_in_a_sentence(
    site: FakeSite, client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]]
) -> None:
    site.reply("/a", status=302, Location="/b")
    site.reply("/b", status=302, Location="/a")
    reason = (await fail_to_get(client, site.url + "/a")).reason
    assert reason == "127.0.0.1 leads from one address to the next and to no page."
    assert len(site.requests) == 6


async def test_five_redirects_lead_to_a_page_and_those_for_good_are_told(
    site: FakeSite, client: BoundedClient
) -> None:
    for at, status in enumerate((301, 308, 302, 301, 307)):
        site.reply(f"/{at}", status=status, Location=f"{at + 1}")
    site.reply("/5", GOOD, type="text/html")
    page = await client.get(site.url + "/0")
    assert (page.url, page.text) == (site.url + "/5", GOOD)
    assert page.permanent_redirects == (
        site.url + "/1",
        site.url + "/2",
    )  # what is behind a passing turn is not for good


async def test_a_token_is_not_carried_to_another_site(
    make_site: Callable[[], FakeSite], client: BoundedClient
) -> None:
    first, second = make_site(), make_site()
    first.reply("/here", status=302, Location="/there")
    first.reply("/there", status=302, Location=second.url + "/away")
    second.reply("/away", GOOD)
    await client.get(first.url + "/here", accept="text/html", headers={"Authorization": "Bearer secret"})
    assert [asked.headers.get("authorization") for asked in first.requests] == ["Bearer secret"] * 2
    assert "authorization" not in second.requests[0].headers
    assert second.requests[0].headers["accept"] == "text/html"


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
    site: FakeSite, client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]], answer: bytes
) -> None:
    site.reply_with("/broken", write_raw(answer))
    assert (await fail_to_get(client, site.url + "/broken")).reason == "127.0.0.1 broke off its answer."
    assert len(site.requests) == 3


async def test_a_site_in_trouble_may_answer_at_the_next_try(site: FakeSite, client: BoundedClient) -> None:
    site.reply("/page", status=503)
    site.reply_with("/page", write_raw(b""))
    site.reply("/page", GOOD)
    assert (await client.get(site.url + "/page")).text == GOOD


async def test_a_site_that_stays_in_trouble_is_told_of(
    site: FakeSite, client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]]
) -> None:
    site.reply("/page", status=500)
    failed = await fail_to_get(client, site.url + "/page")
    assert failed.reason == "127.0.0.1 is out of order (500): f asks again later."
    assert (failed.permanent, failed.status, len(site.requests)) == (False, 500, 3)


async def test_a_pdf_is_asked_for_its_beginning_only(site: FakeSite, client: BoundedClient) -> None:
    def part(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n")
        handler.wfile.write(b"Content-Range: bytes 0-4/9000000\r\n\r\n%PDF-")

    site.reply_with("/paper.PDF", part)
    page = await client.get(site.url + "/paper.PDF")
    assert site.requests[0].headers["range"] == "bytes=0-2097151"
    assert (page.status, page.body, page.is_complete) == (200, b"%PDF-", False)


async def test_who_asks_is_told_honestly_and_no_cookie_is_kept(
    site: FakeSite, open_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    site.reply("/page", GOOD, Set_Cookie="session=1; Path=/")
    client = await open_client(contact="Ada <ada@gates.example>\r\nX-Injected: 1 \U0001f600")
    await client.get(site.url + "/page")
    await client.get(site.url + "/page")
    agent = f"curation-workbench/{__version__} (Ada <ada@gates.example> X-Injected: 1)"
    assert {asked.headers["user-agent"] for asked in site.requests} == {agent}
    assert not any("cookie" in asked.headers for asked in site.requests)


async def test_a_question_left_half_way_leaves_nothing_behind(
    site: FakeSite, open_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    """Open sockets and pending tasks would be warnings, and warnings are errors here."""
    arrived, ended = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        loop.call_soon_threadsafe(arrived.set)
        ended.wait(5)
        handler.close_connection = True

    site.reply_with("/never", hang)
    client = await open_client()
    tasks = [asyncio.create_task(client.get(f"{site.url}/never?{at}")) for at in range(3)]
    await arrived.wait()
    for task in tasks:
        task.cancel()
    said = await asyncio.gather(*tasks, return_exceptions=True)
    ended.set()
    assert all(isinstance(one, asyncio.CancelledError) for one in said)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    site.reply("/page", GOOD)
    assert (await client.get(site.url + "/page")).text == GOOD  # and the host's slot is free
