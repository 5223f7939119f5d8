"""Hacker News and Lobsters as they answer for stories, questions, comments and what was deleted."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure, RelatedWork
from workbench.web.sites.threads import HACKER_NEWS, LOBSTERS

STORY = {
    "id": 100,
    "type": "story",
    "by": "ada",
    "title": "Gates after attention",
    "url": "https://arxiv.org/abs/2505.06708",
    "score": 312,
    "descendants": 1,
    "time": 1763800000,
}
ABOUT = RelatedWork("https://arxiv.org/abs/2505.06708", "what it is about", "Hacker News")


def item_path(id: int) -> str:
    return f"https://news.ycombinator.com/item?id={id}"


def serve_items(site: FakeSite, *items: dict[str, Any]) -> None:
    for one in items:
        site.reply(f"/v0/item/{one['id']}.json", json.dumps(one))


async def test_a_thread_is_told_with_what_it_is_about(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_items(site, STORY)
    assert await ask_site(HACKER_NEWS, item_path(100)) == Clipping(
        url=item_path(100),
        site="Hacker News",
        title="Gates after attention",
        authors=("ada",),
        published="2025-11-22",
        facts=("312 points", "1 comment"),
        related=(ABOUT,),
    )


async def test_a_question_is_about_nothing_elsewhere(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_items(
        site, {"id": 7, "title": "Ask HN: Gates?", "by": "ada", "text": "Which ones?<p>I use <i>none</i>."}
    )
    said = await ask_site(HACKER_NEWS, item_path(7))
    assert (said.title, said.text, said.related) == ("Ask HN: Gates?", "Which ones?\n\nI use none.", ())


async def test_a_comment_is_told_by_the_thread_it_stands_in(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_items(site, STORY, {"id": 101, "parent": 100, "by": "bob"})
    serve_items(site, {"id": 102, "parent": 101, "by": "cleo", "text": "It&#x27;s so.", "time": 1763890000})
    assert await ask_site(HACKER_NEWS, item_path(102)) == Clipping(
        url=item_path(102),
        site="Hacker News",
        title="cleo on “Gates after attention”",
        text="It's so.",
        authors=("cleo",),
        published="2025-11-23",
        related=(ABOUT,),
    )


async def test_the_climb_to_a_thread_ends(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_items(site, *({"id": id, "parent": id - 1, "by": "ada"} for id in range(1, 41)))
    said = await ask_site(HACKER_NEWS, item_path(40))
    assert said.title == "ada on Hacker News"
    assert len(site.requests) == 11


async def test_a_thread_that_was_killed_says_so(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_items(site, {**STORY, "dead": True})
    assert (await ask_site(HACKER_NEWS, item_path(100))).facts == ("312 points", "1 comment", "dead")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("null", "Hacker News does not know this item."),
        ('{"id": 9, "deleted": true, "type": "story"}', "Hacker News: this was deleted."),
        ('{"id": 9, "deleted": true, "type": "comment", "parent": 100}', "Hacker News: this was deleted."),
    ],
)
async def test_what_is_not_there_is_not_asked_for_again(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]], answer: str, reason: str
) -> None:
    serve_items(site, STORY)
    site.reply("/v0/item/9.json", answer)
    assert await fail_site(HACKER_NEWS, item_path(9)) == Failure(reason, lasting=True)


LOBSTER = {
    "short_id": "abc123",
    "title": "Gates after attention",
    "url": "https://example.org/gates",
    "score": 12,
    "comment_count": 3,
    "submitter_user": "ada",
    "created_at": "2026-04-02T09:15:00.000-05:00",
    "description": "<p>A question, too.</p>",
    "tags": ["ai", "compsci"],
}


async def test_a_story_on_lobsters_is_told_the_same_way(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    site.reply("/s/abc123.json", json.dumps(LOBSTER))
    assert await ask_site(LOBSTERS, "https://lobste.rs/s/abc123/gates_after_attention") == Clipping(
        url="https://lobste.rs/s/abc123/gates_after_attention",
        site="Lobsters",
        title="Gates after attention",
        text="A question, too.",
        authors=("ada",),
        published="2026-04-02",
        facts=("12 points", "3 comments", "ai", "compsci"),
        related=(RelatedWork("https://example.org/gates", "what it is about", "Lobsters"),),
    )


async def test_an_older_lobsters_names_its_people_at_length(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    site.reply("/s/abc123.json", json.dumps({**LOBSTER, "url": "", "submitter_user": {"username": "ada"}}))
    said = await ask_site(LOBSTERS, "https://lobste.rs/s/abc123")
    assert (said.authors, said.related) == (("ada",), ())


async def test_a_story_that_is_gone_is_not_asked_for_again(
    fail_site: Callable[..., Awaitable[Failure]],
) -> None:
    said = await fail_site(LOBSTERS, "https://lobste.rs/s/abc123")
    assert said == Failure("lobste.rs: this story is gone.", lasting=True)
