"""The one module that imports httpx: every request, kept within its bounds.

What an HTTP library does by itself is switched off here where it has no bound: following redirects, looking names up,
unpacking, waiting, reading the environment. It is written against what httpx and httpx2 have in common, so changing
to the other is one line.
"""

import asyncio
import re
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

import httpx
import stamina
from msgspec import Struct
from msgspec.structs import replace
from stamina.instrumentation import set_on_retry_hooks

from workbench import __version__
from workbench.curation.cleaning import clean
from workbench.web.addresses import WEB_PORTS, Resolve, askable, host_and_port, look_up, origin, reachable
from workbench.web.body import ACCEPTED, bounded
from workbench.web.failures import consent, host_of, is_wall, on_consent, refusal
from workbench.web.lanes import Lanes
from workbench.web.net import MOST, Failed, Page
from workbench.web.store import Kept, Question, Store

set_on_retry_hooks(())  # it would tell of each retry on standard error, which is the screen

AGENT: Final = f"curation-workbench/{__version__}"
_MOVED: Final = (301, 308)
_LED: Final = (*_MOVED, 302, 303, 307)
_GONE: Final = (404, 410)
_CHARSET: Final = re.compile(r"charset=[\"']?([^;\"'\s]+)", re.I)
_HTML: Final = ("text/html", "application/xhtml+xml")
_WIRES: Final = 16
"""Hosts to which a connection is kept open: twice as many as are asked at once."""


class Bounds(Struct, frozen=True):
    """How far one question may go. `seconds` are for all its requests together, without the time spent in lanes;
    `html` and `error` are bytes on the wire; `pause` is the first wait before another try, in seconds."""

    seconds: float = 10.0
    redirects: int = 5
    tries: int = 3
    pause: float = 0.2
    html: int = 512 * 1024
    error: int = 64 * 1024


_AS_PROMISED: Final = Bounds()


class _Passing(Failed):
    """What may be gone at the next try."""


def _utc() -> datetime:
    return datetime.now(UTC)


