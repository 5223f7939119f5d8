"""OpenReview: a submission by its forum, from the venues' present interface, else from their old one.

Since June 2026 it meets guests with a challenge that no honest program can answer, so it is asked once; see
https://docs.openreview.net/reference/api-v2/entities/note/fields.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from workbench.curation.cleaning import clean
from workbench.curation.clipping import Clipping
from workbench.curation.model import Link
from workbench.web.facts import day
from workbench.web.fields import line, number, part, parts, words
from workbench.web.net import Failed, Net
from workbench.web.site import Site, each
from workbench.web.sites.papers import code_in, once, people, related, unwrapped

NAME: Final = "OpenReview"
_ID: Final = re.compile(r"openreview:([^/\s]+)")
_UNREAD: Final = "openreview.net lets no program read it: e writes the title."
_KEYWORDS: Final = 3


async def _clip(link: Link, net: Net) -> Clipping:
    note = await _note(link, net, "openreview") or await _note(link, net, "openreview_old")
    title = words(_said(note, "title"))
    if not title:
        raise Failed("OpenReview does not know this paper.")
    abstract = unwrapped(words(_said(note, "abstract")))
    code = related(words(_said(note, "code")), "its code", NAME)
    return Clipping(
        url=link.url,
        by=NAME,
        title=clean(title),
        text=abstract,
        authors=people(map(_name, parts(_said(note, "authors")))),
        published=_published(note),
        facts=tuple(_facts(note)),
        related=once((*code, *code_in(abstract, NAME))),
    )


async def _note(link: Link, net: Net, base: str) -> Any:
    """The submission as one of the two interfaces has it; None where it is not one of its own."""
    id = quote(link.identity.removeprefix("openreview:"), safe="")
    try:
        answer = (await net.get(net.at(base, f"/notes?id={id}"))).json()
    except Failed as failed:
        if failed.status in (401, 403):
            raise Failed(_UNREAD, lasting=True) from None
        if failed.status in (400, 404):
            return None
        raise
    return part(answer, "notes", 0)


def _said(note: Any, field: str) -> Any:
    """A field of the submission: `{"value": ...}` today, plain at venues that are older."""
    content = part(note, "content", field)
    return part(content, "value") if isinstance(content, dict) else content


def _name(author: Any) -> str:
    return words(author) or words(author, "fullname")


def _published(note: Any) -> str:
    """The day it could first be read; times are in milliseconds."""
    times = (number(note, field) for field in ("odate", "pdate", "cdate", "tcdate"))
    first = next(filter(None, times), 0)
    return day(first / 1000) if first else ""


def _facts(note: Any) -> Iterator[str]:
    """Where it was accepted, and what its authors call its subject."""
    keywords = parts(_said(note, "keywords"))[:_KEYWORDS]
    yield from filter(None, map(line, (_said(note, "venue"), *keywords)))


SITE: Final = Site(
    name=NAME,
    takes=lambda link: _ID.fullmatch(link.identity) is not None,
    ask=each(_clip),
    bases={"openreview": "https://api2.openreview.net", "openreview_old": "https://api.openreview.net"},
)
