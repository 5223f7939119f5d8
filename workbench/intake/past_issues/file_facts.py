"""What names and front matter say of an issue: its number, its date, whether it is out."""

import re
from typing import Final

from workbench.curation.numbering import MAX_ISSUE_NUMBER, parse_issue_date
from workbench.intake.dates import parse_time

_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./_](\d{1,2})[-./_](\d{1,2})(?!\d)")
_NUMBER: Final = re.compile(r"(?<![\d.])\d{1,5}(?![\d.])")
_FRONT_MATTER: Final = re.compile(r"\ufeff?\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:(.*)$", re.M)
_MAX_HEAD: Final = 8192


def find_date(text: str) -> str:
    """The first day that a text names with its year first, as `2026-11-22`, or the moment that it is; else empty."""
    for year, month, day in _DATE.findall(text):
        found = parse_issue_date(f"{year}-{int(month):02}-{int(day):02}")
        if found:
            return found
    return parse_time(text)[:10]


def find_number(name: str) -> int | None:
    """The one number that a name has besides a date: `issue-538`; None where it has none or several."""
    found = [int(digits) for digits in _NUMBER.findall(_DATE.sub("", name))]
    return found[0] if len(found) == 1 and found[0] <= MAX_ISSUE_NUMBER else None


def read_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of a text's front matter, those that are one line each, and the text below it."""
    found = _FRONT_MATTER.match(text[:_MAX_HEAD].replace("\r\n", "\n"))
    if found is None:
        return {}, text
    fields = {key.lower(): _unquote(value.strip()) for key, value in _FIELD.findall(found[1])}
    return fields, text.replace("\r\n", "\n")[found.end() :]


def _unquote(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].replace("''", "'").replace('\\"', '"') if is_quoted else value
