"""GitHub: a repository by the API (https://docs.github.com/en/rest/repos/repos#get-a-repository) and its README.

Without a token the API allows 60 requests an hour, so a repository takes one. READMEs come from another host, which
does not count them. Issues and files are in `github_pages`, users are left to `page`.
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
from workbench.web.html.markdown import markdown_to_text
from workbench.web.html.titles import headline_of, letters_of
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import clean_names, deduplicate_related, explain_statuses, make_related

NAME: Final = "GitHub"
_IDENTITY: Final = re.compile(r"(?a)github:([\w.-]+/[\w.-]+)")
_STATUS_MESSAGES: Final = {
    404: "github.com: this repository is gone or private.",
    451: "github.com: this repository was taken down.",
}
_API_HEADERS: Final = {"X-GitHub-Api-Version": "2022-11-28"}
_MAX_DESCRIPTION: Final = 120
"""Characters of a description in a title. The text begins with the whole description."""
_AFTER_SUBJECT: Final = (
    "is",
    "are",
    "-",
    "–",
    "—",
    "|",
    ":",
    "(the",
    "provides",
    "lets",
    "helps",
    "makes",
    "allows",
)
"""Words after which a name at the beginning of a description is its subject."""
_README_HEAD: Final = 4_000
"""Characters of a README in which links to papers are its own; later ones are a bibliography."""
_MAX_PAPERS: Final = 2
_PAPER_URL: Final = re.compile(r"(?ai)https?://(?:www\.)?(?:arxiv\.org|huggingface\.co/papers)/[\w./-]+")


async def _fetch_clipping(link: Link, client: HttpClient) -> Clipping:
    metadata = await _fetch_metadata(link, client)
    name, description = pick_line(metadata, "name"), pick_line(metadata, "description")
    readme = await _fetch_readme(metadata, client)
    return Clipping(
        url=link.url,
        site=NAME,
        title=_build_title(name, headline_of(description, max_length=_MAX_DESCRIPTION)),
        text=await asyncio.to_thread(_build_text, description, readme),
        authors=clean_names([pick_text(metadata, "owner", "login")]),
        published=parse_date(pick_text(metadata, "created_at")),
        facts=tuple(filter(None, _iter_facts(metadata))),
        redirects=_find_new_urls(link, metadata),
        related=_find_papers(pick_text(metadata, "homepage"), readme),
    )


async def _fetch_metadata(link: Link, client: HttpClient) -> Any:
    """The API's answer for the repository. After a rename GitHub redirects to the new name."""
    token = {"Authorization": f"Bearer {client.github_token}"} if client.github_token else {}
    url = client.build_url("github", "/repos/" + link.identity.removeprefix("github:"))
    with explain_statuses(_STATUS_MESSAGES):
        page = await client.get(url, accept="application/vnd.github+json", headers={**_API_HEADERS, **token})
    metadata = page.json()
    if not pick_line(metadata, "name") or not _IDENTITY.fullmatch(
        "github:" + pick_text(metadata, "full_name")
    ):
        raise FetchError("github.com answered with something that is not understood.")
    return metadata


async def _fetch_readme(metadata: Any, client: HttpClient) -> str:
    """The README in Markdown, under one of its two usual names; empty where there is none."""
    branch = quote(pick_text(metadata, "default_branch") or "HEAD")
    for file in ("README.md", "readme.md"):
        try:
            return (
                await client.get(
                    client.build_url("github_raw", f"/{pick_text(metadata, 'full_name')}/{branch}/{file}")
                )
            ).text
        except FetchError as fault:
            if fault.status != 404:
                break
    return ""


def _build_title(name: str, description: str) -> str:
    """`name: description`, or the description alone where its subject is the name: `Gates is a library for doors`."""
    if letters_of(description) == letters_of(name):
        return name
    if _has_subject(description, name):
        return description
    return f"{name}: {description}" if description else name


def _has_subject(description: str, name: str) -> bool:
    words = description.split()
    for count in range(1, len(words)):
        subject = " ".join(words[:count])
        if letters_of(subject) == letters_of(name):
            return subject == name or subject.endswith((":", ",")) or words[count] in _AFTER_SUBJECT
    return False


def _build_text(description: str, readme: str) -> str:
    return clean_lines(f"{description}\n\n{markdown_to_text(readme)}").strip("\n")


def _iter_facts(metadata: Any) -> Iterator[str]:
    """Stars, language, licence; whether it is archived, and of which repository it is a fork."""
    stars = pick_int(metadata, "stargazers_count")
    licence = pick_line(metadata, "license", "spdx_id")
    yield count_noun(stars, "star") if stars > 0 else ""
    yield pick_line(metadata, "language")
    yield licence if licence != "NOASSERTION" else ""
    yield "archived" if pick_value(metadata, "archived") is True else ""
    if pick_value(metadata, "fork") is True:
        yield f"fork of {pick_line(metadata, 'parent', 'full_name')}".removesuffix(" of ")


def _find_new_urls(link: Link, metadata: Any) -> tuple[str, ...]:
    """The address under the present name, if the link has an older one. GitHub's own redirect leads to a number."""
    name = pick_text(metadata, "full_name")
    url = to_safe_url(f"https://github.com/{name}")
    return (url,) if url and f"github:{name}".lower() != link.identity else ()


def _find_papers(homepage: str, readme: str) -> tuple[RelatedWork, ...]:
    """The papers of the repository: its home page, if that is one, and those at the beginning of the README."""
    urls = (homepage, *(found[0].rstrip(".") for found in _PAPER_URL.finditer(readme[:_README_HEAD])))
    works = (work for work in map(identify, urls) if isinstance(work, Identity))
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
