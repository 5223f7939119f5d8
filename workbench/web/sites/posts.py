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

from workbench.curation.clipping import Clipping
from workbench.curation.identity.wrappers import unwrap_address
from workbench.curation.model import Link, RelatedWork
from workbench.curation.text.address import Address, parse_url
from workbench.curation.text.cleaning import clean_line, clean_lines, to_safe_url
from workbench.curation.text.markup import html_to_text
from workbench.web.facts import count_noun, date_of_timestamp, parse_date
from workbench.web.fields import pick_int, pick_line, pick_list, pick_text, pick_value
from workbench.web.html.headline import headline_of
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import clean_names, deduplicate_related, make_related
from workbench.web.sites.status_messages import explain_statuses

_BLUESKY_IDENTITY: Final = re.compile(r"(?a)bluesky:([\w.:-]+)/([a-z0-9]+)")
_X_IDENTITY: Final = re.compile(r"(?a)x:(\d{1,19})")
_REDDIT_IDENTITY: Final = re.compile(r"(?a)reddit:([a-z0-9]+)")
_POST_GONE: Final = "bsky.app: this post is gone."


def _make_title(text: str, author: str) -> str:
    return headline_of(text) or clean_line(f"A post by {author}")


async def _fetch_bluesky(link: Link, client: HttpClient) -> Clipping:
    who, _, key = link.identity.removeprefix("bluesky:").rpartition("/")
    did = who if who.startswith("did:") else await _fetch_did(who, client)
    uri = quote(f"at://{did}/app.bsky.feed.post/{key}", safe="")
    post = pick_value((await _call_bluesky(client, f"app.bsky.feed.getPosts?uris={uri}")).json(), "posts", 0)
    if post is None:
        raise FetchError(_POST_GONE, permanent=True)
    author = pick_text(post, "author", "displayName") or pick_text(post, "author", "handle")
    text = clean_lines(pick_text(post, "record", "text")).strip("\n")
    return Clipping(
        url=link.url,
        site="Bluesky",
        title=_make_title(text, author or who),
        text=text,
        authors=clean_names([author]),
        published=parse_date(pick_text(post, "record", "createdAt")),
        facts=tuple(_iter_facts(post)),
        canonical_url=to_safe_url(f"https://bsky.app/profile/{did}/post/{key}") or "",
        related=_find_related(pick_value(post, "record")),
    )


async def _fetch_did(handle: str, client: HttpClient) -> str:
    """The id behind a handle: handles change hands, ids do not."""
    with explain_statuses({400: f"bsky.app: nobody is called {handle} now."}):
        answer = await _call_bluesky(
            client, f"com.atproto.identity.resolveHandle?handle={quote(handle, safe='')}"
        )
    return pick_text(answer.json(), "did")


async def _call_bluesky(client: HttpClient, method: str) -> Any:
    return await client.get(client.build_url("bluesky", f"/xrpc/{method}"))


def _iter_facts(post: Any) -> Iterator[str]:
    for field, what in (("likeCount", "like"), ("repostCount", "repost")):
        if (count := pick_int(post, field)) > 0:
            yield count_noun(count, what)


def _find_related(record: Any) -> tuple[RelatedWork, ...]:
    """What a post shows a card of, else what its words link to."""
    cards = (
        pick_text(record, "embed", "external", "uri"),
        pick_text(record, "embed", "media", "external", "uri"),
    )
    features = (feature for facet in pick_list(record, "facets") for feature in pick_list(facet, "features"))
    urls = list(filter(None, cards)) or [pick_text(feature, "uri") for feature in features]
    return deduplicate_related(
        each for url in urls for each in make_related(url, "what it is about", "Bluesky")
    )


_SNOWFLAKE_EPOCH: Final = 1_288_834_974_657
"""The millisecond from which X counts the time in its ids, and the shift behind which it stands."""
_SNOWFLAKE_SHIFT: Final = 22


async def _fetch_x(link: Link, client: HttpClient) -> Clipping:
    id = link.identity.removeprefix("x:")
    post = quote(f"https://x.com/i/status/{id}", safe="")
    with explain_statuses({404: "x.com: this post is gone.", 403: "x.com: this post is private."}):
        page = await client.get(client.build_url("x", f"/oembed?omit_script=1&dnt=true&url={post}"))
    said = page.json()
    author = pick_line(said, "author_name")
    shown = await asyncio.to_thread(html_to_text, pick_text(said, "html"))
    if not shown:
        raise FetchError("x.com answered with something that is not understood.")
    text = shown.rpartition("\n\n— ")[0] or shown  # the last line is signature and day
    return Clipping(
        url=link.url,
        site="X",
        title=_make_title(text, author),
        text=text,
        authors=clean_names([author]),
        published=_day_of_id(int(id)),
    )


def _day_of_id(id: int) -> str:
    """The day in an id; those given before November 2010 hold none."""
    since = id >> _SNOWFLAKE_SHIFT
    return date_of_timestamp((_SNOWFLAKE_EPOCH + since) / 1000) if since > 1_000_000 else ""


async def _clip_reddit(link: Link, _client: HttpClient) -> Clipping:
    """What the address says, which is less than any title that came with the link."""
    forum, slug = _parse_thread_url(link.url)
    own = slug and (not link.title or link.title_by == "Reddit")
    if not slug and not link.title:
        raise FetchError("reddit.com lets no program read it: e writes the title.", permanent=True)
    return Clipping(url=link.url, site="Reddit", title=slug if own else "", facts=(forum,) if forum else ())


def _parse_thread_url(url: str) -> tuple[str, str]:
    """Forum and title of a thread, read off `/r/Python/comments/1abcde/why_is_it_so/`."""
    address = parse_url(url)
    segments = unwrap_address(address).segments if isinstance(address, Address) else ()
    forum = f"r/{segments[1]}" if segments[:1] == ("r",) and len(segments) > 1 else ""
    after = segments[segments.index("comments") + 2 :] if "comments" in segments else ()
    title = clean_line(unquote(after[0]).replace("_", " ")) if after else ""
    return clean_line(forum), title[:1].upper() + title[1:]


BLUESKY: Final = Site(
    name="Bluesky",
    accepts=lambda link: _BLUESKY_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_bluesky),
    base_urls={"bluesky": "https://public.api.bsky.app"},
)
X: Final = Site(
    name="X",
    accepts=lambda link: _X_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_x),
    base_urls={"x": "https://publish.x.com"},
)
REDDIT: Final = Site(
    name="Reddit",
    accepts=lambda link: _REDDIT_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_clip_reddit),
)
