"""Decides on which day a page was first published. Days of changes are not used."""

import re
from collections.abc import Iterator
from typing import Final

from workbench.web.facts import parse_date
from workbench.web.html.json_ld import Thing
from workbench.web.html.tags import PageTags

_CITATION_NAMES: Final = (
    "citation_publication_date", "citation_date", "citation_online_date", "citation_year",
    "bepress_citation_date", "bepress_citation_online_date",
)  # fmt: skip
_META_NAMES: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published",
    "parsely-pub-date", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dc:date", "dcterms.date",
    "dc.date.created", "dcterms.created", "published_at", "publication_date", "publishdate", "publish-date",
    "publish_date", "pubdate", "sailthru.date", "sw-pubdate", "article_date_original", "article.published",
    "article:publicationdate", "datecreated", "date",
)  # fmt: skip
_DAY_IN_URL: Final = re.compile(r"(?a)(?<![\d])((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_.-]|$)")
_MONTH_IN_URL: Final = re.compile(r"(?a)/((?:19|20)\d\d)/(\d\d)/")


def date_of_page(tags: PageTags, thing: Thing, url: str, found: str = "") -> str:
    """The day in ISO 8601, as exact as the page says it; empty where it says none.

    What the page says for programs goes before its address, that before what it shows to people. `found` is what was
    found in the whole page by rules of thumb, so it comes late.
    """
    cited = first_day(tags.find_all(*_CITATION_NAMES))
    return cited or next((day for day in _iter_days(tags, thing, url, found) if _is_real(day)), "")


def first_day(texts: tuple[str, ...]) -> str:
    """The earliest of the days of a paper. The first of January is how journals write a year without a day."""
    days = (parse_date(text) for text in texts)
    exact = (day[:4] if day[4:] in ("-01-01", "-01") else day for day in days if _is_real(day))
    # Of a year and a day in that year, the day is meant: "2020" sorts behind "2020-03-27" so.
    return min(exact, key=lambda day: f"{day}~", default="")


def _iter_days(tags: PageTags, thing: Thing, url: str, found: str) -> Iterator[str]:
    yield thing.published
    yield from map(parse_date, (*tags.find_all(*_META_NAMES), *tags.days))
    yield _date_in_url(_DAY_IN_URL, url)
    yield from map(parse_date, tags.times)
    month = _date_in_url(_MONTH_IN_URL, url)
    if found.endswith("-01-01"):  # made of the year of a copyright
        found = ""
    # A day that is the first of that month, or that does not lie in it, was made up from the address or is another's.
    yield month if month and (not found.startswith(month) or found.endswith("-01")) else found


def _date_in_url(pattern: re.Pattern[str], url: str) -> str:
    stands = pattern.search(url.partition("?")[0])
    return parse_date("-".join(stands.groups())) if stands else ""


def _is_real(day: str) -> bool:
    """The first day of Unix time is what a site writes that has no date."""
    return day > "1970-01-01"
