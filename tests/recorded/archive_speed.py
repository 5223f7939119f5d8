"""How long `archive import` takes, as the process that a shell starts: on made archives of more and more issues, and on
folders of real ones.

    python -m tests.recorded.archive_speed [FOLDER...]

It is not part of the gate: its figures are those of one machine at one moment.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

SIZES: Final = (125, 250, 500)
ENTRIES: Final = 30
PARTS: Final = ("Papers", "Articles", "Code")


def write_issues(folder: Path, count: int) -> None:
    """So many issues of 30 entries each, in Markdown; one link in ten was in an earlier issue."""
    for number in range(1, count + 1):
        lines = [f"# Weekly {number}", "", f"Hello, this is issue {number}.", ""]
        for at in range(ENTRIES):
            if at % (ENTRIES // len(PARTS)) == 0:
                lines += ["", f"## {PARTS[at * len(PARTS) // ENTRIES]}", ""]
            of = max(1, number - 7) if at % 10 == 3 else number
            url = f"https://site{(of * 31 + at) % 400}.example/{of}/{at}"
            lines.append(
                f"- [Title {at} of issue {of}]({url}): what it says in a line, and why it is worth an hour."
            )
        lines += ["", "See you next week!", ""]
        (folder / f"{number:04}.md").write_text("\n".join(lines), "utf-8")


def measure(folder: Path) -> tuple[float, float, int, int]:
    """Seconds of the process and of its processor, issues and entries of one import into an empty workspace."""
    with TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}
        program = [sys.executable, "-m", "workbench", "--workspace", home]
        subprocess.run([*program, "init", home], check=True, capture_output=True, env=environment)
        begin, used = perf_counter(), sum(os.times()[2:4])
        done = subprocess.run(
            [*program, "archive", "import", str(folder), "--json"],
            check=False,
            capture_output=True,
            env=environment,
        )
        seconds, busy = perf_counter() - begin, sum(os.times()[2:4]) - used
    issues = json.loads(done.stdout)["issues"]
    return seconds, busy, len(issues), sum(issue["entries"] for issue in issues)


def iter_archives(named: list[str], room: Path) -> Iterator[tuple[str, Path]]:
    """What is measured: made archives, then those that are named."""
    for size in SIZES:
        folder = room / str(size)
        folder.mkdir()
        write_issues(folder, size)
        yield f"made, {size} issues", folder
    yield from ((name, Path(name)) for name in named)


def main() -> None:
    """Print a row for each archive."""
    print(f"{'archive':40} {'issues':>7} {'entries':>8} {'seconds':>8} {'processor':>9} {'ms/entry':>9}")
    with TemporaryDirectory() as room:
        for name, folder in iter_archives(sys.argv[1:], Path(room)):
            seconds, busy, issues, entries = measure(folder)
            each = 1000 * busy / max(1, entries)
            print(f"{name[-40:]:40} {issues:7,} {entries:8,} {seconds:8.1f} {busy:9.1f} {each:9.2f}")


if __name__ == "__main__":
    main()
