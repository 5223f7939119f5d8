"""What a work is called where nobody gave it a title: one short name, the same in every row and message.

It is made of identity and URL alone: `textualize/textual`, `arXiv 2307.03172`, `YouTube bCz4OMemCcA`, else the
address without scheme and tracking parameters.
"""

from typing import Final

from workbench.curation.identity import Identity, identify, source_name
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import Entry, Link
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, parse_url, strip_user_info

_NUMBERED_WORKS: Final = split_names("arxiv doi youtube vimeo openreview hn")
"""Schemes of identities that hold the number by which people know the work."""
_REPOSITORIES: Final = split_names("github gitlab codeberg huggingface")


def name_link(link: Link) -> str:
    """The link's title, else the short name of its work. It may be long and is not quoted."""
    return link.title or name_work(link.identity, link.url)


def name_entry(entry: Entry) -> str:
    """The entry's title, else the short name of the work behind its first link; empty where it has neither."""
    if entry.title.strip() or not entry.links:
        return entry.title.strip()
    return name_url(entry.links[0].url)


def name_url(url: str) -> str:
    """The short name of the work behind a URL."""
    found = identify(url)
    return name_work(found.key, found.url) if isinstance(found, Identity) else url


def name_work(key: str, url: str) -> str:
    """The short name of the work with that identity, saved under `url`."""
    scheme, _, rest = key.partition(":")
    if scheme in _NUMBERED_WORKS:
        site = "DOI" if scheme == "doi" else source_name(key)
        return f"{site} {rest.replace('/', ' ') if scheme == 'youtube' else rest}"
    printed = public_url(key, url)
    if scheme in _REPOSITORIES and "/" in rest and not rest.startswith("collections/"):
        return _name_repository(scheme, rest, printed)
    return shorten_url(printed)


def shorten_url(url: str) -> str:
    """A URL without scheme, user name, password, `www.` and the last slash."""
    return (
        strip_user_info(url).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    )


def _name_repository(scheme: str, rest: str, printed: str) -> str:
    """`owner/name` and what follows; GitHub's keys are in small letters, its addresses as their owners write them."""
    address = parse_url(printed)
    if scheme == "github" and isinstance(address, Address) and address.host == "github.com":
        return "/".join(address.segments)
    return rest
