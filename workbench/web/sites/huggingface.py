"""Hugging Face: what its hub knows of papers, above all their code, and of models, datasets and spaces.

Its API answers 500 questions in five minutes, its pages 100, so pages are never asked; see
https://huggingface.co/docs/hub/api. A private repository and one that never was look alike from outside.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Final

from workbench.curation.cleaning import clean, safe_url
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, Related
from workbench.web.facts import date, many
from workbench.web.fields import line, number, part, parts, words
from workbench.web.markdown import readable
from workbench.web.net import Failed, Net
from workbench.web.site import Site, each
from workbench.web.sites.papers import once, passing, people, related, unwrapped

NAME: Final = "Hugging Face"
_PAPER: Final = re.compile(r"(?a)arxiv:(\d{4}\.\d{4,5})")
_REPOSITORY: Final = re.compile(r"(?a)huggingface:(?:datasets/|spaces/)?[\w.-]+(?:/[\w.-]+)?")
_NOT_UNDERSTOOD: Final = "huggingface.co answered with something that is not understood."
_FIELDS: Final = ("author", "cardData", "createdAt", "likes", "tags")
_FIELDS_OF: Final = {
    "models": ("downloads", "gated", "pipeline_tag"),
    "datasets": ("downloads", "gated"),
    "spaces": ("sdk",),
}
"""What is asked for. Unasked, the answer lists every file, which for a large dataset is more than is ever read."""
_COUNTED_FROM: Final = "2022-03-02T23:29:04"
"""What the hub gives as the birth of everything older than its memory."""
_PAPERS: Final = 3
"""Papers kept of a model card's tags: the first ones are its own, a long list is its bibliography."""


def takes_paper(link: Link) -> bool:
    """Papers with ids of the new form; the hub knows no older ones."""
    return _PAPER.fullmatch(link.identity) is not None


async def paper(link: Link, net: Net) -> Clipping:
    """What the hub says of an arXiv paper; a `Failed` that lasts means that it does not know this one."""
    id = link.identity.removeprefix("arxiv:")
    said = (await net.get(net.at("huggingface", f"/api/papers/{id}"))).json()
    if not isinstance(part(said, "title"), str):
        raise Failed(_NOT_UNDERSTOOD)
    return Clipping(
        url=link.url,
        by=NAME,
        title=line(said, "title"),
        text=unwrapped(words(said, "summary")),
        authors=people(words(author, "name") for author in parts(said, "authors")),
        published=date(words(said, "publishedAt")),
        facts=tuple(_counted(said, ("upvotes", "upvote"))),
        related=once((*related(words(said, "githubRepo"), "its code", NAME), *_project(said))),
    )


def _project(said: Any) -> tuple[Related, ...]:
    """The project's page, which for some is the repository."""
    url = words(said, "projectPage")
    work = identify(url)
    is_code = isinstance(work, Identity) and work.key.startswith(("github:", "gitlab:"))
    return related(url, "its code" if is_code else "its project page", NAME)


def _counted(said: Any, *counts: tuple[str, str]) -> Iterator[str]:
    """The counts that are not nothing, each a field's name and what it counts."""
    for field, what in counts:
        if (count := number(said, field)) > 0:
            yield many(count, what)


async def _repository(link: Link, net: Net) -> Clipping:
    path = link.identity.removeprefix("huggingface:")
    folder = next((one for one in ("datasets/", "spaces/") if path.startswith(one)), "")
    name = path.removeprefix(folder)
    said = await _told(net, folder.rstrip("/") or "models", name)
    return Clipping(
        url=link.url,
        by=NAME,
        title=line(said, "cardData", "title") or line(said, "cardData", "pretty_name") or name.split("/")[-1],
        text=await _card(net, path),
        authors=people([words(said, "author")]),
        published=_born(words(said, "createdAt")),
        facts=tuple(_facts(said)),
        moved=_moved(folder, name, line(said, "id")),
        related=_its_papers(said),
    )


async def _told(net: Net, group: str, name: str) -> Any:
    fields = "&".join(f"expand={field}" for field in (*_FIELDS, *_FIELDS_OF[group]))
    try:
        said = (await net.get(net.at("huggingface", f"/api/{group}/{name}?{fields}"))).json()
    except Failed as failed:
        if failed.status in (401, 404):
            what = group.removesuffix("s")
            raise Failed(f"huggingface.co: this {what} is private, or gone.", lasting=True) from None
        raise
    if not line(said, "id"):
        raise Failed(_NOT_UNDERSTOOD)
    return said


def _moved(folder: str, name: str, now: str) -> tuple[str, ...]:
    """The address of its present name, where it was asked for by an older one: the hub itself only redirects for
    the time being."""
    address = safe_url(f"https://huggingface.co/{folder}{now}")
    return (address,) if address and now != name else ()


def _born(created: str) -> str:
    return "" if created.startswith(_COUNTED_FROM) else date(created)


def _facts(said: Any) -> Iterator[str]:
    """What it is for, how much it is used, on what terms."""
    yield from filter(None, (line(said, "pipeline_tag"), line(said, "sdk")))
    yield from _counted(said, ("downloads", "download"), ("likes", "like"))
    yield from filter(None, (_licence(said), "gated" if part(said, "gated") else ""))


def _licence(said: Any) -> str:
    tags = (tag.removeprefix("license:") for tag in _tags(said) if tag.startswith("license:"))
    return clean(line(said, "cardData", "license") or next(tags, ""))


def _its_papers(said: Any) -> tuple[Related, ...]:
    ids = (tag.removeprefix("arxiv:") for tag in _tags(said) if tag.startswith("arxiv:"))
    papers = (identify(f"https://arxiv.org/abs/{id}") for id in ids)
    known = [paper for paper in papers if isinstance(paper, Identity) and paper.kind == "paper"]
    return once(one for paper in known[:_PAPERS] for one in related(paper.url, "its paper", NAME))


def _tags(said: Any) -> list[str]:
    return [tag for tag in parts(said, "tags") if isinstance(tag, str)]


async def _card(net: Net, path: str) -> str:
    """What the repository's card says; without one there is simply less to read."""
    try:
        card = (await net.get(net.at("huggingface", f"/{path}/raw/main/README.md"))).text
    except Failed:
        return ""
    return await asyncio.to_thread(readable, without_front_matter(card))


def without_front_matter(card: str) -> str:
    """A Markdown text without the YAML block at its head."""
    lines = card.replace("\r\n", "\n").lstrip("\ufeff\n")
    if not lines.startswith("---\n"):
        return card
    _, closing, body = lines.partition("\n---\n")
    return body if closing else card


BASES: Final = {"huggingface": "https://huggingface.co"}
PAPERS: Final = Site(name=NAME, takes=takes_paper, ask=each(passing(paper)), bases=BASES)
HUB: Final = Site(
    name=NAME,
    takes=lambda link: _REPOSITORY.fullmatch(link.identity) is not None,
    ask=each(_repository),
    bases=BASES,
)
