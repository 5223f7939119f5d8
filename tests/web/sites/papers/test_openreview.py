"""OpenReview as its two interfaces answer, when they do."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.answers import Answers
from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure, RelatedWork
from workbench.web.sites.openreview import SITE

PAPER = "openreview:aB3_x-Y"


def make_notes(*given: dict[str, Any]) -> str:
    """An answer of OpenReview."""
    return json.dumps({"notes": given, "count": len(given)})


async def test_a_submission_is_told_with_its_venue(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    content = {
        "title": {"value": "Gates\nin Attention"},
        "authors": {"value": ["Ada Example", {"fullname": "Béla Példa", "username": "~B1"}]},
        "abstract": {"value": "Gates.\nCode: github.com/example/gates"},
        "venue": {"value": "ICLR 2026 Poster"},
        "keywords": {"value": ["attention", "gates", "sparsity", "a fourth"]},
        "code": {"value": "https://github.com/example/gates/"},
    }
    site.reply(
        "/notes",
        make_notes({"id": "aB3_x-Y", "cdate": 1758700000000, "odate": 1759900000000, "content": content}),
    )
    assert (await ask_sites([SITE], PAPER))[PAPER] == Clipping(
        url=f"https://{PAPER}",
        site="OpenReview",
        title="Gates in Attention",
        text="Gates. Code: github.com/example/gates",
        authors=("Ada Example", "Béla Példa"),
        published="2025-10-08",
        facts=("ICLR 2026 Poster", "attention", "gates", "sparsity"),
        related=(RelatedWork("https://github.com/example/gates/", "its code", "OpenReview"),),
    )
    assert site.requested_paths == ["/notes?id=aB3_x-Y"]


@pytest.mark.parametrize("first", [(200, make_notes()), (404, "{}"), (400, "{}")])
async def test_an_older_venue_answers_at_its_old_address_in_plain_fields(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]], first: tuple[int, str]
) -> None:
    site.reply("/notes", first[1], status=first[0])
    site.reply(
        "/notes", make_notes({"cdate": 1475700000000, "content": {"title": "Old", "authors": ["A. Elder"]}})
    )
    said = (await ask_sites([SITE], PAPER)).clipping(PAPER)
    assert (said.title, said.authors, said.published) == ("Old", ("A. Elder",), "2016-10-05")


async def test_its_challenge_to_programs_ends_the_asking(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply("/notes", '{"name": "ChallengeRequiredError"}', status=403)
    said = (await ask_sites([SITE], PAPER))[PAPER]
    assert said == Failure("openreview.net lets no program read it: e writes the title.", lasting=True)
    assert len(site.requested_paths) == 1


async def test_a_submission_that_neither_knows_is_left_to_the_next_site(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply("/notes", make_notes())
    assert (await ask_sites([SITE], PAPER))[PAPER] == Failure("OpenReview does not know this paper.")
