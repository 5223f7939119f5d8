"""Posts on Bluesky, X and Reddit. A post has no title, so it gets its first words.

- Bluesky has a public API: https://docs.bsky.app/docs/api/app-bsky-feed-get-posts.
- X answers oEmbed requests only: https://developer.x.com/en/docs/x-for-websites/oembed-api.
- Reddit answers no program since 2026, so it is not requested. The title is read from the URL.
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
from workbench.web.html.titles import headline_of
from workbench.web.http.protocol import FetchError, HttpClient, HttpPage
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import clean_names, deduplicate_related, explain_statuses, make_related

_BLUESKY_IDENTITY: Final = re.compile(r"(?a)bluesky:([\w.:-]+)/([a-z0-9]+)")
_X_IDENTITY: Final = re.compile(r"(?a)x:(\d{1,19})")
_REDDIT_IDENTITY: Final = re.compile(r"(?a)reddit:([a-z0-9]+)")
_POST_GONE: Final = "bsky.app: this post is gone."


def _make_title(text: str, author: str) -> str:
    return headline_of(text) or clean_line(f"A post by {author}")


async def _fetch_bluesky(link: Link, client: HttpClient) -> Clipping:
    account, _, key = link.identity.removeprefix("bluesky:").rpartition("/")
    did = account if account.startswith("did:") else await _fetch_did(account, client)
    uri = quote(f"at://{did}/app.bsky.feed.post/{key}", safe="")
    post = pick_value((await _call_bluesky(client, f"app.bsky.feed.getPosts?uris={uri}")).json(), "posts", 0)
    if post is None:
        raise FetchError(_POST_GONE, permanent=True)
    author = pick_text(post, "author", "displayName") or pick_text(post, "author", "handle")
    text = clean_lines(pick_text(post, "record", "text")).strip("\n")
    return Clipping(
        url=link.url,
        site="Bluesky",
        title=_make_title(text, author or account),
        text=text,
        authors=clean_names([author]),
        published=parse_date(pick_text(post, "record", "createdAt")),
        facts=tuple(_iter_facts(post)),
        canonical_url=to_safe_url(f"https://bsky.app/profile/{did}/post/{key}") or "",
        related=_find_related(pick_value(post, "record")),
    )


async def _fetch_did(handle: str, client: HttpClient) -> str:
    """The id of the account with a handle. Handles can change, ids cannot."""
    with explain_statuses({400: f"bsky.app: nobody is called {handle} now."}):
        page = await _call_bluesky(
            client, f"com.atproto.identity.resolveHandle?handle={quote(handle, safe='')}"
        )
    return pick_text(page.json(), "did")


async def _call_bluesky(client: HttpClient, method: str) -> HttpPage:
    return await client.get(client.build_url("bluesky", f"/xrpc/{method}"))


def _iter_facts(post: Any) -> Iterator[str]:
    for field, noun in (("likeCount", "like"), ("repostCount", "repost")):
        if (count := pick_int(post, field)) > 0:
            yield count_noun(count, noun)


def _find_related(record: Any) -> tuple[RelatedWork, ...]:
    """The address on the post's card, else the links in its text."""
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
"""The time, in milliseconds since 1970, from which the ids of X count."""
_SNOWFLAKE_SHIFT: Final = 22
"""The bits of an id below its time."""


async def _fetch_x(link: Link, client: HttpClient) -> Clipping:
    id = link.identity.removeprefix("x:")
    post = quote(f"https://x.com/i/status/{id}", safe="")
    with explain_statuses({404: "x.com: this post is gone.", 403: "x.com: this post is private."}):
        page = await client.get(client.build_url("x", f"/oembed?omit_script=1&dnt=true&url={post}"))
    oembed = page.json()
    author = pick_line(oembed, "author_name")
    embedded = await asyncio.to_thread(html_to_text, pick_text(oembed, "html"))
    if not embedded:
        raise FetchError("x.com answered with something that is not understood.")
    text = embedded.rpartition("\n\n— ")[0] or embedded  # the last line is the author and the date
    return Clipping(
        url=link.url,
        site="X",
        title=_make_title(text, author),
        text=text,
        authors=clean_names([author]),
        published=_day_of_id(int(id)),
    )


def _day_of_id(id: int) -> str:
    """The date in an id; empty for ids from before November 2010, which are plain numbers."""
    milliseconds = id >> _SNOWFLAKE_SHIFT
    return date_of_timestamp((_SNOWFLAKE_EPOCH + milliseconds) / 1000) if milliseconds > 1_000_000 else ""


async def _clip_reddit(link: Link, _client: HttpClient) -> Clipping:
    """The forum and the title in the URL. A title that came with the link is better than that one, so it stays."""
    forum, title = _parse_thread_url(link.url)
    is_better = title and (not link.title or link.title_by == "Reddit")
    if not title and not link.title:
        raise FetchError("reddit.com lets no program read it: e writes the title.", permanent=True)
    return Clipping(
        url=link.url, site="Reddit", title=title if is_better else "", facts=(forum,) if forum else ()
    )


def _parse_thread_url(url: str) -> tuple[str, str]:
    """The forum and the title of a thread at `/r/Python/comments/1abcde/why_is_it_so/`."""
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
