"""Substack: a post by the API that its own pages use.

The API is not documented, so any failure is left to `page`. It has the number of words also of paid posts, and the
canonical URL of a publication with a domain of its own.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Final

from workbench.curation.clipping import Clipping
from workbench.curation.model import Link
from workbench.curation.text.cleaning import clean_lines, to_safe_url
from workbench.curation.text.markup import html_to_text
from workbench.web.facts import format_reading_time, parse_date
from workbench.web.fields import pick_int, pick_line, pick_list, pick_text
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import allow_fallback, clean_names

NAME: Final = "Substack"
_IDENTITY: Final = re.compile(r"(?a)substack:([a-z0-9-]+)/([\w-]+)")


async def _fetch_clipping(link: Link, client: HttpClient) -> Clipping:
    identity = _IDENTITY.fullmatch(link.identity)
    if identity is None:
        raise FetchError("This is no name of a post: e writes its title.")
    # Each publication is a host of its own, so the base URL has a placeholder for it.
    url = client.build_url("substack", f"/api/v1/posts/{identity[2]}").replace("{publication}", identity[1])
    post = (await client.get(url)).json()
    if not pick_line(post, "title"):
        raise FetchError("substack.com answered with something that is not understood.")
    return Clipping(
        url=link.url,
        site=NAME,
        title=pick_line(post, "title"),
        text=await asyncio.to_thread(_build_text, post),
        authors=clean_names(pick_text(author, "name") for author in pick_list(post, "publishedBylines")),
        published=parse_date(pick_text(post, "post_date")),
        facts=tuple(filter(None, _iter_facts(post))),
        canonical_url=to_safe_url(pick_text(post, "canonical_url")) or "",
    )


def _build_text(post: Any) -> str:
    """Subtitle and body; of a paid post the part that everybody may read."""
    body = html_to_text(pick_text(post, "body_html")) or pick_text(post, "truncated_body_text")
    return clean_lines(f"{pick_line(post, 'subtitle')}\n\n{body}").strip("\n")


def _iter_facts(post: Any) -> Iterator[str]:
    yield format_reading_time(pick_int(post, "wordcount"))
    yield "podcast" if pick_text(post, "type") == "podcast" else ""
    yield "paid" if pick_text(post, "audience") in ("only_paid", "founding") else ""


SITE: Final = Site(
    name=NAME,
    accepts=lambda link: _IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(allow_fallback(_fetch_clipping)),
    base_urls={"substack": "https://{publication}.substack.com"},
)
