"""Times as a person meets them: of whole processes, and of keys by the bytes that a terminal gets."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Final

from msgspec import Struct

from tests.support.terminal import ByteTerminal

QUIET: Final = 0.2
"""Seconds without a byte after which a repaint is whole: what a rested cursor brings later is part of it."""
REST: Final = 0.1
"""Seconds between two keys, as a finger takes them."""


class Times(Struct, frozen=True):
    """Milliseconds: the median and the 95th percentile."""

    median: float
    late: float


def summarize_times(milliseconds: Sequence[float]) -> Times:
    """Median and 95th percentile; of one time that time."""
    late = quantiles(milliseconds, n=20, method="inclusive")[-1] if len(milliseconds) > 1 else milliseconds[0]
    return Times(median(milliseconds), late)


def time_calls(work: Callable[[], object], times: int) -> Times:
    """How long something takes, done so many times."""
    return summarize_times([_time_call(work) for _ in range(times)])


def time_beside(work: Callable[[], object], floor: Callable[[], object], times: int) -> tuple[Times, Times]:
    """How long something takes and how long its floor, in turns: what else the machine does slows both."""
    pairs = [(_time_call(work), _time_call(floor)) for _ in range(times)]
    ours, floors = zip(*pairs, strict=True)
    return summarize_times(ours), summarize_times(floors)


def _time_call(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


class MarkingTerminal(ByteTerminal):
    """One that marks what is pasted, and says so when it is asked: until then each letter is held for a moment."""

    _has_answered = False

    def read(self, timeout: float) -> bool:
        """Take in what the program writes, and answer its question."""
        has_read = super().read(timeout)
        if not self._has_answered and b"\x1b[?2004$p" in self.written:
            self._has_answered = True
            os.write(self._master, b"\x1b[?2004;1$y")
        return has_read


@contextmanager
def run_on_terminal(command: list[str], columns: int = 160, rows: int = 45) -> Iterator[ByteTerminal]:
    """A program on a terminal of that size until the block ends."""
    screen = MarkingTerminal(command, columns, rows)
    try:
        yield screen
    finally:
        screen.close()


def time_start(command: list[str], mark: str, times: int = 5) -> float:
    """Median milliseconds from the start of a process to the row with that mark on the screen."""

    def start() -> float:
        began = time.perf_counter()
        with run_on_terminal(command) as screen:
            screen.wait_for(mark, 60)
            return (time.perf_counter() - began) * 1000

    return median(start() for _ in range(times))


def time_keys(
    command: list[str], mark: str, keys: Sequence[bytes], times: int = 40, *, to: str = "last"
) -> Times:
    """From each of these keys, pressed in turn, to the `first` or the `last` byte of what it paints."""
    with run_on_terminal(command) as screen:
        screen.wait_for(mark, 60)
        screen.settle(1.0)
        return summarize_times([time_key(screen, keys[at % len(keys)], to) for at in range(times)])


def rest(screen: ByteTerminal, seconds: float) -> None:
    """Leave the screen alone for so long. In a field a cursor blinks, so that it is never quiet for a second."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        screen.read(left)


def time_key(screen: ByteTerminal, key: bytes, to: str) -> float:
    """Milliseconds from a key to the first or the last byte that it brings; it must bring one."""
    time.sleep(REST)
    began = last = time.perf_counter()
    screen.send(key)
    while screen.read(QUIET if last > began else 10):
        last = time.perf_counter()
        if to == "first":
            screen.settle(QUIET)
            break
    return (last - began) * 1000
