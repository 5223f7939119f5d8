"""A site on 127.0.0.1 that answers as a test says."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec


class SeenRequest(msgspec.Struct):
    """A request as a site saw it. `path` holds the query; header names are in small letters."""

    path: str
    headers: dict[str, str]


class FakeSite(ThreadingHTTPServer):
    """A site on 127.0.0.1 that answers as told. A reply is status, headers and body, or a function that writes it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), FakeSiteHandler)
        self.requests: list[SeenRequest] = []
        self.replies: dict[str, list[Reply]] = {}
        self.waited_for = threading.Event()
        """Set by a reply that a test waits for."""
        self.url = f"http://127.0.0.1:{self.server_port}"

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

    def reply_with(self, path: str, reply: "Reply") -> None:
        """Answer that path by writing whatever this function writes."""
        self.replies.setdefault(path, []).append(reply)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle of an answer is what many a test is about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def requested_paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.requests]


Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


class FakeSiteHandler(BaseHTTPRequestHandler):
    """One connection to a site."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FakeSite

    def do_GET(self) -> None:
        self.server.requests.append(
            SeenRequest(self.path, {name.lower(): value for name, value in self.headers.items()})
        )
        known = self.server.replies
        replies = known.get(self.path) or known.get(self.path.partition("?")[0]) or [(404, {}, b"")]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if callable(reply):
            reply(self)
            return
        status, headers, body = reply
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name http.server looks for

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve_site() -> Iterator[FakeSite]:
    """A site that is there until the block ends."""
    with FakeSite() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
