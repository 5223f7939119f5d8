"""Which saved link a clipping speaks of: the one with its key, unless their titles say different things.

A key says that two addresses show the same page. Mostly that is the same work; but a page may have several, and a rule
may be wrong on a site that nobody knew. So where the addresses differ in anything that a server can see, and the titles
say different things, both links stay, and the editor decides. A number that a site gave (`arxiv:…`) leaves no doubt.

A page without a fragment is the same as a place on it, as long as no other place on it is known: `example.com` and
`example.com#episode-33`. So no link ever takes in two places, in whichever order they come.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.identity import Identity, identity_key
from workbench.curation.identity.fragments import TITLE_MARK, page_of_place
from workbench.curation.model import Link
from workbench.curation.search.topics import has_other_topic, make_title_slug
from workbench.curation.text.address import Address, parse_url

MAX_TWINS: Final = 10
"""Links of one page under other titles. A page with more has titles that say nothing of what it is about."""


class Match(Struct, frozen=True):
    """The saved link, None where the clipping is of a new one; the key that the new one gets; and the link of the same
    page under another title, if there is one."""

    link: Link | None
    key: str
    twin: Link | None = None


class SavedWorks(Protocol):
    """The works that are saved, as matching has to know them."""

    def by_identity(self, key: str) -> Link | None:
        """The link of that work; None where nobody saved it."""

    def by_url(self, url: str) -> Link | None:
        """The link that was saved under this URL, letter for letter."""

    def places_on(self, page: str) -> list[str]:
        """The identities of links that name a title on this page, and of so many that name a place that it is clear
        whether there is one."""

    def title_of(self, link: Link) -> str:
        """What the link is called, else what an issue calls it; empty where nobody said."""


def match_link(saved: SavedWorks, work: Identity, title: str) -> Match:
    """Which link the work is that somebody saved under this title."""
    holder = saved.by_identity(work.key) or find_counterpart(saved, work.key)
    if holder is None and not page_of_place(work.key):
        holder = saved.by_url(work.url)  # an earlier version may have given that URL another key
    if holder is None or not work.key.startswith("https://"):
        return Match(holder, work.key)
    links = [holder, *_iter_twins(saved, work.key)]
    address = _read_address(work.url)
    found = next((link for link in links if _is_saved_under(link, address)), None)
    if found is None and len(links) > MAX_TWINS:
        found = holder
    if found is None:
        found = next((link for link in links if not has_other_topic(title, saved.title_of(link))), None)
    if found is None and not holder.identity.startswith("https://"):
        found = holder
    if found is not None:
        return Match(found, work.key)
    is_free = saved.by_identity(work.key) is None
    return Match(None, work.key if is_free else f"{work.key}{TITLE_MARK}{make_title_slug(title)}", holder)


def find_counterpart(saved: SavedWorks, key: str) -> Link | None:
    """The page of a place, or the place of a page, where only this one place on it is known."""
    page = page_of_place(key)
    if not page:
        places = [place for place in saved.places_on(key) if TITLE_MARK not in place]
        return saved.by_identity(places[0]) if len(places) == 1 else None
    holder = saved.by_identity(page)
    if holder is None or TITLE_MARK in key:
        return None
    known = {*saved.places_on(page), *map(_read_key, (holder.url, *holder.urls))}
    others = [place for place in known if page_of_place(place) == page and TITLE_MARK not in place]
    return holder if set(others) <= {key} else None


def _iter_twins(saved: SavedWorks, key: str) -> Iterator[Link]:
    for place in saved.places_on(key):
        link = saved.by_identity(place) if TITLE_MARK in place else None
        if link is not None:
            yield link


def _is_saved_under(link: Link, address: Address | None) -> bool:
    return address is not None and any(_read_address(url) == address for url in (link.url, *link.urls))


_read_key = lru_cache(maxsize=1024)(identity_key)


@lru_cache(maxsize=1024)  # thousands of rows may be held against the spellings of one link
def _read_address(url: str) -> Address | None:
    """The address as a server sees it: scheme, `www.` and the last slash make no difference."""
    address = parse_url(url)
    return replace(address, tail="") if isinstance(address, Address) else None
