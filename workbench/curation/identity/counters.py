"""Click counters that keep to themselves where they lead, which only the network could tell.

Many are told by themselves: by a path of the services that send mail, or a host's name and a token. Of others only
what stands beside them tells: their host comes again and again, and always with a token, as no page has one in its
address. Those that carry the address are opened in `wrappers.py` and are none of these.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from workbench.curation.identity import Identity, identify
from workbench.curation.identity.wrappers import has_counter_name, unwrap_address
from workbench.curation.text.address import Address, parse_url

MIN_LINKS: Final = 4
"""Links of one host in one mail, all with long tokens, by which that host is taken for a counter."""
_OPAQUE_PATH: Final = re.compile(
    r"/redirect/[\w-]{16,}|/r/[0-9a-f]{8}|/(?:ss/c|f/a|e3t)/.+|(?:/[\w-]+)?/(?:ls|track)/click", re.A
)
"""Substack's, Ghost's, and those of the services that send mail for others."""
_TOKEN: Final = re.compile(r"(?=[\w.~-]*\d)(?![a-z0-9]+(?:[-_][a-z0-9]+){2,}$)[\w.~-]{12,}", re.A)
"""Letters and digits that are no words of a title, as `2024-in-review` has them: enough on a host named for it."""
_LONG_TOKEN: Final = re.compile(
    r"[0-9a-f]{16,}|[0-9A-F]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[\w~+%-]{20,}",
    re.A,
)
_SEPARATOR: Final = re.compile(r"[/?&=;.]|%2[fF]|%3[dD]")


def find_counters(urls: Iterable[str]) -> set[str]:
    """Those of the addresses in one mail or page that are click counters which do not say where they lead."""
    pages = {url: address for url in urls if (address := _read_page(url)) is not None}
    with_token = {url: address.host for url, address in pages.items() if _has_long_token(address)}
    hosts = Counter(with_token.values())
    return {
        url
        for url, address in pages.items()
        if _is_counter(address) or (url in with_token and hosts[address.host] >= MIN_LINKS)
    }


def _read_page(url: str) -> Address | None:
    """The address, where no work with a name of its own and no other address can be told from it."""
    address, work = parse_url(url), identify(url)
    if not (isinstance(address, Address) and isinstance(work, Identity) and work.key.startswith("https://")):
        return None
    return address if unwrap_address(address) is address else None


def _is_counter(address: Address) -> bool:
    """Whether the address by itself is one of a counter."""
    if _OPAQUE_PATH.fullmatch(address.path):
        return True
    return has_counter_name(address) and any(_TOKEN.fullmatch(segment) for segment in address.segments)


def _has_long_token(address: Address) -> bool:
    return any(map(_LONG_TOKEN.fullmatch, _SEPARATOR.split(address.tail)))
