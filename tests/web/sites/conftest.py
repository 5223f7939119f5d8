"""How a site is asked in these tests: about a saved URL, with one server on 127.0.0.1 in place of all its bases."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping, FetchResult
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link, LinkId
from workbench.web.fetcher import fetch_answers
from workbench.web.http.client import BoundedClient
from workbench.web.site import Site as LinkSite

Fetch = Callable[..., Awaitable[FetchResult]]


@pytest.fixture
def fetch_result_of(site: FakeSite) -> Fetch:
    """What became of a link; `base` ends the address of its site's bases, `known` are fields of the link."""

    async def fetch(one: LinkSite, url: str, *, token: str = "", base: str = "", **known: Any) -> FetchResult:
        work = identify(url)
        assert isinstance(work, Identity)
        link = replace(Link(id=LinkId(1), url=url, identity=work.key), **known)
        assert one.accepts(link), work.key
        bases = dict.fromkeys(one.base_urls, site.url + base)
        async with BoundedClient(bases, github_token=token, allow={"127.0.0.1"}) as net:
            [answer] = [answer async for answer in fetch_answers([link], [one], net)]
        return answer.result

    return fetch


@pytest.fixture
def ask_site(fetch_result_of: Fetch) -> Callable[..., Awaitable[Clipping]]:
    """What a site says of a link."""

    async def tell(one: LinkSite, url: str, **options: Any) -> Clipping:
        said = await fetch_result_of(one, url, **options)
        assert isinstance(said, Clipping), said
        return said

    return tell


@pytest.fixture
def fail_site(fetch_result_of: Fetch) -> Callable[..., Awaitable[Failure]]:
    """Why a site said nothing of a link."""

    async def fail(one: LinkSite, url: str, **options: Any) -> Failure:
        said = await fetch_result_of(one, url, **options)
        assert isinstance(said, Failure), said
        return said

    return fail
