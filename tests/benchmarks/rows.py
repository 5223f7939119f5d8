"""What is measured, row by row: on the screen, until durable, of whole commands. `table.py` prints them.

A row is measured on a workspace of one size, against a floor of the same run or a time that nobody notices.
"""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from tests.benchmarks.feed_server import serve_unchanged_feeds
from tests.benchmarks.floors import MARK, Floors
from tests.benchmarks.timing import (
    Times,
    rest,
    run_on_terminal,
    summarize_times,
    time_beside,
    time_key,
    time_keys,
    time_start,
)
from tests.support.terminal import ByteTerminal
from workbench.curation.publication.profile import load_default_publication
from workbench.desk.desk import Desk
from workbench.desk.verbs import history, triage
from workbench.library import open_library

DOWN: Final = b"\x1b[B"


class Bench(Struct, frozen=True):
    """A workspace of one size, the command that opens the screen on it, and the floors of this run."""

    folder: Path
    links: int
    command: list[str]
    floors: Floors

    def run(self, *words: str, codes: Sequence[int] = (0, 1)) -> None:
        """Run a command on it, the whole process."""
        ran = subprocess.run([*self.command, *words], capture_output=True, check=False)
        assert ran.returncode in codes, ran.stderr


class Result(Struct, frozen=True):
    """One line of the table. `allowed` is a ratio where there is a floor, else milliseconds or megabytes."""

    name: str
    ours: float
    allowed: float
    floor: float | None = None

    @property
    def ratio(self) -> float:
        """Ours against what is allowed to be compared with: the floor, else itself."""
        return self.ours / self.floor if self.floor else self.ours

    @property
    def is_met(self) -> bool:
        """Whether it is within what is allowed."""
        return self.ratio <= self.allowed


def measure_start(bench: Bench) -> Iterator[Result]:
    allowed = 2.0 if bench.links <= 10_000 else 3.0
    yield Result("start to the first row", time_start(bench.command, MARK), allowed, bench.floors.start)


def measure_cursor(bench: Bench) -> Iterator[Result]:
    floor = bench.floors.first_byte
    for name, keys in (("arrow", [DOWN]), ("j", [b"j"])):
        took = time_keys(bench.command, MARK, keys, to="first")
        yield Result(f"{name}, first byte, median", took.median, 1.3, floor.median)
        yield Result(f"{name}, first byte, p95", took.late, 1.3, floor.late)


def measure_verbs(bench: Bench) -> Iterator[Result]:
    for key, back in (("x", b"u"), ("b", b"u"), ("1", DOWN)):  # the section is full: `1` says so
        done, undone = _time_there_and_back(bench, key.encode(), back)
        yield from _against_key(bench, f"{key}, last byte", done)
        if key == "x":
            yield from _against_key(bench, "u, last byte", undone)


def _time_there_and_back(bench: Bench, key: bytes, back: bytes, times: int = 20) -> tuple[Times, Times]:
    there, again = list[float](), list[float]()
    with _open(bench) as screen:
        for _ in range(times):
            there.append(time_key(screen, key, "last"))
            again.append(time_key(screen, back, "last"))
    return summarize_times(there), summarize_times(again)


def measure_views(bench: Bench) -> Iterator[Result]:
    for name, key, back in (("tab", b"\t", b"\t"), ("F", b"F", b"q"), ("H", b"H", b"q"), ("N", b"N", b"q")):
        took, _ = _time_there_and_back(bench, key, back, times=12)
        yield from _against_key(bench, f"{name}, last byte", took)


def measure_filter(bench: Bench) -> Iterator[Result]:
    first, more = list[float](), list[float]()
    for _ in range(3):
        with _open(bench) as screen:
            time_key(screen, b"/", "last")
            rest(screen, 1.0)
            first.append(time_key(screen, b"g", "first"))
            more += [time_key(screen, letter, "first") for letter in (b"r", b"a", b"\x7f", b"\x7f") * 4]
    yield Result("filter, first letter", max(first), 50)
    yield Result("filter, one more letter, p95", summarize_times(more).late, 50)


def measure_typing(bench: Bench) -> Iterator[Result]:
    with _open(bench) as screen:
        for key in (b"\t", b"}", b"e", b"\t", b"\t"):
            time_key(screen, key, "last")
        took = summarize_times([time_key(screen, b"and "[at % 4 :][:1], "first") for at in range(60)])
    yield Result("a letter of a blurb, preview beside it, p95", took.late, 33)


