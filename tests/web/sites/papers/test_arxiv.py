"""arXiv as it answers: in one feed, in its own order, with silence for what it does not know."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.answers import Answers
from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure, Link, RelatedWork
from workbench.web.http.protocol import FetchError
from workbench.web.sites import arxiv, huggingface
from workbench.web.sites.common import clean_names, find_code, unwrap_abstract

CHAIN = (arxiv.SITE, huggingface.PAPERS)

GATES = """<entry>
  <id>http://arxiv.org/abs/2505.06708v2</id>
  <updated>2025-10-01T09:00:00Z</updated>
  <published>2025-05-10T17:15:49Z</published>
  <title>Gated Attention for Large
  Language Models</title>
  <summary>  Gates are common; what they do in attention
is seldom asked. Code is at https://github.com/example/gates.
  A second paragraph.
</summary>
  <author><name>Ada Example</name><arxiv:affiliation>Somewhere</arxiv:affiliation></author>
  <author><name>Béla Példa</name></author>
  <arxiv:comment>18 pages, NeurIPS 2025</arxiv:comment>
  <arxiv:journal_ref>Journal of Examples 7 (2025)</arxiv:journal_ref>
  <arxiv:doi>10.1000/example</arxiv:doi>
  <arxiv:primary_category term="cs.CL"/>
</entry>"""


def make_entry(id: str, title: str = "A paper", comment: str = "", abstract: str = "") -> str:
    """An entry with little in it."""
    return (
        f"<entry><id>http://arxiv.org/abs/{id}</id><title>{title}</title><summary>{abstract}</summary>"
        f"<arxiv:comment>{comment}</arxiv:comment></entry>"
    )


def make_feed(*entries: str) -> str:
    """A feed as arXiv sends it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom"><title>arXiv Query</title>'
        + "".join(entries)
        + "</feed>"
    )


ERROR = make_feed(
    "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_1234</id><title>Error</title>"
    "<summary>incorrect id format for 1234</summary></entry>"
)


