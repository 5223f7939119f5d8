"""Which link is a work, which stand on one page, which point at others: links by what names them.

It is made of all links when somebody first asks, and follows each change from then on. In which state a link is, and
where it is listed, stands elsewhere: a start needs that at once, and this not.
"""

from collections.abc import Mapping
from typing import Final

from workbench.curation.model import Link, LinkId
from workbench.curation.search.namesakes import REPOSITORY_SCHEMES, list_references
from workbench.desk.lazy_documents import LinkHead
from workbench.desk.place_index import PlaceIndex


class LinkIndex:
    """The links by identities, pages and what they point at."""

    def __init__(self, links: Mapping[LinkId, Link], heads: Mapping[LinkId, LinkHead]) -> None:
        self._linking_to: Final[dict[str, set[LinkId]]] = {}
        self.places: Final = PlaceIndex()
        self._id_by_identity: Final = {
            head.identity if _is_plain(head.identity) else links[id].identity: id
            for id, head in heads.items()
        }
        for id, head in heads.items():
            if head.aliases or head.related or not _is_plain_work(head.identity):
                self._add_what_few_have(links[id])

    def find_id(self, identity: str) -> LinkId | None:
        """The link of that work, by whichever of its identities."""
        return self._id_by_identity.get(identity)

    def linking_to(self, text: str) -> list[LinkId]:
        """Links that point at this: a URL their sites named, the key of their repository or of their name."""
        return sorted(self._linking_to.get(text, ()))

    def add(self, link: Link) -> None:
        """Enter a link as it is now."""
        self._id_by_identity[link.identity] = link.id
        self._add_what_few_have(link)

    def remove(self, link: Link) -> None:
        """Forget a link that was entered as it is."""
        for key in (link.identity, *link.aliases):
            if self._id_by_identity.get(key) == link.id:
                del self._id_by_identity[key]
        self.places.remove(link)
        for text in list_references(link):
            self._linking_to[text].discard(link.id)

    def _add_what_few_have(self, link: Link) -> None:
        for alias in link.aliases:
            self._id_by_identity.setdefault(alias, link.id)
        self.places.add(link)
        for text in list_references(link):
            self._linking_to.setdefault(text, set()).add(link.id)


def _is_plain(identity: str) -> bool:
    """Whether cleaning leaves it as it is; it costs ten times as much as this look at it."""
    return identity.isascii() and identity.isprintable() and " " not in identity


def _is_plain_work(identity: str) -> bool:
    """Whether this is no place on a page and no repository."""
    return "#" not in identity and not identity.startswith(REPOSITORY_SCHEMES)
