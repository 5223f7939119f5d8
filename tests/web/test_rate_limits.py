"""When a host is asked: one at a time, apart, and not at all while it asks to wait."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from math import ceil
from typing import Any

import pytest

from tests.support.clock import NOW
from tests.support.http_server import FakeSite
from workbench.web.http.client import BoundedClient
from workbench.web.http.protocol import FetchError
from workbench.web.http.rate_limits import HOST_INTERVALS, RateLimits, parse_wait

Clock = Callable[[], datetime]


def local_time(wait: float) -> str:
    """The end of the minute so many seconds from now, as the editor's clock shows it."""
    return f"{(NOW + timedelta(minutes=ceil(wait / 60))).astimezone():%H:%M}"


def make_rate_limits(**said: Any) -> RateLimits:
    return RateLimits(lambda: NOW, **said)


async def count_concurrent(limits: RateLimits, hosts: list[str]) -> int:
    """The most of these requests that run at the same time."""
    under_way = most = 0

    async def ask(host: str) -> None:
        nonlocal under_way, most
        async with limits.acquire(host):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.002)
            under_way -= 1

    await asyncio.gather(*map(ask, hosts))
    return most


async def test_eight_are_asked_at_once_and_each_host_one_thing() -> None:
    assert await count_concurrent(make_rate_limits(), [f"{at}.example" for at in range(20)]) == 8
    assert await count_concurrent(make_rate_limits(), ["gates.example"] * 5) == 1


async def test_hosts_of_one_name_in_the_table_are_one_lane() -> None:
    known = make_rate_limits(intervals={"arxiv.org": 0})
    assert await count_concurrent(known, ["export.arxiv.org", "arxiv.org"]) == 1
    assert await count_concurrent(known, ["myarxiv.org", "arxiv.org"]) == 2


async def test_questions_to_arxiv_are_as_far_apart_as_it_asks() -> None:
    assert HOST_INTERVALS["arxiv.org"] == 3
    known = make_rate_limits(intervals={"arxiv.org": 0.05})
    at: list[float] = []
    for host in ("export.arxiv.org", "arxiv.org"):
        async with known.acquire(host):
            at.append(asyncio.get_running_loop().time())
    assert at[1] - at[0] >= 0.05


LATER = format_datetime(NOW + timedelta(seconds=90), usegmt=True)
EARLIER = format_datetime(NOW - timedelta(seconds=90), usegmt=True)
RESET = str(int(NOW.timestamp()) + 600)
PAST = str(int(NOW.timestamp()) - 600)


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"retry-after": "90"}, 90),
        (429, {"retry-after": LATER}, 90),
        (429, {"retry-after": EARLIER}, 0),
        (429, {"retry-after": "soon"}, None),
        (429, {"retry-after": "9" * 400}, 999_999_999),
        (429, {}, None),
        (503, {"retry-after": "5"}, 5),
        (403, {"retry-after": "5"}, 5),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": RESET}, 600),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": PAST}, None),
        (403, {"x-ratelimit-remaining": "7", "x-ratelimit-reset": RESET}, None),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": RESET}, 600),
        (200, {"x-ratelimit-remaining": "59", "x-ratelimit-reset": RESET}, None),
        (429, {"x-ratelimit-reset": "40"}, 40),
        (429, {"ratelimit": '"api";r=0;t=55'}, 55),
        (200, {"retry-after": "90"}, None),
        (503, {}, None),
    ],
)
def test_how_long_a_host_asks_to_wait(status: int, headers: dict[str, str], wait: float | None) -> None:
    assert parse_wait(status, headers, NOW) == wait


@pytest.mark.parametrize(("host", "wait"), [("www.gates.example", 60), ("export.arxiv.org", 300)])
async def test_a_host_that_does_not_say_is_given_a_rest(host: str, wait: float) -> None:
    failed = make_rate_limits().record_response(host, 429, {})
    assert failed
    assert failed.reason == f"{host.partition('.')[2]} asks to wait until {local_time(wait)}."


async def test_a_time_within_a_minute_is_told_as_its_end() -> None:
    failed = make_rate_limits().record_response("gates.example", 429, {"retry-after": "61"})
    assert failed
    assert failed.reason == f"gates.example asks to wait until {local_time(61)}."


async def test_a_host_that_says_it_twice_means_more_than_it_said() -> None:
    known = make_rate_limits(max_wait=20)
    known.record_response("gates.example", 429, {"retry-after": "0"})
    async with known.acquire("gates.example"):
        failed = known.record_response("gates.example", 429, {"retry-after": "0"})
    assert failed
    assert failed.reason == f"gates.example asks to wait until {local_time(60)}."


async def test_tomorrow_is_told_with_its_date_and_a_year_is_not_believed() -> None:
    failed = make_rate_limits().record_response("gates.example", 429, {"retry-after": "99999999"})
    assert failed
    assert (
        failed.reason
        == f"gates.example asks to wait until {(NOW + timedelta(days=1)).astimezone():%Y-%m-%d %H:%M}."
    )


async def test_a_short_wait_is_waited() -> None:
    known = RateLimits(lambda: NOW + timedelta(seconds=0.95))
    known.record_response(
        "gates.example", 429, {"retry-after": format_datetime(NOW + timedelta(seconds=1), usegmt=True)}
    )
    began = asyncio.get_running_loop().time()
    async with known.acquire("gates.example"):
        assert 0.04 < asyncio.get_running_loop().time() - began < 0.5


async def test_a_parked_lane_parks_all_that_wait_in_it_and_nobody_else() -> None:
    known = make_rate_limits()

    async def ask(host: str, **headers: str) -> str:
        async with known.acquire(host):
            await asyncio.sleep(0)
            if headers:
                known.record_response(host, 429, {"retry-after": headers["wait"]})
            return "asked"

    asking = [ask("gates.example", wait="90"), *(ask("gates.example") for _ in range(3)), ask("open.example")]
    said = await asyncio.gather(*asking, return_exceptions=True)
    told = [str(one) for one in said]
    assert told == ["asked", *[f"gates.example asks to wait until {local_time(90)}."] * 3, "asked"]


def test_what_a_host_asked_for_outlives_the_loop_that_heard_it() -> None:
    known = make_rate_limits()

    hosts = [f"{at}.example" for at in range(10)] * 2

    async def hears() -> None:
        assert await count_concurrent(known, hosts) == 8
        known.record_response("parked.example", 429, {"retry-after": "90"})

    async def knows() -> None:
        assert await count_concurrent(known, hosts) == 8
        with pytest.raises(FetchError, match="asks to wait"):
            async with known.acquire("parked.example"):
                pass

    asyncio.run(hears())
    asyncio.run(knows())


async def test_a_site_that_asks_to_wait_a_moment_is_asked_again(
    site: FakeSite, open_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    site.reply("/page", status=429, Retry_After="0")
    site.reply("/page", "Gates")
    assert (await (await open_client()).get(site.url + "/page")).text == "Gates"


async def test_a_site_that_asks_for_more_is_asked_once_for_all_links(
    site: FakeSite,
    open_client: Callable[..., Awaitable[BoundedClient]],
    fail_to_get: Callable[..., Awaitable[FetchError]],
) -> None:
    site.reply("/page", status=403, X_RateLimit_Remaining="0", X_RateLimit_Reset=RESET)
    client = await open_client()
    for at in range(3):
        failed = await fail_to_get(client, f"{site.url}/page?{at}")
        assert failed.reason == f"127.0.0.1:{site.server_port} asks to wait until {local_time(600)}."
        assert (failed.permanent, failed.status) == (False, 429)
    assert len(site.requests) == 1
