"""Whether an address that came back from a platform leads where the issue's does.

Platforms add parameters to count clicks, and send readers through counters. The work behind an address is not enough
here: another parameter may show another page of the same work.
"""

from functools import lru_cache
from typing import Final

from workbench.curation.identity import Identity, identify
from workbench.curation.identity.params import is_noise
from workbench.curation.identity.wrappers import unwrap_address
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, Unidentified, parse_url

_ADDED_PARAMS: Final = split_names("ref source")
"""Platforms add these with the newsletter's name. They count only where the issue's own address has them."""


def is_same_address(ours: str, theirs: str) -> bool:
    """Whether a link of the issue and one that came back lead to the same page."""
    address, returned = _parse(ours), _parse(theirs)
    if not isinstance(address, Address) or not isinstance(returned, Address):
        return ours == theirs
    return _is_same_page(address, returned) or _is_same_page(address, unwrap_address(returned))


@lru_cache(maxsize=4096)
def _parse(url: str) -> Address | Unidentified:
    return parse_url(url)


def _is_same_page(ours: Address, theirs: Address) -> bool:
    if (ours.host, ours.port, _trim_path(ours), ours.fragment) != (
        theirs.host, theirs.port, _trim_path(theirs), theirs.fragment,
    ):  # fmt: skip
        return False
    kept, added = set(ours.query) - set(theirs.query), set(theirs.query) - set(ours.query)
    names = {name for name, _ in ours.query}
    return all(map(is_noise, kept)) and all(
        is_noise(pair) or (pair[0] in _ADDED_PARAMS and pair[0] not in names) for pair in added
    )


def _trim_path(address: Address) -> str:
    return address.path.rstrip("/")


def name_host(url: str) -> str:
    """The host of an address, for people."""
    address = parse_url(url)
    return address.host if isinstance(address, Address) else url


def video_key_of(url: str) -> str:
    """The key of the video behind an address, the same for its page and its player; empty where there is none."""
    found = identify(url)
    return found.key if isinstance(found, Identity) and found.kind == "video" else ""
