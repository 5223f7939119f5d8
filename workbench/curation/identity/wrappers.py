"""Redirect URLs that contain their destination: takes the real address out of the wrapper.

It reads only the URL itself. Shorteners need the network and stay as they are.
"""

import re
from collections.abc import Callable
from typing import Final, TypeAlias
from urllib.parse import unquote

from workbench.curation.text.address import Address, Unidentified, parse_url

MAX_NESTED_WRAPPERS: Final = 5
"""How many wrappers are opened; where more are nested, the rest stays as it is."""

_Unwrapper: TypeAlias = Callable[[Address], str]


def unwrap_address(address: Address) -> Address:
    """The address inside archives, click counters and AMP caches; the same one where there is none."""
    for _ in range(MAX_NESTED_WRAPPERS):
        inner = _unwrap_once(address)
        if inner is None:
            break
        address = inner
    return address


def _unwrap_once(address: Address) -> Address | None:
    wrapper = _find_unwrapper(address.host)
    written = wrapper(address) if wrapper else ""
    if not written:
        return None
    # A wrapper may leave the scheme out, or write `https:/host` where a proxy merged the slashes.
    written = written if "://" in written[:10] else "https://" + re.sub(r"^https?:/*|^/+", "", written)
    found = parse_url(written.replace(" ", "%20"))
    return None if isinstance(found, Unidentified) or "." not in found.host else found


def _find_unwrapper(host: str) -> _Unwrapper | None:
    if host in _UNWRAPPERS:
        return _UNWRAPPERS[host]
    if host.endswith((".cdn.ampproject.org", ".bing-amp.com")):
        return _unwrap_amp_cache
    if host.endswith(".safelinks.protection.outlook.com"):
        return _make_param_unwrapper("url", "")
    return _unwrap_google if _GOOGLE_HOST.fullmatch(host) else None


def _make_param_unwrapper(name: str, *paths: str) -> _Unwrapper:
    """Unwrap what stands in this parameter, on these paths only."""
    return lambda address: address.find_param(name) if address.path in paths else ""


_SNAPSHOT: Final = re.compile(r"/web/\d{1,14}(?:[a-z]{2}_)?/(.+)", re.S)


def _unwrap_archive(address: Address) -> str:
    match = _SNAPSHOT.match(address.tail)
    return match[1] if match else ""


_AMP_CACHED: Final = re.compile(r"/[a-z]/(s/)?(.+)", re.S)


def _unwrap_amp_cache(address: Address) -> str:
    match = _AMP_CACHED.match(address.tail)
    return match[2] if match else ""


_GOOGLE_HOST: Final = re.compile(r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})")


def _unwrap_google(address: Address) -> str:
    if address.path == "/url":
        return address.find_param("q", "url")
    if address.path.startswith("/amp/"):
        return address.tail.removeprefix("/amp/").removeprefix("s/")
    return ""


def _unwrap_proofpoint(address: Address) -> str:
    # `*` stands for characters that are kept elsewhere in the URL, encoded: such an address cannot be read from here.
    match = re.match(r"/v3/__(.+?)__;", address.tail)
    return unquote(match[1]) if match and "*" not in match[1] else ""


_UNWRAPPERS: Final[dict[str, _Unwrapper]] = {
    "web.archive.org": _unwrap_archive,
    "cdn.ampproject.org": _unwrap_amp_cache,
    "l.facebook.com": _make_param_unwrapper("u", "/l.php"),
    "lm.facebook.com": _make_param_unwrapper("u", "/l.php"),
    "facebook.com": _make_param_unwrapper("u", "/l.php", "/flx/warn"),
    "l.instagram.com": _make_param_unwrapper("u", "", "/"),
    "out.reddit.com": lambda address: address.find_param("url"),
    "youtube.com": _make_param_unwrapper("q", "/redirect"),
    "medium.com": _make_param_unwrapper("redirectUrl", "/m/global-identity", "/m/global-identity-2"),
    "linkedin.com": _make_param_unwrapper("url", "/safety/go", "/redir/redirect"),
    "consent.youtube.com": _make_param_unwrapper("continue", "/m", "/ml"),
    "consent.google.com": _make_param_unwrapper("continue", "/m", "/ml"),
    "scholar.google.com": _make_param_unwrapper("url", "/scholar_url"),
    "slack-redir.net": _make_param_unwrapper("url", "/link"),
    "duckduckgo.com": _make_param_unwrapper("uddg", "/l"),
    "t.umblr.com": _make_param_unwrapper("z", "/redirect"),
    "vk.com": _make_param_unwrapper("to", "/away.php"),
    "steamcommunity.com": _make_param_unwrapper("url", "/linkfilter"),
    "urldefense.com": _unwrap_proofpoint,
}
