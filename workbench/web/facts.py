"""Numbers and dates of sites in the form that people read, the same for all sites."""

import re
from datetime import UTC, datetime
from typing import Final

WORDS_PER_MINUTE: Final = 230
"""A usual speed for reading prose. Substack uses the same figure."""
_DATE: Final = re.compile(r"(?a)(\d{4})(?:[-/](\d\d?)(?:[-/](\d\d?))?)?")


def count_noun(number: int, noun: str) -> str:
    """A count with its noun, in short form: `1 star`, `812 stars`, `8.1k stars`, `146k stars`, `41.8M downloads`."""
    if number < 1_000:
        return f"{number} {noun}{'' if number == 1 else 's'}"
    # The limits are where rounding would give a digit more: 999,500 would be `1000k`, 99.95 would be `100.0`.
    count, unit = (number / 1_000, "k") if number < 999_500 else (number / 1_000_000, "M")
    short = f"{count:.0f}" if count >= 99.95 else f"{count:.1f}".removesuffix(".0")
    return f"{short}{unit} {noun}s"


def format_duration(seconds: int) -> str:
    """A playing time: `0:42`, `2:22`, `1:56:20`."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_reading_time(words: int) -> str:
    """The time to read a text of that many words: `12 min`, at least one minute; empty for no words."""
    return f"{max(1, round(words / WORDS_PER_MINUTE))} min" if words > 0 else ""


def parse_date(text: str) -> str:
    """The date at the start of a text, in ISO 8601 and as exact as it is there: 2026, 2026-11 or 2026-11-22.

    Empty where there is none, and for a day that does not exist.
    """
    found = _DATE.match(text.strip())
    if found is None:
        return ""
    parts = [int(part) for part in found.groups() if part]
    year, month, day = (*parts, 1, 1)[:3]  # the first day of a year or month, only to check it
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in parts[1:])])


def date_of_timestamp(seconds: float) -> str:
    """The date of a Unix time, in ISO 8601 and UTC; empty for a time outside of the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
