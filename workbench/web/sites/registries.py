"""The registries of DOIs: Crossref for journals and proceedings, DataCite for data, software and theses.

A DOI does not say which registry has it, so both are asked, one after the other. Both serve requests with a contact
address faster. DOIs of arXiv are not theirs, since their identity is that of the arXiv paper.

See https://www.crossref.org/documentation/retrieve-metadata/rest-api and https://support.datacite.org/docs/api.
"""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, RelatedWork
from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.markup import html_to_text
from workbench.web.facts import parse_date
from workbench.web.fields import pick_int, pick_line, pick_list, pick_text, pick_value
from workbench.web.html.registry_markup import join_subtitle, unescape_tags
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import allow_fallback, clean_names, deduplicate_related, make_related

_REGISTRY_NAMES: Final = {"crossref": "Crossref", "datacite": "DataCite"}
_CROSSREF_DATES: Final = ("published-online", "published-print", "published", "issued")
"""The days of a work. `issued` is the earliest of them, but may be a year only."""


def _accepts(link: Link) -> bool:
    return link.identity.startswith("doi:10.")


async def _fetch_work(link: Link, client: HttpClient, base: str, folder: str) -> Any:
    """A registry's answer for the DOI. `FetchError` where it does not have it."""
    contact = f"?mailto={quote(client.contact, safe='@')}" if client.contact else ""
    doi = quote(link.identity.removeprefix("doi:"), safe="")
    try:
        return (await client.get(client.build_url(base, f"/{folder}/{doi}{contact}"))).json()
    except FetchError as fault:
        if fault.status in (404, 410):
            raise FetchError(f"{_REGISTRY_NAMES[base]} does not know this DOI.") from None
        raise


async def _markup_to_text(html: str) -> str:
    """The text of a title or abstract, which have markup. It is parsed in a thread, to keep the screen free."""
    return await asyncio.to_thread(html_to_text, unescape_tags(html))


async def _fetch_crossref(link: Link, client: HttpClient) -> Clipping:
    work = pick_value(await _fetch_work(link, client, "crossref", "works"), "message")
    if not pick_list(work, "title"):
        raise FetchError("Crossref knows no title for this DOI.")
    abstract = await _markup_to_text(pick_text(work, "abstract"))
    return Clipping(
        url=link.url,
        site=_REGISTRY_NAMES["crossref"],
        title=join_subtitle(
            clean_line(await _markup_to_text(pick_text(work, "title", 0))),
            clean_line(await _markup_to_text(pick_text(work, "subtitle", 0))),
        ),
        text=abstract.removeprefix("Abstract\n").lstrip(),
        authors=clean_names(
            _format_name(author, "given", "family", "name") for author in pick_list(work, "author")
        ),
        published=_choose_date(
            _format_date(pick_list(work, field, "date-parts", 0)) for field in _CROSSREF_DATES
        ),
        facts=tuple(
            filter(
                None,
                (
                    clean_line(await _markup_to_text(pick_text(work, "container-title", 0))),
                    pick_line(work, "publisher"),
                ),
            )
        ),
    )


def _format_name(person: Any, given: str, family: str, full: str) -> str:
    """A person's first and last name; for an organisation, and a person without parts, the full name."""
    names = pick_text(person, given), pick_text(person, family)
    return " ".join(names) if all(names) else pick_text(person, full) or "".join(names)


def _format_date(numbers: list[Any]) -> str:
    """The date of a list of year, month and day. The last two may be missing, all may be null."""
    return parse_date("-".join(str(number) for number in numbers if isinstance(number, int)))


def _choose_date(dates: Iterable[str]) -> str:
    """The earliest date, as exact as any other says it; for a bare year, the first exact one until the year after.

    A later date may be that of a scan: an article of 1979 may have been put online in 2006.
    """
    known = sorted(filter(None, dates), key=lambda date: (date, len(date)))
    if not known:
        return ""
    first = known[0]
    years = (first[:4], str(int(first[:4]) + 1)) if len(first) == 4 else (first,)
    return max(filter(lambda date: date.startswith(years), known), key=len)


async def _fetch_datacite(link: Link, client: HttpClient) -> Clipping:
    work = pick_value(await _fetch_work(link, client, "datacite", "dois"), "data", "attributes")
    if not pick_list(work, "titles"):
        raise FetchError("DataCite knows no title for this DOI.")
    return Clipping(
        url=link.url,
        site=_REGISTRY_NAMES["datacite"],
        title=clean_line(await _markup_to_text(pick_text(work, "titles", 0, "title"))),
        text=await _markup_to_text(_abstract_of(work)),
        authors=clean_names(
            _format_name(one, "givenName", "familyName", "name") for one in pick_list(work, "creators")
        ),
        published=_date_of(work),
        facts=tuple(filter(None, _iter_facts(work))),
        related=_find_code(work),
    )


def _abstract_of(work: Any) -> str:
    abstracts = (
        one for one in pick_list(work, "descriptions") if pick_text(one, "descriptionType") == "Abstract"
    )
    return next((pick_text(abstract, "description") for abstract in abstracts), "")


def _date_of(work: Any) -> str:
    """The date of issue, else the year of publication."""
    days = (
        parse_date(pick_text(one, "date"))
        for one in pick_list(work, "dates")
        if pick_text(one, "dateType") == "Issued"
    )
    return next(filter(None, days), "") or parse_date(str(pick_int(work, "publicationYear")))


def _iter_facts(work: Any) -> Iterator[str]:
    """The type of the work and its publisher."""
    yield pick_line(work, "types", "resourceTypeGeneral")
    # The publisher is a name; since version 4.5 of the schema it is an object with one.
    yield pick_line(work, "publisher") or pick_line(work, "publisher", "name")


def _find_code(work: Any) -> tuple[RelatedWork, ...]:
    """The repository of an archived release."""
    found = (identify(pick_text(one, "relatedIdentifier")) for one in pick_list(work, "relatedIdentifiers"))
    code = (one for one in found if isinstance(one, Identity) and one.key.startswith(("github:", "gitlab:")))
    return deduplicate_related(
        one for each in code for one in make_related(each.url, "its code", _REGISTRY_NAMES["datacite"])
    )


CROSSREF: Final = Site(
    name=_REGISTRY_NAMES["crossref"],
    accepts=_accepts,
    fetch=fetch_each(allow_fallback(_fetch_crossref)),
    base_urls={"crossref": "https://api.crossref.org"},
)
DATACITE: Final = Site(
    name=_REGISTRY_NAMES["datacite"],
    accepts=_accepts,
    fetch=fetch_each(allow_fallback(_fetch_datacite)),
    base_urls={"datacite": "https://api.datacite.org"},
)
