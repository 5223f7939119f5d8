"""Substack as its undocumented interface answers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure
from workbench.web.sites.substack import SITE

URL = "https://open.substack.com/pub/gateweekly/p/why-gates"
PATH = "/gateweekly/api/v1/posts/why-gates"
POST = {
    "title": "Why gates?",
    "subtitle": "And why now",
    "canonical_url": "https://www.gateweekly.example/p/why-gates",
    "post_date": "2026-04-02T12:00:36.118Z",
    "audience": "everyone",
    "type": "newsletter",
    "wordcount": 2760,
    "body_html": "<p>Gates are <a href='https://example.org'>old</a>.</p><ul><li>one</li></ul>",
    "publishedBylines": [{"id": 1, "name": "Ada Example"}, {"id": 2}],
}


R = TypeVar("R", Clipping, Failure)


async def ask_substack(site: FakeSite, ask: Callable[..., Awaitable[R]], post: Any) -> R:
    site.reply(PATH, json.dumps(post))
    return await ask(SITE, URL, base="/{publication}")


async def test_a_post_is_told_with_its_text_and_the_address_of_its_own(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    assert await ask_substack(site, ask_site, POST) == Clipping(
        url=URL,
        site="Substack",
        title="Why gates?",
        text="And why now\n\nGates are old.\n\n- one",
        authors=("Ada Example",),
        published="2026-04-02",
        facts=("12 min",),
        canonical_url="https://www.gateweekly.example/p/why-gates",
    )


async def test_a_paid_post_is_told_as_far_as_anybody_may_read_it(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    paid = {
        "audience": "only_paid",
        "body_html": None,
        "truncated_body_text": "Gates are...",
        "subtitle": None,
    }
    said = await ask_substack(site, ask_site, {**POST, **paid})
    assert said.facts == ("12 min", "paid")
    assert said.text == "Gates are..."


async def test_an_address_that_may_not_be_written_is_no_canonical_one(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    said = await ask_substack(
        site, ask_site, {"title": "T", "canonical_url": "javascript:alert(1)", "type": "podcast"}
    )
    assert said == Clipping(url=URL, site="Substack", title="T", facts=("podcast",))


@pytest.mark.parametrize("post", [{}, [], None, {"title": ""}])
async def test_what_it_cannot_tell_the_page_may(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]], post: Any
) -> None:
    said = await ask_substack(site, fail_site, post)
    assert said == Failure("substack.com answered with something that is not understood.")


async def test_a_post_that_is_gone_is_asked_for_once_more_as_a_page(
    fail_site: Callable[..., Awaitable[Failure]],
) -> None:
    said = await fail_site(SITE, URL, base="/{publication}")
    assert isinstance(said, Failure)
    assert not said.lasting
