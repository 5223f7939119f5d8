"""One moment for all tests, and a clock that stands there until a test moves it."""

from datetime import UTC, datetime, timedelta
from typing import Final

NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""Noon of a Sunday."""


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """Let time pass: `advance(hours=2)`; less than none for a clock set back."""
        self.now += timedelta(**by)
