"""What is measured against: a bare Textual app, a raw append with its sync, an empty Python.

Absolute times move with the machine, and what these cost moves with them. The app is measured once a run, the other two
in turns with what is measured against them.
"""

import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Final

from tests.benchmarks.timing import Times, time_keys, time_start

MARK: Final = "QQFIRSTQQ"
"""Stands in the first row of a list that is measured."""
_BARE_APP: Final = f"""
from textual.app import App
from textual.widgets import OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*["{MARK}" if at == 0 else f"row {{at}}" for at in range(200)])
Bare().run()
"""
BARE: Final = [sys.executable, "-c", _BARE_APP]


class Floors:
    """The floors of one run, on this machine. What is measured is so when a row first asks for it; milliseconds."""

    def __init__(self, folder: Path) -> None:
        self._folder: Final = folder

    @cached_property
    def start(self) -> float:
        """A bare app with a list of 200 rows, to its first row."""
        return time_start(BARE, MARK)

    @cached_property
    def key(self) -> Times:
        """A cursor key in it, to the last byte of the repaint."""
        return time_keys(BARE, MARK, [b"\x1b[B"])

    @cached_property
    def first_byte(self) -> Times:
        """The same to the first byte."""
        return time_keys(BARE, MARK, [b"\x1b[B"], to="first")

    def append(self) -> None:
        """Append a kilobyte to a file, and sync it."""
        with (self._folder / "raw").open("ab", buffering=0) as file:
            file.write(b"x" * 1024)
            os.fdatasync(file.fileno())

    def run_python(self) -> None:
        """Start Python and leave it."""
        subprocess.run([sys.executable, "-c", ""], check=True)
