"""Two hours of keys in some minutes, and whether the screen's memory grows: `python -m tests.benchmarks.soak`.

    python -m tests.benchmarks.soak --keys 20000 --links 10000

The real program on a terminal, beside past issues and feeds: down and up the list, views and their orders, a filter,
triage and its undo, the preview, help, writing. After each tenth of the keys it prints the resident megabytes. The exit
says whether the last fifth holds no more than a tenth above the second fifth: what is read in idle moments comes first.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmarks.floors import MARK
from tests.benchmarks.rows import read_resident_megabytes
from tests.benchmarks.table import be_somebody_new
from tests.benchmarks.timing import run_on_terminal
from tests.benchmarks.workspaces import make_workspace

# The filter brings the keyboard to the inbox, so that undo has what to take back, and not what made the library.
ROUND: Final = (
    b"/", b"\x1b", *[b"j"] * 12, b"\x1b[6~", *[b"k"] * 8, b"x", b"u", b" ", b"j", b" ", b"\x1b", b"]", b"j", b"[",
    b"/", b"a", b"g", b"e", b"\x7f", b"\x1b", b"p", b"p", b"p", b"?", b"\x1b", b"\t", *[b"j"] * 6, *[b"k"] * 3,
    b"\r", b"g", b"\x7f", b"\x1b", b"\t", b"\t", b"g", b"G", b"g",
)  # fmt: skip
PAUSE: Final = 0.02
"""Seconds in which a key may be painted before the next one comes."""
ESCAPE_PAUSE: Final = 0.2
MAX_GROWTH: Final = 1.1


def main() -> int:
    """Press the keys; the exit says whether memory stayed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=20_000)
    parser.add_argument("--links", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        be_somebody_new(Path(home))
        command = make_workspace(Path(home) / "soak", asked.links)
        held = list(_press(command, asked.keys))
    before, after = median(held[2:4]), median(held[8:])
    print(f"{before:.1f} MB became {after:.1f} MB")
    return 0 if after <= before * MAX_GROWTH else 1


def _press(command: list[str], keys: int) -> Iterator[float]:
    """The megabytes after each tenth of the keys."""
    with run_on_terminal(command) as screen:
        screen.wait_for(MARK, 60)
        screen.settle(1.0)
        for pressed, key in enumerate(islice(cycle(ROUND), keys), start=1):
            screen.send(key)
            # An escape is one alone only when nothing follows it for a while.
            screen.settle(ESCAPE_PAUSE if key == b"\x1b" else PAUSE)
            if pressed % (keys // 10) == 0:
                held = read_resident_megabytes(screen.program.pid)
                print(f"{pressed:7,} keys  {held:6.1f} MB", flush=True)
                yield held


if __name__ == "__main__":
    sys.exit(main())
