"""Resolve a link by the page it led to: which other addresses are addresses of the same work.

A wrong merge hides a link, a missed one shows it twice. So an address is not believed where it may be a login page, a
dead end or a mistake of the page about itself.
"""

import re
from collections.abc import Iterator
from typing import Final, Protocol

from msgspec import Struct

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.identity.fragments import page_of_place, place_in_key
from workbench.curation.model import IssueId, Link
from workbench.curation.search.topics import has_other_title, has_other_topic
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, parse_url


class Resolution(Struct, frozen=True):
    """What a link turned out to be.

    `links` are the links that are one work, oldest first, the one asked about among them; `identities` all identities
    that were found; `new_identity` the identity, kind and URL it has for good from now on, None where its own stays.
    `slips` are identities that two pages with different titles call their own.
    """

    links: list[Link]
    identities: tuple[str, ...]
    new_identity: Identity | None
    slips: tuple[str, ...] = ()


class KnownWorks(Protocol):
    """The works that are saved, as resolving has to know them."""

    def by_identity(self, key: str) -> Link | None:
        """The link of that work; None where nobody saved it."""

    def published_issues_of(self, link: Link) -> set[IssueId]:
        """The published issues that a link stands in."""


def resolve_link(known: KnownWorks, link: Link, clipping: Clipping) -> Resolution:
    """What redirects for good and the page's own word make of a link."""
    moves = list(_iter_redirects(link, clipping.redirects))
    works = [*moves, *_iter_canonical(link, moves, clipping)]
    moved = {work.key for work in moves}
    family, keys, slips = [link], [], []
    for key in dict.fromkeys(work.key for work in works):
        other = known.by_identity(key)
        if other is None or other in family:
            if key in moved or key not in link.slips:
                keys.append(key)
        elif key not in moved and _is_slip(clipping, other):
            slips.append(key)
        elif not any(_are_published_together(known, other, one) for one in family):
            keys.append(key)
            family.append(other)
    family.sort(key=lambda one: one.id)
    new = _find_new_identity(known, link, clipping, keys)
    return Resolution(family, tuple(keys), new, tuple(slips))


def _is_slip(clipping: Clipping, other: Link) -> bool:
    """Whether a page calls an address its own that belongs to a page with another title: a slip of its site."""
    if clipping.site and other.title_by == clipping.site:
        return has_other_title(clipping.title, other.title)
    return has_other_topic(clipping.title, other.title)


def _find_new_identity(known: KnownWorks, link: Link, clipping: Clipping, keys: list[str]) -> Identity | None:
    """Where the link led in the end, if it is better known by that: a typed work, or a page on another host."""
    goal = identify(clipping.canonical_url)
    if not isinstance(goal, Identity) or not goal.key.startswith("arxiv:"):
        goal = identify(clipping.redirects[-1] if clipping.redirects else "")
    if not isinstance(goal, Identity) or goal.key not in keys:
        return None
    if goal.key.startswith("https://") and _host_of(link.identity) in ("", _host_of(goal.key)):
        return None
    saved = known.by_identity(goal.key)
    return goal if saved is None else Identity(saved.identity, saved.kind, saved.url)


def _iter_redirects(link: Link, urls: tuple[str, ...]) -> Iterator[Identity]:
    """The works on the way, as far as it can be believed: what comes behind a wall is no answer to the link."""
    for url in urls:
        work = identify(url)
        if not isinstance(work, Identity) or not _is_believable(link, work):
            return
        if work.key not in _keys_of(link):
            yield _carry_place(work, link)


def _keys_of(link: Link) -> set[str]:
    """The link's identity and those of the pages on which it is a place."""
    keys = {link.identity}
    page = link.identity
    while page := page_of_place(page):
        keys.add(page)
    return keys


def _carry_place(work: Identity, link: Link) -> Identity:
    """What a page says of its address holds for the page: a place on it stays the place that it is."""
    place = place_in_key(link.identity)
    if not place or not work.key.startswith("https://") or place_in_key(work.key):
        return work
    return Identity(work.key + place, work.kind, work.url)


def _iter_canonical(link: Link, moves: list[Identity], clipping: Clipping) -> Iterator[Identity]:
    """What a page calls its own address counts on its own site; a platform knows where its post is at home, and
    the PDF of a paper bears its number."""
    work = identify(clipping.canonical_url)
    if not isinstance(work, Identity) or work.key in _keys_of(link) or not _is_believable(link, work):
        return
    keys = [link.identity, *(move.key for move in moves)]
    syndicated = any(key.startswith(_PLATFORM_PREFIXES) for key in (*keys, work.key))
    numbered = (
        clipping.kind == "paper" and _host_of(link.identity) != "" and work.key.startswith(("arxiv:", "doi:"))
    )
    if syndicated or numbered or any(_is_same_site(_host_of(key), _host_of(work.key)) for key in keys):
        yield _carry_place(work, link)


_PLATFORM_PREFIXES: Final = ("substack:", "medium:")


def _are_published_together(known: KnownWorks, one: Link, other: Link) -> bool:
    """Whether both stand in one published issue, which has to stay as it is: then they stay two links."""
    return not known.published_issues_of(one).isdisjoint(known.published_issues_of(other))


def _is_believable(link: Link, work: Identity) -> bool:
    to, here = parse_url(work.url), parse_url(link.url)
    if not isinstance(to, Address) or not isinstance(here, Address) or _is_wall(to):
        return False
    if _is_root(to):
        return _is_root(here)
    return to.host != here.host or not _is_landing(here.segments, to.segments)


def _is_landing(here: tuple[str, ...], to: tuple[str, ...]) -> bool:
    """Whether a page became one further up under another name: where sites send whoever asks for what is gone."""
    return len(to) < len(here) and _stem_of(to) != _stem_of(here)


def _stem_of(segments: tuple[str, ...]) -> str:
    return segments[-1].partition(".")[0] if segments else ""


def _is_root(address: Address) -> bool:
    return not (address.path or address.query or address.fragment)


def _is_wall(address: Address) -> bool:
    first = address.host.partition(".")[0]
    return first in _WALL_NAMES or any(segment.lower() in _WALL_NAMES for segment in address.segments)


_WALL_NAMES: Final = split_names(
    "consent login signin sign-in sign_in log-in logon signup sign-up register auth authwall sso oauth oauth2"
    " accounts captcha challenge verify subscribe paywall blocked denied gone error 404 not-found notfound"
    " expired unavailable maintenance"
)


def _host_of(key: str) -> str:
    """The host of a page's key, with its port; empty for a typed work."""
    scheme, _, rest = key.partition("://")
    return re.split("[/?#]", rest, maxsplit=1)[0] if scheme == "https" else ""


def _is_same_site(one: str, other: str) -> bool:
    return bool(one and other) and (one == other or one.endswith("." + other) or other.endswith("." + one))
