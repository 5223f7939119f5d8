"""Pages of a repository on GitHub: files by their path, issues, pull requests and discussions by their title.

They are read as pages, since the API allows few requests. The titles there are `dir/file.py at main · owner/repo`, or
`Title by user · Pull Request #7 · owner/repo`, on some pages the repository's name only.
"""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import Link
from workbench.curation.text.cleaning import clean_line
from workbench.web.http.protocol import HttpClient
from workbench.web.site import Site
from workbench.web.sites import page
from workbench.web.sites.common import clean_names
from workbench.web.sites.github import NAME

_FILE_IDENTITY: Final = re.compile(r"(?ai)github:([\w.-]+/[\w.-]+)/(?:blob|tree|raw|blame|edit)/.+/.+")
_THREAD_IDENTITY: Final = re.compile(r"(?ai)github:([\w.-]+/[\w.-]+)/(?:issues|pull|discussions)/(\d+)")
_FILE_URL: Final = re.compile(r"(?ai)/([\w.-]+/[\w.-]+)/(?:(?:blob|tree|raw|blame|edit)/)?(.+)")
_REF_IN_TITLE: Final = re.compile(r" at (\S+) · ")
_THREAD_TITLE: Final = re.compile(
    r"(?s)(?P<title>.+?)(?: by (?P<author>[\w-]+(?:\[bot\])?) · Pull Request #\d+ · .+"
    r"| · Issue #\d+ · .+| · [^·]+ · Discussion #\d+)"
)


async def _fetch_pages(links: Sequence[Link], client: HttpClient) -> AsyncIterator[FetchAnswer]:
    async for answer in page.SITE.fetch(links, client):
        link = next(link for link in links if link.id == answer.link)
        if isinstance(answer.result, Clipping):
            name = _name_file if _FILE_IDENTITY.fullmatch(link.identity) else _name_thread
            yield replace(answer, result=replace(name(link, answer.result), site=NAME))
        else:
            yield answer


def _name_file(link: Link, clipping: Clipping) -> Clipping:
    """The clipping with the title `owner/repo: path/to/file.py`. A PDF keeps its own title."""
    found = _FILE_URL.fullmatch(unquote(urlsplit(public_url(link.identity, link.url)).path))
    if not found or (found[2].lower().endswith(".pdf") and clipping.title and " · " not in clipping.title):
        return clipping
    path = found[2].removeprefix("refs/heads/")
    said = _REF_IN_TITLE.search(clipping.title)  # the name of a branch may have slashes
    branch = said[1] if said and path.startswith(f"{said[1]}/") else path.partition("/")[0]
    path = path.removeprefix(branch).strip("/")
    return replace(clipping, title=clean_line(f"{found[1]}: {path}")) if path else clipping


def _name_thread(link: Link, clipping: Clipping) -> Clipping:
    """The clipping with the title alone. Its author and the number are in other fields."""
    found, said = _THREAD_IDENTITY.fullmatch(link.identity), _THREAD_TITLE.fullmatch(clipping.title)
    if not found or not said:
        return clipping
    return replace(
        clipping,
        title=said["title"].strip(),
        authors=clipping.authors or clean_names([said["author"] or ""]),
        facts=(f"{found[1]}#{found[2]}", *clipping.facts),
    )


SITE: Final = Site(
    name=NAME,
    accepts=lambda link: any(
        identity.fullmatch(link.identity) for identity in (_FILE_IDENTITY, _THREAD_IDENTITY)
    ),
    fetch=_fetch_pages,
)
