"""Titles, days and markup as Crossref has them from publishers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.answers import Answers
from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.web.html.registry_markup import join_subtitle
from workbench.web.sites.registries import CROSSREF

DOI = "doi:10.1145/3132847.3132886"
FUSION = {
    "publisher": "ACM",
    "published-print": {"date-parts": [[2017, 11, 6]]},
    "DOI": "10.1145/3132847.3132886",
    "type": "proceedings-article",
    "created": {"date-parts": [[2017, 11, 6]], "date-time": "2017-11-06T13:30:29Z"},
    "title": ["FUSION"],
    "author": [{"given": "Ahsanul", "family": "Haque", "sequence": "first", "affiliation": []}],
    "published-online": {"date-parts": [[2017, 11, 6]]},
    "container-title": [
        "Proceedings of the 2017 ACM on Conference on Information &amp; Knowledge Management"
    ],
    "original-title": [],
    "subtitle": ["An Online Method for Multistream Classification"],
    "short-title": [],
    "issued": {"date-parts": [[2017, 11, 6]]},
    "published": {"date-parts": [[2017, 11, 6]]},
}

Fetch = Callable[..., Awaitable[Clipping]]


@pytest.fixture
def fetch_work(site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]) -> Fetch:
    """The clipping of a work with these fields."""

    async def fetch(**fields: Any) -> Clipping:
        message = {"title": ["A Title"], **fields}
        site.reply("/works/10.1145%2F3132847.3132886", json.dumps({"status": "ok", "message": message}))
        return (await ask_sites((CROSSREF,), DOI)).clipping(DOI)

    return fetch


async def test_a_work_of_acm_has_its_whole_title(fetch_work: Fetch) -> None:
    work = await fetch_work(**FUSION)
    assert work.title == "FUSION: An Online Method for Multistream Classification"
    assert work.published == "2017-11-06"
    assert work.facts == (
        "Proceedings of the 2017 ACM on Conference on Information & Knowledge Management",
        "ACM",
    )


@pytest.mark.parametrize(
    ("title", "subtitle", "joined"),
    [
        ("Gates", "", "Gates"),
        ("Gates: a history", "A History", "Gates: a history"),
        ("Gates", "Gates: a history", "Gates: a history"),
        ("What are gates?", "A history", "What are gates? A history"),
        ("Gates:", "a history", "Gates: a history"),
        ("Gates", "– a history", "Gates: a history"),
        ("Gates", "(extended abstract)", "Gates (extended abstract)"),
        ("門", "歴史", "門: 歴史"),
        ("Gates", "...", "Gates"),
    ],
)
def test_a_subtitle_is_joined_once(title: str, subtitle: str, joined: str) -> None:
    assert join_subtitle(title, subtitle) == joined


@pytest.mark.parametrize(
    ("deposited", "title"),
    [
        ("<i>E. coli</i> in <scp>HCC</scp>", "E. coli in HCC"),
        ("&lt;i&gt;E. coli&lt;/i&gt; in &lt;scp&gt;HCC&lt;/scp&gt;", "E. coli in HCC"),
        ("&amp;lt;scp&amp;gt;HCC&amp;lt;/scp&amp;gt; &amp;amp; more", "HCC & more"),
        ("&#60;b&#62;Gates&#x3C;/b&#x3e;", "Gates"),
        ('A &lt;span class="x"&gt;gate&lt;/span&gt;', "A gate"),
        ("Gates&lt;subtitle&gt;A History&lt;/subtitle&gt;", "Gates: A History"),
        ("Gates <subtitle>A History</subtitle>", "Gates: A History"),
        ("Gates&lt;br/&gt;and doors", "Gates and doors"),
        (
            "The <mml:math><mml:msub>\n <mml:mi>x</mml:mi>\n <mml:mn>2</mml:mn>\n</mml:msub></mml:math> rule",
            "The x2 rule",
        ),
        ("Effects at p &lt; 0.05 and n &gt; 10", "Effects at p < 0.05 and n > 10"),
        ("Lists of &lt;T&gt; in Java", "Lists of <T> in Java"),
        ("GATES IN CAPITALS", "GATES IN CAPITALS"),
    ],
)
async def test_markup_in_a_title_becomes_text_however_often_it_was_escaped(
    fetch_work: Fetch, deposited: str, title: str
) -> None:
    assert (await fetch_work(title=[deposited])).title == title


async def test_paragraphs_of_an_abstract_stay_where_their_tags_were_escaped(fetch_work: Fetch) -> None:
    abstract = (
        "<jats:p>&lt;p&gt;&lt;bold&gt;One&lt;/bold&gt; gate.&lt;/p&gt;&lt;p&gt;Two &lt;i&gt;gates&lt;/i&gt;.&lt;/p&gt;"
        "</jats:p>"
    )
    assert (await fetch_work(abstract=abstract)).text == "One gate.\n\nTwo gates."


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ({"issued": [2020], "published-online": [2020, 6, 3]}, "2020-06-03"),
        ({"issued": [2020], "published-online": [2021, 1, 4]}, "2021-01-04"),
        ({"issued": [2020], "published-print": [2020, 12]}, "2020-12"),
        ({"issued": [2020]}, "2020"),
        ({"published-print": [2021, 3, 1], "published-online": [2020, 12, 5]}, "2020-12-05"),
        ({"issued": [2020, 12], "published-online": [2020, 12, 5]}, "2020-12-05"),
        ({"issued": [1979, 3], "published-online": [2006, 1, 1]}, "1979-03"),
        ({"issued": [1979], "published-online": [2006, 1, 1]}, "1979"),
        ({"published-online": [None]}, ""),
    ],
)
async def test_the_day_is_the_earliest_exact_one_but_not_that_of_a_scan(
    fetch_work: Fetch, dates: dict[str, Any], published: str
) -> None:
    fields = {name: {"date-parts": [parts]} for name, parts in dates.items()}
    assert (await fetch_work(**fields)).published == published
