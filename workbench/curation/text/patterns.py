"""Regular expressions that a person wrote, searched within a time: one that runs away must not stop the program.

The standard library's `re` cannot be stopped while it searches; `regex` can, and is not caught by most such patterns.
"""

from functools import cache
from typing import Final

SEARCH_SECONDS: Final = 0.05
"""Seconds that one search may take. House rules are searched at every change that the screen shows."""


class SlowPatternError(Exception):
    """The search took longer than that, now or before in this process."""


class BoundedPattern:
    """A compiled pattern. One that was too slow once is not tried again."""

    def __init__(self, pattern: str) -> None:
        import regex  # noqa: PLC0415 - what has no such patterns need not import it

        self._pattern: Final = regex.compile(pattern)
        self._is_slow = False

    def search(self, text: str) -> str | None:
        """The first match; None where there is none. `SlowPatternError` where that cannot be told in time."""
        if self._is_slow:
            raise SlowPatternError
        try:
            found = self._pattern.search(text, timeout=SEARCH_SECONDS)
        except TimeoutError:
            self._is_slow = True
            raise SlowPatternError from None
        return None if found is None else str(found[0])


@cache
def compile_pattern(pattern: str) -> BoundedPattern:
    """The pattern, ready to be searched; `regex.error` where it is none."""
    return BoundedPattern(pattern)
