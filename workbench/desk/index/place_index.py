"""Which places on a page are saved: identities that differ from the page's by a fragment or a title alone."""

from collections.abc import Iterator
from typing import Final

from workbench.curation.identity.fragments import page_of_place
from workbench.curation.model import Link


class PlaceIndex:
    """The identities of links by the page on which they name a place. Few links have one."""

    def __init__(self) -> None:
        self._places_by_page: Final[dict[str, set[str]]] = {}

    def add(self, link: Link) -> None:
        """Take in what identities and aliases of a link name."""
        if link.aliases or "#" in link.identity:
            for key, page in _iter_places(link):
                self._places_by_page.setdefault(page, set()).add(key)

    def remove(self, link: Link) -> None:
        """Forget what the link named."""
        for key, page in _iter_places(link):
            self._places_by_page[page].discard(key)

    def list_on(self, page: str) -> list[str]:
        """The places on this page, in one fixed order."""
        return sorted(self._places_by_page.get(page, ()))


def _iter_places(link: Link) -> Iterator[tuple[str, str]]:
    return (
        (key, page) for key in (link.identity, *link.aliases) if "#" in key and (page := page_of_place(key))
    )
