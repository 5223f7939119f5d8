"""Posts: Bluesky, X and Reddit, each by as much as it lets a program see.

A post has no title, so its first words stand for one. Bluesky tells all, X what it gives to pages that show a post,
Reddit nothing at all since 2026: its title is read off the address, and it is never asked. See
https://docs.bsky.app/docs/api/app-bsky-feed-get-posts and
https://developer.x.com/en/docs/x-for-websites/oembed-api.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote, unquote

from workbench.curation.address import Address, parse
from workbench.curation.cleaning import clean, clean_lines, safe_url
from workbench.curation.clipping import Clipping
from workbench.curation.identity.wrappers import unwrapped
from workbench.curation.markup import plain
from workbench.curation.model import Link, Related
from workbench.web.facts import date, day, many
from workbench.web.fields import line, number, part, parts, words
from workbench.web.headline import headline
from workbench.web.net import Failed, Net
from workbench.web.site import Site, each
from workbench.web.sites.lasting import meaning
from workbench.web.sites.papers import once, people, related

_BLUESKY: Final = re.compile(r"(?a)bluesky:([\w.:-]+)/([a-z0-9]+)")
_X: Final = re.compile(r"(?a)x:(\d{1,19})")
_REDDIT: Final = re.compile(r"(?a)reddit:([a-z0-9]+)")
_GONE: Final = "bsky.app: this post is gone."


def _titled(text: str, author: str) -> str:
    return headline(text) or clean(f"A post by {author}")


async def _bluesky(link: Link, net: Net) -> Clipping:
    who, _, key = link.identity.removeprefix("bluesky:").rpartition("/")
    did = who if who.startswith("did:") else await _did(who, net)
    uri = quote(f"at://{did}/app.bsky.feed.post/{key}", safe="")
    post = part((await _sky(net, f"app.bsky.feed.getPosts?uris={uri}")).json(), "posts", 0)
    if post is None:
        raise Failed(_GONE, lasting=True)
    author = words(post, "author", "displayName") or words(post, "author", "handle")
    text = clean_lines(words(post, "record", "text")).strip("\n")
    return Clipping(
        url=link.url,
        by="Bluesky",
        title=_titled(text, author or who),
        text=text,
        authors=people([author]),
        published=date(words(post, "record", "createdAt")),
        facts=tuple(_liked(post)),
        canonical=safe_url(f"https://bsky.app/profile/{did}/post/{key}") or "",
        related=_outbound(part(post, "record")),
    )


async def _did(handle: str, net: Net) -> str:
    """The id behind a handle: handles change hands, ids do not."""
    with meaning({400: f"bsky.app: nobody is called {handle} now."}):
        answer = await _sky(net, f"com.atproto.identity.resolveHandle?handle={quote(handle, safe='')}")
    return words(answer.json(), "did")


async def _sky(net: Net, question: str) -> Any:
    return await net.get(net.at("bluesky", f"/xrpc/{question}"))


def _liked(post: Any) -> Iterator[str]:
    for field, what in (("likeCount", "like"), ("repostCount", "repost")):
        if (count := number(post, field)) > 0:
            yield many(count, what)


def _outbound(record: Any) -> tuple[Related, ...]:
    """What a post shows a card of, else what its words link to."""
    cards = words(record, "embed", "external", "uri"), words(record, "embed", "media", "external", "uri")
    features = (feature for facet in parts(record, "facets") for feature in parts(facet, "features"))
    urls = list(filter(None, cards)) or [words(feature, "uri") for feature in features]
    return once(each for url in urls for each in related(url, "what it is about", "Bluesky"))


_BORN: Final = 1_288_834_974_657
"""The millisecond from which X counts the time in its ids, and the shift behind which it stands."""
_SHIFT: Final = 22


async def _x(link: Link, net: Net) -> Clipping:
    id = link.identity.removeprefix("x:")
    post = quote(f"https://x.com/i/status/{id}", safe="")
    with meaning({404: "x.com: this post is gone.", 403: "x.com: this post is private."}):
        page = await net.get(net.at("x", f"/oembed?omit_script=1&dnt=true&url={post}"))
    said = page.json()
    author = line(said, "author_name")
    shown = await asyncio.to_thread(plain, words(said, "html"))
    if not shown:
        raise Failed("x.com answered with something that is not understood.")
    text = shown.rpartition("\n\n— ")[0] or shown  # the last line is signature and day
    return Clipping(
        url=link.url,
        by="X",
        title=_titled(text, author),
        text=text,
        authors=people([author]),
        published=_day(int(id)),
    )


def _day(id: int) -> str:
    """The day in an id; those given before November 2010 hold none."""
    since = id >> _SHIFT
    return day((_BORN + since) / 1000) if since > 1_000_000 else ""


async def _reddit(link: Link, _net: Net) -> Clipping:
    """What the address says, which is less than any title that came with the link."""
    forum, slug = _threaded(link.url)
    own = slug and (not link.title or link.title_by == "Reddit")
    if not slug and not link.title:
        raise Failed("reddit.com lets no program read it: e writes the title.", lasting=True)
    return Clipping(url=link.url, by="Reddit", title=slug if own else "", facts=(forum,) if forum else ())


def _threaded(url: str) -> tuple[str, str]:
    """Forum and title of a thread, read off `/r/Python/comments/1abcde/why_is_it_so/`."""
    address = parse(url)
    segments = unwrapped(address).segments if isinstance(address, Address) else ()
    forum = f"r/{segments[1]}" if segments[:1] == ("r",) and len(segments) > 1 else ""
    after = segments[segments.index("comments") + 2 :] if "comments" in segments else ()
    title = clean(unquote(after[0]).replace("_", " ")) if after else ""
    return clean(forum), title[:1].upper() + title[1:]


BLUESKY: Final = Site(
    name="Bluesky",
    takes=lambda link: _BLUESKY.fullmatch(link.identity) is not None,
    ask=each(_bluesky),
    bases={"bluesky": "https://public.api.bsky.app"},
)
X: Final = Site(
    name="X",
    takes=lambda link: _X.fullmatch(link.identity) is not None,
    ask=each(_x),
    bases={"x": "https://publish.x.com"},
)
REDDIT: Final = Site(
    name="Reddit", takes=lambda link: _REDDIT.fullmatch(link.identity) is not None, ask=each(_reddit)
)
