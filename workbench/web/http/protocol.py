"""The network as a site's module sees it: request an address, get a page or a `FetchError`.

Here are the types of that interface. How a request is kept within its bounds is in `client.py`.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import msgspec
from msgspec import Struct

from workbench.curation.model import Failure
from workbench.web.http.charset import decode_body

MAX_BODY: Final = 2 * 1024 * 1024
"""Bytes of a decompressed body; a longer one is cut there."""
MAX_FEED_BODY: Final = 5 * 1024 * 1024
"""The same of a feed, which may hold the whole texts of many pages."""


class FetchError(Exception):
    """A request that gave no page. `reason` is a sentence for the editor.

    `permanent` means that neither another try nor another site can help. `status` is that of the response, 429 for any
    response that asks to wait, 0 where there was no response. `sign` is what a response that is not the page was
    recognised by: a meaning of `curation/text/soft_errors.py`, empty for none.
    """

    def __init__(self, reason: str, *, permanent: bool = False, status: int = 0, sign: str = "") -> None:
        super().__init__(reason)
        self.reason: Final = reason
        self.permanent: Final = permanent
        self.status: Final = status
        self.sign: Final = sign

    @property
    def failure(self) -> Failure:
        """The same as a value, without a date."""
        return Failure(self.reason, lasting=self.permanent)


class UnknownHostError(FetchError):
    """No name service knows the host. Where none can be asked, that says nothing of the host."""


class HttpPage(Struct, frozen=True, kw_only=True):
    """A response.

    - `url` is the address after all redirects. `permanent_redirects` are the addresses to which permanent redirects
      led, up to the first temporary one, in order.
    - `media_type` is without parameters. It and the names of `headers` are in lower case.
    - `body` is decompressed and has at most `MAX_BODY` bytes, `MAX_FEED_BODY` of a feed; `is_complete` is
      False where it was cut.
    """

    url: str
    permanent_redirects: tuple[str, ...] = ()
    status: int = 200
    media_type: str = ""
    charset: str = ""
    headers: Mapping[str, str] = {}
    body: bytes = b""
    is_complete: bool = True

    @property
    def text(self) -> str:
        """The body as text. Never raises."""
        return decode_body(self.body, self.charset)

    def json(self) -> Any:
        """The body decoded from JSON. `FetchError` where it is something else."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError):
            raise FetchError("The answer was not what the site promises.") from None


class HttpClient(Protocol):
    """What a site's module may use of the network."""

    contact: str
    """An email address or URL, for sites that want to know who is asking; may be empty."""
    github_token: str
    """From the environment; empty where there is none."""

    def build_url(self, site: str, path: str) -> str:
        """The URL of a path on one of the `base_urls` of the sites, by its name. Settings may replace the base."""

    async def get(self, url: str, *, accept: str = "", headers: Mapping[str, str] = {}) -> HttpPage:
        """The page at an address, from the cache if it was fetched within a day.

        Only a status of 200 is a page. Everything else (a private address, a timeout, a rate limit, a bot wall, a
        consent form, an error status) is a `FetchError`.
        """
