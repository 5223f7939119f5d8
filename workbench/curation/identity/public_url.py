"""The address that readers get, which is not always the one that was saved.

Papers with an arXiv id or a DOI, videos on YouTube and repositories on GitHub are printed by their canonical address,
everything else as it was saved, without tracking parameters and click counters. What the link was saved under stays in
the library.
"""

from typing import Final
from urllib.parse import unquote_plus

from workbench.curation.identity.params import select_significant_params
from workbench.curation.identity.wrappers import unwrap_url
from workbench.curation.text.address import Address, parse_url

_CANONICAL_PREFIXES: Final = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "youtube:playlist/": "https://www.youtube.com/playlist?list=",
    "youtube": "https://www.youtube.com/watch?v=",
}


def public_url(key: str, url: str) -> str:
    """The URL to print for the work of that key, saved under `url`."""
    scheme, _, rest = key.partition(":")
    folder, slash, name = rest.partition("/")
    if scheme in ("arxiv", "doi") or (scheme == "youtube" and not slash and not rest.startswith("@")):
        return _CANONICAL_PREFIXES[scheme] + rest
    if f"{scheme}:{folder}/" in _CANONICAL_PREFIXES:
        return _CANONICAL_PREFIXES[f"{scheme}:{folder}/"] + name
    url = unwrap_url(url)
    address = parse_url(url)
    if not isinstance(address, Address):
        return url
    if scheme == "github" and rest.count("/") == 1 and address.host == "github.com":
        return "https://github.com/" + "/".join(address.segments[:2]).removesuffix(".git")
    return strip_tracking(url)


def strip_tracking(url: str) -> str:
    """The URL without tracking parameters, unchanged where it has none."""
    address = parse_url(url)
    if not isinstance(address, Address):
        return url
    kept = {name for name, _ in select_significant_params(address)}
    front, mark, tail = url.partition("?")
    query, hash, fragment = tail.partition("#")
    # Pairs are picked out of the text as it was written, so that what stays keeps its order and its escapes.
    pairs = [pair for pair in query.split("&") if unquote_plus(pair.partition("=")[0]) in kept]
    if not mark or "#" in front or len(kept) == len({name for name, _ in address.query}):
        return url
    return front + ("?" if pairs else "") + "&".join(pairs) + hash + fragment
