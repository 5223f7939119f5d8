"""The texts that blurbs are held against, read once and kept while nothing of them changes.

Reading the source of a long article takes as long as a key may not wait. So the screen has all those of an issue read
in another thread, before preflight asks for them.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, Protocol

from msgspec import Struct

from workbench.curation.change import Edit
from workbench.curation.model import Link, LinkId, Source
from workbench.curation.preflight.source_check.known_text import KnownText, collect_known_text
from workbench.desk.steps import Steps


class StateWithSources(Protocol):
    """What is asked of a state."""

    def get_link(self, id: LinkId) -> Link:
        """The link of that id."""

    def joined_links(self, link: LinkId) -> list[LinkId]:
        """Links that were joined to this one."""

    def source_of(self, link: LinkId) -> Source:
        """The text kept for a link."""


class HeldText(Struct, frozen=True):
    """What was known of these links, the first of them an entry's own."""

    links: tuple[Link, ...]
    text: KnownText | None


class KnownTexts:
    """The known texts of entries, by their link. They follow the records as the state does."""

    def __init__(self, state: StateWithSources) -> None:
        self._state: Final = state
        self._held: Final[dict[LinkId, HeldText]] = {}
        self._changed: Final[set[LinkId]] = set()  # sources, since reading began

    def find(self, id: LinkId) -> KnownText | None:
        """What is kept of a link and those joined to it; None where that is too little to compare with."""
        links = self._links_of(id)
        held = self._held.get(id)
        if held is None or held.links != links:
            held = self._held[id] = self._read(links)
        return held.text

    def read_in_steps(self, ids: Sequence[LinkId]) -> Steps[None]:
        """Read those of these links before anybody asks for them."""
        wanted = [self._links_of(id) for id in ids]
        self._changed.clear()
        read: list[HeldText] = yield partial(list, map(self._read, wanted))
        for held in read:
            if self._changed.isdisjoint(link.id for link in held.links):
                self._held[held.links[0].id] = held

    def apply_edits(self, edits: Iterable[Edit]) -> None:
        """Forget the texts whose sources these edits touched. Links are compared when they are asked for."""
        touched = {LinkId(edit.id) for edit in edits if edit.table == "sources"}
        self._changed.update(touched)
        for id in [id for id, held in self._held.items() if touched & {link.id for link in held.links}]:
            del self._held[id]

    def _links_of(self, id: LinkId) -> tuple[Link, ...]:
        return tuple(map(self._state.get_link, (id, *self._state.joined_links(id))))

    def _read(self, links: tuple[Link, ...]) -> HeldText:
        return HeldText(links, collect_known_text((link, self._state.source_of(link.id)) for link in links))
