"""Which work is behind a URL. Two links are the same where their keys are equal.

Three steps, no network: take the address out of redirect wrappers, ask the host's rule for the key of a work, else
normalise the URL. Links are compared by key and keep the URL they were saved under, because the rules may change.
"""

import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.identity import code, papers, sites, social, videos
from workbench.curation.identity.kinds import find_kind
from workbench.curation.identity.pages import HostRule, Work, work_of_page
from workbench.curation.identity.sites import work_of_medium_path
from workbench.curation.identity.wrappers import unwrap_address
from workbench.curation.model import Kind
from workbench.curation.text.address import Address, Unidentified, complete_url, parse_url
from workbench.curation.text.cleaning import find_unfit_char

__all__ = ["Identity", "Unidentified", "identify", "identity_key", "source_name"]


class Identity(Struct, frozen=True):
    """The work behind a URL.

    `key` is `arxiv:2510.25445`, `youtube:kCc8FmEb1nY`, `github:owner/name`, else a normalised URL. `url` is
    the one to keep: as it was saved, a bare host with its scheme, a git remote in its https form.
    """

    key: str
    kind: Kind
    url: str


def identify(url: str) -> Identity | Unidentified:
    """The work behind a text that was saved as a URL, or a short phrase that says why it is no link."""
    written = complete_url(url)
    if isinstance(written, Unidentified):
        return written
    odd = find_unfit_char(written)
    if odd is not None:
        return Unidentified(f"a character that no web address holds: U+{ord(odd):04X}")
    address = parse_url(written)
    if isinstance(address, Unidentified):
        return address
    work = _work_of(unwrap_address(address))
    return Identity(work.key, work.kind, written)


def identity_key(url: str) -> str:
    """The key by which a URL is compared: that of its work, or the URL itself where it is no link."""
    found = identify(url)
    return found.key if isinstance(found, Identity) else url


def _work_of(address: Address) -> Work:
    host = _HOST_ALIASES.get(address.host, address.host)
    if ".blogspot." in host:
        host = _BLOGSPOT.sub(r"\1com", host)
    if host != address.host:
        address = replace(address, host=host)
    if "//" in address.path:
        address = replace(address, path=_SLASHES.sub("/", address.path).rstrip("/"))
    rule = None if address.port else _find_rule(host)  # another port is another server than the site
    if found := rule(address) if rule else work_of_medium_path(address.path):
        return found
    page = work_of_page(address)
    kind = find_kind(host, address.path, is_front=page.key == f"https://{host}")
    return page if kind == page.kind else Work(page.key, kind)


_SLASHES: Final = re.compile("/{2,}")
_BLOGSPOT: Final = re.compile(
    r"^([^.]+\.blogspot\.)(?:com?\.)?[a-z]{2}$"
)  # Blogger leads readers to their country's


def _find_rule(host: str) -> HostRule | None:
    """The rule of the host itself, else that of the nearest domain above it, whose key begins with a dot."""
    if host in _RULES:
        return _RULES[host]
    parent = "." + host
    while parent:
        if parent in _RULES:
            return _RULES[parent]
        _, dot, rest = parent[1:].partition(".")
        parent = dot + rest
    return None


_RULES: Final[dict[str, HostRule]] = {
    **papers.RULES,
    **videos.RULES,
    **code.RULES,
    **social.RULES,
    **sites.RULES,
}
_HOST_ALIASES: Final = {
    "hf.co": "huggingface.co",
    "dx.doi.org": "doi.org",
    "twitter.com": "x.com",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "np.reddit.com": "reddit.com",
    "sh.reddit.com": "reddit.com",
    "libredd.it": "reddit.com",
    "teddit.net": "reddit.com",
    "raw.github.com": "raw.githubusercontent.com",
}


def source_name(key_or_url: str) -> str:
    """The short name of the site a link is from: `arXiv`, `YouTube`, `GitHub`, else the bare host."""
    scheme, _, rest = key_or_url.partition(":")
    if not rest.startswith("//"):
        return _source_name_of_key(scheme, rest)
    address = parse_url(key_or_url)
    if isinstance(address, Unidentified):
        return key_or_url
    host = _HOST_ALIASES.get(address.host, address.host)
    return _SOURCE_NAMES.get(host, host)


def _source_name_of_key(scheme: str, rest: str) -> str:
    first = rest.partition("/")[0]
    match scheme:
        case "substack":
            return first + ".substack.com"
        case "stackexchange":
            return first
        case "doi":
            return _PUBLISHER_NAMES.get(first, "DOI")
        case _:
            return _SOURCE_NAMES.get(scheme, scheme)


_PUBLISHER_NAMES: Final = {
    "10.1007": "Springer",
    "10.1038": "Nature",
    "10.1101": "bioRxiv",
    "10.1109": "IEEE",
    "10.1126": "Science",
    "10.1145": "ACM",
    "10.1371": "PLOS",
    "10.18653": "ACL",
    "10.3389": "Frontiers",
}
_SOURCE_NAMES: Final = {
    "arxiv": "arXiv",
    "arxiv.org": "arXiv",
    "bluesky": "Bluesky",
    "codeberg": "Codeberg",
    "cvf": "CVF",
    "eaforum": "EA Forum",
    "gdocs": "Google Docs",
    "gist": "GitHub",
    "github": "GitHub",
    "github.com": "GitHub",
    "gitlab": "GitLab",
    "hn": "Hacker News",
    "news.ycombinator.com": "Hacker News",
    "huggingface": "Hugging Face",
    "huggingface.co": "Hugging Face",
    "kaggle": "Kaggle",
    "lesswrong": "LessWrong",
    "linkedin": "LinkedIn",
    "linkedin.com": "LinkedIn",
    "lobsters": "Lobsters",
    "medium": "Medium",
    "neurips": "NeurIPS",
    "openreview": "OpenReview",
    "pmlr": "PMLR",
    "reddit": "Reddit",
    "s2": "Semantic Scholar",
    "spotify": "Spotify",
    "vimeo": "Vimeo",
    "wikipedia": "Wikipedia",
    "x": "X",
    "x.com": "X",
    "youtube": "YouTube",
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
}
