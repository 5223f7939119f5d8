"""The client for pages: sends every request of this room, by httpx and within bounds.

What httpx does by itself without a bound is done here: following redirects, looking up names, decompressing, timeouts,
retries. It reads no proxy and no other setting from the environment. Only features that httpx and httpx2 share are
used, so switching to the other is one line.

The parts have modules of their own: `addresses.py`, `body.py`, `cache.py`, `failures.py`, `rate_limits.py`,
`time_budget.py`. Requests with the key of a newsletter platform are sent in `delivery/platforms/api.py`.
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
from workbench.web.http.protocol import MAX_BODY, MAX_FEED_BODY, FetchError, HttpPage
from workbench.web.http.rate_limits import RateLimits
from workbench.web.http.reachability import Reachability
from workbench.web.http.time_budget import TimeBudget

set_on_retry_hooks(())  # by default stamina logs each retry to standard error, which is the screen

USER_AGENT: Final = f"curation-workbench/{__version__}"
_PERMANENT_REDIRECTS: Final = (301, 308)
_REDIRECTS: Final = (*_PERMANENT_REDIRECTS, 302, 303, 307)
_GONE: Final = (404, 410)
_CHARSET: Final = re.compile(r"charset=[\"']?([^;\"'\s]+)", re.I)
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_MAX_IDLE_HOSTS: Final = 16
"""Hosts to which connections are kept open: twice as many as are requested at once."""


class Bounds(Struct, frozen=True):
    """The bounds of one call of `get`.

    `timeout` is in seconds, for all its requests together, without the time in which they wait for a rate limit.
    `max_html_bytes` and `max_error_bytes` are compressed bytes, `max_body_bytes` are those of other pages, both ways.
    `retry_wait` is the first wait before another attempt, in seconds.
    """

    timeout: float = 10.0
    max_redirects: int = 5
    max_attempts: int = 3
    retry_wait: float = 0.2
    max_html_bytes: int = 512 * 1024
    max_error_bytes: int = 64 * 1024
    max_body_bytes: int = MAX_BODY


DEFAULT_BOUNDS: Final = Bounds()
CHECK_BOUNDS: Final = Bounds(max_html_bytes=64 * 1024, max_body_bytes=64 * 1024)
"""Of a page that is only asked whether it is there: its title stands in them, and what a wall is told by."""
FEED_BOUNDS: Final = Bounds(max_html_bytes=MAX_FEED_BODY, max_body_bytes=MAX_FEED_BODY)
"""Some feeds call themselves HTML."""


class _TransientError(FetchError):
    """A failure that another attempt may not meet."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class BoundedClient:
    """The `HttpClient` of this program. It is a context manager: connections are kept open within its block.

    - `base_urls` are those of the sites, by name.
    - `rate_limits` and `cache` may be shared by several clients; by default there is no cache.
    - `allow` are hosts that may be requested although their addresses are private. So may the hosts of `base_urls`,
      since no link can name those.
    - `refresh` sends requests for cached pages, too; the site may answer that nothing changed.
    - `keeps_pages`: what comes goes into the cache. Bounds that cut pages short want that off.
    - `resolve` and `bounds` are for tests.
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
        keeps_pages: bool = True,
        resolve: Resolver = look_up_host,
        bounds: Bounds = DEFAULT_BOUNDS,
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
        self._keeps_pages: Final = keeps_pages
        self._resolve: Final = resolve
        self._bounds: Final = bounds
        self._default_headers: Final = {
            "User-Agent": _build_user_agent(contact),
            "Accept-Encoding": ACCEPTED_ENCODINGS,
        }
        # A part of the time, so that after a dead address there is time for the next one.
        self._timeout: Final = {"connect": bounds.timeout / bounds.max_attempts}
        self._connections: Final = _ConnectionPool()
        self.reachability: Final = Reachability()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(make_ssl_context)  # reading the certificates would block the screen
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connections.close()

    def build_url(self, site: str, path: str) -> str:
        return self.base_urls[site].rstrip("/") + path

    async def get(self, url: str, *, accept: str = "", headers: Mapping[str, str] = {}) -> HttpPage:
        url = prepare_url(url, f"{clean_line(url, limit=80)} is no address that can be asked.")
        key = CacheKey(url, accept, any(name.lower() == "authorization" for name in headers))
        cached = await self._find_cached(key)
        if cached and cached.is_fresh(self._clock().timestamp()) and not self._refresh:
            return _raise_for_failure(cached.page)
        page = await self._request_with_retries(url, {**headers, "Accept": accept or "*/*"}, cached)
        if cached and page.status == 304:
            page = replace(cached.page, permanent_redirects=page.permanent_redirects)
        if page.status in _GONE or find_page_error(page) is None:  # that a page is gone is worth a day, too
            await self._cache_page(key, page)
        return _raise_for_failure(page)

    async def _find_cached(self, key: CacheKey) -> CachedResponse | None:
        if self._cache is None:
            return None
        with self.reachability.attempt():  # hosts without an address may all be known before the disk answers
            return await asyncio.to_thread(self._cache.find, key)

    async def _cache_page(self, key: CacheKey, page: HttpPage) -> None:
        if self._cache and self._keeps_pages:
            await asyncio.to_thread(self._cache.save, key, page, self._clock().timestamp())

    async def _request_with_retries(
        self, url: str, headers: Mapping[str, str], cached: CachedResponse | None
    ) -> HttpPage:
        """Request a page, again after a transient error. The host's slot is free between two attempts."""
        budget = TimeBudget(self._bounds.timeout)
        wait = self._bounds.retry_wait
        async for attempt in stamina.retry_context(
            on=_TransientError,
            attempts=self._bounds.max_attempts,
            timeout=None,  # the budget limits the time
            wait_initial=wait,
            wait_max=wait * 10,
            wait_jitter=wait,
        ):
            with attempt:
                return await self._follow_redirects(url, headers, cached, budget, attempt.num - 1)
        raise AssertionError("the last attempt returns or raises")

    async def _follow_redirects(
        self,
        url: str,
        headers: Mapping[str, str],
        cached: CachedResponse | None,
        budget: TimeBudget,
        attempt: int,
    ) -> HttpPage:
        """The page to which an address leads. Each address on the way is checked like the first one."""
        permanent_redirects: list[str] = []
        all_permanent = True
        for _ in range(self._bounds.max_redirects + 1):
            # The validators belong to the address of the cached page, which may be the end of a redirect.
            conditions = cached.conditional_headers if cached and cached.page.url == url else {}
            page = await self._request_within_limits(url, {**headers, **conditions}, budget, attempt)
            if page.status not in _REDIRECTS or "location" not in page.headers:
                return replace(page, permanent_redirects=tuple(permanent_redirects))
            target = self._resolve_redirect(url, page.headers["location"])
            all_permanent = all_permanent and page.status in _PERMANENT_REDIRECTS
            if all_permanent:
                permanent_redirects.append(target)
            if origin_of(target) != origin_of(url):  # another server must not get the token
                headers = {"Accept": headers["Accept"]}
            url = target
        raise FetchError(f"{host_of(url)} leads from one address to the next and to no page.")

    def _resolve_redirect(self, url: str, location: str) -> str:
        """The address to which a redirect leads. `FetchError` where that may not be requested."""
        message = (
            f"{host_of(url)} leads to an address that may not be asked: {clean_line(location, limit=80)}"
        )
        target = prepare_url(location.strip().replace(" ", "%20"), message, url)  # some servers send spaces
        host, port = split_host_and_port(target)
        if is_consent_host(host):
            raise make_consent_error(host)
        if port not in WEB_PORTS and origin_of(target) != origin_of(url) and host not in self._allowed_hosts:
            raise FetchError(message)
        return target

    async def _request_within_limits(
        self, url: str, headers: Mapping[str, str], budget: TimeBudget, attempt: int
    ) -> HttpPage:
        """Send one request when the host's limit allows it. Raises for a wall and for transient errors."""
        host = urlsplit(url).netloc
        self.reachability.require_hope(split_host_and_port(url)[0])
        async with self._rate_limits.acquire(host):
            async with budget.spend(host_of(url)):
                with self.reachability.attempt():
                    page = await self._send_request(url, headers, attempt)
            self._check_response(host, page)
        return page

    def _check_response(self, host: str, page: HttpPage) -> None:
        """Raise a `_TransientError` where another attempt may help, and a bot wall, where it would make it worse."""
        error = find_page_error(page)
        if error and is_bot_wall(page):
            raise error
        if throttled := self._rate_limits.record_response(host, page.status, page.headers):
            raise _TransientError(throttled.reason, status=page.status)
        if error and page.status >= 500:
            raise _TransientError(error.reason, status=page.status)

    async def _send_request(self, url: str, headers: Mapping[str, str], attempt: int) -> HttpPage:
        """Send one request to a checked IP address of the host; each attempt takes the next one."""
        host, port = split_host_and_port(url)
        try:
            addresses = await resolve_host(host, self._resolve, self._allowed_hosts)
        except OSError as fault:
            raise self.reachability.record_unresolved(host, fault) from None
        ip = addresses[attempt % len(addresses)]
        parts = urlsplit(url)
        pinned_url = parts._replace(netloc=(f"[{ip}]" if ":" in ip else ip) + port).geturl()
        request = httpx.Request(
            "GET",
            pinned_url,
            headers={
                **self._default_headers,
                **headers,
                **_build_range_header(parts.path),
                "Host": parts.netloc,
            },
            # The certificate must be the name's, though the connection is to the address.
            extensions={"timeout": self._timeout, **({} if host == ip else {"sni_hostname": host})},
        )
        async with _translate_errors(host), self._connections.acquire(parts.netloc) as transport:
            response = await transport.handle_async_request(request)
            self.reachability.record_answer()
            try:
                return await self._read_page(url, response)
            finally:
                await response.aclose()

    async def _read_page(self, url: str, response: httpx.Response) -> HttpPage:
        """The response as a page, with as much of its body as the bounds allow. Status 206 becomes 200."""
        headers = {name.lower(): value for name, value in response.headers.items()}
        media, _, parameters = headers.get("content-type", "").partition(";")
        charset = _CHARSET.search(parameters)
        page = HttpPage(
            url=url,
            status=200 if response.status_code == 206 else response.status_code,
            media_type=media.strip().lower(),
            charset=charset[1].lower() if charset else "",
            headers=headers,
        )
        try:
            body, is_read_whole = await self._read_body(page, response.aiter_raw())
        except FetchError:
            if page.status == 200:
                raise
            return page  # the status of an error says enough without its body
        is_whole_range = response.status_code != 206 or headers.get("content-range", "").endswith(
            f"/{len(body)}"
        )
        return replace(page, body=body, is_complete=is_read_whole and is_whole_range)

    async def _read_body(self, page: HttpPage, chunks: AsyncIterator[bytes]) -> tuple[bytes, bool]:
        limit = self._bounds.max_body_bytes if page.status == 200 else self._bounds.max_error_bytes
        wire_limit = min(limit, self._bounds.max_html_bytes) if page.media_type in _HTML_TYPES else limit
        encoding = page.headers.get("content-encoding", "")
        return await read_body(
            chunks, encoding, max_wire_bytes=wire_limit, max_bytes=limit, host=host_of(page.url)
        )


