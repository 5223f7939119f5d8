"""Works beside a link: what is related to it, and what only has nearly the same title.

Related is not the same: nothing here merges anything. The editor joins what belongs together.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from workbench.curation.identity import Identity, identify, identity_key
from workbench.curation.identity.code import repository_of
from workbench.curation.identity.fragments import TITLE_MARK, page_of_place
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import LabelledLink, Link, LinkId
from workbench.curation.search.namesakes import name_key_of_repository, name_keys_of_title
from workbench.desk.change_builder import default_links
from workbench.desk.state import State
from workbench.desk.steps import Slices, run_slices, slice_sequence

TITLES_AT_ONCE: Final = 1000
"""Titles that are compared within two milliseconds."""


class Relation(Struct, frozen=True):
    """A work beside a link: its URL, what it is to the link, which site says so (empty: the URLs do), and the
    link of the library it is, 0 where it was never saved."""

    url: str
    why: str
    said_by: str
    link: LinkId


def find_related(state: State, id: LinkId) -> list[Relation]:
    """What sites named for a link, then links whose sites name it, those of the same page under another title, those of
    the same repository, and repositories that wait in the inbox under a paper's name."""
    link = state.get_link(id)
    found: dict[str, Relation] = {}
    for key, relation in (
        *_iter_named_works(state, link),
        *_iter_linking_works(state, link),
        *_iter_same_page(state, link),
        *_iter_repository_works(state, link),
        *_iter_namesakes(state, link),
    ):
        if relation.link != id:
            found.setdefault(key, relation)
    return list(found.values())


def _iter_named_works(state: State, link: Link) -> Iterator[tuple[str, Relation]]:
    for related in link.related:
        work = identify(related.url)
        if not isinstance(work, Identity):
            continue
        known = state.by_identity(work.key)
        key = known.identity if known else work.key
        yield key, Relation(related.url, related.why, related.said_by, known.id if known else LinkId(0))


def _iter_linking_works(state: State, link: Link) -> Iterator[tuple[str, Relation]]:
    addresses = dict.fromkeys((public_url(link.identity, link.url), link.url, *link.urls))
    for url in addresses:
        for id in state.linking_to(url):
            other = state.links[id]
            said = next(related for related in other.related if related.url == url)
            yield other.identity, _relation_of(other, f"names this as {said.why}", said.said_by)


def find_twins(state: State, link: Link) -> list[Link]:
    """The other links of the same page, told apart by their titles alone."""
    page = _page_of(link)
    keys = (page, *(place for place in state.list_places(page) if TITLE_MARK in place))
    found = (state.by_identity(key) for key in keys)
    return [twin for twin in found if twin is not None and twin.id != link.id]


def _iter_same_page(state: State, link: Link) -> Iterator[tuple[str, Relation]]:
    """Its twins, and of a page the one place known on it, of that place the page."""
    key = _page_of(link)
    whole = page_of_place(key)
    places = [place for place in state.list_places(whole or key) if TITLE_MARK not in place]
    beside = state.by_identity(whole or places[0]) if len(places) == 1 else None
    for twin in (*find_twins(state, link), beside):
        if twin is not None and twin.id != link.id:
            yield twin.identity, _relation_of(twin, "the same page under another title")


def _page_of(link: Link) -> str:
    """The link's identity without the title that tells it from another link of the page."""
    return link.identity.rpartition(TITLE_MARK)[0] or link.identity


def _iter_repository_works(state: State, link: Link) -> Iterator[tuple[str, Relation]]:
    key = repository_of(link.identity) or link.identity
    home = state.by_identity(key) if key.startswith("github:") else None
    others = ([home.id] if home else []) + state.linking_to(key)
    for id in others:
        other = state.links[id]
        yield other.identity, _relation_of(other, "same repository")


def _iter_namesakes(state: State, link: Link) -> Iterator[tuple[str, Relation]]:
    for key in name_keys_of_title(link.title) if link.kind == "paper" else ():
        for id in state.linking_to(key):
            if state.state_of(id) in ("inbox", "feeds", "deferred"):
                yield state.links[id].identity, _relation_of(state.links[id], "same name")


def _relation_of(link: Link, why: str, said_by: str = "") -> Relation:
    return Relation(public_url(link.identity, link.url), why, said_by, link.id)


def entry_links_of(state: State, link: Link) -> tuple[LabelledLink, ...]:
    """The links that the link's entry has, or will begin with."""
    entry = next((entry for entry in state.entries_of(link.id) if state.is_active(entry)), None)
    return entry.links if entry else (link.words and link.words.links) or default_links(link)


def entry_identities_of(state: State, link: Link) -> set[str]:
    """The works that stand, or will stand, in the link's entry: itself, and what was joined to it."""
    return {identity_key(one.url) for one in entry_links_of(state, link)} | {link.identity, *link.aliases}


def find_joinable(state: State, id: LinkId) -> Relation | None:
    """The first related work that is neither among the link's own links nor placed elsewhere."""
    link = state.get_link(id)
    free = (one for one in find_related(state, id) if not is_joined(state, link, one))
    return next((one for one in free if one.link not in state.links or _is_free(state, one.link)), None)


def find_namesake_paper(state: State, id: LinkId) -> LinkId | None:
    """The paper that waits or stands in a draft and is called as this repository is, the newest of several.

    It looks at every link, so it is for a key and not for a row.
    """
    key = name_key_of_repository(state.get_link(id).identity)
    begins = key.removeprefix("name:")[:2]
    called = (
        paper.id
        for paper in state.links.values()
        if paper.kind == "paper"
        and begins in paper.title.casefold()
        and key in name_keys_of_title(paper.title)
    )
    at_hand = (
        paper
        for paper in called
        if state.state_of(paper) in ("inbox", "feeds", "deferred", "placed", "benched")
    )
    return max(at_hand, default=None) if key else None


def is_joined(state: State, link: Link, relation: Relation) -> bool:
    """Whether a related work is among the link's own links, or was joined to it."""
    other = state.links.get(relation.link)
    if other is not None and (other.joined == link.id or _page_of(other) == _page_of(link)):
        return other.joined == link.id  # a twin has the link's own address
    have = entry_identities_of(state, link)
    names = (other.identity, *other.aliases) if other else (identity_key(relation.url),)
    return not have.isdisjoint(names)


def _is_free(state: State, id: LinkId) -> bool:
    joined = state.links[id].joined is not None
    return not joined and not any(state.is_active(entry) for entry in state.entries_of(id))


def find_similar(state: State, id: LinkId) -> list[LinkId]:
    """Links whose titles are nearly the same, best first, at most 3: 0.1 s for 100,000 links."""
    return run_slices(find_similar_in_slices(state, id))


def find_similar_in_slices(state: State, id: LinkId) -> Slices[list[LinkId]]:
    """The same, some milliseconds at a time, for a screen. Links may come and go meanwhile."""
    from workbench.curation.search.similar import (  # noqa: PLC0415 - rapidfuzz is for who asks this only
        rank_similar_titles,
        select_similar_titles,
    )

    title, candidates = state.get_link(id).title, []
    for ids in slice_sequence(list(state.links), TITLES_AT_ONCE):
        known = ((other, state.links.get(other)) for other in ids if other != id)
        titles = [(other, link.title) for other, link in known if link is not None]
        candidates += select_similar_titles(title, titles)
        yield
    return rank_similar_titles(title, candidates)
