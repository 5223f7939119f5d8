"""What the printed links came to that were asked, in this session and before, and which of them are to be asked.

Asking is the web's part (`ports.LinkWeb`). What came is no part of the library: it is nothing that the editor decided,
and can be asked again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from workbench.curation.link_check import CheckedLink, PrintedLink
from workbench.desk.ports import LinkMemory


class LinkChecks:
    """The answers by address. Those of other sessions are loaded at the first question."""

    def __init__(self) -> None:
        self._open_memory: Callable[[], LinkMemory] | None = None
        self._memory: LinkMemory | None = None
        self._answers: Final[dict[str, CheckedLink]] = {}
        self._unsaved: Final[list[CheckedLink]] = []

    def keep_in(self, open_memory: Callable[[], LinkMemory]) -> None:
        """Have answers outlive the session, in what this opens. It is opened when somebody asks."""
        self._open_memory = open_memory

    def list_news(self, now: datetime) -> Mapping[str, CheckedLink]:
        """What an editor wants to hear of links, by their addresses."""
        self._load()
        return {url: checked for url, checked in self._answers.items() if checked.is_news(now)}

    def find(self, url: str) -> CheckedLink | None:
        """What came of an address, however long ago; None where it was never asked."""
        self._load()
        return self._answers.get(url)

    def list_due(self, links: Iterable[PrintedLink], now: datetime) -> Sequence[PrintedLink]:
        """Those of the links for which an answer of before is not good enough."""
        return [link for link in links if (known := self.find(link.url)) is None or not known.is_fresh(now)]

    def take_in(self, checked: CheckedLink) -> None:
        """An answer came. `save` keeps it beyond the session."""
        self._load()
        self._answers[checked.url] = checked
        self._unsaved.append(checked)

    def save(self) -> None:
        """Keep what came. May wait for a disk."""
        unsaved, self._unsaved[:] = tuple(self._unsaved), ()
        if self._memory is not None and unsaved:
            self._memory.remember(unsaved)

    def _load(self) -> None:
        if self._memory is None and self._open_memory is not None:
            self._memory = self._open_memory()
            self._answers.update({checked.url: checked for checked in self._memory.load()} | self._answers)
