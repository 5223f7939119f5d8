"""Discussions on Hacker News (https://github.com/HackerNews/API) and Lobsters (https://lobste.rs/about).

A discussion is a work of its own. What it is about is a related work, which the editor may choose instead.
"""

import asyncio
import re
from typing import Any, Final

from workbench.curation.clipping import Clipping
from workbench.curation.model import Link
from workbench.curation.text.cleaning import clean_line
from workbench.curation.text.markup import html_to_text
from workbench.web.facts import count_noun, date_of_timestamp, parse_date
from workbench.web.fields import pick_int, pick_line, pick_list, pick_text, pick_value
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import clean_names, explain_statuses, make_related

_ITEM_IDENTITY: Final = re.compile(r"(?a)hn:(\d+)")
_STORY_IDENTITY: Final = re.compile(r"(?a)lobsters:([a-z0-9]+)")
_MAX_PARENTS: Final = 10
"""Steps from a comment up to its story; each is a request."""
_RELATION: Final = "what it is about"


async def _fetch_hacker_news(link: Link, client: HttpClient) -> Clipping:
    item = await _fetch_item(int(link.identity.removeprefix("hn:")), client)
    if item is None:
        raise FetchError("Hacker News does not know this item.", permanent=True)
    story = await _fetch_story(item, client)
    title = pick_line(story, "title") if story is item else _title_of_comment(item, story)
    if not title or pick_value(item, "deleted") is True:
        raise FetchError("Hacker News: this was deleted.", permanent=True)
    return Clipping(
        url=link.url,
        site="Hacker News",
        title=title,
        text=await asyncio.to_thread(html_to_text, pick_text(item, "text")),
        authors=clean_names([pick_text(item, "by")]),
        published=date_of_timestamp(pick_int(item, "time")),
        facts=_build_facts(item, "score", "descendants", "dead" if pick_value(item, "dead") is True else ""),
        related=make_related(pick_text(story, "url"), _RELATION, "Hacker News"),
    )


async def _fetch_item(id: int, client: HttpClient) -> Any:
    """A story or a comment; None where there is none. The API answers `null` then, with status 200."""
    return (await client.get(client.build_url("hacker_news", f"/v0/item/{id}.json"))).json()


async def _fetch_story(item: Any, client: HttpClient) -> Any:
    """The story of a comment, or the item itself if it is a story; a comment where it is too far up."""
    for _ in range(_MAX_PARENTS):
        if pick_text(item, "title") or not pick_int(item, "parent"):
            break
        item = await _fetch_item(pick_int(item, "parent"), client)
    return item


def _title_of_comment(item: Any, story: Any) -> str:
    title = pick_line(story, "title")
    return clean_line(
        f"{pick_text(item, 'by') or 'Somebody'} on " + (f"“{title}”" if title else "Hacker News")
    )


def _build_facts(story: Any, points: str, comments: str, *more: str) -> tuple[str, ...]:
    """The points and comments, if there are any, by the names of their fields, then `more` without empty texts."""
    counts = (pick_int(story, points), "point"), (pick_int(story, comments), "comment")
    return (*(count_noun(count, noun) for count, noun in counts if count > 0), *filter(None, more))


async def _fetch_lobsters(link: Link, client: HttpClient) -> Clipping:
    with explain_statuses({404: "lobste.rs: this story is gone."}):
        page = await client.get(
            client.build_url("lobsters", f"/s/{link.identity.removeprefix('lobsters:')}.json")
        )
    story = page.json()
    if not pick_line(story, "title"):
        raise FetchError("lobste.rs answered with something that is not understood.")
    # The name itself, in older versions an object with it.
    submitter = pick_text(story, "submitter_user") or pick_text(story, "submitter_user", "username")
    return Clipping(
        url=link.url,
        site="Lobsters",
        title=pick_line(story, "title"),
        text=await asyncio.to_thread(html_to_text, pick_text(story, "description")),
        authors=clean_names([submitter]),
        published=parse_date(pick_text(story, "created_at")),
        facts=_build_facts(
            story, "score", "comment_count", *clean_names(map(pick_text, pick_list(story, "tags")))
        ),
        related=make_related(pick_text(story, "url"), _RELATION, "Lobsters"),
    )


HACKER_NEWS: Final = Site(
    name="Hacker News",
    accepts=lambda link: _ITEM_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_hacker_news),
    base_urls={"hacker_news": "https://hacker-news.firebaseio.com"},
)
LOBSTERS: Final = Site(
    name="Lobsters",
    accepts=lambda link: _STORY_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_lobsters),
    base_urls={"lobsters": "https://lobste.rs"},
)
