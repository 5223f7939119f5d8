"""When a host may be asked: the one place that is polite.

Each host has a lane in which one request at a time is on its way, at most `MAX_CONCURRENT` in all lanes. A host
that asks
to wait has its whole lane parked: what need not wait long waits, all else fails at once and says until when. Lanes
are kept as long as the session, so that the next fetch still knows.
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
"""Seconds that are waited in silence for a parked lane."""
DEFAULT_PAUSE: Final = 60.0
"""Seconds for which a lane is parked when its host does not say how long."""
MAX_PAUSE: Final = 86_400.0
"""Seconds for which any lane is parked, whatever its host says."""
HOST_INTERVALS: Final[Mapping[str, float]] = {"arxiv.org": 3.0}
"""Seconds between two requests to hosts that ask for them: https://info.arxiv.org/help/api/tou.html."""
HOST_PAUSES: Final[Mapping[str, float]] = {"arxiv.org": 300.0}
"""Seconds of rest for hosts that need more: arXiv counts those who come back after one minute as attackers."""

_RESET_SECONDS: Final = re.compile(r"\bt=(\d{1,9})\b")


class _HostLimit:
    """One host's. Times are the loop's."""

    def __init__(self, host: str, interval: float, pause: float) -> None:
        self.host: Final = host
        self.interval: Final = interval
        self.pause: Final = pause
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.paused_until = 0.0
        self.was_throttled = False


class RateLimits:
    """All lanes of a session. `clock` gives the time that people are told."""

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
        """Wait for the host's turn and hold it. `FetchError` where the host is not to be asked for a while."""
        self._bind_to_loop()
        lane = self._limit_of(host)
        async with lane.lock:
            await self._wait_until_free(lane)
            async with self._concurrency:
                try:
                    yield
                finally:
                    lane.free_at = self._read_loop_clock() + lane.interval

    def record_response(self, host: str, status: int, headers: Mapping[str, str]) -> FetchError | None:
        """Take in what an answer says about further questions; `FetchError` where it is no answer but a request to
        wait."""
        lane = self._limit_of(host)
        wait = parse_wait(status, headers, self._clock())
        throttled = is_throttle(status, headers)
        if throttled and (wait is None or lane.was_throttled):  # who says it twice means more than was said
            wait = max(wait or 0.0, lane.pause)
        if throttled or status < 400:
            lane.was_throttled = throttled
        if wait is None:
            return None
        lane.paused_until = max(lane.paused_until, self._read_loop_clock() + min(wait, MAX_PAUSE))
        return self._build_wait_error(lane) if throttled else None

    async def _wait_until_free(self, limit: _HostLimit) -> None:
        if limit.paused_until - self._read_loop_clock() > self._max_wait:
            raise self._build_wait_error(limit)
        await asyncio.sleep(max(0.0, max(limit.paused_until, limit.free_at) - self._read_loop_clock()))

    def _build_wait_error(self, limit: _HostLimit) -> FetchError:
        """Until when, to the minute and never too early."""
        now = self._clock().astimezone()
        until = now + timedelta(seconds=limit.paused_until - self._read_loop_clock() + 0.5)
        until += timedelta(seconds=-until.second % 60)
        shown = f"{until:%H:%M}" if until.date() == now.date() else f"{until:%Y-%m-%d %H:%M}"
        return FetchError(f"{limit.host.removeprefix('www.')} asks to wait until {shown}.", status=429)

    def _limit_of(self, host: str) -> _HostLimit:
        """The lane of a host: one for all hosts of a name that stands in the tables."""
        bare = host.partition(":")[0]
        named = {*self._intervals, *HOST_PAUSES}
        family = next((name for name in named if bare == name or bare.endswith(f".{name}")), host)
        if family not in self._limits:
            spacing, rest = self._intervals.get(family, 0.0), HOST_PAUSES.get(family, self._default_pause)
            self._limits[family] = _HostLimit(family, spacing, rest)
        return self._limits[family]

    def _bind_to_loop(self) -> None:
        """Locks belong to one loop, what hosts asked for does not: a command may run several loops in turn."""
        if self._loop is not asyncio.get_running_loop():
            self._loop = asyncio.get_running_loop()
            self._concurrency = asyncio.Semaphore(MAX_CONCURRENT)
            for lane in self._limits.values():
                lane.lock = asyncio.Lock()

    def _read_loop_clock(self) -> float:
        return asyncio.get_running_loop().time()


def is_throttle(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer says nothing but "not now": 429, GitHub's 403 with nothing left, a 503 with a time."""
    return (
        status == 429
        or (status == 403 and (_is_exhausted(headers) or "retry-after" in headers))
        or (status == 503 and "retry-after" in headers)
    )


def parse_wait(status: int, headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds for which a host wants no more questions; None where it does not say.

    `Retry-After` in seconds or as a date (RFC 9110), GitHub's `x-ratelimit-reset` in seconds since 1970 (others
    give seconds from now), Hugging Face's `RateLimit: "api";r=0;t=55`. The answer to the last question allowed
    says it too, whatever its status.
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
        return wait if wait > 0 else None  # a time gone by means that one of the two clocks is wrong
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
