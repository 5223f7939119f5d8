"""The one module that imports httpx: every request, kept within its bounds."""

import asyncio
from collections.abc import Mapping

import httpx

from workbench.web.net import MOST, Failed, Page

AGENT = "curation-workbench"


class Requests:
    """The net, by httpx."""

    def __init__(self, bases: Mapping[str, str], *, contact: str = "", github_token: str = "") -> None:
        self.bases = bases
        self.contact = contact
        self.github_token = github_token

    def at(self, site: str, path: str) -> str:
        return self.bases[site].rstrip("/") + path

    async def get(self, url: str, *, accept: str = "", headers: Mapping[str, str] = {}) -> Page:
        asked = {"User-Agent": AGENT, **({"Accept": accept} if accept else {}), **headers}
        try:
            async with asyncio.timeout(10), httpx.AsyncClient(follow_redirects=True) as client:
                answer = await client.get(url, headers=asked)
        except (httpx.HTTPError, TimeoutError) as fault:
            raise Failed(f"Not reached ({type(fault).__name__}).") from None
        if answer.status_code != 200:
            raise Failed(
                f"{answer.url.host} answered {answer.status_code}.", lasting=answer.status_code in (404, 410)
            )
        kind, _, rest = answer.headers.get("content-type", "").partition(";")
        return Page(
            url=str(answer.url),
            moved=tuple(
                str(hop.headers["location"]) for hop in answer.history if hop.status_code in (301, 308)
            ),
            type=kind.strip().lower(),
            charset=rest.partition("charset=")[2].strip("\"' ").lower(),
            headers={name.lower(): value for name, value in answer.headers.items()},
            body=answer.content[:MOST],
        )
