"""OpenReview: a submission by its API, version 2 or, for older venues, version 1.

The fields are in https://docs.openreview.net/reference/api-v2/entities/note/fields. Since June 2026 requests without an
account get a challenge, which is not circumvented.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from workbench.curation.clipping import Clipping
from workbench.curation.model import Link
from workbench.curation.text.cleaning import clean_line
from workbench.web.facts import date_of_timestamp
from workbench.web.fields import pick_int, pick_line, pick_list, pick_text, pick_value
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import (
    clean_names,
    deduplicate_related,
    find_code,
    make_related,
    unwrap_abstract,
)

NAME: Final = "OpenReview"
_IDENTITY: Final = re.compile(r"openreview:([^/\s]+)")
_BLOCKED: Final = "openreview.net lets no program read it: e writes the title."
_MAX_KEYWORDS: Final = 3


async def _fetch_clipping(link: Link, client: HttpClient) -> Clipping:
    note = await _fetch_note(link, client, "openreview") or await _fetch_note(link, client, "openreview_old")
    title = pick_text(_pick_field(note, "title"))
    if not title:
        raise FetchError("OpenReview does not know this paper.")
    abstract = unwrap_abstract(pick_text(_pick_field(note, "abstract")))
    code = make_related(pick_text(_pick_field(note, "code")), "its code", NAME)
    return Clipping(
        url=link.url,
        site=NAME,
        title=clean_line(title),
        text=abstract,
        authors=clean_names(map(_name_of, pick_list(_pick_field(note, "authors")))),
        published=_date_of(note),
        facts=tuple(_iter_facts(note)),
        related=deduplicate_related((*code, *find_code(abstract, NAME))),
    )


async def _fetch_note(link: Link, client: HttpClient, base: str) -> Any:
    """The submission by one version of the API; None where that does not have it."""
    id = quote(link.identity.removeprefix("openreview:"), safe="")
    try:
        response = (await client.get(client.build_url(base, f"/notes?id={id}"))).json()
    except FetchError as fault:
        if fault.status in (401, 403):
            raise FetchError(_BLOCKED, permanent=True) from None
        if fault.status in (400, 404):
            return None
        raise
    return pick_value(response, "notes", 0)


def _pick_field(note: Any, field: str) -> Any:
    """A field of the submission: `{"value": ...}` in version 2, the plain value in version 1."""
    content = pick_value(note, "content", field)
    return pick_value(content, "value") if isinstance(content, dict) else content


def _name_of(author: Any) -> str:
    return pick_text(author) or pick_text(author, "fullname")


def _date_of(note: Any) -> str:
    """The day on which it became public, else that of its publication or creation."""
    times = (pick_int(note, field) for field in ("odate", "pdate", "cdate", "tcdate"))
    milliseconds = next(filter(None, times), 0)
    return date_of_timestamp(milliseconds / 1000) if milliseconds else ""


def _iter_facts(note: Any) -> Iterator[str]:
    """The venue and the first keywords."""
    keywords = pick_list(_pick_field(note, "keywords"))[:_MAX_KEYWORDS]
    yield from filter(None, map(pick_line, (_pick_field(note, "venue"), *keywords)))


SITE: Final = Site(
    name=NAME,
    accepts=lambda link: _IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_clipping),
    base_urls={"openreview": "https://api2.openreview.net", "openreview_old": "https://api.openreview.net"},
)
