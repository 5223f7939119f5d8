"""What a text says of its issue before the issue begins: front matter, header lines, and what a title or a file's name
tells of number and date."""

import re
from typing import Final

from msgspec import Struct

from workbench.curation.numbering import parse_issue_number
from workbench.curation.publication import Publication
from workbench.curation.text.cleaning import MAX_LINE, clean_line, to_safe_url
from workbench.intake.dates import parse_time

_FIELD: Final = re.compile(r":?([A-Za-z][\w -]{0,30}?)\s*:(?:\s+(.*))?\s*")
_FENCES: Final = {"---": "---", "+++": "+++"}
_COMMENT: Final = re.compile(r"<!--(?:(?!-->).)*+-->", re.S)
_TITLE_FIELDS: Final = ("title", "subject", "name")
PAGE_TITLE: Final = "page title"
"""The field for what a browser shows above a page: the title of an issue where nothing else is."""
_SUBTITLE_FIELDS: Final = ("subtitle", "description", "summary", "excerpt")
_NUMBER_FIELDS: Final = ("number", "issue", "edition", "volume", "secondary_id")
_DATE_FIELDS: Final = (
    "date",
    "pubdatetime",
    "pubdate",
    "published",
    "published_at",
    "publish_date",
    "created",
    "createdon",
)
_URL_FIELDS: Final = ("url", "canonical_url", "canonical")
_MAX_HEADER_LINES: Final = 40

_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ISO_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./年](\d{1,2})[-./月](\d{1,2})(?!\d)")
_PATH_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?!\d)")
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


def split_head(text: str) -> tuple[dict[str, str], str]:
    """The fields at the top of a text, by name in lower case, and the body. No fields where it has none.

    Known are front matter between dashes or pluses, and lines of `Name: value` up to the first empty one.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    fence = _FENCES.get(lines[start].strip()) if lines else None
    if fence:
        end = next((at for at in range(start + 1, len(lines)) if lines[at].strip() == fence), None)
        if end is None or not _holds_fields(lines[start + 1 : end]):
            return {}, text
        return _read_fields(lines[start + 1 : end]), "\n".join(lines[end + 1 :])
    end = start
    while end < min(len(lines), start + _MAX_HEADER_LINES) and _FIELD.fullmatch(lines[end]):
        end += 1
    fields = _read_fields(lines[start:end])
    is_header = (end == len(lines) or not lines[end].strip()) and fields.keys() & {
        *_TITLE_FIELDS,
        *_DATE_FIELDS,
    }
    return (fields, "\n".join(lines[end:])) if is_header else ({}, text)


def _holds_fields(lines: list[str]) -> bool:
    """Whether what stands between two fences is front matter and no part of the issue."""
    written = [line for line in lines if line.strip()]
    return bool(written) and _FIELD.match(written[0].replace(" = ", ": ", 1)) is not None


def _read_fields(lines: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in lines:
        found = _FIELD.fullmatch(line.replace(" = ", ": ", 1))
        if found:
            fields.setdefault(found[1].lower(), _unquote(found[2] or ""))
    return fields


def _unquote(value: str) -> str:
    value = value.removeprefix("! ").strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return (
            inner.replace("''", "'") if value[0] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
        )
    return value


def read_head(
    fields: dict[str, str], heading: str, name: str, publication: Publication, byline: str = ""
) -> Head:
    """Number, date, titles and address, of the fields first, then of the heading, then of the file's name."""
    title = clean_line(_pick(fields, _TITLE_FIELDS) or heading or fields.get(PAGE_TITLE, ""))
    sources = (
        parse_issue_number(_pick(fields, _NUMBER_FIELDS)),
        find_issue_number(title),
        find_issue_number(heading),
        find_number_in_name(name),
        _find_number_at_end(title),
    )
    number = next((given for given in sources if given is not None), None)
    date = _read_date(_pick(fields, _DATE_FIELDS)) or find_day(title) or find_day(heading) or find_day(byline)
    return Head(
        number=number,
        date=date or find_day(name),
        title=find_highlights(title, number, publication),
        subtitle=clean_line(_pick(fields, _SUBTITLE_FIELDS)),
        url=to_safe_url(_pick(fields, _URL_FIELDS)) or "",
    )


def _pick(fields: dict[str, str], names: tuple[str, ...]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _read_date(text: str) -> str:
    return find_day(text) or parse_time(text)[:10]


def find_day(text: str) -> str:
    """The first day that a text names, as `2026-11-22`; empty where there is none."""
    for pattern, order in (
        (_ISO_DATE, (1, 2, 3)),
        (_PATH_DATE, (1, 2, 3)),
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


def find_month_and_day(text: str) -> tuple[int, int] | None:
    """The last day that a text names without its year: `May 1 - May 7` is the seventh."""
    found = _MONTH_AND_DAY.findall(text)
    return (_MONTHS.index(found[-1][0][:3].lower()) + 1, int(found[-1][1])) if found else None


def find_issue_number(title: str) -> int | None:
    """The number that a title counts its issue by, as `#12` and `Issue 12` do; None where it says none."""
    found = _COUNTED.search(title)
    return parse_issue_number(found[1] or found[2]) if found else None


def find_number_in_name(name: str) -> int | None:
    """The issue's number that a file's name says, if it has one besides date and year."""
    stem = _drop_dates(name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name)
    counted = find_issue_number(stem.replace("_", " "))
    if counted is not None:
        return counted
    found = [digits for digits in _NUMBER_IN_NAME.findall(stem) if not _YEAR.fullmatch(digits)]
    return parse_issue_number(found[0]) if len(found) == 1 else None


def _find_number_at_end(title: str) -> int | None:
    """The number behind a newsletter's name; of longer titles it may count anything."""
    found = _NUMBER_AT_END.search(_drop_dates(title))
    is_name = len(title.split()) <= _MAX_NAME_WORDS and not set(title) & set(",:：，")
    return parse_issue_number(found[1]) if found and is_name and not _YEAR.fullmatch(found[1]) else None


def names_issue(line: str) -> bool:
    """Whether a line is a title as issues have it: highlights, the newsletter's name, a number behind `#`."""
    found = _TAIL.fullmatch(line) if "#" in line and len(line) <= MAX_LINE else None
    return found is not None and any(map(str.isalnum, found[1]))


def _drop_dates(text: str) -> str:
    for pattern in (_ISO_DATE, _DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST, _YEAR_AND_WEEK):
        text = pattern.sub(" ", text)
    return text


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
