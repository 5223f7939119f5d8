"""Fetches a URL from one site, with a server on 127.0.0.1 in place of all its base URLs."""

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
    """Fetch a URL; returns the result. `base` is appended to each base URL, `known` are link fields."""

    async def fetch(one: LinkSite, url: str, *, token: str = "", base: str = "", **known: Any) -> FetchResult:
        work = identify(url)
        assert isinstance(work, Identity)
        link = replace(Link(id=LinkId(1), url=url, identity=work.key), **known)
        assert one.accepts(link), work.key
        bases = dict.fromkeys(one.base_urls, site.url + base)
        async with BoundedClient(bases, github_token=token, allow={"127.0.0.1"}) as client:
            [answer] = [answer async for answer in fetch_answers([link], [one], client)]
        return answer.result

    return fetch


@pytest.fixture
def ask_site(fetch_result_of: Fetch) -> Callable[..., Awaitable[Clipping]]:
    """Fetch a URL; returns the clipping."""

    async def ask(one: LinkSite, url: str, **options: Any) -> Clipping:
        result = await fetch_result_of(one, url, **options)
        assert isinstance(result, Clipping), result
        return result

    return ask


@pytest.fixture
def fail_site(fetch_result_of: Fetch) -> Callable[..., Awaitable[Failure]]:
    """Fetch a URL of which the site has nothing; returns the failure."""

    async def fail(one: LinkSite, url: str, **options: Any) -> Failure:
        result = await fetch_result_of(one, url, **options)
        assert isinstance(result, Failure), result
        return result

    return fail
