"""Which number an issue has by its title or by its file's name."""

import re
from typing import Final

from workbench.curation.numbering import parse_issue_number
from workbench.intake.past_issues.days import drop_days

_COUNTED: Final = re.compile(
    r"(?:(?<!\w)#|№|\b(?:issue|edition|episode|vol(?:ume)?|nr|no|week|letter|ausgabe|numéro|número)\b\.?[ _#-]{0,3})"
    r"(\d{1,5})(?![\d.:/%])"
    r"|第\s*(\d{1,5})\s*[期号期]",
    re.I,
)
_NUMBER_AT_END: Final = re.compile(r"(?<![\d.,:/-])\b(\d{1,4})\s*$")
_NUMBER_IN_NAME: Final = re.compile(r"(?<![\d.])\d{1,5}(?!\.?\d)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MAX_NAME_WORDS: Final = 6
"""Of a title that is the newsletter's name and a number."""


def find_issue_number(title: str) -> int | None:
    """The number that a title counts its issue by, as `#12` and `Issue 12` do; None where it says none."""
    found = _COUNTED.search(title)
    return parse_issue_number(found[1] or found[2]) if found else None


def find_number_in_name(name: str) -> int | None:
    """The issue's number that a file's name says, if it has one besides date and year."""
    stem = drop_days(name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name)
    counted = find_issue_number(stem.replace("_", " "))
    if counted is not None:
        return counted
    found = [digits for digits in _NUMBER_IN_NAME.findall(stem) if not _YEAR.fullmatch(digits)]
    return parse_issue_number(found[0]) if len(found) == 1 else None


def find_number_at_end(title: str) -> int | None:
    """The number behind a newsletter's name; of longer titles it may count anything."""
    found = _NUMBER_AT_END.search(drop_days(title))
    is_name = len(title.split()) <= _MAX_NAME_WORDS and not set(title) & set(",:：，")
    return parse_issue_number(found[1]) if found and is_name and not _YEAR.fullmatch(found[1]) else None
