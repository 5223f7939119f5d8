"""How a site is asked in these tests: about a saved URL, with one server on 127.0.0.1 in place of all its bases."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from msgspec.structs import replace

from workbench.curation.clipping import Said
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link
from workbench.web.fetcher import answers
from workbench.web.request import Requests
from workbench.web.site import Site


@pytest.fixture
def told(site: Any) -> Callable[..., Awaitable[Said]]:
    """What a site says of a link; `base` ends the address of its bases, `known` are fields of the link."""

    async def said(one: Site, url: str, *, token: str = "", base: str = "", **known: Any) -> Said:
        work = identify(url)
        assert isinstance(work, Identity)
        link = replace(Link(id=1, url=url, identity=work.key), **known)
        assert one.takes(link), work.key
        bases = dict.fromkeys(one.bases, site.url + base)
        async with Requests(bases, github_token=token, allow={"127.0.0.1"}) as net:
            [answer] = [answer async for answer in answers([link], [one], net)]
        return answer.said

    return said
