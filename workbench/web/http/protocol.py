"""The net as a site's module sees it: ask for an address, get a page or `FetchError`.

The one place where the shapes of that conversation stand. How a request is kept within its bounds is not told here
(`request.py`), so a site module can be read as: which identities it takes, what it asks, how an answer becomes a
clipping.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import msgspec
from msgspec import Struct

from workbench.curation.model import Failure
from workbench.web.http.charset import decode_body

MAX_BODY: Final = 2 * 1024 * 1024
"""Bytes of a body after decoding; what is longer is cut there."""


class FetchError(Exception):
    """No clipping, and why. `permanent` means that asking again, or asking elsewhere, is of no use. `status` is the
    one the host answered with, 429 for any request to wait, 0 where there was no answer."""

    def __init__(self, reason: str, *, permanent: bool = False, status: int = 0) -> None:
        super().__init__(reason)
        self.reason: Final = reason
        self.permanent: Final = permanent
        self.status: Final = status

    @property
    def failure(self) -> Failure:
        """The same as a value; who merges it says when it was."""
        return Failure(self.reason, lasting=self.permanent)


class HttpPage(Struct, frozen=True, kw_only=True):
    """An answer. `url` is where it came from in the end, `permanent_redirects` each address that permanent
    redirects led to
    before any that was not permanent, oldest first. `media_type` is the media type without parameters, in small
    letters;
    `body` at most `MAX_BODY` bytes, decoded; `is_complete` is False where it was cut; header names are in small
    letters."""

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
        """The body as text. Only character sets that are nothing but character sets are believed; never raises."""
        return decode_body(self.body, self.charset)

    def json(self) -> Any:
        """The body as JSON; `FetchError` where it is none."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError):
            raise FetchError("The answer was not what the site promises.") from None


class HttpClient(Protocol):
    """What a site module may ask of the network."""

    contact: str
    """An address for sites that ask who is calling; may be empty."""
    github_token: str
    """From the environment; empty where there is none."""

    def build_url(self, site: str, path: str) -> str:
        """The URL of a path on one of the sites' bases (`BASES`), which settings may replace."""

    async def get(self, url: str, *, accept: str = "", headers: Mapping[str, str] = {}) -> HttpPage:
        """The page at an address, from the last day's store where it is there.

        Only a status of 200 comes back as a page. Everything else (refused address, time-out, throttle, bot wall,
        consent page, gone) is `FetchError` with a sentence for the editor.
        """
