"""What every room's tests share: a library in memory that keeps the same contract as the one on disk,
a small publication, and a desk with a handful of real links."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
import pytest
from hypothesis import settings

from workbench.curation.change import Change, Edits, Record, applied, meets
from workbench.curation.model import Entry, Issue, LabelledLink, Link, Section, Source, Table
from workbench.curation.publication import Fetching, Publication, Tldr
from workbench.desk.desk import Desk

# A gate says the same of the same code each time; the search for new counterexamples goes on everywhere else.
settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("gate")

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class MemoryLibrary:
    """The desk's port, in memory. `rival` is appended just before the next change, as another process would."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.tables: dict[Table, dict[int, dict[str, Any]]] = {}
        self.highest: dict[Table, int] = {}
        self.rival: Change | None = None
        self.notices: tuple[str, ...] = ()
        self.closed = False
        self._told = 0

    @property
    def seq(self) -> int:
        return len(self.records)

    def documents(self, table: Table) -> Iterable[tuple[int, bytes]]:
        return [
            (id, msgspec.json.encode(fields)) for id, fields in sorted(self.tables.get(table, {}).items())
        ]

    def get(self, table: Table, id: int) -> dict[str, Any] | None:
        return self.tables.get(table, {}).get(id)

    def next_id(self, table: Table) -> int:
        return self.highest.get(table, 0) + 1

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:
        rival, self.rival = self.rival, None
        if rival is not None:
            self.write(rival)
        news = self.records[based_on:]
        if any(meets(change, record.change) for record in news):
            return None, news
        record = self.write(change)
        self._told = record.seq
        return record, news

    def write(self, change: Change) -> Record:
        """Append as whoever: what another process would do."""
        plain = msgspec.json.decode(msgspec.json.encode(change), type=Change)
        record = Record(seq=len(self.records) + 1, at="2026-11-22T12:00:00Z", change=plain)
        self.records.append(record)
        for edit in plain.edits:
            shelf = self.tables.setdefault(edit.table, {})
            document = applied(shelf.get(edit.id), edit)
            if document is None:
                shelf.pop(edit.id, None)
            else:
                shelf[edit.id] = document
            self.highest[edit.table] = max(self.highest.get(edit.table, 0), edit.id)
        return record

    def news(self) -> list[Record]:
        news, self._told = self.records[self._told :], len(self.records)
        return news

    def history(self) -> Iterator[Record]:
        return iter(reversed(self.records))

    def backup(self, reason: str) -> None:
        """Nothing to copy."""

    def close(self) -> None:
        self.closed = True


SECTIONS = (
    Section(key="papers", heading="📄 {count} Papers", label="Papers", slots=5, kinds=("paper",), icon="📄"),
    Section(key="videos", heading="🎥 {count} Videos", label="Videos", slots=4, kinds=("video",), icon="🎥"),
    Section(
        key="reads",
        heading="📰 {count} Curated Reads",
        label="Reads",
        slots=3,
        kinds=("read",),
        icon="📰",
    ),
    Section(
        key="tools", heading="🛠 {count} Tools & Repos", label="Tools", slots=2, kinds=("tool",), icon="🛠"
    ),
    Section(key="pick", heading="🎓 {count} Pick of the Week", label="Learning", slots=1, icon="🎓"),
)
PUBLICATION = Publication(
    name="The Tokenizer",
    first_number=11,
    title="{highlights} - The Tokenizer Edition #{number}",
    closing="Until next week.",
    tldr=Tldr(opening="What caught my attention this week:"),
    sections=SECTIONS,
    fetch=Fetching(automatic=False),
)

LINKS = [
    ("arxiv:2505.06708", "https://arxiv.org/abs/2505.06708", "paper", "Gated Attention for Large Language Models"),
    ("arxiv:2512.04076", "https://arxiv.org/abs/2512.04076", "paper", "Radiance Meshes for Volumetric Reconstruction"),
    ("arxiv:2510.25445", "https://arxiv.org/abs/2510.25445", "paper", "Agentic AI: A Comprehensive Survey"),
    ("arxiv:2505.03997", "https://arxiv.org/abs/2505.03997", "paper", "Quiet Feature Learning in Algorithmic Tasks"),
    ("arxiv:1706.03762", "https://arxiv.org/abs/1706.03762", "paper", "Attention Is All You Need"),
    ("arxiv:2106.09685", "https://arxiv.org/abs/2106.09685", "paper", "LoRA: Low-Rank Adaptation"),
    ("youtube:zduSFxRajkE", "https://www.youtube.com/watch?v=zduSFxRajkE", "video", "Let's build the GPT Tokenizer"),
    ("youtube:kCc8FmEb1nY", "https://www.youtube.com/watch?v=kCc8FmEb1nY", "video", "Let's build GPT: from scratch"),
    ("https://distill.pub/2021/gnn-intro", "https://distill.pub/2021/gnn-intro/", "read", "A Gentle Introduction"),
    ("github:karpathy/nanochat", "https://github.com/karpathy/nanochat", "tool", "nanochat"),
    ("github:astral-sh/uv", "https://github.com/astral-sh/uv", "tool", "uv"),
    ("https://twopug.com/interview-prep-ml-grind", "https://twopug.com/interview-prep-ml-grind/", "read", ""),
]  # fmt: skip


