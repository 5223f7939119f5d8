"""What years of past issues cost: `python -m tests.benchmarks.past_issues [LINKS...]`, 500 issues of 30 entries each.

The screen is a real process on a pseudo-terminal. A repaint is over when the border of the view says what was found.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Final

from tests.benchmarks.table import BARE_APP, run_on_terminal, time_command, time_cursor_keys
from tests.support.past_issues import Size, write_past_workspace
from tests.support.terminal import ByteTerminal

WARM: Final = 12.0  # seconds in which past issues are read in idle moments
TIMES: Final = 20


def time_keys(screen: ByteTerminal, key: str, shows: str, leave: bytes) -> list[float]:
    """Milliseconds from a key to what it shows, with the keys that lead back behind it."""
    taken = []
    for _ in range(TIMES):
        screen.settle(0.3)
        began = perf_counter()
        screen.send(key.encode())
        screen.wait_for(shows, 20)
        taken.append((perf_counter() - began) * 1000)
        screen.settle(0.2)
        screen.send(leave)
    return taken


def measure_screen(arguments: list[str]) -> dict[str, list[float]]:
    """Opening the search, a first letter, and the list of issues, each some times."""
    with run_on_terminal(arguments) as screen:
        screen.wait_for("Inbox", 60)
        sleep(WARM)
        opening = time_keys(screen, "Y", "Past issues: 500", b"\x1b")
        screen.settle(0.3)
        screen.send(b"Y")
        letter = time_keys(screen, "a", "places", b"\x7f")
        screen.settle(0.3)
        screen.send(b"\x1b")
        issues = time_keys(screen, "N", "#499", b"q")
    return {"Y opens the search": opening, "the first letter": letter, "N opens the issues": issues}


def measure_commands(arguments: list[str]) -> tuple[float, dict[str, float]]:
    """Milliseconds of `list`, and of searches in past issues."""
    floor = time_command([*arguments, "list"])
    queries = ("agents", "section:papers host:arxiv.org year:2025", "author:kadar")
    return floor, {
        query: time_command([*arguments, "archive", "search", *query.split()]) for query in queries
    }


def main() -> None:
    """Print the table."""
    for links in [int(size) for size in sys.argv[1:]] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as home:
            write_past_workspace(Path(home), Size(links=links))
            arguments = ["-m", "workbench", "--workspace", home]
            print(f"{links:,} links, 500 issues of 30 entries")
            bare = time_cursor_keys(["-c", BARE_APP])
            print(
                f"  {'a cursor key of a bare app, for comparison':56} p50 {bare[0]:6.1f} ms  p95 {bare[1]:6.1f} ms"
            )
            for name, taken in measure_screen(arguments).items():
                print(f"  {name:56} p50 {median(taken):6.1f} ms  p95 {quantiles(taken, n=20)[-1]:6.1f} ms")
            floor, searches = measure_commands(arguments)
            for query, took in searches.items():
                print(
                    f"  {'archive search ' + query:56} {took:6.0f} ms  {took / floor:.2f} of `list` ({floor:.0f} ms)"
                )


if __name__ == "__main__":
    main()
