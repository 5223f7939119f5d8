"""Kill writers at random moments, as often as asked for, and look whether anything they acknowledged is gone.

    python tests/faults/kills.py 1000 [SEED]

One writer, several at once, writers that leave and come back between any two changes (so that checkpoints are
killed too), writers that stay, write checkpoints and move the journal beside others, and the program's own `add`. After
every round the library is opened, as the next command would.
Prints kills, changes acknowledged, lost, torn; exit 1 where anything was lost or damaged.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Final

import msgspec

from workbench.library import examine_library, open_library

WRITER: Final = Path(__file__).parents[1] / "library" / "writer.py"
WRITER_MODES: Final = (
    ("alone", 1), ("come-and-go", 1), ("alone", 3), ("add", 1), ("come-and-go", 2), ("fold", 1), ("fold", 3),
)  # fmt: skip
ROUNDS_PER_FOLDER: Final = 25


class Tally(msgspec.Struct):
    """What happened so far. `torn` lines were never acknowledged; they are set aside and told."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    torn: int = 0
    damaged: int = 0


def build_command(mode: str, folder: Path, name: str) -> list[str]:
    """A process that saves links named after it and says each on standard output."""
    if mode == "add":
        add = ["add", f"https://a.b/{name}", "--no-fetch", "--json"]
        return [sys.executable, "-m", "workbench", "--workspace", str(folder), *add]
    return [
        sys.executable,
        str(WRITER),
        str(folder),
        f"{name}-",
        "0",
        *([mode] if mode != "alone" else []),
    ]


def kill_writers(mode: str, writers: int, folder: Path, round: int, chance: random.Random) -> Iterator[str]:
    """Start so many writers, kill each at a moment of its own; what they acknowledged."""
    with ExitStack() as stack:
        running = []
        for number in range(writers):
            words = build_command(mode, folder, f"{round}.{number}")
            process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            running.append(stack.enter_context(process))
        for number, process in enumerate(running):
            assert process.stdout is not None
            said = "" if mode == "add" else process.stdout.readline()
            time.sleep(chance.uniform(0.05, 0.25) if mode == "add" else chance.uniform(0, 0.03))
            process.kill()
            for line in [said, *process.stdout]:
                if line.endswith("\n"):
                    yield f"https://a.b/{round}.{number}" if mode == "add" else line.strip()


def check_library(folder: Path, acknowledged: set[str], tally: Tally) -> None:
    """Open the library as the next command would, and compare it with all that was acknowledged in it."""
    library = open_library(folder, clock=lambda: datetime.now(UTC))
    there = {msgspec.json.decode(line)["identity"] for _, line in library.documents_in("links").iter_lines()}
    tally.torn += sum("was being written" in notice for notice in library.notices)
    library.close()
    tally.lost += len(acknowledged - there)
    tally.damaged += sum(finding.level == "error" for finding in examine_library(folder))


def main(kills: str = "1000", seed: str = "29") -> int:
    """Kill, judge, say what came of it; returns the exit code."""
    chance = random.Random(int(seed))
    count = Tally()
    ways = cycle(WRITER_MODES)
    while count.kills < int(kills):
        with tempfile.TemporaryDirectory() as folder:
            said: set[str] = set()
            for round in range(ROUNDS_PER_FOLDER):
                how, writers = next(ways)
                new = set(kill_writers(how, writers, Path(folder), round, chance))
                count.kills += writers
                count.acknowledged += len(new)
                said |= new
                check_library(Path(folder), said, count)
    sys.stdout.write(
        f"{count.kills} kills, {count.acknowledged} changes acknowledged, "
        f"{count.lost} lost, {count.torn} torn and set aside, {count.damaged} damaged\n"
    )
    return 1 if count.lost or count.damaged else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
