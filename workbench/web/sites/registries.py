"""The registries of DOIs: Crossref for what journals and proceedings publish, DataCite for data, software, theses.

Which of them has a DOI cannot be read off it, so both are asked, one after the other. Both answer faster to who says
where to be reached; see https://www.crossref.org/documentation/retrieve-metadata/rest-api and
https://support.datacite.org/docs/api. arXiv's DOIs never come here: those are arXiv papers.
"""

import asyncio
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from workbench.curation.cleaning import clean
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.markup import plain
from workbench.curation.model import Link, Related
from workbench.web.facts import date
from workbench.web.fields import line, number, part, parts, words
from workbench.web.net import Failed, Net
from workbench.web.site import Site, each
from workbench.web.sites.papers import once, passing, people, related

_NAMES: Final = {"crossref": "Crossref", "datacite": "DataCite"}


def _takes(link: Link) -> bool:
    return link.identity.startswith("doi:10.")


async def _told(link: Link, net: Net, base: str, folder: str) -> Any:
    """What a registry has under the DOI; `Failed` where it does not know it."""
    contact = f"?mailto={quote(net.contact, safe='@')}" if net.contact else ""
    doi = quote(link.identity.removeprefix("doi:"), safe="")
    try:
        return (await net.get(net.at(base, f"/{folder}/{doi}{contact}"))).json()
    except Failed as failed:
        if failed.status in (404, 410):
            raise Failed(f"{_NAMES[base]} does not know this DOI.") from None
        raise


async def _text(html: str) -> str:
    """Titles and abstracts come as markup; it is parsed where it cannot hold up the screen."""
    return await asyncio.to_thread(plain, html)


async def _crossref(link: Link, net: Net) -> Clipping:
    work = part(await _told(link, net, "crossref", "works"), "message")
    if not parts(work, "title"):
        raise Failed("Crossref knows no title for this DOI.")
    abstract = await _text(words(work, "abstract"))
    return Clipping(
        url=link.url,
        by=_NAMES["crossref"],
        title=clean(await _text(words(work, "title", 0))),
        text=abstract.removeprefix("Abstract\n").lstrip(),
        authors=people(_named(author, "given", "family", "name") for author in parts(work, "author")),
        published=_day(parts(work, "issued", "date-parts", 0)),
        facts=tuple(filter(None, (line(work, "container-title", 0), line(work, "publisher")))),
    )


def _named(person: Any, given: str, family: str, whole: str) -> str:
    """A person by first and last name; an organisation, and who gave no parts, by the whole."""
    names = words(person, given), words(person, family)
    return " ".join(names) if all(names) else words(person, whole) or "".join(names)


def _day(numbers: list[Any]) -> str:
    """A date of year, month and day, of which the last two may be missing and all may be null."""
    return date("-".join(str(one) for one in numbers if isinstance(one, int)))


async def _datacite(link: Link, net: Net) -> Clipping:
    work = part(await _told(link, net, "datacite", "dois"), "data", "attributes")
    if not parts(work, "titles"):
        raise Failed("DataCite knows no title for this DOI.")
    return Clipping(
        url=link.url,
        by=_NAMES["datacite"],
        title=clean(await _text(words(work, "titles", 0, "title"))),
        text=await _text(_abstract(work)),
        authors=people(_named(one, "givenName", "familyName", "name") for one in parts(work, "creators")),
        published=_issued(work),
        facts=tuple(filter(None, _facts(work))),
        related=_code(work),
    )


def _abstract(work: Any) -> str:
    abstracts = (one for one in parts(work, "descriptions") if words(one, "descriptionType") == "Abstract")
    return next((words(abstract, "description") for abstract in abstracts), "")


def _issued(work: Any) -> str:
    """The day it was issued; the year alone where that is all there is."""
    days = (date(words(one, "date")) for one in parts(work, "dates") if words(one, "dateType") == "Issued")
    return next(filter(None, days), "") or date(str(number(work, "publicationYear")))


def _facts(work: Any) -> Iterator[str]:
    """What it is, and who keeps it: a name, since version 4.5 of the schema an object that holds one."""
    yield line(work, "types", "resourceTypeGeneral")
    yield line(work, "publisher") or line(work, "publisher", "name")


def _code(work: Any) -> tuple[Related, ...]:
    """The repository that an archived release was taken from."""
    named = (identify(words(one, "relatedIdentifier")) for one in parts(work, "relatedIdentifiers"))
    code = (one for one in named if isinstance(one, Identity) and one.key.startswith(("github:", "gitlab:")))
    return once(one for each in code for one in related(each.url, "its code", _NAMES["datacite"]))


CROSSREF: Final = Site(
    name=_NAMES["crossref"],
    takes=_takes,
    ask=each(passing(_crossref)),
    bases={"crossref": "https://api.crossref.org"},
)
DATACITE: Final = Site(
    name=_NAMES["datacite"],
    takes=_takes,
    ask=each(passing(_datacite)),
    bases={"datacite": "https://api.datacite.org"},
)