def saved() -> MemoryLibrary:
    """Twelve links, saved a day apart, nothing placed."""
    edits = Edits()
    for at, (identity, url, kind, title) in enumerate(LINKS, start=1):
        link = {"url": url, "identity": identity, "kind": kind, "title": title}
        edits.make(msgspec.convert({**link, "id": at, "added": f"2026-11-{at:02}T08:00:00Z"}, Link))
    edits.make(
        Source(id=1, text="Gating after attention adds non-linearity.", authors=("A. Author", "B. Author"))
    )
    kept = MemoryLibrary()
    kept.write(edits.change("Imported 12 links"))
    return kept


def begun() -> MemoryLibrary:
    """The same with draft #11: one paper written, one not, one benched, a video placed, a TL;DR line."""
    library = saved()
    edits = Edits()
    draft = Issue(
        id=1, number=11, date="2026-11-29", title="Gates, Meshes and Agents", greeting="Hey there!",
        tldr={"papers": "gates after attention"}, closing="Until next week.", sections=SECTIONS,
    )  # fmt: skip
    edits.make(draft)
    blurb = "Gating after attention turns out to do a great deal of work for very little cost."
    places: list[tuple[int, str, int | None]] = [
        (1, "papers", 1),
        (2, "papers", 2),
        (7, "videos", 1),
        (3, "papers", None),
    ]
    for id, (link, section, slot) in enumerate(places, start=1):
        _, url, _, title = LINKS[link - 1]
        links = (LabelledLink("", url),)
        text = blurb if id == 1 else ""
        edits.make(
            Entry(id=id, issue=1, link=link, section=section, slot=slot, title=title, links=links, blurb=text)
        )
    library.write(edits.change("Began issue #11"))
    return library


def seated(library: MemoryLibrary) -> Desk:
    """A desk over that library."""
    return Desk(library, PUBLICATION, lambda: NOW)


@pytest.fixture
def publication() -> Publication:
    """A weekly with the sections of the default one, written out so that a test can be read alone."""
    return PUBLICATION


@pytest.fixture
def library() -> MemoryLibrary:
    """Twelve links, saved a day apart, nothing placed."""
    return saved()


@pytest.fixture
def half_done() -> MemoryLibrary:
    """The same with draft #11: one paper written, one not, one benched, a video placed, a TL;DR line."""
    return begun()


@pytest.fixture
def make_desk() -> Callable[[MemoryLibrary], Desk]:
    """A desk over a library of the test's own."""
    return seated


@pytest.fixture
def desk() -> Desk:
    """A desk in the middle of its week: twelve links and half of issue #11."""
    return seated(begun())


@pytest.fixture(scope="session")
def fresh() -> Callable[[], Desk]:
    """Such a desk, new for each call: for laws that need many."""
    return lambda: seated(begun())


class Asked(msgspec.Struct):
    """A request as a site saw it. `path` holds the query; header names are in small letters."""

    path: str
    headers: dict[str, str]


class Site(ThreadingHTTPServer):
    """A site on 127.0.0.1 that answers as told. A reply is status, headers and body, or a function that writes it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), SiteHandler)
        self.asked: list[Asked] = []
        self.replies: dict[str, list[Reply]] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"

    def says(
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
        self.does(path, (status, {"Content-Type": type, **named}, content))

    def does(self, path: str, reply: "Reply") -> None:
        """Answer that path by writing whatever this function writes."""
        self.replies.setdefault(path, []).append(reply)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle of an answer is what many a test is about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]


Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


class SiteHandler(BaseHTTPRequestHandler):
    """One connection to a site."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(
            Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
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
def serving() -> Iterator[Site]:
    """A site that is there until the block ends."""
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on 127.0.0.1 that answers 404 until it is told what to say."""
    with serving() as server:
        yield server


@pytest.fixture
def sites() -> Iterator[Callable[[], Site]]:
    """As many such sites as a test needs."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(serving())


@pytest.fixture(scope="session")
def x_server() -> Iterator[str]:
    """The display of an X server without a screen that anybody sees."""
    if not (shutil.which("Xvfb") and shutil.which("xclip")):
        pytest.skip("Xvfb and xclip are not both installed: what needs a screen is skipped")
    reading, writing = os.pipe()
    command = f"Xvfb -displayfd {writing} -screen 0 1280x900x24 -nolisten tcp -noreset".split()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[writing], stdin=quiet, stdout=quiet, stderr=quiet) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


@pytest.fixture
def x11(x_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A desktop with that server; its display."""
    for name in ("WAYLAND_DISPLAY", "SSH_CONNECTION", "TMUX", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", x_server)
    return x_server
