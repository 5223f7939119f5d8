"""DOIs as Crossref and DataCite tell of them."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.answers import Answers
from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure, RelatedWork
from workbench.web.sites.registries import CROSSREF, DATACITE

CHAIN = (CROSSREF, DATACITE)
DOI = "doi:10.1000/j.example(7)"
AT_CROSSREF = "/works/10.1000%2Fj.example%287%29"
AT_DATACITE = "/dois/10.1000%2Fj.example%287%29"


def make_crossref(**fields: Any) -> str:
    """An answer of Crossref."""
    return json.dumps({"status": "ok", "message": {"title": ["A Title"], **fields}})


async def test_crossref_tells_of_an_article(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    article = {
        "title": ["Deep &amp; <i>Wide</i>\n  Learning"],
        "author": [
            {"given": "Ada", "family": "Example", "sequence": "first"},
            {"name": "The Example Consortium"},
            {"family": "Mononym"},
        ],
        "abstract": "<jats:sec><jats:title>Abstract</jats:title>"
        "<jats:p>One &lt; two.</jats:p><jats:p>3.</jats:p></jats:sec>",
        "issued": {"date-parts": [[2021, 7, 5]]},
        "container-title": ["Journal of Examples"],
        "publisher": "Example Press",
    }
    site.reply(AT_CROSSREF, make_crossref(**article))
    assert (await ask_sites(CHAIN, DOI))[DOI] == Clipping(
        url=f"https://{DOI}",
        site="Crossref",
        title="Deep & Wide Learning",
        text="One < two.\n\n3.",
        authors=("Ada Example", "The Example Consortium", "Mononym"),
        published="2021-07-05",
        facts=("Journal of Examples", "Example Press"),
    )


@pytest.mark.parametrize(
    ("parts", "day"),
    [([[2020, 12]], "2020-12"), ([[2019]], "2019"), ([[None]], ""), ([], ""), ([[2020, 13]], "")],
)
async def test_a_date_is_as_exact_as_the_registry_has_it(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]], parts: Any, day: str
) -> None:
    site.reply(AT_CROSSREF, make_crossref(issued={"date-parts": parts}))
    assert (await ask_sites(CHAIN, DOI)).clipping(DOI).published == day


async def test_a_doi_that_crossref_does_not_know_is_datacite_s(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    attributes = {
        "titles": [{"title": "example/gates: v1.0"}],
        "creators": [
            {"name": "Example, Ada", "givenName": "Ada", "familyName": "Example"},
            {"name": "A Lab"},
        ],
        "descriptions": [
            {"description": "How to cite", "descriptionType": "Other"},
            {"description": "<p>The release.</p>", "descriptionType": "Abstract"},
        ],
        "publicationYear": 2024,
        "dates": [
            {"date": "2025-01-01", "dateType": "Updated"},
            {"date": "2024-03-09", "dateType": "Issued"},
        ],
        "publisher": {"name": "An Archive"},
        "types": {"resourceTypeGeneral": "Software"},
        "relatedIdentifiers": [
            {"relatedIdentifier": "10.1000/other", "relatedIdentifierType": "DOI"},
            {
                "relatedIdentifier": "https://github.com/example/gates/tree/v1.0",
                "relatedIdentifierType": "URL",
            },
        ],
    }
    site.reply(AT_DATACITE, json.dumps({"data": {"attributes": attributes}}))
    assert (await ask_sites(CHAIN, DOI))[DOI] == Clipping(
        url=f"https://{DOI}",
        site="DataCite",
        title="example/gates: v1.0",
        text="The release.",
        authors=("Ada Example", "A Lab"),
        published="2024-03-09",
        facts=("Software", "An Archive"),
        related=(RelatedWork("https://github.com/example/gates/tree/v1.0", "its code", "DataCite"),),
    )


async def test_datacite_without_a_day_has_the_year_and_an_older_form_of_the_publisher(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    attributes = {"titles": [{"title": "T"}], "publicationYear": 2024, "publisher": "An Archive"}
    site.reply(AT_DATACITE, json.dumps({"data": {"attributes": attributes}}))
    said = (await ask_sites(CHAIN, DOI)).clipping(DOI)
    assert (said.published, said.facts) == ("2024", ("An Archive",))


async def test_a_doi_that_no_registry_knows_is_left_to_the_next_site(
    ask_sites: Callable[..., Awaitable[Answers]],
) -> None:
    assert (await ask_sites(CHAIN, DOI))[DOI] == Failure("Crossref does not know this DOI.")


async def test_registries_are_told_where_to_write_and_only_when_there_is_an_address(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    await ask_sites(CHAIN, DOI)
    await ask_sites(CHAIN, DOI, contact="ed+itor@example.org")
    assert site.requested_paths == [
        AT_CROSSREF,
        AT_DATACITE,
        f"{AT_CROSSREF}?mailto=ed%2Bitor@example.org",
        f"{AT_DATACITE}?mailto=ed%2Bitor@example.org",
    ]
