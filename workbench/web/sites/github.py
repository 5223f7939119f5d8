"""GitHub: a repository by its numbers and its README.

Without a token it answers 60 questions an hour, so there is one a repository; READMEs come from another host that
does not count them. An issue, a file, a user are pages like any other. See
https://docs.github.com/en/rest/repos/repos#get-a-repository.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, RelatedWork
from workbench.curation.text.cleaning import clean_lines, to_safe_url
from workbench.web.facts import count_noun, parse_date
from workbench.web.fields import pick_int, pick_line, pick_text, pick_value
from workbench.web.html.headline import headline_of
from workbench.web.html.markdown import markdown_to_text
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import clean_names, deduplicate_related, make_related
from workbench.web.sites.status_messages import explain_statuses

NAME: Final = "GitHub"
_IDENTITY: Final = re.compile(r"(?a)github:([\w.-]+/[\w.-]+)")
_STATUS_MESSAGES: Final = {
    404: "github.com: this repository is gone or private.",
    451: "github.com: this repository was taken down.",
}
_API_HEADERS: Final = {"X-GitHub-Api-Version": "2022-11-28"}
_MAX_DESCRIPTION: Final = 120
"""Characters of a description within a title; the whole of it begins the text."""
_README_HEAD: Final = 4_000
"""Characters of a README in which its own paper is named; what comes later is a bibliography."""
_MAX_PAPERS: Final = 2
_PAPER_URL: Final = re.compile(r"(?ai)https?://(?:www\.)?(?:arxiv\.org|huggingface\.co/papers)/[\w./-]+")


async def _fetch_clipping(link: Link, client: HttpClient) -> Clipping:
    said = await _fetch_metadata(link, client)
    name, description = pick_line(said, "name"), pick_line(said, "description")
    readme = await _fetch_readme(said, client)
    return Clipping(
        url=link.url,
        site=NAME,
        title=f"{name}: {headline_of(description, max_length=_MAX_DESCRIPTION)}" if description else name,
        text=await asyncio.to_thread(_build_text, description, readme),
        authors=clean_names([pick_text(said, "owner", "login")]),
        published=parse_date(pick_text(said, "created_at")),
        facts=tuple(filter(None, _iter_facts(said))),
        redirects=_find_new_urls(link, said),
        related=_find_papers(pick_text(said, "homepage"), readme),
    )


async def _fetch_metadata(link: Link, client: HttpClient) -> Any:
    """What GitHub has under the name; after a rename it leads on to what the repository is called now."""
    token = {"Authorization": f"Bearer {client.github_token}"} if client.github_token else {}
    url = client.build_url("github", "/repos/" + link.identity.removeprefix("github:"))
    with explain_statuses(_STATUS_MESSAGES):
        page = await client.get(url, accept="application/vnd.github+json", headers={**_API_HEADERS, **token})
    said = page.json()
    if not pick_line(said, "name") or not _IDENTITY.fullmatch("github:" + pick_text(said, "full_name")):
        raise FetchError("github.com answered with something that is not understood.")
    return said


async def _fetch_readme(metadata: Any, client: HttpClient) -> str:
    """The README as it is written, under the two names most have; without one there is simply less to read."""
    branch = quote(pick_text(metadata, "default_branch") or "HEAD")
    for file in ("README.md", "readme.md"):
        try:
            return (
                await client.get(
                    client.build_url("github_raw", f"/{pick_text(metadata, 'full_name')}/{branch}/{file}")
                )
            ).text
        except FetchError as failed:
            if failed.status != 404:
                break
    return ""


def _build_text(description: str, readme: str) -> str:
    return clean_lines(f"{description}\n\n{markdown_to_text(readme)}").strip("\n")


def _iter_facts(metadata: Any) -> Iterator[str]:
    """How liked it is, what it is written in, on what terms; whether it is still cared for, and whose it was."""
    stars = pick_int(metadata, "stargazers_count")
    licence = pick_line(metadata, "license", "spdx_id")
    yield count_noun(stars, "star") if stars > 0 else ""
    yield pick_line(metadata, "language")
    yield licence if licence != "NOASSERTION" else ""
    yield "archived" if pick_value(metadata, "archived") is True else ""
    if pick_value(metadata, "fork") is True:
        yield f"fork of {pick_line(metadata, 'parent', 'full_name')}".removesuffix(" of ")


def _find_new_urls(link: Link, metadata: Any) -> tuple[str, ...]:
    """The address of its present name, where it was asked for by an older one; GitHub's own hop names a number."""
    name = pick_text(metadata, "full_name")
    url = to_safe_url(f"https://github.com/{name}")
    return (url,) if url and f"github:{name}".lower() != link.identity else ()


def _find_papers(homepage: str, readme: str) -> tuple[RelatedWork, ...]:
    """Its papers: what it gives for its home where that is one, and what its README opens with."""
    named = (homepage, *(found[0].rstrip(".") for found in _PAPER_URL.finditer(readme[:_README_HEAD])))
    works = (work for work in map(identify, named) if isinstance(work, Identity))
    papers = (work for work in works if work.kind == "paper" and "//" not in work.key)
    return deduplicate_related(each for work in papers for each in make_related(work.url, "its paper", NAME))[
        :_MAX_PAPERS
    ]


SITE: Final = Site(
    name=NAME,
    accepts=lambda link: _IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_clipping),
    base_urls={"github": "https://api.github.com", "github_raw": "https://raw.githubusercontent.com"},
)
