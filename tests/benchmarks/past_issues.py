"""What years of past issues cost: `python -m tests.benchmarks.past_issues [LINKS...]`, 500 issues of 30 entries each.

The screen is a real process on a pseudo-terminal. A repaint is over when the view says what was found.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep
from typing import Final

from tests.benchmarks.floors import Floors
from tests.benchmarks.timing import Times, run_on_terminal, summarize_times, time_calls
from tests.support.past_issues import Size, write_past_workspace
from tests.support.terminal import ByteTerminal

WARM: Final = 12.0  # seconds in which past issues are read in idle moments
TIMES: Final = 20
QUERIES: Final = ("agents", "section:papers host:arxiv.org year:2025", "author:kadar")


def time_view(screen: ByteTerminal, key: bytes, shows: str, leave: bytes) -> Times:
    """From a key to what it shows; `leave` are the keys that lead back behind it."""
    taken = []
    for _ in range(TIMES):
        screen.settle(0.3)
        began = perf_counter()
        screen.send(key)
        screen.wait_for(shows, 20)
        taken.append((perf_counter() - began) * 1000)
        screen.settle(0.2)
        screen.send(leave)
    return summarize_times(taken)


def measure_screen(command: list[str]) -> dict[str, Times]:
    """Opening the search, a first letter, and the list of issues, each some times."""
    with run_on_terminal(command) as screen:
        screen.wait_for("Inbox", 60)
        sleep(WARM)
        opening = time_view(screen, b"Y", "Past issues: 500", b"\x1b")
        screen.settle(0.3)
        screen.send(b"Y")
        letter = time_view(screen, b"a", "places", b"\x7f")
        screen.settle(0.3)
        screen.send(b"\x1b")
        issues = time_view(screen, b"N", "#499", b"q")
    return {"Y opens the search": opening, "the first letter": letter, "N opens the issues": issues}


def time_command(command: list[str], *words: str) -> float:
    """Median milliseconds of a whole command."""
    return time_calls(
        lambda: subprocess.run([*command, *words], check=True, capture_output=True), times=7
    ).median


def main() -> None:
    """Print the table."""
    for links in [int(size) for size in sys.argv[1:]] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as home:
            write_past_workspace(Path(home), Size(links=links))
            command = [sys.executable, "-m", "workbench", "--workspace", home]
            print(f"{links:,} links, 500 issues of 30 entries")
            shown = {"a cursor key of a bare app": Floors(Path(home)).key, **measure_screen(command)}
            for name, taken in shown.items():
                print(f"  {name:56} p50 {taken.median:6.1f} ms  p95 {taken.late:6.1f} ms")
            floor = time_command(command, "list")
            for query in QUERIES:
                took = time_command(command, "archive", "search", *query.split())
                print(
                    f"  {'archive search ' + query:56} {took:6.0f} ms  {took / floor:.2f} of `list` ({floor:.0f} ms)"
                )


if __name__ == "__main__":
    main()
