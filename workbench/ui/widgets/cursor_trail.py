"""Rows that a key took from under the cursor: where one comes back, so does the cursor, unless it was moved since."""

from collections.abc import Callable
from typing import Generic, TypeVar

RowT = TypeVar("RowT")


class CursorTrail(Generic[RowT]):
    """The rows the cursor had to leave, one after the other. Any other step of the cursor ends the trail."""

    def __init__(self) -> None:
        self._steps: list[tuple[RowT, RowT | None]] = []

    def leave(self, row: RowT, arrived: RowT | None) -> None:
        """The cursor had to go from this row to that one."""
        if self._steps and self._steps[-1][1] != row:
            self._steps.clear()
        self._steps.append((row, arrived))

    def retrace(self, here: RowT | None, is_back: Callable[[RowT], bool]) -> RowT | None:
        """Where the cursor belongs, which stands here: once they are back, on the row it left, the first of several."""
        while self._steps and is_back(self._steps[-1][0]):
            row, arrived = self._steps.pop()
            if here == arrived:
                here = row
            else:
                self._steps.clear()
        return here

    def clear(self) -> None:
        """Forget it: what is listed now is something else."""
        self._steps.clear()
