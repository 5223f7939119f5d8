"""The net as a site's module sees it: ask for an address, get a page or `Failed`.

The one place where the shapes of that conversation stand. How a request is kept within its bounds is not told here
(`request.py`), so a site module can be read as: which identities it takes, what it asks, how an answer becomes a
clipping.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import msgspec
from msgspec import Struct

from workbench.curation.model import Failure
from workbench.web.charset import decoded

MOST: Final = 2 * 1024 * 1024
"""Bytes of a body after decoding; what is longer is cut there."""


class Failed(Exception):  # noqa: N818 - an answer like any other, carried up to where a site is left
    """No clipping, and why. `lasting` means that asking again, or asking elsewhere, is of no use. `status` is the
    one the host answered with, 429 for any request to wait, 0 where there was no answer."""

    def __init__(self, reason: str, *, lasting: bool = False, status: int = 0) -> None:
        super().__init__(reason)
        self.reason: Final = reason
        self.lasting: Final = lasting
        self.status: Final = status

    @property
    def failure(self) -> Failure:
        """The same as a value; who merges it says when it was."""
        return Failure(self.reason, lasting=self.lasting)


class Page(Struct, frozen=True, kw_only=True):
    """An answer. `url` is where it came from in the end, `moved` each address that permanent redirects led to
    before any that was not permanent, oldest first. `type` is the media type without parameters, in small letters;
    `body` at most `MOST` bytes, decoded; `whole` is False where it was cut; header names are in small letters."""

    url: str
    moved: tuple[str, ...] = ()
    status: int = 200
    type: str = ""
    charset: str = ""
    headers: Mapping[str, str] = {}
    body: bytes = b""
    whole: bool = True

    @property
    def text(self) -> str:
        """The body as text. Only character sets that are nothing but character sets are believed; never raises."""
        return decoded(self.body, self.charset)

    def json(self) -> Any:
        """The body as JSON; `Failed` where it is none."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError):
            raise Failed("The answer was not what the site promises.") from None


class Net(Protocol):
    """What a site module may ask of the network."""

    contact: str
    """An address for sites that ask who is calling; may be empty."""
    github_token: str
    """From the environment; empty where there is none."""

    def at(self, site: str, path: str) -> str:
        """The URL of a path on one of the sites' bases (`BASES`), which settings may replace."""

    async def get(self, url: str, *, accept: str = "", headers: Mapping[str, str] = {}) -> Page:
        """The page at an address, from the last day's store where it is there.

        Only a status of 200 comes back as a page. Everything else (refused address, time-out, throttle, bot wall,
        consent page, gone) is `Failed` with a sentence for the editor.
        """
