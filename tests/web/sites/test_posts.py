"""Posts on Bluesky, X and Reddit, by as much as each of them tells."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure, RelatedWork
from workbench.web.sites.posts import BLUESKY, REDDIT, X

SKY = "https://bsky.app/profile/ada.example.org/post/3k2abc"
DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
HANDLE = "/xrpc/com.atproto.identity.resolveHandle"
POSTS = "/xrpc/app.bsky.feed.getPosts"
POST: dict[str, Any] = {
    "author": {"did": DID, "handle": "ada.example.org", "displayName": "Ada Example"},
    "record": {
        "text": "Gates are here: example.org/gates...\n\nThread below.",
        "createdAt": "2026-04-02T09:15:00.123Z",
        "facets": [
            {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "ml"}]},
            {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/gates"}]},
        ],
    },
    "likeCount": 12,
    "repostCount": 0,
}


def serve_posts(site: FakeSite, *posts: Any) -> None:
    """Bluesky knows the handle, and these posts."""
    site.reply(HANDLE, json.dumps({"did": DID}))
    site.reply(POSTS, json.dumps({"posts": posts}))


async def test_a_post_on_bluesky_is_told_with_what_it_links_to(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_posts(site, POST)
    assert await ask_site(BLUESKY, SKY) == Clipping(
        url=SKY,
        site="Bluesky",
        title="Gates are here: example.org/gates...",
        text="Gates are here: example.org/gates...\n\nThread below.",
        authors=("Ada Example",),
        published="2026-04-02",
        facts=("12 likes",),
        canonical_url=f"https://bsky.app/profile/{DID}/post/3k2abc",
        related=(RelatedWork("https://example.org/gates", "what it is about", "Bluesky"),),
    )
    assert (
        site.requested_paths[1]
        == f"{POSTS}?uris=at%3A%2F%2F{DID.replace(':', '%3A')}%2Fapp.bsky.feed.post%2F3k2abc"
    )


@pytest.mark.parametrize(
    "embed",
    [
        {"external": {"uri": "https://example.org/card"}},
        {"media": {"external": {"uri": "https://example.org/card"}}},
    ],
)
async def test_a_card_says_better_than_words_what_a_post_is_about(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]], embed: Any
) -> None:
    serve_posts(site, {**POST, "record": {**POST["record"], "embed": embed}})
    assert [work.url for work in (await ask_site(BLUESKY, SKY)).related] == ["https://example.org/card"]


async def test_a_post_saved_by_its_authors_id_is_found_in_one_question(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_posts(site, {**POST, "record": {"text": ""}})
    said = await ask_site(BLUESKY, f"https://bsky.app/profile/{DID}/post/3k2abc")
    assert said.title == "A post by Ada Example"
    assert len(site.requests) == 1


async def test_a_post_on_bluesky_that_is_gone_is_left_out_of_the_answer(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]]
) -> None:
    serve_posts(site)
    assert await fail_site(BLUESKY, SKY) == Failure("bsky.app: this post is gone.", lasting=True)


async def test_a_handle_that_nobody_has_any_more_is_named(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]]
) -> None:
    site.reply(HANDLE, '{"error": "InvalidRequest"}', status=400)
    said = await fail_site(BLUESKY, SKY)
    assert said == Failure("bsky.app: nobody is called ada.example.org now.", lasting=True)


TWEET = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Gates are here<br>We gate '
    '<a href="https://t.co/abc">https://t.co/abc</a></p>&mdash; Ada Example (@ada) '
    '<a href="https://twitter.com/ada/status/1">April 2, 2026</a></blockquote>\n'
)


async def test_a_post_on_x_is_told_by_its_words_its_author_and_the_day_in_its_id(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    site.reply("/oembed", json.dumps({"author_name": "Ada Example", "html": TWEET}))
    url = "https://xcancel.com/ada/status/2039686400000000000"
    assert await ask_site(X, url) == Clipping(
        url=url,
        site="X",
        title="Gates are here",
        text="Gates are here\nWe gate https://t.co/abc",
        authors=("Ada Example",),
        published="2026-04-02",
    )
    assert site.requested_paths[0].endswith("url=https%3A%2F%2Fx.com%2Fi%2Fstatus%2F2039686400000000000")


async def test_an_early_post_on_x_has_no_day_in_its_id(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    site.reply("/oembed", json.dumps({"author_name": "Ada", "html": "<p>first words</p>"}))
    said = await ask_site(X, "https://twitter.com/ada/status/20")
    assert (said.title, said.published) == ("first words", "")


@pytest.mark.parametrize(("status", "what"), [(404, "gone"), (403, "private")])
async def test_a_post_on_x_that_is_not_to_be_had_is_not_asked_for_again(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]], status: int, what: str
) -> None:
    site.reply("/oembed", "{}", status=status)
    said = await fail_site(X, "https://x.com/ada/status/20")
    assert said == Failure(f"x.com: this post is {what}.", lasting=True)


REDDIT_URL = "https://old.reddit.com/r/Gates/comments/1abcde/why_are_gates_so_small/k1/?context=3"


@pytest.mark.parametrize(
    ("url", "title", "facts"),
    [
        (REDDIT_URL, "Why are gates so small", ("r/Gates",)),
        ("https://web.archive.org/web/2026/https://reddit.com/r/Gates/comments/1a/hi/", "Hi", ("r/Gates",)),
        ("https://www.reddit.com/user/ada/comments/1abcde/hello/", "Hello", ()),
        ("https://www.reddit.com/r/Gates/comments/1abcde/%e9%96%80_caf%C3%A9/", "門 café", ("r/Gates",)),
    ],
)
async def test_a_thread_on_reddit_is_called_what_its_address_says_and_nobody_is_asked(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]], url: str, title: str, facts: tuple[str, ...]
) -> None:
    assert await ask_site(REDDIT, url) == Clipping(url=url, site="Reddit", title=title, facts=facts)
    assert site.requests == []


async def test_a_title_that_came_with_a_thread_is_better_than_its_address(
    ask_site: Callable[..., Awaitable[Clipping]],
) -> None:
    assert (await ask_site(REDDIT, REDDIT_URL, title="Why are gates so small?")).title == ""
    assert (
        await ask_site(REDDIT, REDDIT_URL, title="Old", title_by="Reddit")
    ).title == "Why are gates so small"


async def test_a_thread_on_reddit_by_its_id_alone_is_left_to_the_editor(
    fail_site: Callable[..., Awaitable[Failure]],
) -> None:
    said = await fail_site(REDDIT, "https://redd.it/1abcde")
    assert said == Failure("reddit.com lets no program read it: e writes the title.", lasting=True)
