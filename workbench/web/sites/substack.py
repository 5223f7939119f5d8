"""Substack: a post by the interface its own pages read.

It is documented nowhere, so the page is asked where it does not answer. It tells how many words a post has even where
only subscribers may read them, and the address of a publication that has a name of its own.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Final

from workbench.curation.cleaning import clean_lines, safe_url
from workbench.curation.clipping import Clipping
from workbench.curation.markup import plain
from workbench.curation.model import Link
from workbench.web.facts import date, reading_time
from workbench.web.fields import line, number, parts, words
from workbench.web.net import Failed, Net
from workbench.web.site import Site, each
from workbench.web.sites.papers import passing, people

NAME: Final = "Substack"
_POST: Final = re.compile(r"(?a)substack:([a-z0-9-]+)/([\w-]+)")


async def _clip(link: Link, net: Net) -> Clipping:
    found = _POST.fullmatch(link.identity)
    if found is None:
        raise Failed("This is no name of a post: e writes its title.")
    url = net.at("substack", f"/api/v1/posts/{found[2]}").replace("{publication}", found[1])
    said = (await net.get(url)).json()
    if not line(said, "title"):
        raise Failed("substack.com answered with something that is not understood.")
    return Clipping(
        url=link.url,
        by=NAME,
        title=line(said, "title"),
        text=await asyncio.to_thread(_text, said),
        authors=people(words(author, "name") for author in parts(said, "publishedBylines")),
        published=date(words(said, "post_date")),
        facts=tuple(filter(None, _facts(said))),
        canonical=safe_url(words(said, "canonical_url")) or "",
    )


def _text(said: Any) -> str:
    """Subtitle and body, of a paid post as much of it as anybody may read."""
    body = plain(words(said, "body_html")) or words(said, "truncated_body_text")
    return clean_lines(f"{line(said, 'subtitle')}\n\n{body}").strip("\n")


def _facts(said: Any) -> Iterator[str]:
    yield reading_time(number(said, "wordcount"))
    yield "podcast" if words(said, "type") == "podcast" else ""
    yield "paid" if words(said, "audience") in ("only_paid", "founding") else ""


SITE: Final = Site(
    name=NAME,
    takes=lambda link: _POST.fullmatch(link.identity) is not None,
    ask=each(passing(_clip)),
    bases={"substack": "https://{publication}.substack.com"},
)
