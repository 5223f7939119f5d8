"""Numbers and dates of sites in the form that people read, the same for all sites."""

import re
from datetime import UTC, datetime
from typing import Final

WORDS_PER_MINUTE: Final = 230
"""A usual speed for reading prose. Substack uses the same figure."""
_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_ENDINGS: Final = r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?(?![a-z])"
_MONTH: Final = rf"(?P<month_name>{'|'.join(_MONTHS)}){_MONTH_ENDINGS}"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY: Final = r"(?P<day>\d\d?)(?:st|nd|rd|th)?\.?"
_YEAR: Final = r"(?P<year>\d{4})"
_DATES: Final = tuple(
    re.compile(rf"(?ai){pattern}")
    for pattern in (
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?!\d)",  # 20231102, 20201123T05:02:35Z
        rf"{_YEAR}(?!\d)(?:[-/.](?P<month>\d\d?)(?!\d)(?:[-/.](?P<day>\d\d?)(?!\d))?)?(?!\s[a-z]{{3}})",
        rf"{_YEAR}\s{_MONTH}(?:\s{_DAY})?",  # 2012 Nov 26
        rf"{_WEEKDAY}{_DAY}[\s-]{_MONTH}[\s,-]+{_YEAR}",  # Sun, 11 Oct 2020 07:34:36 GMT
        rf"{_WEEKDAY}{_MONTH}\s{_DAY},?\s{_YEAR}",  # April 7, 2020
        rf"{_MONTH},?\s{_YEAR}",  # November 2012
        rf"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?{_YEAR}",  # 11.11.2021: with full stops the day goes first
    )
)


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

    It may be written as programs do, or in English. Empty where there is none, and for a day that does not exist.
    """
    found = next(filter(None, (pattern.match(text.strip()) for pattern in _DATES)), None)
    if found is None:
        return ""
    parts = {name: part for name, part in found.groupdict().items() if part}
    name = parts.get("month_name", "").lower()
    month = _MONTHS.index(name) + 1 if name else int(parts.get("month", 0))
    year, day = int(parts["year"]), int(parts.get("day", 0))
    try:
        datetime(year, month or 1, day or 1, tzinfo=UTC)
    except ValueError:
        return ""
    return f"{year:04}" + f"-{month:02}" * bool(month) + f"-{day:02}" * bool(day)


def date_of_timestamp(seconds: float) -> str:
    """The date of a Unix time, in ISO 8601 and UTC; empty for a time outside of the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
