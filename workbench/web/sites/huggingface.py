"""Hugging Face: what its hub knows of papers, above all their code, and of models, datasets and spaces.

Its API answers 500 questions in five minutes, its pages 100, so pages are never asked; see
https://huggingface.co/docs/hub/api. A private repository and one that never was look alike from outside.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Final

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, RelatedWork
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.web.facts import count_noun, parse_date
from workbench.web.fields import pick_int, pick_line, pick_list, pick_text, pick_value
from workbench.web.html.markdown import markdown_to_text
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import (
    allow_fallback,
    clean_names,
    deduplicate_related,
    make_related,
    unwrap_abstract,
)

NAME: Final = "Hugging Face"
_PAPER_IDENTITY: Final = re.compile(r"(?a)arxiv:(\d{4}\.\d{4,5})")
_REPOSITORY_IDENTITY: Final = re.compile(r"(?a)huggingface:(?:datasets/|spaces/)?[\w.-]+(?:/[\w.-]+)?")
_NOT_UNDERSTOOD: Final = "huggingface.co answered with something that is not understood."
_COMMON_FIELDS: Final = ("author", "cardData", "createdAt", "likes", "tags")
_FIELDS_BY_GROUP: Final = {
    "models": ("downloads", "gated", "pipeline_tag"),
    "datasets": ("downloads", "gated"),
    "spaces": ("sdk",),
}
"""What is asked for. Unasked, the answer lists every file, which for a large dataset is more than is ever read."""
_OLDEST_DATE: Final = "2022-03-02T23:29:04"
"""What the hub gives as the birth of everything older than its memory."""
_MAX_PAPERS: Final = 3
"""Papers kept of a model card's tags: the first ones are its own, a long list is its bibliography."""


def accepts_paper(link: Link) -> bool:
    """Papers with ids of the new form; the hub knows no older ones."""
    return _PAPER_IDENTITY.fullmatch(link.identity) is not None


async def fetch_paper(link: Link, client: HttpClient) -> Clipping:
    """What the hub says of an arXiv paper; a `FetchError` that lasts means that it does not know this one."""
    id = link.identity.removeprefix("arxiv:")
    said = (await client.get(client.build_url("huggingface", f"/api/papers/{id}"))).json()
    if not isinstance(pick_value(said, "title"), str):
        raise FetchError(_NOT_UNDERSTOOD)
    return Clipping(
        url=link.url,
        site=NAME,
        title=pick_line(said, "title"),
        text=unwrap_abstract(pick_text(said, "summary")),
        authors=clean_names(pick_text(author, "name") for author in pick_list(said, "authors")),
        published=parse_date(pick_text(said, "publishedAt")),
        facts=tuple(_iter_counts(said, ("upvotes", "upvote"))),
        related=deduplicate_related(
            (*make_related(pick_text(said, "githubRepo"), "its code", NAME), *_find_project(said))
        ),
    )


def _find_project(metadata: Any) -> tuple[RelatedWork, ...]:
    """The project's page, which for some is the repository."""
    url = pick_text(metadata, "projectPage")
    work = identify(url)
    is_code = isinstance(work, Identity) and work.key.startswith(("github:", "gitlab:"))
    return make_related(url, "its code" if is_code else "its project page", NAME)


def _iter_counts(metadata: Any, *counts: tuple[str, str]) -> Iterator[str]:
    """The counts that are not nothing, each a field's name and what it counts."""
    for field, what in counts:
        if (count := pick_int(metadata, field)) > 0:
            yield count_noun(count, what)


async def _fetch_repository(link: Link, client: HttpClient) -> Clipping:
    path = link.identity.removeprefix("huggingface:")
    folder = next((one for one in ("datasets/", "spaces/") if path.startswith(one)), "")
    name = path.removeprefix(folder)
    said = await _fetch_metadata(client, folder.rstrip("/") or "models", name)
    return Clipping(
        url=link.url,
        site=NAME,
        title=pick_line(said, "cardData", "title")
        or pick_line(said, "cardData", "pretty_name")
        or name.split("/")[-1],
        text=await _fetch_card(client, path),
        authors=clean_names([pick_text(said, "author")]),
        published=_parse_created(pick_text(said, "createdAt")),
        facts=tuple(_iter_facts(said)),
        redirects=_find_new_urls(folder, name, pick_line(said, "id")),
        related=_find_papers(said),
    )


