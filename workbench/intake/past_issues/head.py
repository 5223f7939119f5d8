"""What is known of an issue from outside of its body: of the fields above it, its heading and its file's name."""

import re
from typing import Final

from msgspec import Struct

from workbench.curation.numbering import parse_issue_number
from workbench.curation.publication import Publication
from workbench.curation.text.cleaning import MAX_LINE, clean_line, to_safe_url
from workbench.intake.past_issues.days import find_day, parse_day
from workbench.intake.past_issues.header_fields import DATE_FIELDS, TITLE_FIELDS
from workbench.intake.past_issues.issue_numbers import (
    find_issue_number,
    find_number_at_end,
    find_number_in_name,
)

PAGE_TITLE: Final = "page title"
"""The field for what a browser shows above a page: the title of an issue where nothing else is."""
_SUBTITLE_FIELDS: Final = ("subtitle", "description", "summary", "excerpt")
_NUMBER_FIELDS: Final = ("number", "issue", "edition", "volume", "secondary_id")
_URL_FIELDS: Final = ("url", "canonical_url", "canonical")
_TAIL: Final = re.compile(
    r"(.+)(?:\s[-–—|]+\s|[:：–—|])[^:：|–—]{0,60}?(?<!\w)#\s*\d{1,5}\s*", re.S
)  # from the last sign that parts a title: a hyphen within a word parts nothing
_FRONT: Final = re.compile(r"\s*#\s*\d{1,5}\s*[:：|–—-]+\s*(\S.*)", re.S)


class Head(Struct, frozen=True, kw_only=True):
    """What is known of an issue from outside of its body."""

    number: int | None = None
    date: str = ""
    title: str = ""
    subtitle: str = ""
    url: str = ""


def read_head(
    fields: dict[str, str], heading: str, name: str, publication: Publication, byline: str = ""
) -> Head:
    """Number, date, titles and address, of the fields first, then of the heading, then of the file's name."""
    title = clean_line(_pick(fields, TITLE_FIELDS) or heading or fields.get(PAGE_TITLE, ""))
    sources = (
        parse_issue_number(_pick(fields, _NUMBER_FIELDS)),
        find_issue_number(title),
        find_issue_number(heading),
        find_number_in_name(name),
        find_number_at_end(title),
    )
    number = next((given for given in sources if given is not None), None)
    date = parse_day(_pick(fields, DATE_FIELDS)) or find_day(title) or find_day(heading) or find_day(byline)
    return Head(
        number=number,
        date=date or find_day(name),
        title=find_highlights(title, number, publication),
        subtitle=clean_line(_pick(fields, _SUBTITLE_FIELDS)),
        url=to_safe_url(_pick(fields, _URL_FIELDS)) or "",
    )


def _pick(fields: dict[str, str], names: tuple[str, ...]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def names_issue(line: str) -> bool:
    """Whether a line is a title as issues have it: highlights, the newsletter's name, a number behind `#`."""
    found = _TAIL.fullmatch(line) if "#" in line and len(line) <= MAX_LINE else None
    return found is not None and any(map(str.isalnum, found[1]))


def find_highlights(title: str, number: int | None, publication: Publication) -> str:
    """The title without the newsletter's name and number; whole where nothing else would be left."""
    written = publication.parse_highlights(number or 0, title)
    if written is None:
        written = publication.parse_renumbered_highlights(title)
    if written:
        return written
    for pattern in (_TAIL, _FRONT):
        found = pattern.fullmatch(title)
        if found and any(map(str.isalpha, found[1])):
            return clean_line(found[1].rstrip(" 📚:：|–—-"))
    return title
