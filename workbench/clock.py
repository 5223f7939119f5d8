"""The time: now, in UTC, and the zone of the clock on the wall where the editor is.

The rooms are given both and ask for neither, so that a test decides what time it is.
"""

from datetime import UTC, datetime, timedelta, tzinfo


def utc_now() -> datetime:
    """The clock that the rooms are given."""
    return datetime.now(UTC)


class LocalZone(tzinfo):
    """The zone of the clock on the wall, as `TZ` or the system says, with its summer time in every year.

    `datetime.astimezone()` knows that zone but only gives its distance from UTC at one moment, and `zoneinfo` wants a
    name, which not every system tells.
    """

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """How far from UTC the wall's clock is at a wall time; for None, now."""
        wall = datetime.now() if moment is None else moment.replace(tzinfo=None)
        try:
            return wall.astimezone().utcoffset() or timedelta()
        except (OverflowError, ValueError, OSError):  # a year that the system's calendar does not have
            return timedelta()

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Not known: only the distance from UTC is ever needed."""
        return None

    def tzname(self, _moment: datetime | None) -> str | None:
        """Not known either."""
        return None

    def fromutc(self, moment: datetime) -> datetime:
        """The wall time of a moment in UTC; `fold` tells the second of two equal hours in autumn."""
        try:
            there = moment.replace(tzinfo=UTC).astimezone()
        except (OverflowError, ValueError, OSError):
            return moment
        wall = there.replace(tzinfo=self)
        return wall if self.utcoffset(wall) == there.utcoffset() else wall.replace(fold=1)
