"""The measures of the workbench against floors of the same run: `python -m tests.benchmarks.table`.

    python -m tests.benchmarks.table 1000 10000 100000
    python -m tests.benchmarks.table 10000 --only start cursor

Each size is so many links that wait, beside 500 past issues of 30 entries, 60 feeds and a draft that is full, in a
workspace of its own that is gone afterwards. Every screen is a real process on a terminal of 160 columns.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.benchmarks.floors import Floors
from tests.benchmarks.rows import ROWS, Bench, Result
from tests.benchmarks.workspaces import make_workspace

SIZES: Final = (1_000, 10_000, 100_000)


def main() -> int:
    """Print the table. The exit says whether all is within what is allowed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many links wait")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS), help="these measures alone")
    asked = parser.parse_args()
    all_met = True
    print(f"{'measure':48}{'links':>9}{'ours':>9}{'floor':>9}{'ratio':>7}{'allowed':>9}")
    with tempfile.TemporaryDirectory() as home:
        be_somebody_new(Path(home))
        floors = Floors(Path(home))
        for size in asked.sizes:
            folder = Path(home) / str(size)
            bench = Bench(folder, size, make_workspace(folder, size), floors)
            for name in asked.only:
                for result in ROWS[name](bench):
                    print(_format_line(result, size), flush=True)
                    all_met &= result.is_met
    return 0 if all_met else 1


def _format_line(result: Result, size: int) -> str:
    floor, ratio = (f"{result.floor:.1f}", f"{result.ratio:.2f}") if result.floor else ("", "")
    mark = "" if result.is_met else "  over"
    return f"{result.name:48}{size:9,}{result.ours:9.1f}{floor:>9}{ratio:>7}{result.allowed:9,.1f}{mark}"


def be_somebody_new(home: Path) -> None:
    """Nothing of the tester's own is read or written, and bytecode is there, as it is for whoever installed this."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(home / "home")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.pop("WORKBENCH_HOME", None)


if __name__ == "__main__":
    sys.exit(main())
