"""GitHub's answers for repositories: present, renamed, forked, gone, and after too many requests."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link, LinkId, RelatedWork
from workbench.web.sites.github import SITE

URL = "https://github.com/Example-Lab/gates"
REPOSITORY = {
    "id": 4711,
    "name": "gates",
    "full_name": "Example-Lab/gates",
    "owner": {"login": "Example-Lab"},
    "description": "Gates after attention, small enough to read",
    "homepage": "",
    "fork": False,
    "archived": False,
    "stargazers_count": 8123,
    "language": "Python",
    "license": {"key": "mit", "spdx_id": "MIT"},
    "default_branch": "main",
    "created_at": "2025-04-27T03:40:08Z",
    "pushed_at": "2026-07-26T03:46:27Z",
}
README = """# Gates

[![Paper](https://img.shields.io/badge/arXiv-b31b1b.svg)](https://arxiv.org/abs/2505.06708v2)

Train with [one command](docs/run.md).
"""


def serve_repository(site: FakeSite, readme: str | None = README, **fields: Any) -> None:
    """The server has the repository, its fields changed so."""
    site.reply("/repos/example-lab/gates", json.dumps({**REPOSITORY, **fields}))
    if readme is not None:
        site.reply("/Example-Lab/gates/main/README.md", readme, type="text/plain; charset=utf-8")


async def test_a_repository_is_told_by_its_numbers_and_its_readme(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_repository(site)
    assert await ask_site(SITE, URL) == Clipping(
        url=URL,
        site="GitHub",
        title="gates: Gates after attention, small enough to read",
        text="Gates after attention, small enough to read\n\nGates\n\nTrain with one command.",
        authors=("Example-Lab",),
        published="2025-04-27",
        facts=("8.1k stars", "Python", "MIT"),
        related=(RelatedWork("https://arxiv.org/abs/2505.06708v2", "its paper", "GitHub"),),
    )
    assert site.requests[0].headers["accept"] == "application/vnd.github+json"
    assert site.requests[0].headers["x-github-api-version"] == "2022-11-28"


async def test_a_token_goes_to_the_interface_and_not_to_the_host_of_the_files(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_repository(site)
    await ask_site(SITE, URL, token="s3cret")
    asked, readme = (asked.headers.get("authorization") for asked in site.requests)
    assert (asked, readme) == ("Bearer s3cret", None)


async def test_a_renamed_repository_says_what_it_is_called_now(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    site.reply("/repos/old-lab/doors", status=301, Location="/repositories/4711")
    site.reply("/repositories/4711", json.dumps(REPOSITORY))
    said = await ask_site(SITE, "https://github.com/old-lab/doors")
    assert said.redirects == ("https://github.com/Example-Lab/gates",)
    assert said.url == "https://github.com/old-lab/doors"


async def test_a_description_is_cut_within_the_title_and_whole_in_the_text(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_repository(site, None, description="gate " * 40)
    said = await ask_site(SITE, URL)
    assert said.title.endswith(" gate…")
    assert len(said.title) < 130
    assert said.text == ("gate " * 40).strip()


@pytest.mark.parametrize(
    ("name", "description", "title"),
    [
        ("openFrameworks", "openFrameworks is a toolkit in C++", "openFrameworks is a toolkit in C++"),
        ("this-week-in-doors", "This Week in Doors: what is new", "This Week in Doors: what is new"),
        ("flask", "Flask is small", "Flask is small"),
        ("gates", "Gates", "gates"),
        ("gates", "Gates of all kinds", "gates: Gates of all kinds"),
        ("go", "Good doors", "go: Good doors"),
        ("doors", "門 is doors", "doors: 門 is doors"),
    ],
)
async def test_the_name_is_said_once(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]], name: str, description: str, title: str
) -> None:
    serve_repository(site, None, name=name, description=description)
    assert (await ask_site(SITE, URL)).title == title


async def test_what_is_null_is_left_out(site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]) -> None:
    serve_repository(site, "", description=None, language=None, license=None, stargazers_count=0)
    said = await ask_site(SITE, URL)
    assert (said.title, said.text, said.facts) == ("gates", "", ())


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({"archived": True}, ("archived",)),
        ({"fork": True, "parent": {"full_name": "first/gates"}}, ("fork of first/gates",)),
        ({"fork": True}, ("fork",)),
        ({"license": {"key": "other", "spdx_id": "NOASSERTION"}}, ()),
    ],
)
async def test_its_state_is_told_in_few_words(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]], fields: Any, facts: Any
) -> None:
    serve_repository(site, "", **{"stargazers_count": 0, "language": None, "license": None, **fields})
    assert (await ask_site(SITE, URL)).facts == facts


async def test_a_readme_in_small_letters_is_found_and_one_that_is_missing_missed_by_nobody(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_repository(site, None, description="Doors")
    assert (await ask_site(SITE, URL)).text == "Doors"
    assert [path.rpartition("/")[2] for path in site.requested_paths[1:]] == ["README.md", "readme.md"]


async def test_the_readme_is_that_of_the_branch_it_shows(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    site.reply("/Example-Lab/gates/release/2%23x/readme.md", "Small.", type="text/plain")
    serve_repository(site, None, default_branch="release/2#x", description="Doors")
    assert (await ask_site(SITE, URL)).text == "Doors\n\nSmall."


async def test_its_papers_are_its_home_and_the_first_its_readme_names(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    top = "https://arxiv.org/pdf/2505.06708 https://huggingface.co/papers/2501.00002. http://arxiv.org/abs/2501.00003"
    serve_repository(site, top, homepage="https://arxiv.org/abs/2505.06708")
    assert [(work.url, work.why) for work in (await ask_site(SITE, URL)).related] == [
        ("https://arxiv.org/abs/2505.06708", "its paper"),
        ("https://huggingface.co/papers/2501.00002", "its paper"),
    ]


@pytest.mark.parametrize(
    ("homepage", "readme"),
    [
        ("https://example.org/gates", "https://arxiv.org/list/cs.CL/new"),
        ("", "x" * 4_000 + " https://arxiv.org/abs/2505.06708"),
        ("https://jmlr.org", ""),
    ],
    ids=["a listing", "a bibliography", "a journal"],
)
async def test_not_all_that_looks_like_a_paper_is_one_of_its_own(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]], homepage: str, readme: str
) -> None:
    serve_repository(site, readme, homepage=homepage)
    assert (await ask_site(SITE, URL)).related == ()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "github.com: this repository is gone or private."),
        (451, "github.com: this repository was taken down."),
    ],
)
async def test_a_repository_that_is_not_to_be_had_is_not_asked_for_again(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]], status: int, reason: str
) -> None:
    site.reply("/repos/example-lab/gates", '{"message": "Not Found"}', status=status)
    assert await fail_site(SITE, URL) == Failure(reason, lasting=True)


async def test_asked_too_often_it_may_be_asked_elsewhere_or_later(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]]
) -> None:
    used_up = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "4102444800"}
    site.reply("/repos/example-lab/gates", "{}", status=403, **used_up)
    said = await fail_site(SITE, URL)
    assert isinstance(said, Failure)
    assert not said.lasting
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    "answer", ["[]", "null", '{"name": "gates"}', '{"name": "gates", "full_name": "a gate"}']
)
async def test_an_answer_of_another_shape_is_a_sentence(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]], answer: str
) -> None:
    site.reply("/repos/example-lab/gates", answer)
    assert await fail_site(SITE, URL) == Failure("github.com answered with something that is not understood.")


@pytest.mark.parametrize(
    "path", ["example-lab", "example-lab/gates/issues/7", "example-lab/gates/tree/main/docs"]
)
def test_what_is_no_repository_is_a_page(path: str) -> None:
    work = identify(f"https://github.com/{path}")
    assert isinstance(work, Identity)
    assert not SITE.accepts(Link(id=LinkId(1), url=work.url, identity=work.key))
