"""Redirects that show where they lead: the one place that takes the real address out of a wrapper.

Only what the URL itself says: shorteners need the network and stay as they are.
"""

import re
from collections.abc import Callable
from typing import Final, TypeAlias
from urllib.parse import unquote

from workbench.curation.address import Address, Unidentified, parse

DEEPEST: Final = 5
"""How many wrappers may lie in each other; more is a trap, not a link."""

_Wrapper: TypeAlias = Callable[[Address], str]


def unwrapped(address: Address) -> Address:
    """The address inside archives, click counters and AMP caches; the same one where there is none."""
    for _ in range(DEEPEST):
        inner = _inner(address)
        if inner is None:
            break
        address = inner
    return address


def _inner(address: Address) -> Address | None:
    wrapper = _wrapper(address.host)
    written = wrapper(address) if wrapper else ""
    if not written:
        return None
    written = written if "://" in written[:10] else "https://" + re.sub(r"^https?:/*|^/+", "", written)
    found = parse(written.replace(" ", "%20"))
    return None if isinstance(found, Unidentified) or "." not in found.host else found


def _wrapper(host: str) -> _Wrapper | None:
    if host in _WRAPPERS:
        return _WRAPPERS[host]
    if host.endswith((".cdn.ampproject.org", ".bing-amp.com")):
        return _amp_cache
    if host.endswith(".safelinks.protection.outlook.com"):
        return _parameter("url", "")
    return _google if _GOOGLE.fullmatch(host) else None


def _parameter(name: str, *paths: str) -> _Wrapper:
    """A wrapper that carries its address in this parameter, on these paths."""
    return lambda address: address.value(name) if address.path in paths else ""


_SNAPSHOT: Final = re.compile(r"/web/\d{1,14}(?:[a-z]{2}_)?/(.+)", re.S)


def _archive(address: Address) -> str:
    match = _SNAPSHOT.match(address.tail)
    return match[1] if match else ""


_CACHED: Final = re.compile(r"/[a-z]/(s/)?(.+)", re.S)


def _amp_cache(address: Address) -> str:
    match = _CACHED.match(address.tail)
    return match[2] if match else ""


_GOOGLE: Final = re.compile(r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})")


def _google(address: Address) -> str:
    if address.path == "/url":
        return address.value("q", "url")
    if address.path.startswith("/amp/"):
        return address.tail.removeprefix("/amp/").removeprefix("s/")
    return ""


def _proofpoint(address: Address) -> str:
    match = re.match(r"/v3/__(.+?)__;", address.tail)
    return unquote(match[1]) if match and "*" not in match[1] else ""


_WRAPPERS: Final[dict[str, _Wrapper]] = {
    "web.archive.org": _archive,
    "cdn.ampproject.org": _amp_cache,
    "l.facebook.com": _parameter("u", "/l.php"),
    "lm.facebook.com": _parameter("u", "/l.php"),
    "facebook.com": _parameter("u", "/l.php", "/flx/warn"),
    "l.instagram.com": _parameter("u", "", "/"),
    "out.reddit.com": lambda address: address.value("url"),
    "youtube.com": _parameter("q", "/redirect"),
    "medium.com": _parameter("redirectUrl", "/m/global-identity", "/m/global-identity-2"),
    "linkedin.com": _parameter("url", "/safety/go", "/redir/redirect"),
    "consent.youtube.com": _parameter("continue", "/m", "/ml"),
    "consent.google.com": _parameter("continue", "/m", "/ml"),
    "scholar.google.com": _parameter("url", "/scholar_url"),
    "slack-redir.net": _parameter("url", "/link"),
    "duckduckgo.com": _parameter("uddg", "/l"),
    "t.umblr.com": _parameter("z", "/redirect"),
    "vk.com": _parameter("to", "/away.php"),
    "steamcommunity.com": _parameter("url", "/linkfilter"),
    "urldefense.com": _proofpoint,
}
