"""How long an import takes, and how long it holds the screen: `python tests/benchmarks/importing.py 1000 10000`.

Seconds are those of the processor, which a busy machine does not change. The screen is the real one without a terminal;
a stall is the work between two turns of its event loop, for which a key has to wait.
"""

import asyncio
import random
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from workbench.cli.commands.start import tune_garbage_collection
from workbench.curation.publication.profile import read_default_text
from workbench.ui.app import WorkbenchApp
from workbench.ui.dialogs.import_review import ImportReview
from workbench.ui.screens.main import WorkbenchScreen
from workbench.workspace import open_workspace

WORDS: Final = (
    "attention", "gates", "sparse", "agents", "scaling", "diffusion", "vision", "reward", "kernels", "memory",
    "survey", "robust",
)  # fmt: skip


def write_bookmarks(file: Path, count: int) -> None:
    """A browser's bookmarks: folders of fifty, each link with a title, a date and tags, every fourth with a note."""
    rng = random.Random(7)
    with file.open("w", encoding="utf-8") as out:
        out.write("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<H1>Bookmarks</H1>\n<DL><p>\n")
        for at in range(count):
            if at % 50 == 0:
                out.write("</DL><p>\n" * bool(at) + f"<DT><H3>Folder {at // 50}</H3>\n<DL><p>\n")
            url = f"https://www.site{at % 2003}.example/{rng.choice(WORDS)}-{at}?utm_source=x&amp;id={at}"
            tags, title = ",".join(rng.sample(WORDS, 2)), " ".join(rng.sample(WORDS, 6))
            out.write(
                f'<DT><A HREF="{url}" ADD_DATE="{1600000000 + at * 60}" TAGS="{tags}">{title} {at}</A>\n'
            )
            out.write("<DD>A note about it\n" * (at % 4 == 0))
        out.write("</DL><p></DL><p>\n")


def time_command(folder: Path, file: Path) -> float:
    """Processor seconds of the whole command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "workbench", "--workspace", str(folder), "import", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


async def find_stalls(folder: Path, file: Path) -> tuple[float, float]:
    """The longest stall in milliseconds while the file is read and compared, and while it is saved and shown."""
    longest = {"reading": 0.0, "saving": 0.0}
    phase = "reading"

    async def watch() -> None:
        while True:
            began = time.thread_time()
            await asyncio.sleep(0.002)
            longest[phase] = max(longest[phase], (time.thread_time() - began) * 1000)

    with open_workspace(folder) as workspace:
        app = WorkbenchApp(workspace.desk, workspace.services)
        async with app.run_test(size=(120, 40)) as pilot:
            tune_garbage_collection()  # as the program does when it starts
            screen = app.screen_stack[0]
            assert isinstance(screen, WorkbenchScreen)
            watching = asyncio.create_task(watch())
            screen.actions.files.offer(str(file), print)
            while not isinstance(app.screen, ImportReview) or screen.jobs.importing.progress:
                await asyncio.sleep(0.05)
            phase = "saving"
            await pilot.press("enter")
            await asyncio.sleep(0.5)
            while screen.jobs.importing.progress:
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.5)
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
    return longest["reading"], longest["saving"]


def main() -> None:
    """Print a line for each size."""
    print(f"{'rows':>8} {'seconds':>8} {'rows/s':>8} {'stall, reading':>15} {'stall, saving':>14}")
    for size in [int(size) for size in sys.argv[1:]] or [1_000, 10_000]:
        with tempfile.TemporaryDirectory() as home:
            file = Path(home) / "bookmarks.html"
            write_bookmarks(file, size)
            folders = [Path(home) / name for name in ("command", "screen")]
            for folder in folders:
                folder.mkdir()
                profile = read_default_text().replace("automatic = true", "automatic = false")
                (folder / "workbench.toml").write_text(profile, encoding="utf-8")
            took = time_command(folders[0], file)
            reading, saving = asyncio.run(find_stalls(folders[1], file))
        print(f"{size:8,} {took:8.2f} {size / took:8,.0f} {reading:12.0f} ms {saving:11.0f} ms")


if __name__ == "__main__":
    main()