async def test_an_entry_becomes_all_that_is_needed_to_decide_about_a_paper(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply("/api/query", make_feed(GATES))
    assert (await ask_sites([arxiv.SITE], "arxiv:2505.06708"))["arxiv:2505.06708"] == Clipping(
        url="https://arxiv:2505.06708",
        site="arXiv",
        title="Gated Attention for Large Language Models",
        text="Gates are common; what they do in attention is seldom asked. Code is at"
        " https://github.com/example/gates.\n\nA second paragraph.",
        authors=("Ada Example", "Béla Példa"),
        published="2025-05-10",
        facts=("cs.CL", "Journal of Examples 7 (2025)", "18 pages, NeurIPS 2025", "doi:10.1000/example"),
        related=(RelatedWork("https://github.com/example/gates", "its code", "arXiv"),),
    )


async def test_tex_becomes_text_that_people_read(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    entry = make_entry(
        "2505.06708v1",
        title=r"$\beta$-VAEs for G\"odel machines at 50\% cost, H$_2$O and $\mathcal{O}(n \log n)$",
        comment=r"12~pages -- code at https://github.com/example/g\_x",
        abstract="We ``gate'' $x_i$\nfor $50.",
    ).replace("<title>", r"<author><name>Paul Erd\H{o}s</name></author><title>")
    site.reply("/api/query", make_feed(entry))
    paper = (await ask_sites([arxiv.SITE], "arxiv:2505.06708")).clipping("arxiv:2505.06708")
    assert paper.title == "β-VAEs for Gödel machines at 50% cost, H₂O and O(n log n)"
    assert paper.authors == ("Paul Erdős",)
    assert paper.text == "We “gate” xᵢ for $50."
    assert paper.facts == ("12 pages – code at https://github.com/example/g_x",)
    assert paper.related == (RelatedWork("https://github.com/example/g_x", "its code", "arXiv"),)


async def test_all_papers_are_asked_for_at_once_and_found_in_any_order_and_version(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply(
        "/api/query", make_feed(make_entry("1706.03762v7", "Third"), make_entry("math/0611800v1", "0"), GATES)
    )
    said = await ask_sites([arxiv.SITE], "arxiv:2505.06708", "arxiv:math/0611800", "arxiv:1706.03762")
    assert {identity: said.clipping(identity).title for identity in said} == {
        "arxiv:2505.06708": "Gated Attention for Large Language Models",
        "arxiv:math/0611800": "0",
        "arxiv:1706.03762": "Third",
    }
    asked = [path for path in site.requested_paths if path.startswith("/api/query")]
    assert asked == ["/api/query?id_list=2505.06708,math/0611800,1706.03762&max_results=3"]


async def test_a_paper_that_arxiv_leaves_out_is_asked_for_elsewhere(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply("/api/query", make_feed(GATES))
    site.reply("/api/papers/2611.00001", json.dumps({"title": "Brand New"}))
    said = await ask_sites(CHAIN, "arxiv:2505.06708", "arxiv:2611.00001", "arxiv:2611.00002")
    assert said.clipping("arxiv:2505.06708").site == "arXiv"
    assert (said.clipping("arxiv:2611.00001").site, said.clipping("arxiv:2611.00001").title) == (
        "Hugging Face",
        "Brand New",
    )
    assert said["arxiv:2611.00002"] == Failure("arXiv does not know this paper yet.")


@pytest.mark.parametrize(("status", "body"), [(400, ERROR), (200, ERROR), (429, "Rate exceeded."), (404, "")])
async def test_when_arxiv_fails_the_next_site_answers(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]], status: int, body: str
) -> None:
    site.reply("/api/query", body, status=status)
    failed = (await ask_sites([arxiv.SITE], "arxiv:2505.06708"))["arxiv:2505.06708"]
    assert isinstance(failed, Failure)
    assert not failed.lasting


async def test_the_code_that_hugging_face_knows_comes_first_then_the_comment_s_then_the_abstract_s(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    named = make_entry(
        "2505.06708v1", comment="github.com/o/comment, github.com/O/Hub", abstract="github.com/o/abstract"
    )
    site.reply("/api/query", make_feed(named))
    site.reply("/api/papers/2505.06708", json.dumps({"title": "-", "githubRepo": "https://github.com/o/hub"}))
    said = (await ask_sites([arxiv.SITE], "arxiv:2505.06708")).clipping("arxiv:2505.06708")
    assert said.title == "A paper"
    assert [(one.url, one.said_by) for one in said.related] == [
        ("https://github.com/o/hub", "Hugging Face"),
        ("https://github.com/o/comment", "arXiv"),
        ("https://github.com/o/abstract", "arXiv"),
    ]


async def test_a_hugging_face_in_trouble_costs_one_question_and_no_paper(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply(
        "/api/query",
        make_feed(make_entry("2505.00001v1"), make_entry("2505.00002v1"), make_entry("2505.00003v1")),
    )
    site.reply("/api/papers/2505.00002", "<html>not today</html>", type="text/html")
    said = await ask_sites([arxiv.SITE], *(f"arxiv:2505.0000{n}" for n in (1, 2, 3)))
    assert [said.clipping(identity).site for identity in said] == ["arXiv"] * 3
    assert site.requested_paths[1:] == ["/api/papers/2505.00001", "/api/papers/2505.00002"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ERROR, "arXiv will not answer: incorrect id format for 1234."),
        ("Rate exceeded.", "arXiv asks for a pause: f asks again later."),
        ("<html><body>Down<br></body></html>", "arXiv answered with something that is not understood."),
        (make_feed(GATES)[:600], "arXiv answered with something that is not understood."),
        (
            make_feed(make_entry("2505.06708v1", "&a;")).replace(
                "\n", '<!DOCTYPE feed [<!ENTITY a "aaaa">]>', 1
            ),
            "arXiv answered with something that is not understood.",
        ),
    ],
)
def test_what_is_no_feed_is_a_sentence(answer: str, reason: str) -> None:
    with pytest.raises(FetchError) as failed:
        arxiv.parse_feed(answer.encode())
    assert failed.value.reason == reason


def test_a_comment_that_is_a_story_is_no_fact() -> None:
    entries = arxiv.parse_feed(
        make_feed(make_entry("2505.06708v1", comment="An earlier version of this " * 5)).encode()
    )
    link = Link(identity="arxiv:2505.06708", url="https://arxiv.org/abs/2505.06708")
    assert arxiv.parse_entry(link, entries[link.identity]).facts == ()


def test_the_first_hundred_authors_are_enough() -> None:
    assert clean_names([" A.  Name ", "", *map(str, range(3000))]) == ("A. Name", *map(str, range(99)))


def test_a_document_type_in_another_encoding_is_not_read_either() -> None:
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE feed [<!ENTITY a "b">]><feed>&a;</feed>'
    with pytest.raises(FetchError):
        arxiv.parse_feed(hidden.encode("utf-16"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Code: https://github.com/o/n.", [("https://github.com/o/n", "its code")]),
        (r"\url{https://github.com/o/n/}, (github.com/O/N)", [("https://github.com/o/n/", "its code")]),
        (
            "www.gitlab.com/group/n; codeberg.org/o/n",
            ["https://gitlab.com/group/n", "https://codeberg.org/o/n"],
        ),
        (
            "https://huggingface.co/o/m and https://huggingface.co/datasets/o/d, hf.co/spaces/o/s",
            [
                ("https://huggingface.co/o/m", "its model"),
                ("https://huggingface.co/datasets/o/d", "its data"),
                ("https://hf.co/spaces/o/s", "its demo"),
            ],
        ),
        ("by https://github.com/owner at github.com, notgithub.com/o/n, hf.co/papers/2505.06708", []),
    ],
)
def test_code_is_found_in_prose(text: str, named: list[Any]) -> None:
    found = find_code(text, "arXiv")
    pairs = [(one.url, one.why) for one in found]
    assert pairs == [one if isinstance(one, tuple) else (one, "its code") for one in named]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  One\nline\nat last.\n", "One line at last."),
        ("One.\n  Two\nmore.\n\nThree.", "One.\n\nTwo more.\n\nThree."),
        ("", ""),
    ],
)
def test_an_abstract_loses_the_line_ends_of_its_form(typed: str, read: str) -> None:
    assert unwrap_abstract(typed) == read
