"""The one module that imports httpx: every request, kept within its bounds.

What an HTTP library does by itself is switched off here where it has no bound: following redirects, looking names up,
unpacking, waiting, reading the environment. It is written against what httpx and httpx2 have in common, so changing
to the other is one line.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

import httpx
import stamina
from msgspec import Struct
from msgspec.structs import replace
from stamina.instrumentation import set_on_retry_hooks

from workbench import __version__
from workbench.curation.text.cleaning import clean_line
from workbench.tls import is_certificate_error, make_ssl_context
from workbench.web.http.addresses import (
    WEB_PORTS,
    Resolver,
    look_up_host,
    origin_of,
    prepare_url,
    resolve_host,
    split_host_and_port,
)
from workbench.web.http.body import ACCEPTED_ENCODINGS, read_body
from workbench.web.http.cache import CachedResponse, CacheKey, ResponseCache
from workbench.web.http.failures import (
    find_page_error,
    host_of,
    is_bot_wall,
    is_consent_host,
    make_consent_error,
)
from workbench.web.http.protocol import MAX_BODY, FetchError, HttpPage
from workbench.web.http.rate_limits import RateLimits

set_on_retry_hooks(())  # it would tell of each retry on standard error, which is the screen

USER_AGENT: Final = f"curation-workbench/{__version__}"
_PERMANENT_REDIRECTS: Final = (301, 308)
_REDIRECTS: Final = (*_PERMANENT_REDIRECTS, 302, 303, 307)
_GONE: Final = (404, 410)
_CHARSET: Final = re.compile(r"charset=[\"']?([^;\"'\s]+)", re.I)
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_MAX_IDLE_HOSTS: Final = 16
"""Hosts to which a connection is kept open: twice as many as are asked at once."""


class Bounds(Struct, frozen=True):
    """How far one question may go. `timeout` are for all its requests together, without the time spent in lanes;
    `max_html_bytes` and `max_error_bytes` are bytes on the wire; `retry_wait` is the first wait before another
    try, in seconds."""

    timeout: float = 10.0
    max_redirects: int = 5
    max_attempts: int = 3
    retry_wait: float = 0.2
    max_html_bytes: int = 512 * 1024
    max_error_bytes: int = 64 * 1024


_DEFAULT_BOUNDS: Final = Bounds()


class _TransientError(FetchError):
    """What may be gone at the next try."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class BoundedClient:
    """The net, by httpx: a context, since connections are kept while it is open.

    `rate_limits` and `cache` are the session's, by default this context's own and none. `allow` names the hosts
    that may
    be asked although their address is private; so may those of `base_urls`, which no link has named. `refresh`
    asks what
    was answered today, too, but lets the site say that nothing changed.
    """

    def __init__(
        self,
        base_urls: Mapping[str, str],
        *,
        contact: str = "",
        github_token: str = "",
        allow: Iterable[str] = (),
        rate_limits: RateLimits | None = None,
        cache: ResponseCache | None = None,
        clock: Callable[[], datetime] = _utc_now,
        refresh: bool = False,
        resolve: Resolver = look_up_host,
        bounds: Bounds = _DEFAULT_BOUNDS,
    ) -> None:
        self.base_urls = base_urls
        self.contact = contact
        self.github_token = github_token
        self._allowed_hosts: Final = {
            *(host.lower().strip("[]") for host in allow),
            *(urlsplit(base).hostname or "" for base in base_urls.values()),
        }
        self._rate_limits: Final = rate_limits or RateLimits(clock)
        self._cache: Final = cache
        self._clock: Final = clock
        self._refresh: Final = refresh
        self._resolve: Final = resolve
        self._bounds: Final = bounds
        self._default_headers: Final = {
            "User-Agent": _build_user_agent(contact),
            "Accept-Encoding": ACCEPTED_ENCODINGS,
        }
        self._timeout: Final = {"connect": bounds.timeout / bounds.max_attempts}
        self._connections: Final = _ConnectionPool()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(make_ssl_context)  # reading the certificates takes longer than a key may
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connections.close()

    def build_url(self, site: str, path: str) -> str:
        return self.base_urls[site].rstrip("/") + path

    async def get(self, url: str, *, accept: str = "", headers: Mapping[str, str] = {}) -> HttpPage:
        url = prepare_url(url, f"{clean_line(url, limit=80)} is no address that can be asked.")
        question = CacheKey(url, accept, any(name.lower() == "authorization" for name in headers))
        kept = await self._find_cached(question)
        if kept and kept.is_fresh(self._clock().timestamp()) and not self._refresh:
            return _raise_for_failure(kept.page)
        page = await self._request_with_retries(url, {**headers, "Accept": accept or "*/*"}, kept)
        if kept and page.status == 304:
            page = replace(kept.page, permanent_redirects=page.permanent_redirects)
        if page.status in _GONE or find_page_error(page) is None:
            await self._cache_page(question, page)
        return _raise_for_failure(page)

    async def _find_cached(self, key: CacheKey) -> CachedResponse | None:
        return await asyncio.to_thread(self._cache.find, key) if self._cache else None

    async def _cache_page(self, key: CacheKey, page: HttpPage) -> None:
        if self._cache:
            await asyncio.to_thread(self._cache.save, key, page, self._clock().timestamp())

    async def _request_with_retries(
        self, url: str, headers: Mapping[str, str], cached: CachedResponse | None
    ) -> HttpPage:
        """Ask until something comes that is no mishap. Between two tries others have their turn."""
        left = _TimeBudget(self._bounds.timeout)
        tries, pause = self._bounds.max_attempts, self._bounds.retry_wait
        async for attempt in stamina.retry_context(
            on=_TransientError,
            attempts=tries,
            timeout=None,
            wait_initial=pause,
            wait_max=pause * 10,
            wait_jitter=pause,
        ):
            with attempt:
                return await self._follow_redirects(url, headers, cached, left, attempt.num - 1)
        raise AssertionError("the last try returns or raises")

    async def _follow_redirects(
        self,
        url: str,
        headers: Mapping[str, str],
        cached: CachedResponse | None,
        budget: "_TimeBudget",
        attempt: int,
    ) -> HttpPage:
        """Where an address leads in the end. Each address on the way is checked like the first."""
        moved: list[str] = []
        for_good = True
        for _ in range(self._bounds.max_redirects + 1):
            conditions = cached.conditional_headers if cached and cached.page.url == url else {}
            page = await self._request_within_limits(url, {**headers, **conditions}, budget, attempt)
            if page.status not in _REDIRECTS or "location" not in page.headers:
                return replace(page, permanent_redirects=tuple(moved))
            led = self._resolve_redirect(url, page.headers["location"])
            for_good = for_good and page.status in _PERMANENT_REDIRECTS
            if for_good:
                moved.append(led)
            if origin_of(led) != origin_of(url):  # what one host may see is not for the next
                headers = {"Accept": headers["Accept"]}
            url = led
        raise FetchError(f"{host_of(url)} leads from one address to the next and to no page.")

    def _resolve_redirect(self, url: str, location: str) -> str:
        """Where a redirect leads. A port that no link names may be anything but a web server."""
        message = (
            f"{host_of(url)} leads to an address that may not be asked: {clean_line(location, limit=80)}"
        )
        led = prepare_url(location.strip().replace(" ", "%20"), message, url)
        host, port = split_host_and_port(led)
        if is_consent_host(host):
            raise make_consent_error(host)
        if port not in WEB_PORTS and origin_of(led) != origin_of(url) and host not in self._allowed_hosts:
            raise FetchError(message)
        return led

    async def _request_within_limits(
        self, url: str, headers: Mapping[str, str], budget: "_TimeBudget", attempt: int
    ) -> HttpPage:
        """The answer to one request, when it is the host's turn. Raises what is none."""
        lane = urlsplit(url).netloc
        async with self._rate_limits.acquire(lane):
            async with budget.spend(host_of(url)):
                page = await self._send_request(url, headers, attempt)
            self._check_response(lane, page)
        return page

    def _check_response(self, lane: str, page: HttpPage) -> None:
        """Raise what another try may mend, or none: a wall says so again, and rather more sternly."""
        refused = find_page_error(page)
        if refused and is_bot_wall(page):
            raise refused
        if throttled := self._rate_limits.record_response(lane, page.status, page.headers):
            raise _TransientError(throttled.reason, status=page.status)
        if refused and page.status >= 500:
            raise _TransientError(refused.reason, status=page.status)

    async def _send_request(self, url: str, headers: Mapping[str, str], attempt: int) -> HttpPage:
        """One request to the address that was checked; each try takes the next one. The name stays for TLS."""
        host, port = split_host_and_port(url)
        found = await resolve_host(host, self._resolve, self._allowed_hosts)
        at = found[attempt % len(found)]
        address = urlsplit(url)
        pinned = address._replace(netloc=(f"[{at}]" if ":" in at else at) + port).geturl()
        asked = httpx.Request(
            "GET",
            pinned,
            headers={
                **self._default_headers,
                **headers,
                **_build_range_header(address.path),
                "Host": address.netloc,
            },
            extensions={"timeout": self._timeout, **({} if host == at else {"sni_hostname": host})},
        )
        async with _translate_errors(host), self._connections.acquire(address.netloc) as wire:
            answer = await wire.handle_async_request(asked)
            try:
                return await self._read_page(url, answer)
            finally:
                await answer.aclose()

    async def _read_page(self, url: str, answer: httpx.Response) -> HttpPage:
        """The answer as it is, with as much of its body as is wanted. A part that was asked for is a page."""
        headers = {name.lower(): value for name, value in answer.headers.items()}
        media, _, parameters = headers.get("content-type", "").partition(";")
        charset = _CHARSET.search(parameters)
        page = HttpPage(
            url=url,
            status=200 if answer.status_code == 206 else answer.status_code,
            media_type=media.strip().lower(),
            charset=charset[1].lower() if charset else "",
            headers=headers,
        )
        try:
            body, whole = await self._read_body(page, answer.aiter_raw())
        except FetchError:
            if page.status == 200:
                raise
            return page  # what went wrong there is told by the status
        all_of_it = answer.status_code != 206 or headers.get("content-range", "").endswith(f"/{len(body)}")
        return replace(page, body=body, is_complete=whole and all_of_it)

    async def _read_body(self, page: HttpPage, chunks: AsyncIterator[bytes]) -> tuple[bytes, bool]:
        most = MAX_BODY if page.status == 200 else self._bounds.max_error_bytes
        wire = min(most, self._bounds.max_html_bytes) if page.media_type in _HTML_TYPES else most
        packed = page.headers.get("content-encoding", "")
        return await read_body(chunks, packed, max_wire_bytes=wire, max_bytes=most, host=host_of(page.url))


