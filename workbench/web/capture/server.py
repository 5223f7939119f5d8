"""The server of the capture endpoint: it listens on 127.0.0.1 alone, and reads and answers within bounds.

uvicorn and h11 read HTTP, strictly; the bounds that they leave open are set here. Answers have a status and nothing
else, so they tell nothing of the library.
"""

import asyncio
import logging
import pkgutil
import re
import socket
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from hashlib import sha256
from typing import Any, Final, TypeAlias

import msgspec
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from workbench.curation.clipping import Clipping
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line, clean_lines, to_safe_url
from workbench.web.capture.request_rules import (
    MAX_BODY_BYTES,
    MAX_HEADER_BYTES,
    RefusedRequestError,
    SaveRate,
    require_page_request,
    require_save_request,
)

ADDRESS: Final = "127.0.0.1"
MAX_SOCKETS: Final = 16
READ_WITHIN: Final = 5.0
"""Seconds within which a request has to be there whole, from the moment its connection is made."""

_Event: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[_Event]]
_Send: TypeAlias = Callable[[_Event], Awaitable[None]]


class _Capture(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a request that saves a link."""

    url: str
    title: str = ""
    note: str = ""


class CaptureServer:
    """The endpoint on one port. `save` saves a clipping and raises `UserError` where it cannot. `read_token` is asked
    for each request, so that a new token counts at once. `every_second` is called about that often and never raises.
    Each is called in the thread that serves."""

    def __init__(
        self,
        port: int,
        *,
        save: Callable[[Clipping], None],
        read_token: Callable[[], str],
        every_second: Callable[[], None] = lambda: None,
    ) -> None:
        self._socket: Final = _listen(port)
        self.port: Final[int] = self._socket.getsockname()[1]
        self._save: Final = save
        self._read_token: Final = read_token
        self._rate: Final = SaveRate(time.monotonic)
        self._page: Final = pkgutil.get_data("workbench.web.capture", "page.html") or b""
        self._page_headers: Final = [*_COMMON_HEADERS, *_build_page_headers(self._page.decode())]
        self._every_second: Final = every_second
        self._server: Final = Server(_build_config(self._answer, self._notify))

    def serve(self) -> None:
        """Answer until the process is asked to end, or `stop` is called."""
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """End `serve` when what is under way is answered. From any thread."""
        self._server.should_exit = True

    async def _notify(self) -> None:
        self._every_second()

    async def _answer(self, scope: _Event, receive: _Receive, send: _Send) -> None:
        body, headers = b"", _COMMON_HEADERS
        try:
            if scope["method"] == "POST":
                await self._save_request(scope, receive)
                status = 204
            else:
                require_page_request(self.port, scope["method"], scope["path"], scope["headers"])
                status, body, headers = 200, self._page, self._page_headers
        except RefusedRequestError as refusal:
            status = refusal.status
        except UserError:
            status = 503
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _save_request(self, scope: _Event, receive: _Receive) -> None:
        length = require_save_request(
            self.port, scope["path"], scope["query_string"], scope["headers"], self._read_token
        )
        clipping = _parse_body(await _read_body(receive, length))
        self._rate.count()
        self._save(clipping)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((ADDRESS, port))
    except (OSError, OverflowError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "there is no such port"
        raise UserError(
            f"Port {port} of {ADDRESS} cannot be listened on: {reason}. Another `workbench capture` may have it; "
            "--port N takes another."
        ) from fault


def _build_config(
    app: Callable[[_Event, _Receive, _Send], Awaitable[None]], notify: Callable[[], Awaitable[None]]
) -> Config:
    logging.getLogger("uvicorn.error").propagate = False  # what strangers send is no matter for the terminal
    return Config(
        app,
        http=BoundedProtocol, ws="none", lifespan="off", loop="asyncio", interface="asgi3",
        h11_max_incomplete_event_size=MAX_HEADER_BYTES,
        proxy_headers=False, server_header=False, access_log=False, log_config=None, log_level="critical",
        timeout_graceful_shutdown=2, callback_notify=notify, timeout_notify=0,
    )  # fmt: skip


class BoundedProtocol(H11Protocol):
    """HTTP as uvicorn reads it, by a bounded number of connections, each with a bounded time to ask its question."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in H11Protocol
        super().connection_made(transport)
        if len(self.connections) > MAX_SOCKETS:
            transport.abort()
        else:
            self._deadline = self.loop.call_later(READ_WITHIN, self._end_reading)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        super().connection_lost(exc)

    def _end_reading(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle  # None until the headers are there
        if cycle is None or cycle.more_body:
            self.transport.abort()


async def _read_body(receive: _Receive, length: int) -> bytes:
    body = b""
    while len(body) <= min(length, MAX_BODY_BYTES):
        event = await receive()
        if event["type"] != "http.request":  # it left
            raise RefusedRequestError(400)
        body += bytes(event.get("body", b""))
        if not event.get("more_body"):
            return body
    raise RefusedRequestError(413)


def _parse_body(body: bytes) -> Clipping:
    try:
        given = msgspec.json.decode(body, type=_Capture)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedRequestError(400) from None
    url = to_safe_url(given.url.strip())
    if url is None:
        raise RefusedRequestError(400)
    return Clipping(url=url, title=clean_line(given.title), note=clean_lines(given.note).strip())


def _build_page_headers(page: str) -> list[tuple[bytes, bytes]]:
    """The policy of the page: its own style and script by their hashes, requests to us alone, and no frame around."""
    inline = dict(re.findall(r"<(style|script)>(.*?)</\1>", page, re.DOTALL))
    hashes = {tag: b64encode(sha256(text.encode()).digest()).decode() for tag, text in inline.items()}
    policy = (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-security-policy", policy.encode()),
        (b"x-frame-options", b"DENY"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]


_COMMON_HEADERS: Final = [
    (b"cache-control", b"no-store"),
    (b"connection", b"close"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
