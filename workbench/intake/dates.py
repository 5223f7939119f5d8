"""Read the moments that files give, however they write them: numbers since some day, ISO 8601, the dates of mails.

What no bookmark can be of (before the web, or centuries from now) is no moment: a broken program wrote it.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from workbench.curation.model import format_time

_UNIX_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WINDOWS_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
# Below these numbers they count seconds, milliseconds and microseconds since 1970, then microseconds since 1601 as
# Chrome writes them, and nanoseconds since 1970.
_UNITS: Final = (
    (1e11, _UNIX_EPOCH, 1.0),
    (1e14, _UNIX_EPOCH, 1e3),
    (1e16, _UNIX_EPOCH, 1e6),
    (2e17, _WINDOWS_EPOCH, 1e6),  # a larger one would be after the last year that a calendar has
    (1e20, _UNIX_EPOCH, 1e9),
)
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100
_NUMBER: Final = re.compile(r"\d{1,20}(?:\.\d{1,12})?", re.A)
_ZONE_NAME: Final = re.compile(r"\s*(?:UTC|GMT|Z)$", re.I)
_MAX_LENGTH: Final = 60


def parse_time(value: object) -> str:
    """The moment as documents write it, `2026-11-22T17:43:40Z`; empty where it is none, or none that can be.

    Without a zone it is taken for UTC, without a time of day for midnight.
    """
    if isinstance(value, str):
        return _parse_text(value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _format_possible(_count_from_epoch(value))
    return ""


def _parse_text(text: str) -> str:
    if not text or len(text) > _MAX_LENGTH:
        return ""
    counted = _count_from_epoch(float(text)) if _NUMBER.fullmatch(text) else None
    return (
        _format_possible(counted) or _format_possible(_read_iso(text)) or _format_possible(_read_mail(text))
    )


def _count_from_epoch(number: float) -> datetime | None:
    """The moment a number stands for. Its size tells what it counts."""
    for below, epoch, per_second in _UNITS:
        if 0 < number < below:
            try:
                return epoch + timedelta(seconds=number / per_second)
            except OverflowError:  # after the year 9999
                return None
    return None


def _read_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_ZONE_NAME.sub("+00:00", text).replace("/", "-"))
    except ValueError:
        return None


def _read_mail(text: str) -> datetime | None:
    """`Fri, 11 Mar 2016 09:57:33 +0100`, as feeds and mails write it."""
    if not text[0].isalnum() or ":" not in text:
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - few files write dates so

    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None


def _format_possible(moment: datetime | None) -> str:
    if moment is None or not _FIRST_YEAR <= moment.year < _LAST_YEAR:
        return ""
    return format_time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
