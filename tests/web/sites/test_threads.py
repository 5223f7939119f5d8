"""Hacker News and Lobsters as they answer for stories, questions, comments and what was deleted."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.http_server import Site
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure, Related
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
ABOUT = Related("https://arxiv.org/abs/2505.06708", "what it is about", "Hacker News")


def item(id: int) -> str:
    return f"https://news.ycombinator.com/item?id={id}"


def has(site: Any, *items: dict[str, Any]) -> None:
    for one in items:
        site.says(f"/v0/item/{one['id']}.json", json.dumps(one))


async def test_a_thread_is_told_with_what_it_is_about(
    site: Site, told: Callable[..., Awaitable[Clipping]]
) -> None:
    has(site, STORY)
    assert await told(HACKER_NEWS, item(100)) == Clipping(
        url=item(100),
        by="Hacker News",
        title="Gates after attention",
        authors=("ada",),
        published="2025-11-22",
        facts=("312 points", "1 comment"),
        related=(ABOUT,),
    )


async def test_a_question_is_about_nothing_elsewhere(
    site: Site, told: Callable[..., Awaitable[Clipping]]
) -> None:
    has(site, {"id": 7, "title": "Ask HN: Gates?", "by": "ada", "text": "Which ones?<p>I use <i>none</i>."})
    said = await told(HACKER_NEWS, item(7))
    assert (said.title, said.text, said.related) == ("Ask HN: Gates?", "Which ones?\n\nI use none.", ())


async def test_a_comment_is_told_by_the_thread_it_stands_in(
    site: Site, told: Callable[..., Awaitable[Clipping]]
) -> None:
    has(site, STORY, {"id": 101, "parent": 100, "by": "bob"})
    has(site, {"id": 102, "parent": 101, "by": "cleo", "text": "It&#x27;s so.", "time": 1763890000})
    assert await told(HACKER_NEWS, item(102)) == Clipping(
        url=item(102),
        by="Hacker News",
        title="cleo on “Gates after attention”",
        text="It's so.",
        authors=("cleo",),
        published="2025-11-23",
        related=(ABOUT,),
    )


async def test_the_climb_to_a_thread_ends(site: Site, told: Callable[..., Awaitable[Clipping]]) -> None:
    has(site, *({"id": id, "parent": id - 1, "by": "ada"} for id in range(1, 41)))
    said = await told(HACKER_NEWS, item(40))
    assert said.title == "ada on Hacker News"
    assert len(site.asked) == 11


async def test_a_thread_that_was_killed_says_so(site: Site, told: Callable[..., Awaitable[Clipping]]) -> None:
    has(site, {**STORY, "dead": True})
    assert (await told(HACKER_NEWS, item(100))).facts == ("312 points", "1 comment", "dead")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("null", "Hacker News does not know this item."),
        ('{"id": 9, "deleted": true, "type": "story"}', "Hacker News: this was deleted."),
        ('{"id": 9, "deleted": true, "type": "comment", "parent": 100}', "Hacker News: this was deleted."),
    ],
)
async def test_what_is_not_there_is_not_asked_for_again(
    site: Site, failed: Callable[..., Awaitable[Failure]], answer: str, reason: str
) -> None:
    has(site, STORY)
    site.says("/v0/item/9.json", answer)
    assert await failed(HACKER_NEWS, item(9)) == Failure(reason, lasting=True)


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
    site: Site, told: Callable[..., Awaitable[Clipping]]
) -> None:
    site.says("/s/abc123.json", json.dumps(LOBSTER))
    assert await told(LOBSTERS, "https://lobste.rs/s/abc123/gates_after_attention") == Clipping(
        url="https://lobste.rs/s/abc123/gates_after_attention",
        by="Lobsters",
        title="Gates after attention",
        text="A question, too.",
        authors=("ada",),
        published="2026-04-02",
        facts=("12 points", "3 comments", "ai", "compsci"),
        related=(Related("https://example.org/gates", "what it is about", "Lobsters"),),
    )


async def test_an_older_lobsters_names_its_people_at_length(
    site: Site, told: Callable[..., Awaitable[Clipping]]
) -> None:
    site.says("/s/abc123.json", json.dumps({**LOBSTER, "url": "", "submitter_user": {"username": "ada"}}))
    said = await told(LOBSTERS, "https://lobste.rs/s/abc123")
    assert (said.authors, said.related) == (("ada",), ())


async def test_a_story_that_is_gone_is_not_asked_for_again(failed: Callable[..., Awaitable[Failure]]) -> None:
    said = await failed(LOBSTERS, "https://lobste.rs/s/abc123")
    assert said == Failure("lobste.rs: this story is gone.", lasting=True)
