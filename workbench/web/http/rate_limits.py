"""When a host may be requested.

- One request to a host runs at a time, and at most `MAX_CONCURRENT` to all hosts together.
- A host that asks to wait is paused. A request waits for a short pause and fails at once for a long one.
- The limits last for a session, so the next fetch respects a pause, too.

What is requested, and how often it is tried again, is decided in `client.py`.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from workbench.web.http.protocol import FetchError

MAX_CONCURRENT: Final = 8
MAX_WAIT: Final = 20.0
"""Seconds of a pause for which a request waits; for a longer one it fails."""
DEFAULT_PAUSE: Final = 60.0
"""Seconds of a pause when the host does not say how long."""
MAX_PAUSE: Final = 86_400.0
"""Seconds of a pause at most, whatever the host says."""
HOST_INTERVALS: Final[Mapping[str, float]] = {"arxiv.org": 3.0}
"""Seconds between two requests, for hosts that demand it: https://info.arxiv.org/help/api/tou.html."""
HOST_PAUSES: Final[Mapping[str, float]] = {"arxiv.org": 300.0}
"""As `DEFAULT_PAUSE`, for hosts that need more: arXiv treats clients that return after one minute as abusive."""

_RESET_SECONDS: Final = re.compile(r"\bt=(\d{1,9})\b")


class _HostLimit:
    """The limit of one host, or of a family of hosts with one name. Times are those of the event loop's clock."""

    def __init__(self, host: str, interval: float, pause: float) -> None:
        self.host: Final = host
        self.interval: Final = interval
        self.pause: Final = pause
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.paused_until = 0.0
        self.was_throttled = False


class RateLimits:
    """The limits of all hosts in a session. `clock` gives the time of day, for messages and dates in headers."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        intervals: Mapping[str, float] = HOST_INTERVALS,
        max_wait: float = MAX_WAIT,
        default_pause: float = DEFAULT_PAUSE,
    ) -> None:
        self._clock: Final = clock
        self._intervals: Final = intervals
        self._max_wait: Final = max_wait
        self._default_pause: Final = default_pause
        self._limits: Final[dict[str, _HostLimit]] = {}
        self._concurrency = asyncio.Semaphore(MAX_CONCURRENT)
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def acquire(self, host: str) -> AsyncIterator[None]:
        """Wait until the host may be requested, and hold its only slot. `FetchError` during a long pause."""
        self._bind_to_loop()
        limit = self._limit_of(host)
        async with limit.lock:
            await self._wait_until_free(limit)
            # Only now, so that a request that waits for its host does not occupy a place that others could use.
            async with self._concurrency:
                try:
                    yield
                finally:
                    limit.free_at = self._read_loop_clock() + limit.interval

    def record_response(self, host: str, status: int, headers: Mapping[str, str]) -> FetchError | None:
        """Note what a response says about further requests. Returns a `FetchError` where it says nothing but "wait"."""
        limit = self._limit_of(host)
        wait = parse_wait(status, headers, self._clock())
        throttled = is_throttle(status, headers)
        if throttled and (wait is None or limit.was_throttled):  # again: the pause it asked for was too short
            wait = max(wait or 0.0, limit.pause)
        if throttled or status < 400:
            limit.was_throttled = throttled
        if wait is None:
            return None
        limit.paused_until = max(limit.paused_until, self._read_loop_clock() + min(wait, MAX_PAUSE))
        return self._build_wait_error(limit) if throttled else None

    async def _wait_until_free(self, limit: _HostLimit) -> None:
        if limit.paused_until - self._read_loop_clock() > self._max_wait:
            raise self._build_wait_error(limit)
        wait = max(limit.paused_until, limit.free_at) - self._read_loop_clock()
        if wait > 0:
            await asyncio.sleep(wait)

    def _build_wait_error(self, limit: _HostLimit) -> FetchError:
        now = self._clock().astimezone()
        until = now + timedelta(seconds=limit.paused_until - self._read_loop_clock() + 0.5)
        until += timedelta(seconds=-until.second % 60)  # rounded up: at that minute the pause is over
        time = f"{until:%H:%M}" if until.date() == now.date() else f"{until:%Y-%m-%d %H:%M}"
        return FetchError(f"{limit.host.removeprefix('www.')} asks to wait until {time}.", status=429)

    def _limit_of(self, host: str) -> _HostLimit:
        """The limit of a host. Subdomains of a host in the tables share its limit."""
        name = host.partition(":")[0]
        listed = {*self._intervals, *HOST_PAUSES}
        family = next((one for one in listed if name == one or name.endswith(f".{one}")), host)
        if family not in self._limits:
            interval, pause = self._intervals.get(family, 0.0), HOST_PAUSES.get(family, self._default_pause)
            self._limits[family] = _HostLimit(family, interval, pause)
        return self._limits[family]

    def _bind_to_loop(self) -> None:
        """Make new locks for a new event loop. A command may run several in turn, and a lock belongs to one of them."""
        if self._loop is not asyncio.get_running_loop():
            self._loop = asyncio.get_running_loop()
            self._concurrency = asyncio.Semaphore(MAX_CONCURRENT)
            for limit in self._limits.values():
                limit.lock = asyncio.Lock()

    def _read_loop_clock(self) -> float:
        return asyncio.get_running_loop().time()


def is_throttle(status: int, headers: Mapping[str, str]) -> bool:
    """Whether a response says nothing but "wait": 429, GitHub's 403 with no requests left, a 503 with a time."""
    return (
        status == 429
        or (status == 403 and (_is_exhausted(headers) or "retry-after" in headers))
        or (status == 503 and "retry-after" in headers)
    )


def parse_wait(status: int, headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds for which a host wants no more requests; None where it does not say.

    It reads `Retry-After` in seconds or as a date (RFC 9110), GitHub's `x-ratelimit-reset` in seconds since 1970
    (others give seconds from now), and Hugging Face's `RateLimit: "api";r=0;t=55`. The response to the last allowed
    request has these headers as well, with any status.
    """
    if (
        is_throttle(status, headers)
        and (wait := _parse_retry_after(headers.get("retry-after", ""), now)) is not None
    ):
        return wait
    if not (is_throttle(status, headers) or _is_exhausted(headers)):
        return None
    reset = headers.get("x-ratelimit-reset", "").strip()
    if reset.isascii() and reset.isdigit() and len(reset) < 12:
        wait = int(reset) - now.timestamp() if len(reset) > 9 else float(reset)
        return wait if wait > 0 else None  # a time in the past means that one of the two clocks is wrong
    remaining = _RESET_SECONDS.search(headers.get("ratelimit", ""))
    return float(remaining[1]) if remaining else None


def _is_exhausted(headers: Mapping[str, str]) -> bool:
    return headers.get("x-ratelimit-remaining", "").strip() == "0"


def _parse_retry_after(text: str, now: datetime) -> float | None:
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
