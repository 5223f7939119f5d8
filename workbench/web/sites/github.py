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

from workbench.curation.cleaning import clean_lines, safe_url
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, Related
from workbench.web.facts import date, many
from workbench.web.fields import line, number, part, words
from workbench.web.headline import headline
from workbench.web.markdown import readable
from workbench.web.net import Failed, Net
from workbench.web.site import Site, each
from workbench.web.sites.lasting import meaning
from workbench.web.sites.papers import once, people, related

NAME: Final = "GitHub"
_REPOSITORY: Final = re.compile(r"(?a)github:([\w.-]+/[\w.-]+)")
_REFUSALS: Final = {
    404: "github.com: this repository is gone or private.",
    451: "github.com: this repository was taken down.",
}
_VERSION: Final = {"X-GitHub-Api-Version": "2022-11-28"}
_DESCRIPTION: Final = 120
"""Characters of a description within a title; the whole of it begins the text."""
_TOP: Final = 4_000
"""Characters of a README in which its own paper is named; what comes later is a bibliography."""
_PAPERS: Final = 2
_PAPER: Final = re.compile(r"(?ai)https?://(?:www\.)?(?:arxiv\.org|huggingface\.co/papers)/[\w./-]+")


async def _clip(link: Link, net: Net) -> Clipping:
    said = await _told(link, net)
    name, description = line(said, "name"), line(said, "description")
    readme = await _readme(said, net)
    return Clipping(
        url=link.url,
        by=NAME,
        title=f"{name}: {headline(description, most=_DESCRIPTION)}" if description else name,
        text=await asyncio.to_thread(_text, description, readme),
        authors=people([words(said, "owner", "login")]),
        published=date(words(said, "created_at")),
        facts=tuple(filter(None, _facts(said))),
        moved=_moved(link, said),
        related=_papers(words(said, "homepage"), readme),
    )


async def _told(link: Link, net: Net) -> Any:
    """What GitHub has under the name; after a rename it leads on to what the repository is called now."""
    token = {"Authorization": f"Bearer {net.github_token}"} if net.github_token else {}
    url = net.at("github", "/repos/" + link.identity.removeprefix("github:"))
    with meaning(_REFUSALS):
        page = await net.get(url, accept="application/vnd.github+json", headers={**_VERSION, **token})
    said = page.json()
    if not line(said, "name") or not _REPOSITORY.fullmatch("github:" + words(said, "full_name")):
        raise Failed("github.com answered with something that is not understood.")
    return said


async def _readme(said: Any, net: Net) -> str:
    """The README as it is written, under the two names most have; without one there is simply less to read."""
    branch = quote(words(said, "default_branch") or "HEAD")
    for file in ("README.md", "readme.md"):
        try:
            return (await net.get(net.at("github_raw", f"/{words(said, 'full_name')}/{branch}/{file}"))).text
        except Failed as failed:
            if failed.status != 404:
                break
    return ""


def _text(description: str, readme: str) -> str:
    return clean_lines(f"{description}\n\n{readable(readme)}").strip("\n")


def _facts(said: Any) -> Iterator[str]:
    """How liked it is, what it is written in, on what terms; whether it is still cared for, and whose it was."""
    stars = number(said, "stargazers_count")
    licence = line(said, "license", "spdx_id")
    yield many(stars, "star") if stars > 0 else ""
    yield line(said, "language")
    yield licence if licence != "NOASSERTION" else ""
    yield "archived" if part(said, "archived") is True else ""
    if part(said, "fork") is True:
        yield f"fork of {line(said, 'parent', 'full_name')}".removesuffix(" of ")


def _moved(link: Link, said: Any) -> tuple[str, ...]:
    """The address of its present name, where it was asked for by an older one; GitHub's own hop names a number."""
    name = words(said, "full_name")
    url = safe_url(f"https://github.com/{name}")
    return (url,) if url and f"github:{name}".lower() != link.identity else ()


def _papers(homepage: str, readme: str) -> tuple[Related, ...]:
    """Its papers: what it gives for its home where that is one, and what its README opens with."""
    named = (homepage, *(found[0].rstrip(".") for found in _PAPER.finditer(readme[:_TOP])))
    works = (work for work in map(identify, named) if isinstance(work, Identity))
    papers = (work for work in works if work.kind == "paper" and "//" not in work.key)
    return once(each for work in papers for each in related(work.url, "its paper", NAME))[:_PAPERS]


SITE: Final = Site(
    name=NAME,
    takes=lambda link: _REPOSITORY.fullmatch(link.identity) is not None,
    ask=each(_clip),
    bases={"github": "https://api.github.com", "github_raw": "https://raw.githubusercontent.com"},
)
