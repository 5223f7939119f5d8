"""Which addresses of one mail are click counters that keep to themselves where they lead.

Many are told by themselves (`is_opaque_counter`). Of others only the mail tells: their host stands in it again and
again, and always with a token, as no page has one in its address.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from workbench.curation.identity import Identity, identify
from workbench.curation.identity.wrappers import is_opaque_counter, unwrap_address
from workbench.curation.text.address import Address, parse_url

MIN_LINKS: Final = 4
"""Links of one host in one mail, all with tokens, by which that host is taken for a counter."""
_SEPARATOR: Final = re.compile(r"[/?&=;.]|%2[fF]|%3[dD]")
_TOKEN: Final = re.compile(
    r"[0-9a-f]{16,}|[0-9A-F]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[\w~+%-]{20,}",
    re.A,
)


def find_counters(urls: Iterable[str]) -> set[str]:
    """Those of the addresses in one mail that are click counters which do not say where they lead."""
    pages = {url: address for url in urls if (address := _read_page(url)) is not None}
    with_token = {url: address.host for url, address in pages.items() if _has_token(address)}
    hosts = Counter(with_token.values())
    return {
        url
        for url, address in pages.items()
        if is_opaque_counter(address) or (url in with_token and hosts[address.host] >= MIN_LINKS)
    }


def _read_page(url: str) -> Address | None:
    """The address, where no work with a name of its own and no other address can be told from it."""
    address, work = parse_url(url), identify(url)
    if not (isinstance(address, Address) and isinstance(work, Identity) and work.key.startswith("https://")):
        return None
    return address if unwrap_address(address) is address else None


def _has_token(address: Address) -> bool:
    return any(map(_TOKEN.fullmatch, _SEPARATOR.split(address.tail)))