def measure_durable(bench: Bench) -> Iterator[Result]:
    library = open_library(bench.folder, clock=lambda: datetime.now(UTC))
    desk = Desk(library, load_default_publication(), lambda: datetime.now(UTC))
    ids = iter(desk.state.ids_in("inbox")[1:])
    verbs: list[tuple[str, Callable[[], object]]] = [
        ("reject until durable", lambda: desk.do(triage.reject_links, [next(ids)])),
        ("undo until durable", lambda: desk.do(history.undo_change)),
    ]
    for name, verb in verbs:
        took, floor = time_beside(verb, bench.floors.append, 60)
        yield Result(name, took.median, 5, floor.median)
    library.close()


def measure_commands(bench: Bench) -> Iterator[Result]:
    count, is_large = iter(range(10**6)), bench.links > 10_000
    bench.run("list", "is:placed")  # bytecode is there
    commands: list[tuple[str, float, Callable[[], None]]] = [
        ("add", 26 if is_large else 13,
         lambda: bench.run("add", "--no-fetch", f"https://a.example/{next(count)}")),
        ("list is:placed", 75 if is_large else 25, lambda: bench.run("list", "is:placed")),
        ("list --json", 165, lambda: bench.run("list", "--json")),
        ("identify", 8, lambda: bench.run("identify", "https://arxiv.org/abs/2510.25445")),
        ("check", 45 if is_large else 35, lambda: bench.run("check")),
        ("export --output -", 30, lambda: bench.run("export", "--output", "-")),
        ("archive search", 75, lambda: bench.run("archive", "search", "attention")),
    ]  # fmt: skip
    for name, allowed, run in commands:
        yield _against_python(bench, name, allowed, run, 5)


def measure_import(bench: Bench) -> Iterator[Result]:
    file = bench.folder.with_name(f"bookmarks-{bench.links}.html")
    rows = (
        f'<DT><A HREF="https://b{at % 999}.example/{at}">Bookmark {at} of many</A>' for at in range(10_000)
    )
    file.write_text("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n" + "\n".join(rows) + "\n</DL>", "utf-8")
    yield _against_python(bench, "import of 10,000 bookmarks", 125, lambda: bench.run("import", str(file)), 1)


def measure_feeds(bench: Bench) -> Iterator[Result]:
    with serve_unchanged_feeds(bench.folder):
        bench.run("feeds", "pull")
        pull = _against_python(
            bench, "feeds pull, nothing new in 60", 165, lambda: bench.run("feeds", "pull"), 3
        )
    yield pull


def measure_memory(bench: Bench) -> Iterator[Result]:
    with _open(bench) as screen:
        for key in (DOWN, b"x", b"u", b"/", b"g", b"\x1b"):
            time_key(screen, key, "first")
        held = read_resident_megabytes(screen.program.pid)
    yield Result("memory of the screen, MB", held, 250)


def read_resident_megabytes(process: int) -> float:
    """What a process holds in memory now."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    pages = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(pages.split()[1]) / 1024


@contextmanager
def _open(bench: Bench) -> Iterator[ByteTerminal]:
    """The screen, once it is whole and rests."""
    with run_on_terminal(bench.command) as screen:
        screen.wait_for(MARK, 60)
        screen.settle(1.0)
        yield screen


def _against_key(bench: Bench, name: str, took: Times) -> Iterator[Result]:
    yield Result(f"{name}, median", took.median, 2.5, bench.floors.key.median)
    yield Result(f"{name}, p95", took.late, 4, bench.floors.key.late)


def _against_python(bench: Bench, name: str, allowed: float, run: Callable[[], None], times: int) -> Result:
    """A whole process against one of Python that does nothing, which takes 12 ms on a machine at rest."""
    took, floor = time_beside(run, bench.floors.run_python, times)
    return Result(f"{name}, whole process", took.median, allowed, floor.median)


ROWS: Final[dict[str, Callable[[Bench], Iterator[Result]]]] = {
    "start": measure_start,
    "cursor": measure_cursor,
    "verbs": measure_verbs,
    "views": measure_views,
    "filter": measure_filter,
    "typing": measure_typing,
    "durable": measure_durable,
    "commands": measure_commands,
    "import": measure_import,
    "feeds": measure_feeds,
    "memory": measure_memory,
}
"""The measures by the name under which each can be run alone."""
