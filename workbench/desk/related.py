"""Works beside a link: the one place that says what is related to it, and what only has nearly the same title.

Related is not the same: nothing here merges anything. The editor joins what belongs together.
"""

from collections.abc import Iterator

from msgspec import Struct

from workbench.curation.identity import Identity, identify, key_of
from workbench.curation.identity.printable import printable
from workbench.curation.model import LabelledLink, Link
from workbench.desk.present import Present, repository
from workbench.desk.step import first_links


class Relation(Struct, frozen=True):
    """A work beside a link: its URL, what it is to the link, which site says so (empty: the URLs do), and the
    link of the library it is, 0 where it was never saved."""

    url: str
    why: str
    said_by: str
    link: int


def related(present: Present, id: int) -> list[Relation]:
    """What sites named for a link, then links whose sites name it, then those of the same repository."""
    link = present.link(id)
    found: dict[str, Relation] = {}
    for key, relation in (*_named(present, link), *_naming(present, link), *_neighbours(present, link)):
        if relation.link != id:
            found.setdefault(key, relation)
    return list(found.values())


def _named(present: Present, link: Link) -> Iterator[tuple[str, Relation]]:
    for related in link.related:
        work = identify(related.url)
        if not isinstance(work, Identity):
            continue
        known = present.known(work.key)
        key = known.identity if known else work.key
        yield key, Relation(related.url, related.why, related.said_by, known.id if known else 0)


def _naming(present: Present, link: Link) -> Iterator[tuple[str, Relation]]:
    addresses = dict.fromkeys((printable(link.identity, link.url), link.url, *link.urls))
    for url in addresses:
        for id in present.naming(url):
            other = present.links[id]
            said = next(related for related in other.related if related.url == url)
            yield other.identity, _relation(other, f"names this as {said.why}", said.said_by)


def _neighbours(present: Present, link: Link) -> Iterator[tuple[str, Relation]]:
    key = repository(link.identity) or link.identity
    home = present.known(key) if key.startswith("github:") else None
    others = ([home.id] if home else []) + present.naming(key)
    for id in others:
        other = present.links[id]
        yield other.identity, _relation(other, "same repository")


def _relation(link: Link, why: str, said_by: str = "") -> Relation:
    return Relation(printable(link.identity, link.url), why, said_by, link.id)


def standing(present: Present, link: Link) -> tuple[LabelledLink, ...]:
    """The links that the link's entry has, or will begin with."""
    entry = next((entry for entry in present.entries_of(link.id) if present.live(entry)), None)
    return entry.links if entry else (link.words and link.words.links) or first_links(link)


def printed_with(present: Present, link: Link) -> set[str]:
    """The works that stand, or will stand, in the link's entry: itself, and what was joined to it."""
    return {key_of(one.url) for one in standing(present, link)} | {link.identity, *link.aliases}


def joinable(present: Present, id: int) -> Relation | None:
    """The first related work that is neither among the link's own links nor placed elsewhere."""
    have = printed_with(present, present.link(id))
    free = (one for one in related(present, id) if key_of(one.url) not in have)
    return next((one for one in free if one.link not in present.links or _is_free(present, one.link)), None)


def _is_free(present: Present, id: int) -> bool:
    joined = present.links[id].joined is not None
    return not joined and not any(present.live(entry) for entry in present.entries_of(id))


def similar(present: Present, id: int) -> list[int]:
    """Links whose titles are nearly the same, best first, at most 3. Some ms for each 100,000 links."""
    from workbench.curation.similar import nearest  # noqa: PLC0415 - rapidfuzz is for who asks this only

    link = present.link(id)
    return nearest(
        link.title, ((other.id, other.title) for other in present.links.values() if other is not link)
    )
