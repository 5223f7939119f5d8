"""OpenReview as its two interfaces answer, when they do."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.answers import Answers
from tests.support.http_server import Site
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure, Related
from workbench.web.sites.openreview import SITE

PAPER = "openreview:aB3_x-Y"


def notes(*given: dict[str, Any]) -> str:
    """An answer of OpenReview."""
    return json.dumps({"notes": given, "count": len(given)})


async def test_a_submission_is_told_with_its_venue(
    site: Site, ask: Callable[..., Awaitable[Answers]]
) -> None:
    content = {
        "title": {"value": "Gates\nin Attention"},
        "authors": {"value": ["Ada Example", {"fullname": "Béla Példa", "username": "~B1"}]},
        "abstract": {"value": "Gates.\nCode: github.com/example/gates"},
        "venue": {"value": "ICLR 2026 Poster"},
        "keywords": {"value": ["attention", "gates", "sparsity", "a fourth"]},
        "code": {"value": "https://github.com/example/gates/"},
    }
    site.says(
        "/notes", notes({"id": "aB3_x-Y", "cdate": 1758700000000, "odate": 1759900000000, "content": content})
    )
    assert (await ask([SITE], PAPER))[PAPER] == Clipping(
        url=f"https://{PAPER}",
        by="OpenReview",
        title="Gates in Attention",
        text="Gates. Code: github.com/example/gates",
        authors=("Ada Example", "Béla Példa"),
        published="2025-10-08",
        facts=("ICLR 2026 Poster", "attention", "gates", "sparsity"),
        related=(Related("https://github.com/example/gates/", "its code", "OpenReview"),),
    )
    assert site.paths == ["/notes?id=aB3_x-Y"]


@pytest.mark.parametrize("first", [(200, notes()), (404, "{}"), (400, "{}")])
async def test_an_older_venue_answers_at_its_old_address_in_plain_fields(
    site: Site, ask: Callable[..., Awaitable[Answers]], first: tuple[int, str]
) -> None:
    site.says("/notes", first[1], status=first[0])
    site.says("/notes", notes({"cdate": 1475700000000, "content": {"title": "Old", "authors": ["A. Elder"]}}))
    said = (await ask([SITE], PAPER)).clipping(PAPER)
    assert (said.title, said.authors, said.published) == ("Old", ("A. Elder",), "2016-10-05")


async def test_its_challenge_to_programs_ends_the_asking(
    site: Site, ask: Callable[..., Awaitable[Answers]]
) -> None:
    site.says("/notes", '{"name": "ChallengeRequiredError"}', status=403)
    said = (await ask([SITE], PAPER))[PAPER]
    assert said == Failure("openreview.net lets no program read it: e writes the title.", lasting=True)
    assert len(site.paths) == 1


async def test_a_submission_that_neither_knows_is_left_to_the_next_site(
    site: Site, ask: Callable[..., Awaitable[Answers]]
) -> None:
    site.says("/notes", notes())
    assert (await ask([SITE], PAPER))[PAPER] == Failure("OpenReview does not know this paper.")
