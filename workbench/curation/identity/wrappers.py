"""Addresses that lead to another address they contain: takes the address out that is meant.

Click counters, mail filters, archives, reading and library proxies: one idea, and three ways to know it. A host that
is known to wrap (`HOST_READERS`), a name that says so (`find_by_name`), or a path that does nothing else on any host
(`_find_by_shape`). How the inner address is written is in `embedded.py`. Only the URL itself is read. Shorteners and
counters that keep the address to themselves (`counters.py`) need the network and stay as they are.
"""

import re
from collections.abc import Iterator
from typing import Final

from workbench.curation.identity.embedded import read_base64, read_packed, read_written
from workbench.curation.identity.wrapping_hosts import COPIES, HOST_READERS, find_by_name
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, Unidentified, parse_url
from workbench.curation.text.cleaning import find_unfit_char, to_safe_url

MAX_NESTED_WRAPPERS: Final = 5
"""How many wrappers are opened; where more are nested, the rest stays as it is."""


def unwrap_address(address: Address) -> Address:
    """The address inside archives, click counters, filters and proxies; the same one where there is none."""
    for inner, _ in _iter_unwrapped(address):
        address = inner
    return address


def unwrap_url(url: str) -> str:
    """The URL meant, as it is written within this one, for people to go to: a copy in an archive is what was saved."""
    address = parse_url(url)
    if isinstance(address, Unidentified) or address.host in COPIES:
        return url
    for inner, written in _iter_unwrapped(address):
        url = to_safe_url(written) or url
        if inner.host in COPIES:
            break
    return url


def _iter_unwrapped(address: Address) -> Iterator[tuple[Address, str]]:
    """The addresses within this one, one in the other, each as it is and as it is written."""
    for _ in range(MAX_NESTED_WRAPPERS):
        found = _unwrap_once(address)
        if found is None:
            return
        yield found
        address = found[0]


def _unwrap_once(address: Address) -> tuple[Address, str] | None:
    reader = HOST_READERS.get(address.host)
    written = (reader and reader(address)) or find_by_name(address) or _find_by_shape(address)
    if not written:
        return None
    written = read_base64(written) or written
    # A wrapper may leave the scheme out, or write `https:/host` where a proxy merged the slashes.
    written = written if "://" in written[:10] else "https://" + re.sub(r"^https?:/*|^/+", "", written)
    written = written.replace(" ", "%20")
    found = parse_url(written)
    if isinstance(found, Unidentified) or "." not in found.host or find_unfit_char(written) is not None:
        return None
    return found, written


# A path that does nothing but lead on, on any host


_COUNTED: Final = re.compile(r"/C?L0/(https?(?::|%3A)[^/]+)/\d+/", re.I)
_LEADING_ON: Final = split_names(
    "away click clicks exit goto leave leaving linkfilter out outbound outgoing redir redirect redirector track"
)
_LED_TO: Final = (
    "target",
    "url",
    "u",
    "to",
    "dest",
    "destination",
    "redirect_url",
    "redirect",
    "link",
    "goto",
)
_COUNTER_LABEL: Final = re.compile(
    r"(?:e|em|email|mail|mg|go|news|newsletter|r|t|trk|url|redirect|(?:click|link|lnk|track)(?:s|er|ing)?)\d*"
)


def _find_by_shape(address: Address) -> str:
    tail = address.tail
    has_address = "http" in tail or "HTTP" in tail
    if not has_address and "aHR0c" not in tail and "/eyJ" not in tail and "/eJ" not in tail:
        return ""
    if has_address and (counted := _COUNTED.match(tail)):
        return read_written(counted[1])
    segments = address.segments
    last = segments[-1].lower() if segments else ""
    if last.partition(".")[0] in _LEADING_ON:
        given = (address.find_param(name) for name in _LED_TO)
        return next((found for text in given if (found := read_base64(text) or read_written(text))), "")
    return _read_counter(segments) if has_counter_name(address) else ""


def has_counter_name(address: Address) -> bool:
    """Whether the host's name begins as those of click counters do: `click.`, `email.`, `r.`."""
    return _COUNTER_LABEL.fullmatch(address.host.partition(".")[0]) is not None


def _read_counter(segments: tuple[str, ...]) -> str:
    """The address that a click counter has in a segment of its path."""
    for segment in segments:
        wrapped = read_base64(segment) or (read_packed(segment) if segment.startswith("eJ") else "")
        if wrapped:
            return wrapped
    return ""
