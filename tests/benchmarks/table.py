"""The measures of the workbench as ratios against floors of the same run: `python tests/benchmarks/table.py`.

Absolute times move with the machine; what a bare Textual app and a bare append cost moves with them. Every
screen is a real process on a pseudo-terminal, timed by the bytes it writes.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from tests.support.terminal import ByteTerminal
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.publication.profile import load_default_publication, read_default_text
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import take_in_links
from workbench.desk.verbs import triage
from workbench.library import open_library

ROOT: Final = Path(__file__).parents[2]
MARK: Final = "QQFIRSTQQ"
BARE_APP: Final = f"""
from textual.app import App
from textual.widgets import OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*["{MARK}" if at == 0 else f"row {{at}}" for at in range(200)])
Bare().run()
"""


@contextmanager
def run_on_terminal(arguments: list[str]) -> Iterator[ByteTerminal]:
    """A program on a terminal of 120x40 until the block ends."""
    screen = ByteTerminal([sys.executable, *arguments], 120, 40)
    try:
        yield screen
    finally:
        screen.close()


def time_key(screen: ByteTerminal, key: bytes) -> float:
    """Milliseconds from a key to the first bytes that answer it."""
    screen.settle(0.2)
    began = time.perf_counter()
    screen.send(key)
    screen.read(10)
    return (time.perf_counter() - began) * 1000


def make_workspace(folder: Path, links: int) -> list[str]:
    """Arguments that open the screen on a workspace of that many links, the newest with the mark for a title.

    It asks no site: what is measured is the workbench.
    """
    (folder / "workbench.toml").write_text(
        read_default_text().replace("automatic = true", "automatic = false")
    )
    library = open_library(folder, clock=lambda: datetime.now(UTC))
    desk = Desk(library, load_default_publication(), lambda: datetime.now(UTC))
    clippings = [
        Clipping(
            row=at,
            url=f"https://site{at % 97}.example/posts/{at}",
            title=f"A link worth reading, number {at}",
        )
        for at in range(1, links)
    ]
    newest = Clipping(row=links, url="https://newest.example/x", title=MARK)
    desk.do(take_in_links, ImportResult(format="list", clippings=(*clippings, newest)), "benchmark")
    library.close()
    return ["-m", "workbench", "--workspace", str(folder)]


def time_start(arguments: list[str], times: int = 5) -> float:
    """Median milliseconds from the start of the process to the first row on the screen."""

    def once() -> float:
        began = time.perf_counter()
        with run_on_terminal(arguments) as screen:
            screen.wait_for(MARK, 60)
            return (time.perf_counter() - began) * 1000

    return median(once() for _ in range(times))


def time_cursor_keys(arguments: list[str], times: int = 60) -> tuple[float, float]:
    """Milliseconds from a cursor key to its repaint: median and 95th percentile."""
    with run_on_terminal(arguments) as screen:
        screen.wait_for(MARK, 60)
        measured = [time_key(screen, b"\x1b[B") for _ in range(times)]
    return median(measured), quantiles(measured, n=20)[-1]


def time_raw_append(folder: Path, times: int = 200) -> float:
    """Median milliseconds to append a kilobyte and sync it: the floor of anything durable."""
    with (folder / "raw").open("ab", buffering=0) as file:

        def append() -> None:
            file.write(b"x" * 1024)
            os.fdatasync(file.fileno())

        return _median_time(append, times)


def time_verb(folder: Path, times: int = 60) -> float:
    """Median milliseconds of rejecting a link, until it is durable."""
    library = open_library(folder, clock=lambda: datetime.now(UTC))
    desk = Desk(library, load_default_publication(), lambda: datetime.now(UTC))
    ids = iter(desk.state.ids_in("inbox")[1:])
    took = _median_time(lambda: desk.do(triage.reject_links, [next(ids)]), times)
    library.close()
    return took


def time_command(arguments: list[str], times: int = 7) -> float:
    """Median milliseconds of a whole command."""
    return _median_time(
        lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT), times
    )


def time_add(arguments: list[str]) -> float:
    """The same for saving one link."""
    return time_command([*arguments, "add", "--no-fetch", "https://a.example/x"])


def _median_time(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def main() -> None:
    """Print the table."""
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000]
    with tempfile.TemporaryDirectory() as home:
        bare_start = time_start(["-c", BARE_APP])
        bare_key = time_cursor_keys(["-c", BARE_APP])
        floor = time_raw_append(Path(home))
        empty = time_command(["-c", "pass"])
        print(f"{'measure':48} {'links':>8} {'ms':>8} {'floor':>8} {'ratio':>6}")
        for size in sizes:
            folder = Path(home) / str(size)
            folder.mkdir()
            arguments = make_workspace(folder, size)
            key = time_cursor_keys(arguments)
            rows = [
                ("start to the first row, against a bare app", time_start(arguments), bare_start),
                ("cursor key to repaint, median", key[0], bare_key[0]),
                ("cursor key to repaint, 95th percentile", key[1], bare_key[1]),
                ("reject to durable, against one raw append", time_verb(folder), floor),
                ("`add URL`, whole process, against `python -c pass`", time_add(arguments), empty),
            ]  # fmt: skip
            for name, took, against in rows:
                print(f"{name:48} {size:8,} {took:8.1f} {against:8.1f} {took / against:6.2f}")


if __name__ == "__main__":
    main()
