"""Hugging Face as it answers for papers, models, datasets and spaces."""

import json
from collections.abc import Awaitable, Callable

import pytest

from tests.support.answers import Answers
from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure, RelatedWork
from workbench.web.sites import huggingface
from workbench.web.sites.huggingface import strip_front_matter

HUB = (huggingface.PAPERS, huggingface.HUB)

MODEL = {
    "id": "example-lab/tiny-7b",
    "author": "example-lab",
    "createdAt": "2025-04-27T03:40:08.000Z",
    "lastModified": "2026-07-26T03:46:27.000Z",
    "downloads": 8123,
    "likes": 1,
    "gated": "manual",
    "pipeline_tag": "text-generation",
    "tags": ["transformers", "arxiv:2505.06708", "arxiv:nonsense", "license:mit", "region:us"],
    "cardData": {"license": "apache-2.0"},
}
CARD = "---\nlicense: apache-2.0\n---\n# Tiny 7B\n\nA small model.\n"


async def test_a_paper_is_known_with_its_code_and_its_project_page(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply(
        "/api/papers/2505.06708",
        json.dumps(
            {
                "id": "2505.06708",
                "title": "Gated\n\\emph{Attention}",
                "summary": "Gates are\n``common''.",
                "authors": [{"name": "Ad\\'a Example"}, {"hidden": True}, {"name": ""}],
                "publishedAt": "2025-05-10T17:15:49.000Z",
                "upvotes": 12,
                "githubRepo": "https://github.com/example/gates",
                "projectPage": "https://example.org/gates",
            }
        ),
    )
    assert (await ask_sites(HUB, "arxiv:2505.06708"))["arxiv:2505.06708"] == Clipping(
        url="https://arxiv:2505.06708",
        site="Hugging Face",
        title="Gated Attention",
        text="Gates are “common”.",
        authors=("Adá Example",),
        published="2025-05-10",
        facts=("12 upvotes",),
        related=(
            RelatedWork("https://github.com/example/gates", "its code", "Hugging Face"),
            RelatedWork("https://example.org/gates", "its project page", "Hugging Face"),
        ),
    )


async def test_a_project_page_that_is_the_repository_is_its_code_once(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    both = {"githubRepo": "https://github.com/o/n", "projectPage": "https://github.com/O/n/"}
    site.reply("/api/papers/2505.00001", json.dumps({"title": "T", **both}))
    site.reply("/api/papers/2505.00002", json.dumps({"title": "T", "projectPage": "https://github.com/o/n"}))
    site.reply("/api/papers/2505.00003", json.dumps({"title": "T", "projectPage": "javascript:alert(1)"}))
    said = await ask_sites(HUB, "arxiv:2505.00001", "arxiv:2505.00002", "arxiv:2505.00003")
    code = (RelatedWork("https://github.com/o/n", "its code", "Hugging Face"),)
    assert said.clipping("arxiv:2505.00001").related == said.clipping("arxiv:2505.00002").related == code
    assert said.clipping("arxiv:2505.00003").related == ()


async def test_a_paper_it_does_not_know_may_be_known_elsewhere(
    ask_sites: Callable[..., Awaitable[Answers]],
) -> None:
    said = (await ask_sites([huggingface.PAPERS], "arxiv:2505.06708"))["arxiv:2505.06708"]
    assert isinstance(said, Failure)
    assert not said.lasting


async def test_a_model_is_told_by_its_numbers_and_its_card(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply("/api/models/example-lab/tiny-7b", json.dumps(MODEL))
    site.reply("/example-lab/tiny-7b/raw/main/README.md", CARD, type="text/plain; charset=utf-8")
    identity = "huggingface:example-lab/tiny-7b"
    assert (await ask_sites(HUB, identity))[identity] == Clipping(
        url=f"https://{identity}",
        site="Hugging Face",
        title="tiny-7b",
        text="Tiny 7B\n\nA small model.",
        authors=("example-lab",),
        published="2025-04-27",
        facts=("text-generation", "8.1k downloads", "1 like", "apache-2.0", "gated"),
        related=(RelatedWork("https://arxiv.org/abs/2505.06708", "its paper", "Hugging Face"),),
    )
    assert "expand=pipeline_tag" in site.requested_paths[0], "unasked, it lists thousands of files"


async def test_datasets_and_spaces_are_told_by_the_names_people_gave_them(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    data = {"id": "o/d", "cardData": {"pretty_name": "All the Data"}, "tags": ["license:cc0-1.0"]}
    site.reply("/api/datasets/o/d", json.dumps(data))
    site.reply("/datasets/o/d/raw/main/README.md", "About it.", type="text/plain")
    site.reply("/api/spaces/o/s", json.dumps({"id": "o/s", "sdk": "gradio", "cardData": {"title": "A Demo"}}))
    said = await ask_sites(HUB, "huggingface:datasets/o/d", "huggingface:spaces/o/s")
    dataset, space = said.clipping("huggingface:datasets/o/d"), said.clipping("huggingface:spaces/o/s")
    assert (dataset.title, dataset.facts, dataset.text) == ("All the Data", ("cc0-1.0",), "About it.")
    assert (space.title, space.facts, space.text) == ("A Demo", ("gradio",), "")


async def test_a_renamed_model_says_where_it_went(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply("/api/models/old/name", json.dumps({**MODEL, "id": "new/name"}))
    said = (await ask_sites(HUB, "huggingface:old/name")).clipping("huggingface:old/name")
    assert said.redirects == ("https://huggingface.co/new/name",)


async def test_a_bibliography_in_a_card_s_tags_is_not_shown_whole(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    tags = [f"arxiv:2505.0000{n}" for n in range(9)]
    site.reply("/api/models/o/n", json.dumps({"id": "o/n", "tags": tags}))
    said = (await ask_sites(HUB, "huggingface:o/n")).clipping("huggingface:o/n")
    assert [one.url[-5:] for one in said.related] == ["00000", "00001", "00002"]


async def test_the_day_the_hub_began_to_count_is_nobody_s_birthday(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]]
) -> None:
    site.reply("/api/models/o/n", json.dumps({"id": "o/n", "createdAt": "2022-03-02T23:29:04.000Z"}))
    assert (await ask_sites(HUB, "huggingface:o/n")).clipping("huggingface:o/n").published == ""


@pytest.mark.parametrize("status", [401, 404])
async def test_private_and_gone_look_alike(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]], status: int
) -> None:
    site.reply("/api/datasets/o/d", "{}", status=status)
    said = (await ask_sites(HUB, "huggingface:datasets/o/d"))["huggingface:datasets/o/d"]
    assert said == Failure("huggingface.co: this dataset is private, or gone.", lasting=True)


@pytest.mark.parametrize("answer", ["[]", "null", '{"id": 7}', '{"error": "no"}'])
async def test_an_answer_of_another_shape_is_a_sentence(
    site: FakeSite, ask_sites: Callable[..., Awaitable[Answers]], answer: str
) -> None:
    site.reply("/api/models/o/n", answer)
    said = (await ask_sites(HUB, "huggingface:o/n"))["huggingface:o/n"]
    assert said == Failure("huggingface.co answered with something that is not understood.")


@pytest.mark.parametrize(
    ("card", "body"),
    [
        (CARD, "# Tiny 7B\n\nA small model.\n"),
        (CARD.replace("\n", "\r\n"), "# Tiny 7B\n\nA small model.\n"),
        ("---\nnever: closed\n", "---\nnever: closed\n"),
        ("# No head\n\n---\n\nA rule.", "# No head\n\n---\n\nA rule."),
    ],
)
def test_a_card_is_read_without_its_front_matter(card: str, body: str) -> None:
    assert strip_front_matter(card) == body
