"""Work in steps, of which some wait for a disk or another program.

A command may wait for them where it stands. The screen may not: it has each step done in another thread and draws
meanwhile. So work that both do is written once, as a generator: what it yields is a call that may wait, and what
the call returned or raised comes back to it. Everything between two steps runs in the desk's own thread.
"""

from collections.abc import Callable, Generator
from typing import Any, TypeAlias, TypeVar

R = TypeVar("R")

Steps: TypeAlias = Generator[Callable[[], Any], Any, R]


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
