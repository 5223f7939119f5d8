"""A few links by what names them, found by a search in the bytes of all links: no link is read that is not like it.

It answers as `link_index.py` does. A command that saves a link or two asks here, and need not wait for an index of
100,000. It finds what stands in the library as it is asked for; so addresses are cleaned when they come in.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from workbench.curation.identity.fragments import page_of_place
from workbench.curation.model import Link, LinkId
from workbench.desk.index.lazy_documents import LazyDocuments, LinkHead


class LinkFinder:
    """The links of a table by identities, URLs and pages."""

    def __init__(self, links: LazyDocuments[Link, LinkHead]) -> None:
        self._links: Final = links

    def find_id(self, identity: str) -> LinkId | None:
        """The link of that work, by whichever of its identities."""
        found = list(self._iter_links_with(msgspec.json.encode(identity)))
        own = [link.id for link in found if link.identity == identity]
        return own[-1] if own else next((link.id for link in found if identity in link.aliases), None)

    def find_id_by_url(self, url: str) -> LinkId | None:
        """The link that was saved under this URL, letter for letter."""
        found = [
            link.id
            for link in self._iter_links_with(msgspec.json.encode(url))
            if url in (link.url, *link.urls)
        ]
        return found[-1] if found else None

    def list_places(self, page: str) -> list[str]:
        """The identities that name a place or a title on this page, in one fixed order."""
        beginning = msgspec.json.encode(f"{page}#").removesuffix(b'"')
        keys = (key for link in self._iter_links_with(beginning) for key in (link.identity, *link.aliases))
        return sorted({key for key in keys if page_of_place(key) == page})

    def _iter_links_with(self, text: bytes) -> Iterator[Link]:
        return (self._links[id] for id in self._links.find_ids(text) if id in self._links)
