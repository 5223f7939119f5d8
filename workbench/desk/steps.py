"""Work in steps, of which some wait for a disk or another program.

A command may wait for them where it stands. The screen may not: it has each step done in another thread and draws
meanwhile. So work that both do is written once, as a generator: what it yields is a call that may wait, and what
the call returned or raised comes back to it. Everything between two steps runs in the desk's own thread.

What takes seconds there is cut into slices, between which keys act.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any, Final, Protocol, TypeAlias, TypeVar

R = TypeVar("R")
T = TypeVar("T")

Steps: TypeAlias = Generator[Callable[[], Any], Any, R]
Slices: TypeAlias = Generator[None, None, R]
"""Work that pauses after a few milliseconds each, so that others get their turn."""

SLICE_SIZE: Final = 250
"""Rows or documents of a slice: about five milliseconds of work."""


class Readable(Protocol):
    """What is read piece by piece."""

    @property
    def is_read(self) -> bool:
        """Whether nothing waits to be read."""

    def read_next(self) -> None:
        """Read the next piece, if one waits."""


def run_steps(steps: Steps[R]) -> R:
    """Run steps to their end in this thread; returns or raises what they do."""
    try:
        step = next(steps)
        while True:
            try:
                answer = step()
            except Exception as fault:
                step = steps.throw(fault)
            else:
                step = steps.send(answer)
    except StopIteration as end:
        result: R = end.value
        return result


def yield_to_others() -> None:
    """The step between two slices: nothing is waited for but the others."""


def slice_items(do: Callable[[T], object], items: Iterable[T]) -> Slices[None]:
    """Do this with each of the items, in slices."""
    for count, item in enumerate(items, 1):
        do(item)
        if count % SLICE_SIZE == 0:
            yield


def slice_sequence(items: Sequence[T], size: int = 0) -> list[Sequence[T]]:
    """The items slice by slice, of `SLICE_SIZE` where no size is named; an empty one where there is none."""
    size = size or SLICE_SIZE  # not a default, which would be the one that this module began with
    return [items[at : at + size] for at in range(0, len(items) or 1, size)]


def make_slice(work: Callable[[], R]) -> Slices[R]:
    """Work of a few milliseconds as the one slice that it is."""
    yield from ()
    return work()


def run_slices(slices: Slices[R]) -> R:
    """Run slices one after the other where others need no turn; returns or raises what they do."""
    try:
        while True:
            next(slices)
    except StopIteration as end:
        result: R = end.value
        return result
