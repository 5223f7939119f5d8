"""How long links take to fetch against the best the lanes allow: `python tests/benchmarks/fetching.py`.

200 links over 20 hosts (127.0.0.2 to 127.0.0.21, one server process) with answers after 200 ms. With 8 requests at
once and one for each host the best is 200 x 0.2 / 8 = 5 s. The way from link to answer is the real one: every site
that takes a link, requests in their bounds, a real page parsed, the answer stored.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from msgspec.structs import replace
from textual import events

from workbench.cli.commands.start import tune_garbage_collection
from workbench.curation.clipping import Clipping, FetchAnswer, ImportResult
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, LinkId
from workbench.curation.publication import FetchSettings
from workbench.curation.publication.profile import load_default_publication
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import take_in_links
from workbench.library import open_library
from workbench.ui.app import WorkbenchApp
from workbench.ui.screens.main import WorkbenchScreen
from workbench.web import SiteWeb
from workbench.workspace import Workspace

LINKS: Final = 200
HOSTS: Final = 20
ANSWER_SECONDS: Final = 0.2
CONCURRENCY: Final = 8
ALLOWED_RATIO: Final = 1.3
ALLOWED_MS: Final = 33

SERVER: Final = f"""
import asyncio
ARTICLE = "".join(f"<p>{{'Gates after attention add what was missing. ' * 12}}</p>" for _ in range(60))
async def answer(reader, writer):
    try:
        while path := (await reader.readuntil(b"\\r\\n\\r\\n")).split()[1].decode():
            await asyncio.sleep({ANSWER_SECONDS})
            page = f"<title>Page {{path}}</title><article><h1>Page {{path}}</h1>{{ARTICLE}}</article>".encode()
            head = f"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: {{len(page)}}\\r\\n\\r\\n"
            writer.write(head.encode() + page)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(answer, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def make_links(port: int, count: int = LINKS) -> list[Link]:
    """So many links, host by host, as an import would bring them."""
    urls = [f"http://127.0.0.{2 + at * HOSTS // count}:{port}/posts/{at}" for at in range(count)]
    works = [identify(url) for url in urls]
    keys = [work.key for work in works if isinstance(work, Identity)]
    return [
        Link(id=LinkId(at), url=url, identity=key)
        for at, (url, key) in enumerate(zip(urls, keys, strict=True), 1)
    ]


async def time_fetch(web: SiteWeb, links: list[Link]) -> tuple[float, list[FetchAnswer]]:
    """Seconds until all of them are answered, and the answers."""
    began = time.perf_counter()
    answers = [answer async for answer in web.fetch(links)]
    return time.perf_counter() - began, answers


async def time_cursor_keys(
    folder: Path, settings: FetchSettings, urls: list[str]
) -> tuple[list[float], list[float]]:
    """Milliseconds from a cursor key to the repaint it asks for: while all these links are on their way, and after.

    The screen, its library and its sites are the real ones; the time that a terminal takes is not in it.
    """
    library = open_library(folder, clock=lambda: datetime.now(UTC))
    desk = Desk(library, replace(load_default_publication(), fetch=settings), lambda: datetime.now(UTC))
    clippings = tuple(Clipping(row=row, url=url) for row, url in enumerate(urls, 1))
    desk.do(take_in_links, ImportResult(format="list", clippings=clippings), "benchmark")
    app = WorkbenchApp(desk, Workspace(folder, desk).services)
    tune_garbage_collection()  # as the program does when it starts
    meanwhile, idle = list[float](), list[float]()
    try:
        async with app.run_test(size=(120, 40)):
            screen = app.screen_stack[0]
            assert isinstance(screen, WorkbenchScreen)
            await asyncio.sleep(0.5)
            while screen.jobs.progress:
                meanwhile.append(await time_key_to_repaint(app, screen))
            while len(idle) < 60:
                idle.append(await time_key_to_repaint(app, screen))
    finally:
        library.close()
    return meanwhile, idle


async def time_key_to_repaint(app: WorkbenchApp, screen: WorkbenchScreen) -> float:
    """Press the cursor key and wait for the first paint after the cursor moved; then rest, as a finger does."""
    painted, links, paint = asyncio.Event(), screen.panes.inbox.list, app._display
    at = links.cursor_id

    def watching(*what: Any) -> None:
        paint(*what)
        if links.cursor_id != at:
            painted.set()

    app._display = watching  # type: ignore[method-assign, assignment]
    began = time.perf_counter()
    app.post_message(events.Key("down" if at != links.ids[-1] else "home", None))
    await painted.wait()
    took = (time.perf_counter() - began) * 1000
    app._display = paint  # type: ignore[method-assign]
    await asyncio.sleep(0.03)
    return took


def main() -> int:
    """Print what it took; the exit says whether that is within what is allowed."""
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        asked = make_links(int(server.stdout.readline()))
        settings = FetchSettings(allow=tuple(f"127.0.0.{2 + host}" for host in range(HOSTS)))
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
            web = SiteWeb(settings, Path(folder) / "web", lambda: datetime.now(UTC))
            took, answers = asyncio.run(time_fetch(web, asked))
            again, _ = asyncio.run(time_fetch(web, asked))
            meanwhile, idle = asyncio.run(
                time_cursor_keys(Path(folder), settings, [link.url for link in asked])
            )
    finally:
        server.kill()
        server.wait()
    titled = sum(isinstance(answer.result, Clipping) and bool(answer.result.title) for answer in answers)
    best = max(LINKS * ANSWER_SECONDS / CONCURRENCY, LINKS / HOSTS * ANSWER_SECONDS)
    late = quantiles(meanwhile, n=20)[-1]
    print(
        f"{LINKS} links over {HOSTS} hosts, each answering after {ANSWER_SECONDS * 1000:.0f} ms; {titled} titled"
    )
    print(f"took {took:.2f} s, at best {best:.2f} s, ratio {took / best:.2f} (at most {ALLOWED_RATIO})")
    print(f"from memory {again:.2f} s")
    print(
        f"cursor key to repaint meanwhile: median {median(meanwhile):.1f} ms, p95 {late:.1f} ms (at most {ALLOWED_MS})"
    )
    print(f"the same afterwards: median {median(idle):.1f} ms, p95 {quantiles(idle, n=20)[-1]:.1f} ms")
    return 0 if titled == LINKS and took <= best * ALLOWED_RATIO and late <= ALLOWED_MS else 1


if __name__ == "__main__":
    sys.exit(main())
