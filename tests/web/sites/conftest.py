"""How a site is asked in these tests: about a saved URL, with one server on 127.0.0.1 in place of all its bases."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.http_server import Site
from workbench.curation.clipping import Clipping, Said
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link
from workbench.web.fetcher import answers
from workbench.web.request import Requests
from workbench.web.site import Site as LinkSite

Fetch = Callable[..., Awaitable[Said]]


@pytest.fixture
def fetched(site: Site) -> Fetch:
    """What became of a link; `base` ends the address of its site's bases, `known` are fields of the link."""

    async def fetch(one: LinkSite, url: str, *, token: str = "", base: str = "", **known: Any) -> Said:
        work = identify(url)
        assert isinstance(work, Identity)
        link = replace(Link(id=1, url=url, identity=work.key), **known)
        assert one.takes(link), work.key
        bases = dict.fromkeys(one.bases, site.url + base)
        async with Requests(bases, github_token=token, allow={"127.0.0.1"}) as net:
            [answer] = [answer async for answer in answers([link], [one], net)]
        return answer.said

    return fetch


@pytest.fixture
def told(fetched: Fetch) -> Callable[..., Awaitable[Clipping]]:
    """What a site says of a link."""

    async def tell(one: LinkSite, url: str, **options: Any) -> Clipping:
        said = await fetched(one, url, **options)
        assert isinstance(said, Clipping), said
        return said

    return tell


@pytest.fixture
def failed(fetched: Fetch) -> Callable[..., Awaitable[Failure]]:
    """Why a site said nothing of a link."""

    async def fail(one: LinkSite, url: str, **options: Any) -> Failure:
        said = await fetched(one, url, **options)
        assert isinstance(said, Failure), said
        return said

    return fail
