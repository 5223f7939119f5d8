"""How long the screen takes to leave, each way, beside an app of Textual's that holds nothing.

    python -m tests.faults.leaving_times [TIMES]

From the signal, key or cut line until the process is gone, while text is typed and not saved.
"""

import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from tests.support.processes import Workspace
from tests.support.terminal import Terminal

Step: TypeAlias = Callable[[Terminal], None]

BARE: Final = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self): yield Static("It runs.")
Bare().run()
"""
PLACES: Final[dict[str, Step]] = {
    "in the list": Terminal.settle,
    "in a blurb": lambda screen: _type(screen, "\tg}}\r", "Half a sentence"),
    "in a note": lambda screen: _type(screen, "m", "half a note"),
    "in added links": lambda screen: _type(screen, "a", "https://a.b/typed"),
}
WAYS: Final[dict[str, Step]] = {
    "ctrl+q": lambda screen: screen.send(b"\x11"),
    "TERM": lambda screen: screen.program.send_signal(signal.SIGTERM),
    "HUP": lambda screen: screen.program.send_signal(signal.SIGHUP),
    "INT": lambda screen: screen.program.send_signal(signal.SIGINT),
    "line cut": lambda screen: screen.hang_up(),
    "TERM, not read": lambda screen: screen.program.send_signal(signal.SIGTERM),
}
STALLING: Final = b"\x1b[20~" * 10 + b"\x0e\x10" * 40
"""Keys that paint more than a terminal takes that is not read, wherever the keyboard is."""


def _type(screen: Terminal, keys: str, text: str) -> None:
    screen.press(keys)
    screen.type(text)


def _measure(command: list[str], shown: str, prepare: Step, leave: Step, *, stalling: bytes = b"") -> float:
    screen = Terminal(command)
    try:
        screen.wait_for(shown)
        screen.settle()
        prepare(screen)
        if stalling:
            screen.stall(stalling)
        began = time.monotonic()
        leave(screen)
        while screen.program.poll() is None and time.monotonic() - began < 10:
            if stalling or screen.hung_up:
                time.sleep(0.005)
            else:
                screen.read(0.005)
        return time.monotonic() - began
    finally:
        screen.close()


def main(times: int = 10) -> None:
    """Print a row for each way: median and worst, as multiples of the bare app's median."""
    with tempfile.TemporaryDirectory() as folder:
        run = Workspace(Path(folder) / "letters")
        run("init", str(run.folder))
        run("add", "--no-fetch", "https://a.b/1", "https://a.b/2")
        run("place", 1, "papers")
        run("write", 1, "--title", "One")
        bare = [
            _measure([sys.executable, "-c", BARE], "It runs.", Terminal.settle, WAYS["ctrl+q"])
            for _ in range(times)
        ]
        unit = statistics.median(bare)
        print(f"bare app, ctrl+q: median {unit:.2f} s, worst {max(bare):.2f} s")
        for place, prepare in PLACES.items():
            for way, leave in WAYS.items():
                took = [
                    _measure(
                        run.command,
                        "Inbox",
                        prepare,
                        leave,
                        stalling=STALLING if way == "TERM, not read" else b"",
                    )
                    for _ in range(times)
                ]
                median, worst = statistics.median(took), max(took)
                print(
                    f"{place:16} {way:16} median {median:.2f} s ({median / unit:.1f} x), worst {worst:.2f} s",
                    flush=True,
                )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
