"""Hugging Face: papers, above all their code, and models, datasets and spaces (https://huggingface.co/docs/hub/api).

The API allows 500 requests in five minutes, the pages 100, so no pages are requested. A private repository cannot be
told from one that does not exist.
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
    convert_tex,
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
"""The fields to request. By default the answer lists all files, which for a large dataset exceeds the size limit."""
_OLDEST_DATE: Final = "2022-03-02T23:29:04"
"""The hub's date for everything that was created before it stored dates."""
_MAX_PAPERS: Final = 3
"""Papers among the tags of a model card. The first ones are its own, a long list is a bibliography."""


def accepts_paper(link: Link) -> bool:
    """Whether the hub may know the paper: it has only arXiv ids of the new form."""
    return _PAPER_IDENTITY.fullmatch(link.identity) is not None


async def fetch_paper(link: Link, client: HttpClient) -> Clipping:
    """The clipping of an arXiv paper. `FetchError` with status 404 where the hub does not know it."""
    id = link.identity.removeprefix("arxiv:")
    metadata = (await client.get(client.build_url("huggingface", f"/api/papers/{id}"))).json()
    if not isinstance(pick_value(metadata, "title"), str):
        raise FetchError(_NOT_UNDERSTOOD)
    clipping = Clipping(
        url=link.url,
        site=NAME,
        title=pick_line(metadata, "title"),
        text=unwrap_abstract(pick_text(metadata, "summary")),
        authors=clean_names(pick_text(author, "name") for author in pick_list(metadata, "authors")),
        published=parse_date(pick_text(metadata, "publishedAt")),
        facts=tuple(_iter_counts(metadata, ("upvotes", "upvote"))),
        related=deduplicate_related(
            (*make_related(pick_text(metadata, "githubRepo"), "its code", NAME), *_find_project(metadata))
        ),
    )
    return convert_tex(clipping)


def _find_project(metadata: Any) -> tuple[RelatedWork, ...]:
    """The project page of a paper, which for some is the repository."""
    url = pick_text(metadata, "projectPage")
    work = identify(url)
    is_code = isinstance(work, Identity) and work.key.startswith(("github:", "gitlab:"))
    return make_related(url, "its code" if is_code else "its project page", NAME)


def _iter_counts(metadata: Any, *counts: tuple[str, str]) -> Iterator[str]:
    """The counts above 0. `counts` are pairs of a field and a noun."""
    for field, noun in counts:
        if (count := pick_int(metadata, field)) > 0:
            yield count_noun(count, noun)


async def _fetch_repository(link: Link, client: HttpClient) -> Clipping:
    path = link.identity.removeprefix("huggingface:")
    folder = next((one for one in ("datasets/", "spaces/") if path.startswith(one)), "")
    name = path.removeprefix(folder)
    metadata = await _fetch_metadata(client, folder.rstrip("/") or "models", name)
    return Clipping(
        url=link.url,
        site=NAME,
        title=pick_line(metadata, "cardData", "title")
        or pick_line(metadata, "cardData", "pretty_name")
        or name.split("/")[-1],
        text=await _fetch_card(client, path),
        authors=clean_names([pick_text(metadata, "author")]),
        published=_parse_created(pick_text(metadata, "createdAt")),
        facts=tuple(_iter_facts(metadata)),
        redirects=_find_new_urls(folder, name, pick_line(metadata, "id")),
        related=_find_papers(metadata),
    )


async def _fetch_metadata(client: HttpClient, group: str, name: str) -> Any:
    fields = "&".join(f"expand={field}" for field in (*_COMMON_FIELDS, *_FIELDS_BY_GROUP[group]))
    try:
        metadata = (await client.get(client.build_url("huggingface", f"/api/{group}/{name}?{fields}"))).json()
    except FetchError as fault:
        if fault.status in (401, 404):
            noun = group.removesuffix("s")
            raise FetchError(f"huggingface.co: this {noun} is private, or gone.", permanent=True) from None
        raise
    if not pick_line(metadata, "id"):
        raise FetchError(_NOT_UNDERSTOOD)
    return metadata


def _find_new_urls(folder: str, name: str, current: str) -> tuple[str, ...]:
    """The address under the present name, if the link has an older one. The hub's redirect is only a temporary one."""
    url = to_safe_url(f"https://huggingface.co/{folder}{current}")
    return (url,) if url and current != name else ()


def _parse_created(created: str) -> str:
    return "" if created.startswith(_OLDEST_DATE) else parse_date(created)


def _iter_facts(metadata: Any) -> Iterator[str]:
    """Task or framework, downloads and likes, licence and access."""
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
    """The text of the repository's card; empty where there is none."""
    try:
        card = (await client.get(client.build_url("huggingface", f"/{path}/raw/main/README.md"))).text
    except FetchError:
        return ""
    return await asyncio.to_thread(markdown_to_text, strip_front_matter(card))


def strip_front_matter(card: str) -> str:
    """A Markdown text without the YAML block at its beginning."""
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
