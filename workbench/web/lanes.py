"""When a host may be asked: the one place that is polite.

Each host has a lane in which one request at a time is on its way, at most `TOGETHER` in all lanes. A host that asks
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

from workbench.web.net import Failed

TOGETHER: Final = 8
PATIENCE: Final = 20.0
"""Seconds that are waited in silence for a parked lane."""
REST: Final = 60.0
"""Seconds for which a lane is parked when its host does not say how long."""
LONGEST: Final = 86_400.0
"""Seconds for which any lane is parked, whatever its host says."""
SPACING: Final[Mapping[str, float]] = {"arxiv.org": 3.0}
"""Seconds between two requests to hosts that ask for them: https://info.arxiv.org/help/api/tou.html."""
RESTS: Final[Mapping[str, float]] = {"arxiv.org": 300.0}
"""Seconds of rest for hosts that need more: arXiv counts those who come back after one minute as attackers."""

_T: Final = re.compile(r"\bt=(\d{1,9})\b")


class _Lane:
    """One host's. Times are the loop's."""

    def __init__(self, name: str, spacing: float, rest: float) -> None:
        self.name: Final = name
        self.spacing: Final = spacing
        self.rest: Final = rest
        self.one = asyncio.Lock()
        self.free_at = 0.0
        self.parked_until = 0.0
        self.warned = False


class Lanes:
    """All lanes of a session. `clock` gives the time that people are told."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        spacing: Mapping[str, float] = SPACING,
        patience: float = PATIENCE,
        rest: float = REST,
    ) -> None:
        self._clock: Final = clock
        self._spacing: Final = spacing
        self._patience: Final = patience
        self._rest: Final = rest
        self._lanes: Final[dict[str, _Lane]] = {}
        self._all = asyncio.Semaphore(TOGETHER)
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it. `Failed` where the host is not to be asked for a while."""
        self._settle()
        lane = self._lane(host)
        async with lane.one:
            await self._until_free(lane)
            async with self._all:
                try:
                    yield
                finally:
                    lane.free_at = self._now() + lane.spacing

    def heard(self, host: str, status: int, headers: Mapping[str, str]) -> Failed | None:
        """Take in what an answer says about further questions; `Failed` where it is no answer but a request to wait."""
        lane = self._lane(host)
        wait = asked_to_wait(status, headers, self._clock())
        throttled = is_throttle(status, headers)
        if throttled and (wait is None or lane.warned):  # who says it twice means more than was said
            wait = max(wait or 0.0, lane.rest)
        if throttled or status < 400:
            lane.warned = throttled
        if wait is None:
            return None
        lane.parked_until = max(lane.parked_until, self._now() + min(wait, LONGEST))
        return self._told(lane) if throttled else None

    async def _until_free(self, lane: _Lane) -> None:
        if lane.parked_until - self._now() > self._patience:
            raise self._told(lane)
        await asyncio.sleep(max(0.0, max(lane.parked_until, lane.free_at) - self._now()))

    def _told(self, lane: _Lane) -> Failed:
        """Until when, to the minute and never too early."""
        now = self._clock().astimezone()
        until = now + timedelta(seconds=lane.parked_until - self._now() + 0.5)
        until += timedelta(seconds=-until.second % 60)
        shown = f"{until:%H:%M}" if until.date() == now.date() else f"{until:%Y-%m-%d %H:%M}"
        return Failed(f"{lane.name.removeprefix('www.')} asks to wait until {shown}.", status=429)

    def _lane(self, host: str) -> _Lane:
        """The lane of a host: one for all hosts of a name that stands in the tables."""
        bare = host.partition(":")[0]
        named = {*self._spacing, *RESTS}
        family = next((name for name in named if bare == name or bare.endswith(f".{name}")), host)
        if family not in self._lanes:
            spacing, rest = self._spacing.get(family, 0.0), RESTS.get(family, self._rest)
            self._lanes[family] = _Lane(family, spacing, rest)
        return self._lanes[family]

    def _settle(self) -> None:
        """Locks belong to one loop, what hosts asked for does not: a command may run several loops in turn."""
        if self._loop is not asyncio.get_running_loop():
            self._loop = asyncio.get_running_loop()
            self._all = asyncio.Semaphore(TOGETHER)
            for lane in self._lanes.values():
                lane.one = asyncio.Lock()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def is_throttle(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer says nothing but "not now": 429, GitHub's 403 with nothing left, a 503 with a time."""
    return (
        status == 429
        or (status == 403 and (_spent(headers) or "retry-after" in headers))
        or (status == 503 and "retry-after" in headers)
    )


def asked_to_wait(status: int, headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds for which a host wants no more questions; None where it does not say.

    `Retry-After` in seconds or as a date (RFC 9110), GitHub's `x-ratelimit-reset` in seconds since 1970 (others
    give seconds from now), Hugging Face's `RateLimit: "api";r=0;t=55`. The answer to the last question allowed
    says it too, whatever its status.
    """
    if (
        is_throttle(status, headers)
        and (wait := _retry_after(headers.get("retry-after", ""), now)) is not None
    ):
        return wait
    if not (is_throttle(status, headers) or _spent(headers)):
        return None
    reset = headers.get("x-ratelimit-reset", "").strip()
    if reset.isascii() and reset.isdigit() and len(reset) < 12:
        wait = int(reset) - now.timestamp() if len(reset) > 9 else float(reset)
        return wait if wait > 0 else None  # a time gone by means that one of the two clocks is wrong
    remaining = _T.search(headers.get("ratelimit", ""))
    return float(remaining[1]) if remaining else None


def _spent(headers: Mapping[str, str]) -> bool:
    return headers.get("x-ratelimit-remaining", "").strip() == "0"


def _retry_after(text: str, now: datetime) -> float | None:
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