class Requests:
    """The net, by httpx: a context, since connections are kept while it is open.

    `lanes` and `store` are the session's, by default this context's own and none. `allow` names the hosts that may
    be asked although their address is private; so may those of `bases`, which no link has named. `anew` asks what
    was answered today, too, but lets the site say that nothing changed.
    """

    def __init__(
        self,
        bases: Mapping[str, str],
        *,
        contact: str = "",
        github_token: str = "",
        allow: Iterable[str] = (),
        lanes: Lanes | None = None,
        store: Store | None = None,
        clock: Callable[[], datetime] = _utc,
        anew: bool = False,
        resolve: Resolve = look_up,
        bounds: Bounds = _AS_PROMISED,
    ) -> None:
        self.bases = bases
        self.contact = contact
        self.github_token = github_token
        self._allow: Final = {
            *(host.lower().strip("[]") for host in allow),
            *(urlsplit(base).hostname or "" for base in bases.values()),
        }
        self._lanes: Final = lanes or Lanes(clock)
        self._store: Final = store
        self._clock: Final = clock
        self._anew: Final = anew
        self._resolve: Final = resolve
        self._bounds: Final = bounds
        self._always: Final = {"User-Agent": _agent(contact), "Accept-Encoding": ACCEPTED}
        self._timeout: Final = {"connect": bounds.seconds / bounds.tries}
        self._wires: Final = _Wires()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(_trust)  # reading the certificates takes longer than a key may
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wires.close()

    def at(self, site: str, path: str) -> str:
        return self.bases[site].rstrip("/") + path

    async def get(self, url: str, *, accept: str = "", headers: Mapping[str, str] = {}) -> Page:
        url = askable(url, f"{clean(url, limit=80)} is no address that can be asked.")
        question = Question(url, accept, any(name.lower() == "authorization" for name in headers))
        kept = await self._remembered(question)
        if kept and kept.is_fresh(self._clock().timestamp()) and not self._anew:
            return _settled(kept.page)
        page = await self._tried(url, {**headers, "Accept": accept or "*/*"}, kept)
        if kept and page.status == 304:
            page = replace(kept.page, moved=page.moved)
        if page.status in _GONE or refusal(page) is None:
            await self._remember(question, page)
        return _settled(page)

    async def _remembered(self, question: Question) -> Kept | None:
        return await asyncio.to_thread(self._store.find, question) if self._store else None

    async def _remember(self, question: Question, page: Page) -> None:
        if self._store:
            await asyncio.to_thread(self._store.keep, question, page, self._clock().timestamp())

    async def _tried(self, url: str, headers: Mapping[str, str], kept: Kept | None) -> Page:
        """Ask until something comes that is no mishap. Between two tries others have their turn."""
        left = _TimeLeft(self._bounds.seconds)
        tries, pause = self._bounds.tries, self._bounds.pause
        async for attempt in stamina.retry_context(
            on=_Passing,
            attempts=tries,
            timeout=None,
            wait_initial=pause,
            wait_max=pause * 10,
            wait_jitter=pause,
        ):
            with attempt:
                return await self._followed(url, headers, kept, left, attempt.num - 1)
        raise AssertionError("the last try returns or raises")

    async def _followed(
        self, url: str, headers: Mapping[str, str], kept: Kept | None, left: "_TimeLeft", nth: int
    ) -> Page:
        """Where an address leads in the end. Each address on the way is checked like the first."""
        moved: list[str] = []
        for_good = True
        for _ in range(self._bounds.redirects + 1):
            conditions = kept.conditions if kept and kept.page.url == url else {}
            page = await self._answered(url, {**headers, **conditions}, left, nth)
            if page.status not in _LED or "location" not in page.headers:
                return replace(page, moved=tuple(moved))
            led = self._led(url, page.headers["location"])
            for_good = for_good and page.status in _MOVED
            if for_good:
                moved.append(led)
            if origin(led) != origin(url):  # what one host may see is not for the next
                headers = {"Accept": headers["Accept"]}
            url = led
        raise Failed(f"{host_of(url)} leads from one address to the next and to no page.")

    def _led(self, url: str, location: str) -> str:
        """Where a redirect leads. A port that no link names may be anything but a web server."""
        told = f"{host_of(url)} leads to an address that may not be asked: {clean(location, limit=80)}"
        led = askable(location.strip().replace(" ", "%20"), told, url)
        host, port = host_and_port(led)
        if consent(host):
            raise on_consent(host)
        if port not in WEB_PORTS and origin(led) != origin(url) and host not in self._allow:
            raise Failed(told)
        return led

    async def _answered(self, url: str, headers: Mapping[str, str], left: "_TimeLeft", nth: int) -> Page:
        """The answer to one request, when it is the host's turn. Raises what is none."""
        lane = urlsplit(url).netloc
        async with self._lanes.turn(lane):
            async with left.running(host_of(url)):
                page = await self._exchanged(url, headers, nth)
            self._listen(lane, page)
        return page

    def _listen(self, lane: str, page: Page) -> None:
        """Raise what another try may mend, or none: a wall says so again, and rather more sternly."""
        refused = refusal(page)
        if refused and is_wall(page):
            raise refused
        if throttled := self._lanes.heard(lane, page.status, page.headers):
            raise _Passing(throttled.reason, status=page.status)
        if refused and page.status >= 500:
            raise _Passing(refused.reason, status=page.status)

    async def _exchanged(self, url: str, headers: Mapping[str, str], nth: int) -> Page:
        """One request to the address that was checked; each try takes the next one. The name stays for TLS."""
        host, port = host_and_port(url)
        found = await reachable(host, self._resolve, self._allow)
        at = found[nth % len(found)]
        address = urlsplit(url)
        pinned = address._replace(netloc=(f"[{at}]" if ":" in at else at) + port).geturl()
        asked = httpx.Request(
            "GET",
            pinned,
            headers={**self._always, **headers, **_range(address.path), "Host": address.netloc},
            extensions={"timeout": self._timeout, **({} if host == at else {"sni_hostname": host})},
        )
        async with _told(host), self._wires.to(address.netloc) as wire:
            answer = await wire.handle_async_request(asked)
            try:
                return await self._page(url, answer)
            finally:
                await answer.aclose()

    async def _page(self, url: str, answer: httpx.Response) -> Page:
        """The answer as it is, with as much of its body as is wanted. A part that was asked for is a page."""
        headers = {name.lower(): value for name, value in answer.headers.items()}
        media, _, parameters = headers.get("content-type", "").partition(";")
        charset = _CHARSET.search(parameters)
        page = Page(
            url=url,
            status=200 if answer.status_code == 206 else answer.status_code,
            type=media.strip().lower(),
            charset=charset[1].lower() if charset else "",
            headers=headers,
        )
        try:
            body, whole = await self._body(page, answer.aiter_raw())
        except Failed:
            if page.status == 200:
                raise
            return page  # what went wrong there is told by the status
        all_of_it = answer.status_code != 206 or headers.get("content-range", "").endswith(f"/{len(body)}")
        return replace(page, body=body, whole=whole and all_of_it)

    async def _body(self, page: Page, chunks: AsyncIterator[bytes]) -> tuple[bytes, bool]:
        most = MOST if page.status == 200 else self._bounds.error
        wire = min(most, self._bounds.html) if page.type in _HTML else most
        packed = page.headers.get("content-encoding", "")
        return await bounded(chunks, packed, wire=wire, most=most, host=host_of(page.url))


