"""Which link is a work, which was saved under a URL, which stand on one page or point at others: links by what names
them.

Each of its parts is made of all links when somebody first asks, and follows each change from then on. In which state a
link is, and where it is listed, stands elsewhere: a start needs that at once, and this not.
"""

from functools import cached_property
from typing import Final

from msgspec import Struct

from workbench.curation.model import Link, LinkId
from workbench.curation.search.namesakes import REPOSITORY_SCHEMES, list_references
from workbench.desk.lazy_documents import LazyDocuments, LinkHead
from workbench.desk.place_index import PlaceIndex


class _Addresses(Struct, gc=False):
    url: str
    urls: tuple[str, ...] = ()


class LinkIndex:
    """The links by identities, URLs, pages and what they point at."""

    def __init__(self, links: LazyDocuments[Link, LinkHead]) -> None:
        self._links: Final = links
        self._id_by_identity: Final[dict[str, LinkId]] = {
            head.identity: id for id, head in links.heads.items()
        }
        self.places: Final = PlaceIndex()
        if not _is_plain("".join(self._id_by_identity)):
            self._clean_identities()
        for id, head in links.heads.items():
            if head.aliases or "#" in head.identity:
                self._add_aliases(links[id])

    def find_id(self, identity: str) -> LinkId | None:
        """The link of that work, by whichever of its identities."""
        return self._id_by_identity.get(identity)

    def find_id_by_url(self, url: str) -> LinkId | None:
        """The link that was saved under this URL, letter for letter."""
        return self._id_by_url.get(url)

    def linking_to(self, text: str) -> list[LinkId]:
        """Links that point at this: a URL their sites named, the key of their repository or of their name."""
        return sorted(self._linking_to.get(text, ()))

    def add(self, link: Link) -> None:
        """Enter a link as it is now."""
        self._id_by_identity[link.identity] = link.id
        self._add_aliases(link)
        if "_id_by_url" in self.__dict__:
            self._id_by_url.update(dict.fromkeys((link.url, *link.urls), link.id))
        if "_linking_to" in self.__dict__:
            for text in list_references(link):
                self._linking_to.setdefault(text, set()).add(link.id)

    def remove(self, link: Link) -> None:
        """Forget a link that was entered as it is."""
        _drop_keys(self._id_by_identity, (link.identity, *link.aliases), link.id)
        self.places.remove(link)
        if "_id_by_url" in self.__dict__:
            _drop_keys(self._id_by_url, (link.url, *link.urls), link.id)
        if "_linking_to" in self.__dict__:
            for text in list_references(link):
                self._linking_to[text].discard(link.id)

    @cached_property
    def _id_by_url(self) -> dict[str, LinkId]:
        found: dict[str, LinkId] = {}
        for id, saved in self._links.iter_parts(_Addresses):
            whole = saved if _is_plain(saved.url) and not saved.urls else self._links[id]
            found.update(dict.fromkeys((whole.url, *whole.urls), id))
        return found

    @cached_property
    def _linking_to(self) -> dict[str, set[LinkId]]:
        found: dict[str, set[LinkId]] = {}
        for id, head in self._links.heads.items():
            if head.related or head.identity.startswith(REPOSITORY_SCHEMES):
                for text in list_references(self._links[id] if head.related else head):
                    found.setdefault(text, set()).add(id)
        return found

    def _add_aliases(self, link: Link) -> None:
        for alias in link.aliases:
            self._id_by_identity.setdefault(alias, link.id)
        self.places.add(link)

    def _clean_identities(self) -> None:
        for head, id in [item for item in self._id_by_identity.items() if not _is_plain(item[0])]:
            _drop_keys(self._id_by_identity, (head,), id)
            self._id_by_identity.setdefault(self._links[id].identity, id)


def _is_plain(text: str) -> bool:
    """Whether cleaning would leave a text as it is. This look at it costs a tenth of the cleaning."""
    return text.isascii() and text.isprintable() and " " not in text


def _drop_keys(ids: dict[str, LinkId], keys: tuple[str, ...], id: LinkId) -> None:
    for key in keys:
        if ids.get(key) == id:
            del ids[key]