class _ConnectionPool:
    """The transports of httpx, one for each host.

    One for all would share connections between hosts with the same IP address, whose certificates differ. A client of
    httpx is not used: it would read proxies, keep cookies and follow redirects by itself.
    """

    def __init__(self) -> None:
        self._idle: Final[OrderedDict[str, httpx.AsyncHTTPTransport]] = OrderedDict()

    @asynccontextmanager
    async def acquire(self, host: str) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        """The transport of a host for one request. The least recently used ones are closed."""
        transport = self._idle.pop(host, None) or httpx.AsyncHTTPTransport(
            verify=make_ssl_context(), trust_env=False
        )
        try:
            yield transport
        finally:
            self._idle[host] = transport
            if len(self._idle) > _MAX_IDLE_HOSTS:
                await self._idle.popitem(last=False)[1].aclose()

    async def close(self) -> None:
        while self._idle:
            await self._idle.popitem()[1].aclose()


@asynccontextmanager
async def _translate_errors(host: str) -> AsyncIterator[None]:
    """Turn each error of httpx into a `FetchError` with a sentence."""
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
    """A PDF is requested up to `MAX_BODY` only: its title stands at its beginning."""
    return {"Range": f"bytes=0-{MAX_BODY - 1}"} if path.lower().endswith(".pdf") else {}


def _raise_for_failure(page: HttpPage) -> HttpPage:
    if error := find_page_error(page):
        raise error
    return page


def _build_user_agent(contact: str) -> str:
    ascii_contact = clean_line(contact.encode("ascii", "ignore").decode())  # header values are ASCII
    return f"{USER_AGENT} ({ascii_contact})" if ascii_contact else USER_AGENT