class _TimeLeft:
    """The time for one question, whatever it takes. When it is over nothing is tried again: that would double it."""

    def __init__(self, seconds: float) -> None:
        self._seconds: Final = seconds
        self._left = seconds

    @asynccontextmanager
    async def running(self, host: str) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._left):
                yield
        except TimeoutError:
            raise Failed(f"{host} did not answer within {self._seconds:g} s.") from None
        finally:
            self._left -= loop.time() - began


class _Wires:
    """A pool of connections for each host, as an address may serve many and they must not be shared between them.

    What httpx calls a transport: a client would look for proxies, keep cookies and read redirects by itself.
    """

    def __init__(self) -> None:
        self._idle: Final[OrderedDict[str, httpx.AsyncHTTPTransport]] = OrderedDict()

    @asynccontextmanager
    async def to(self, host: str) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        """The host's for one request. Those not used for longest lose their connections."""
        wire = self._idle.pop(host, None) or httpx.AsyncHTTPTransport(verify=_trust(), trust_env=False)
        try:
            yield wire
        finally:
            self._idle[host] = wire
            if len(self._idle) > _WIRES:
                await self._idle.popitem(last=False)[1].aclose()

    async def close(self) -> None:
        while self._idle:
            await self._idle.popitem()[1].aclose()


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context()


@asynccontextmanager
async def _told(host: str) -> AsyncIterator[None]:
    """What went wrong underneath, as a sentence."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
        if _is_untrusted(fault):
            raise Failed(f"{host} cannot prove that it is {host}: its certificate does not hold.") from None
        raise _Passing(f"{host} cannot be reached.") from None
    except (httpx.NetworkError, httpx.RemoteProtocolError):
        raise _Passing(f"{host} broke off its answer.") from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise Failed(f"{host} cannot be asked for this address.") from None


def _is_untrusted(fault: BaseException | None) -> bool:
    while fault is not None and not isinstance(fault, ssl.SSLError):
        fault = fault.__cause__ or fault.__context__
    return isinstance(fault, ssl.SSLCertVerificationError)


def _range(path: str) -> dict[str, str]:
    """A PDF says what it is at its beginning."""
    return {"Range": f"bytes=0-{MOST - 1}"} if path.lower().endswith(".pdf") else {}


def _settled(page: Page) -> Page:
    if refused := refusal(page):
        raise refused
    return page


def _agent(contact: str) -> str:
    """Who asks, honestly; header values are ASCII."""
    writable = clean(contact.encode("ascii", "ignore").decode())
    return f"{AGENT} ({writable})" if writable else AGENT
