"""Rows that a key took from under the cursor: where one comes back, so does the cursor, unless it was moved since."""

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

RowT = TypeVar("RowT")
_NEARBY: Final = 20
"""Rows before and behind a cursor that are looked at first."""


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

    def find_new_index(self, before: Sequence[RowT], at: int, now: Sequence[RowT]) -> int:
        """Where a cursor at this place goes as the rows change: it stays on its row; where that has gone, it goes to
        the next one that is left, until it is back."""
        here = before[at] if before else None
        if here is not None and here in now:
            back = self.retrace(here, now.__contains__)
            return now.index(here if back is None else back)
        place = _find_next(before, at, now)
        if here is not None:
            self.leave(here, now[place] if now else None)
        return place

    def clear(self) -> None:
        """Forget it: what is listed now is something else."""
        self._steps.clear()


def _find_next(before: Sequence[RowT], at: int, now: Sequence[RowT]) -> int:
    """The place of the next row that is left. It is looked for nearby first: most keys take one row away, and a list
    may have 100,000."""
    begin = max(0, at - _NEARBY)
    near = now[begin : at + _NEARBY]
    for row in before[at : at + _NEARBY]:
        if row in near:
            return begin + near.index(row)
    left = {row: place for place, row in enumerate(now)}
    after = (left[row] for row in before[at:] if row in left)
    return next(after, max(0, min(at, len(now) - 1)))
