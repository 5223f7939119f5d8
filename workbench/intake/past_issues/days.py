"""Which day a text names: in a title, a line, a field, a file's name."""

import re
from typing import Final

from workbench.intake.dates import parse_time

_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ISO_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./_年](\d{1,2})[-./_月](\d{1,2})(?!\d)")
_MONTH_NAME: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY_FIRST: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]+{_MONTH_NAME},?[\s-]+((?:19|20)\d\d)", re.I
)
_MONTH_FIRST: Final = re.compile(
    rf"\b{_MONTH_NAME}[\s-]+(\d{{1,2}})(?:st|nd|rd|th)?[\s,()-]{{1,5}}((?:19|20)\d\d)", re.I
)
_YEAR_AND_WEEK: Final = re.compile(r"(?<!\d)(?:19|20)\d\d[-_ ]?W?\d{1,2}(?!\d)", re.I)
_MONTH_AND_DAY: Final = re.compile(rf"\b{_MONTH_NAME}[\s-]+(\d{{1,2}})(?!\d)", re.I)
_YEAR_FIRST: Final = re.compile(rf"(?<!\d)((?:19|20)\d\d)[-_ ]?{_MONTH_NAME}[-_ ]?(\d{{1,2}})(?!\d)", re.I)


def find_day(text: str) -> str:
    """The first day that a text names, as `2026-11-22`; empty where there is none."""
    for pattern, order in (
        (_ISO_DATE, (1, 2, 3)),
        (_DAY_FIRST, (3, 2, 1)),
        (_MONTH_FIRST, (3, 1, 2)),
        (_YEAR_FIRST, (1, 2, 3)),
    ):
        if found := pattern.search(text):
            year, month, day = (found[group] for group in order)
            at = month if month.isdigit() else str(_MONTHS.index(month[:3].lower()) + 1)
            if date := parse_time(f"{year}-{at:0>2}-{day:0>2}")[:10]:
                return date
    return ""


def parse_day(text: str) -> str:
    """The day of a field: the first that it names, else that of the moment it is; empty where it is neither."""
    return find_day(text) or parse_time(text)[:10]


def find_month_and_day(text: str) -> tuple[int, int] | None:
    """The last day that a text names without its year: `May 1 - May 7` is the seventh."""
    found = _MONTH_AND_DAY.findall(text)
    return (_MONTHS.index(found[-1][0][:3].lower()) + 1, int(found[-1][1])) if found else None


def drop_days(text: str) -> str:
    """The text without the days and weeks that it names."""
    for pattern in (_ISO_DATE, _DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST, _YEAR_AND_WEEK):
        text = pattern.sub(" ", text)
    return text