async def _fetch_metadata(client: HttpClient, group: str, name: str) -> Any:
    fields = "&".join(f"expand={field}" for field in (*_COMMON_FIELDS, *_FIELDS_BY_GROUP[group]))
    try:
        said = (await client.get(client.build_url("huggingface", f"/api/{group}/{name}?{fields}"))).json()
    except FetchError as failed:
        if failed.status in (401, 404):
            what = group.removesuffix("s")
            raise FetchError(f"huggingface.co: this {what} is private, or gone.", permanent=True) from None
        raise
    if not pick_line(said, "id"):
        raise FetchError(_NOT_UNDERSTOOD)
    return said


def _find_new_urls(folder: str, name: str, current: str) -> tuple[str, ...]:
    """The address of its present name, where it was asked for by an older one: the hub itself only redirects for
    the time being."""
    address = to_safe_url(f"https://huggingface.co/{folder}{current}")
    return (address,) if address and current != name else ()


def _parse_created(created: str) -> str:
    return "" if created.startswith(_OLDEST_DATE) else parse_date(created)


def _iter_facts(metadata: Any) -> Iterator[str]:
    """What it is for, how much it is used, on what terms."""
    yield from filter(None, (pick_line(metadata, "pipeline_tag"), pick_line(metadata, "sdk")))
    yield from _iter_counts(metadata, ("downloads", "download"), ("likes", "like"))
    yield from filter(None, (_licence_of(metadata), "gated" if pick_value(metadata, "gated") else ""))


def _licence_of(metadata: Any) -> str:
    tags = (tag.removeprefix("license:") for tag in _tags_of(metadata) if tag.startswith("license:"))
    return clean_line(pick_line(metadata, "cardData", "license") or next(tags, ""))


def _find_papers(metadata: Any) -> tuple[RelatedWork, ...]:
    ids = (tag.removeprefix("arxiv:") for tag in _tags_of(metadata) if tag.startswith("arxiv:"))
    papers = (identify(f"https://arxiv.org/abs/{id}") for id in ids)
    known = [paper for paper in papers if isinstance(paper, Identity) and paper.kind == "paper"]
    return deduplicate_related(
        one for paper in known[:_MAX_PAPERS] for one in make_related(paper.url, "its paper", NAME)
    )


def _tags_of(metadata: Any) -> list[str]:
    return [tag for tag in pick_list(metadata, "tags") if isinstance(tag, str)]


async def _fetch_card(client: HttpClient, path: str) -> str:
    """What the repository's card says; without one there is simply less to read."""
    try:
        card = (await client.get(client.build_url("huggingface", f"/{path}/raw/main/README.md"))).text
    except FetchError:
        return ""
    return await asyncio.to_thread(markdown_to_text, strip_front_matter(card))


def strip_front_matter(card: str) -> str:
    """A Markdown text without the YAML block at its head."""
    lines = card.replace("\r\n", "\n").lstrip("\ufeff\n")
    if not lines.startswith("---\n"):
        return card
    _, closing, body = lines.partition("\n---\n")
    return body if closing else card


HUGGINGFACE_URLS: Final = {"huggingface": "https://huggingface.co"}
PAPERS: Final = Site(
    name=NAME,
    accepts=accepts_paper,
    fetch=fetch_each(allow_fallback(fetch_paper)),
    base_urls=HUGGINGFACE_URLS,
)
HUB: Final = Site(
    name=NAME,
    accepts=lambda link: _REPOSITORY_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_repository),
    base_urls=HUGGINGFACE_URLS,
)
