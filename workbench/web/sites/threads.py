"""Threads about something elsewhere: Hacker News and Lobsters.

A thread is a work of its own. What it talks about is named beside it, for the editor to take instead. See
https://github.com/HackerNews/API and https://lobste.rs/about.
"""

import asyncio
import re
from typing import Any, Final

from workbench.curation.cleaning import clean
from workbench.curation.clipping import Clipping
from workbench.curation.markup import plain
from workbench.curation.model import Link
from workbench.web.facts import date, day, many
from workbench.web.fields import line, number, part, parts, words
from workbench.web.net import Failed, Net
from workbench.web.site import Site, each
from workbench.web.sites.lasting import meaning
from workbench.web.sites.papers import people, related

_ITEM: Final = re.compile(r"(?a)hn:(\d+)")
_STORY: Final = re.compile(r"(?a)lobsters:([a-z0-9]+)")
_CLIMB: Final = 10
"""Steps up from a comment to its thread; each is a question."""
_ABOUT: Final = "what it is about"


async def _hacker_news(link: Link, net: Net) -> Clipping:
    item = await _item(int(link.identity.removeprefix("hn:")), net)
    if item is None:
        raise Failed("Hacker News does not know this item.", lasting=True)
    top = await _top(item, net)
    title = line(top, "title") if top is item else _comment(item, top)
    if not title or part(item, "deleted") is True:
        raise Failed("Hacker News: this was deleted.", lasting=True)
    return Clipping(
        url=link.url,
        by="Hacker News",
        title=title,
        text=await asyncio.to_thread(plain, words(item, "text")),
        authors=people([words(item, "by")]),
        published=day(number(item, "time")),
        facts=_counted(item, "score", "descendants", "dead" if part(item, "dead") is True else ""),
        related=related(words(top, "url"), _ABOUT, "Hacker News"),
    )


async def _item(id: int, net: Net) -> Any:
    """A story or a comment; None where there is none, which is a good answer here, not a 404."""
    return (await net.get(net.at("hacker_news", f"/v0/item/{id}.json"))).json()


async def _top(item: Any, net: Net) -> Any:
    """The thread an item stands in: itself, or what a comment's parents lead to; as high as the climb goes."""
    for _ in range(_CLIMB):
        if words(item, "title") or not number(item, "parent"):
            break
        item = await _item(number(item, "parent"), net)
    return item


def _comment(item: Any, top: Any) -> str:
    thread = line(top, "title")
    return clean(f"{words(item, 'by') or 'Somebody'} on " + (f"“{thread}”" if thread else "Hacker News"))


def _counted(story: Any, points: str, comments: str, *more: str) -> tuple[str, ...]:
    """What the readers made of it, and what else there is to say in a word; counts of nothing say nothing."""
    counts = (number(story, points), "point"), (number(story, comments), "comment")
    return (*(many(count, what) for count, what in counts if count > 0), *filter(None, more))


async def _lobsters(link: Link, net: Net) -> Clipping:
    with meaning({404: "lobste.rs: this story is gone."}):
        page = await net.get(net.at("lobsters", f"/s/{link.identity.removeprefix('lobsters:')}.json"))
    story = page.json()
    if not line(story, "title"):
        raise Failed("lobste.rs answered with something that is not understood.")
    by = words(story, "submitter_user") or words(story, "submitter_user", "username")
    return Clipping(
        url=link.url,
        by="Lobsters",
        title=line(story, "title"),
        text=await asyncio.to_thread(plain, words(story, "description")),
        authors=people([by]),
        published=date(words(story, "created_at")),
        facts=_counted(story, "score", "comment_count", *people(map(words, parts(story, "tags")))),
        related=related(words(story, "url"), _ABOUT, "Lobsters"),
    )


HACKER_NEWS: Final = Site(
    name="Hacker News",
    takes=lambda link: _ITEM.fullmatch(link.identity) is not None,
    ask=each(_hacker_news),
    bases={"hacker_news": "https://hacker-news.firebaseio.com"},
)
LOBSTERS: Final = Site(
    name="Lobsters",
    takes=lambda link: _STORY.fullmatch(link.identity) is not None,
    ask=each(_lobsters),
    bases={"lobsters": "https://lobste.rs"},
)