class _TimeBudget:
    """The time for one question, whatever it takes. When it is over nothing is tried again: that would double it."""

    def __init__(self, seconds: float) -> None:
        self._seconds: Final = seconds
        self._remaining = seconds

    @asynccontextmanager
    async def spend(self, host: str) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._remaining):
                yield
        except TimeoutError:
            raise FetchError(f"{host} did not answer within {self._seconds:g} s.") from None
        finally:
            self._remaining -= loop.time() - began


class _ConnectionPool:
    """A pool of connections for each host, as an address may serve many and they must not be shared between them.

    What httpx calls a transport: a client would look for proxies, keep cookies and read redirects by itself.
    """

    def __init__(self) -> None:
        self._idle: Final[OrderedDict[str, httpx.AsyncHTTPTransport]] = OrderedDict()

    @asynccontextmanager
    async def acquire(self, host: str) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        """The host's for one request. Those not used for longest lose their connections."""
        wire = self._idle.pop(host, None) or httpx.AsyncHTTPTransport(
            verify=make_ssl_context(), trust_env=False
        )
        try:
            yield wire
        finally:
            self._idle[host] = wire
            if len(self._idle) > _MAX_IDLE_HOSTS:
                await self._idle.popitem(last=False)[1].aclose()

    async def close(self) -> None:
        while self._idle:
            await self._idle.popitem()[1].aclose()


@asynccontextmanager
async def _translate_errors(host: str) -> AsyncIterator[None]:
    """What went wrong underneath, as a sentence."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
        if is_certificate_error(fault):
            raise FetchError(
                f"{host} cannot prove that it is {host}: its certificate does not hold."
            ) from None
        raise _TransientError(f"{host} cannot be reached.") from None
    except (httpx.NetworkError, httpx.RemoteProtocolError):
        raise _TransientError(f"{host} broke off its answer.") from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise FetchError(f"{host} cannot be asked for this address.") from None


def _build_range_header(path: str) -> dict[str, str]:
    """A PDF says what it is at its beginning."""
    return {"Range": f"bytes=0-{MAX_BODY - 1}"} if path.lower().endswith(".pdf") else {}


def _raise_for_failure(page: HttpPage) -> HttpPage:
    if refused := find_page_error(page):
        raise refused
    return page


def _build_user_agent(contact: str) -> str:
    """Who asks, honestly; header values are ASCII."""
    writable = clean_line(contact.encode("ascii", "ignore").decode())
    return f"{USER_AGENT} ({writable})" if writable else USER_AGENT
