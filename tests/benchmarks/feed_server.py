"""Sixty hosts of this machine, each with a feed in which nothing is new: they answer that it is as it was."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from workbench.curation.change import Change
from workbench.curation.feed import Feed
from workbench.curation.publication.profile import load_default_publication
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.desk import Desk
from workbench.desk.state import State
from workbench.library import open_library

FEED = b'<rss version="2.0"><channel><title>Gates weekly</title><link>https://gates.example/</link></channel></rss>'


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        is_known = self.headers.get("If-None-Match") == '"1"'
        self.send_response(304 if is_known else 200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", "0" if is_known else str(len(FEED)))
        self.end_headers()
        self.wfile.write(b"" if is_known else FEED)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serve_unchanged_feeds(folder: Path) -> Iterator[None]:
    """Have the feeds of a workspace read from such hosts, until the block ends."""
    server = ThreadingHTTPServer(("0.0.0.0", 0), _Handler)  # each of 127.0.0.2 to 127.0.0.61 reaches it
    threading.Thread(target=server.serve_forever, daemon=True).start()
    library = open_library(folder, clock=lambda: datetime.now(UTC))
    desk = Desk(library, load_default_publication(), lambda: datetime.now(UTC))
    hosts = [f"127.0.0.{1 + id}" for id in desk.state.documents_of(Feed)]
    desk.do(_move_feeds, hosts, server.server_port)
    library.close()
    profile = folder / "workbench.toml"
    profile.write_text(profile.read_text("utf-8").replace("allow = []", f"allow = {hosts}"), "utf-8")
    try:
        yield
    finally:
        server.shutdown()


def _move_feeds(state: State, hosts: list[str], port: int) -> Change:
    builder = ChangeBuilder(state)
    for host, feed in zip(hosts, state.documents_of(Feed).values(), strict=True):
        builder.set(feed, url=f"http://{host}:{port}/feed")
    return builder.build("Moved the feeds")
