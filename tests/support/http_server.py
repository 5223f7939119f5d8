"""A server on 127.0.0.1 that a test owns: the part that all share, and a site that answers as a test says."""

import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar

import msgspec


class LocalServer(ThreadingHTTPServer):
    """A server on a port of its own."""

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle of an answer is what many a test is about."""
        if not isinstance(sys.exception(), ConnectionError | ssl.SSLError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class LocalHandler(BaseHTTPRequestHandler):
    """One connection to such a server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.answer()

    do_POST = do_PATCH = do_PUT = do_DELETE = do_GET  # noqa: N815 - the names http.server looks for

    def answer(self) -> None:
        """Answer a request of whatever method."""
        raise NotImplementedError

    @property
    def lower_headers(self) -> dict[str, str]:
        """The request's headers, their names in small letters."""
        return {name.lower(): value for name, value in self.headers.items()}

    def send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Answer; `Content-Length` is that of the body unless the headers have one."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


S = TypeVar("S", bound=LocalServer)


@contextmanager
def serve(server: S) -> Iterator[S]:
    """The server, answering until the block ends."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class SeenRequest(msgspec.Struct):
    """A request as a site saw it. `path` holds the query; header names are in small letters."""

    path: str
    headers: dict[str, str]


Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


class FakeSite(LocalServer):
    """A site that answers as told. A reply is status, headers and body, or a function that writes it."""

    def __init__(self) -> None:
        super().__init__(FakeSiteHandler)
        self.requests: list[SeenRequest] = []
        self.replies: dict[str, list[Reply]] = {}
        self.waited_for = threading.Event()
        """Set by a reply that a test waits for."""

    def reply(
        self,
        path: str,
        body: str | bytes = b"",
        *,
        type: str = "application/json",
        status: int = 200,
        **headers: str,
    ) -> None:
        """Answer that path so. Told twice, it gives the first answer once and the last for ever."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.reply_with(path, (status, {"Content-Type": type, **named}, content))

    def reply_with(self, path: str, reply: Reply) -> None:
        """Answer that path by writing whatever this function writes."""
        self.replies.setdefault(path, []).append(reply)

    @property
    def requested_paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.requests]


class FakeSiteHandler(LocalHandler):
    """One connection to a site."""

    server: FakeSite

    def answer(self) -> None:
        """As the test said; 404 for what it said nothing of."""
        self.server.requests.append(SeenRequest(self.path, self.lower_headers))
        known = self.server.replies
        replies = known.get(self.path) or known.get(self.path.partition("?")[0]) or [(404, {}, b"")]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if callable(reply):
            reply(self)
        else:
            self.send(*reply)
