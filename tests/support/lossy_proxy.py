"""A proxy on 127.0.0.1 between us and a platform that lets a request through and loses its answer, in each of the ways
in which answers are lost."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

from tests.support.http_server import LocalHandler, LocalServer, serve

Loss: TypeAlias = Literal["dropped", "half", "bad gateway", "hanging", "read-back"]
LOSSES: Final[tuple[Loss, ...]] = get_args(Loss)


class LossyProxy(LocalServer):
    """A proxy for the platform at that address. `next_loss` is how the answer to the next write is lost, and empty
    again thereafter; with `read-back` it is the answer to the first read after that write."""

    def __init__(self, upstream: str) -> None:
        super().__init__(LossyHandler)
        self.upstream: Final = urlsplit(upstream)
        self.next_loss: Loss | Literal[""] = ""
        self.has_written = False

    def take_loss(self, method: str) -> Loss | Literal[""]:
        """How the answer to this request is lost."""
        awaited = self.next_loss == "read-back" and not self.has_written
        self.has_written = method != "GET"
        if not self.next_loss or awaited or (self.next_loss != "read-back" and method == "GET"):
            return ""
        loss, self.next_loss = self.next_loss, ""
        return loss


class LossyHandler(LocalHandler):
    """One connection through the proxy."""

    server: LossyProxy

    def answer(self) -> None:
        """Have the platform do it, then pass its answer on or lose it."""
        headers = {**self.lower_headers, "host": self.server.upstream.netloc, "connection": "close"}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        upstream = http.client.HTTPConnection(self.server.upstream.netloc)
        upstream.request(self.command, self.path, body, headers)
        response = upstream.getresponse()
        content = response.read()
        upstream.close()
        match self.server.take_loss(self.command):
            case "":
                self.send(response.status, {"Content-Type": "application/json"}, content)
            case "half":
                self.send(
                    response.status, {"Content-Length": str(len(content))}, content[: len(content) // 2]
                )
                self.close_connection = True
            case "bad gateway":
                self.send(502, {}, b"<h1>502 Bad Gateway</h1>")
            case "hanging":
                self.connection.recv(1)  # until the client goes away
                self.close_connection = True
            case "dropped" | "read-back":
                self.close_connection = True


@contextmanager
def serve_lossy_proxy(upstream: str) -> Iterator[LossyProxy]:
    """The proxy, until the block ends."""
    with serve(LossyProxy(upstream)) as proxy:
        yield proxy
