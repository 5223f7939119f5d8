"""Which link is a work, which was saved under a URL, which stand on one page or point at others: links by what names
them.

Each of its parts is made of all links once somebody asks for many, and follows each change from then on; the first few
questions are answered by `link_finder.py`. In which state a link is, and where it is listed, stands elsewhere: a start
needs that at once, and this not.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from msgspec import Struct

from workbench.curation.model import Link, LinkId
from workbench.curation.search.namesakes import REPOSITORY_SCHEMES, list_references
from workbench.desk.index.lazy_documents import LazyDocuments, LinkHead
from workbench.desk.index.link_finder import LinkFinder
from workbench.desk.index.place_index import PlaceIndex

_FEW: Final = 12
"""Questions that are answered by a search each. Of 100,000 links an index takes as long as some fifteen."""


class _Identities(Struct, gc=False):
    identity: str
    aliases: tuple[str, ...] = ()


class _Addresses(Struct, gc=False):
    url: str
    urls: tuple[str, ...] = ()


class LinkIndex:
    """The links by identities, URLs, pages and what they point at."""

    def __init__(self, links: LazyDocuments[Link, LinkHead]) -> None:
        self._links: Final = links
        self._finder: Final = LinkFinder(links)
        self._searches = 0

    def find_id(self, identity: str) -> LinkId | None:
        """The link of that work, by whichever of its identities."""
        can_search = self._can_search(identity, "_ids")
        return self._finder.find_id(identity) if can_search else self._ids.get(identity)

    def find_id_by_url(self, url: str) -> LinkId | None:
        """The link that was saved under this URL, letter for letter."""
        can_search = self._can_search(url, "_id_by_url")
        return self._finder.find_id_by_url(url) if can_search else self._id_by_url.get(url)

    def list_places(self, page: str) -> list[str]:
        """The identities that name a place or a title on this page, in one fixed order."""
        can_search = self._can_search(page, "_places")
        return self._finder.list_places(page) if can_search else self._places.list_on(page)

    def linking_to(self, text: str) -> list[LinkId]:
        """Links that point at this: a URL their sites named, the key of their repository or of their name."""
        return sorted(self._linking_to.get(text, ()))

    def add(self, link: Link) -> None:
        """Enter a link as it is now."""
        self.__dict__.pop("_named", None)
        if "_ids" in self.__dict__:
            self._ids[link.identity] = link.id
            for alias in link.aliases:
                self._ids.setdefault(alias, link.id)
        if "_places" in self.__dict__:
            self._places.add(link)
        if "_id_by_url" in self.__dict__:
            self._id_by_url.update(dict.fromkeys((link.url, *link.urls), link.id))
        if "_linking_to" in self.__dict__:
            for text in list_references(link):
                self._linking_to.setdefault(text, set()).add(link.id)

    def remove(self, link: Link) -> None:
        """Forget a link that was entered as it is."""
        self.__dict__.pop("_named", None)
        if "_ids" in self.__dict__:
            _drop_keys(self._ids, (link.identity, *link.aliases), link.id)
        if "_places" in self.__dict__:
            self._places.remove(link)
        if "_id_by_url" in self.__dict__:
            _drop_keys(self._id_by_url, (link.url, *link.urls), link.id)
        if "_linking_to" in self.__dict__:
            for text in list_references(link):
                self._linking_to[text].discard(link.id)

    def _can_search(self, text: str, index: str) -> bool:
        """Whether a search is the quicker way than this index, which may be there."""
        has_index = index in self.__dict__ or self._links.has_heads
        if has_index or self._searches >= _FEW or not _is_plain(text):
            return False
        self._searches += 1
        return True

    @cached_property
    def _ids(self) -> dict[str, LinkId]:
        ids: dict[str, LinkId] = {named.identity: id for id, named in self._iter_named()}
        if not _is_plain("".join(ids)):
            for identity, id in [item for item in ids.items() if not _is_plain(item[0])]:
                _drop_keys(ids, (identity,), id)
                if id in self._links:
                    ids.setdefault(self._links[id].identity, id)
        for id, named in self._iter_named():
            for alias in self._links[id].aliases if named.aliases and id in self._links else ():
                ids.setdefault(alias, id)
        return ids

    @cached_property
    def _places(self) -> PlaceIndex:
        places = PlaceIndex()
        for id, named in self._iter_named():
            if (named.aliases or "#" in named.identity) and id in self._links:
                places.add(self._links[id])
        return places

    def _iter_named(self) -> Iterable[tuple[LinkId, LinkHead | Link | _Identities]]:
        """What names each link, as it stands in the library."""
        return self._links.heads.items() if self._links.has_heads else self._named.items()

    @cached_property
    def _named(self) -> dict[LinkId, Link | _Identities]:
        return dict(self._links.iter_parts(_Identities))

    @cached_property
    def _id_by_url(self) -> dict[str, LinkId]:
        found: dict[str, LinkId] = {}
        for id, saved in self._links.iter_parts(_Addresses):
            whole = saved if _is_plain(saved.url) and not saved.urls else self._links.get(id)
            found.update(dict.fromkeys((whole.url, *whole.urls) if whole else (), id))
        return found

    @cached_property
    def _linking_to(self) -> dict[str, set[LinkId]]:
        found: dict[str, set[LinkId]] = {}
        for id, head in self._links.heads.items():
            if head.related or head.identity.startswith(REPOSITORY_SCHEMES):
                for text in list_references(self._links[id] if head.related else head):
                    found.setdefault(text, set()).add(id)
        return found


def _is_plain(text: str) -> bool:
    """Whether cleaning would leave a text as it is. This look at it costs a tenth of the cleaning."""
    return text.isascii() and text.isprintable() and " " not in text


def _drop_keys(ids: dict[str, LinkId], keys: tuple[str, ...], id: LinkId) -> None:
    for key in keys:
        if ids.get(key) == id:
            del ids[key]
