"""Marked rows of a list: single ones, and ranges that follow the cursor until they are ended."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

RowId = TypeVar("RowId", bound=int)


class Marks(Generic[RowId]):
    """The ids that are marked. `at` is a place in the list, counted from 0. `on_changed` is called where they, or
    whether there is a range, may be others now."""

    def __init__(self, on_changed: Callable[[], object] = lambda: None) -> None:
        self._on_changed = on_changed
        self.ids: frozenset[RowId] = frozenset()
        self._range_start: int | None = None
        self._ids_before_range: frozenset[RowId] = frozenset()

    @property
    def has_range(self) -> bool:
        """Whether a range follows the cursor."""
        return self._range_start is not None

    def describe(self) -> str:
        """How many are marked, and whether a range goes on: `3 marked, range`; empty where nothing is marked."""
        return f"{len(self.ids)} marked{', range' if self.has_range else ''}" if self.ids else ""

    def toggle(self, id: RowId) -> None:
        """Mark this row or unmark it; a range ends."""
        self.end_range()
        self.ids ^= {id}
        self._on_changed()

    def begin_range(self, at: int) -> None:
        """Begin a range here. What is marked already stays so."""
        self._range_start, self._ids_before_range = at, self.ids

    def extend_range(self, listed: Sequence[RowId], at: int) -> None:
        """Have the range reach from its start to here, if there is one."""
        if self._range_start is not None:
            first, last = sorted((self._range_start, at))
            self.ids = self._ids_before_range.union(listed[first : last + 1])
            self._on_changed()

    def end_range(self) -> None:
        """Leave the marks as they are from now on."""
        if self.has_range:
            self._range_start = None
            self._on_changed()

    def clear(self) -> None:
        """Mark nothing; a range ends."""
        self.end_range()
        if self.ids:
            self.ids = frozenset()
            self._on_changed()
