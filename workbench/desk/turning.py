"""Which other addresses of a link are addresses of the same work: the one place that judges where a page led to.

A wrong merge hides a link, a missed one shows it twice, so whatever may be a wall, a dead end or a slip of the
page's own is not believed.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from workbench.curation.address import Address, parse
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.identity.pages import names
from workbench.curation.model import Link
from workbench.desk.present import Present


class Turn(Struct, frozen=True):
    """What a link turned out to be.

    `family` are the links that are one work, oldest first, the one asked about among them; `keys` all identities
    that were found; `own` the identity, kind and URL it has for good from now on, None where its own stays.
    """

    family: list[Link]
    keys: tuple[str, ...]
    own: Identity | None


def turn(present: Present, link: Link, clipping: Clipping) -> Turn:
    """What redirects for good and the page's own word make of a link."""
    moves = list(_moves(link, clipping.moved))
    works = [*moves, *_canonical(link, moves, clipping)]
    family, keys = [link], []
    for key in dict.fromkeys(work.key for work in works):
        other = present.known(key)
        if other is None or other in family:
            keys.append(key)
        elif not any(_printed_beside(present, other, one) for one in family):
            keys.append(key)
            family.append(other)
    family.sort(key=lambda one: one.id)
    return Turn(family, tuple(keys), _goal(present, link, clipping, keys))


def _goal(present: Present, link: Link, clipping: Clipping, keys: list[str]) -> Identity | None:
    """Where the link led in the end, if it is better known by that: a typed work, or a page on another host."""
    goal = identify(clipping.canonical)
    if not isinstance(goal, Identity) or not goal.key.startswith("arxiv:"):
        goal = identify(clipping.moved[-1] if clipping.moved else "")
    if not isinstance(goal, Identity) or goal.key not in keys:
        return None
    if goal.key.startswith("https://") and _host(link.identity) in ("", _host(goal.key)):
        return None
    known = present.known(goal.key)
    return goal if known is None else Identity(known.identity, known.kind, known.url)


def _moves(link: Link, urls: tuple[str, ...]) -> Iterator[Identity]:
    """The works on the way, as far as it can be believed: what comes behind a wall is no answer to the link."""
    for url in urls:
        work = identify(url)
        if not isinstance(work, Identity) or not _believable(link, work):
            return
        if work.key != link.identity:
            yield work


def _canonical(link: Link, moves: list[Identity], clipping: Clipping) -> Iterator[Identity]:
    """What a page calls its own address counts on its own site; a platform knows where its post is at home, and
    the PDF of a paper bears its number."""
    work = identify(clipping.canonical)
    if not isinstance(work, Identity) or work.key == link.identity or not _believable(link, work):
        return
    keys = [link.identity, *(move.key for move in moves)]
    syndicated = any(key.startswith(_PLATFORMS) for key in (*keys, work.key))
    numbered = (
        clipping.kind == "paper" and _host(link.identity) != "" and work.key.startswith(("arxiv:", "doi:"))
    )
    if syndicated or numbered or any(_one_site(_host(key), _host(work.key)) for key in keys):
        yield work


_PLATFORMS: Final = ("substack:", "medium:")


def _printed_beside(present: Present, one: Link, other: Link) -> bool:
    """Whether both stand in one published issue, which has to stay as it is: then they stay two links."""
    issues = {entry.issue for entry in present.entries_of(one.id)}
    shared = (entry.issue for entry in present.entries_of(other.id) if entry.issue in issues)
    return any(present.issues[issue].state == "published" for issue in shared)


def _believable(link: Link, work: Identity) -> bool:
    to, here = parse(work.url), parse(link.url)
    if not isinstance(to, Address) or not isinstance(here, Address) or _is_wall(to):
        return False
    if _is_root(to):
        return _is_root(here)
    return to.host != here.host or not _is_landing(here.segments, to.segments)


def _is_landing(here: tuple[str, ...], to: tuple[str, ...]) -> bool:
    """Whether a page became one further up under another name: where sites send whoever asks for what is gone."""
    return len(to) < len(here) and _stem(to) != _stem(here)


def _stem(segments: tuple[str, ...]) -> str:
    return segments[-1].partition(".")[0] if segments else ""


def _is_root(address: Address) -> bool:
    return not (address.path or address.query or address.fragment)


def _is_wall(address: Address) -> bool:
    first = address.host.partition(".")[0]
    return first in _WALLS or any(segment.lower() in _WALLS for segment in address.segments)


_WALLS: Final = names(
    "consent login signin sign-in sign_in log-in logon signup sign-up register auth authwall sso oauth oauth2"
    " accounts captcha challenge verify subscribe paywall blocked denied gone error 404 not-found notfound"
    " expired unavailable maintenance"
)


def _host(key: str) -> str:
    """The host of a page's key, with its port; empty for a typed work."""
    scheme, _, rest = key.partition("://")
    return re.split("[/?#]", rest, maxsplit=1)[0] if scheme == "https" else ""


def _one_site(one: str, other: str) -> bool:
    return bool(one and other) and (one == other or one.endswith("." + other) or other.endswith("." + one))
