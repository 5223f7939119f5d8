"""The desk's port `LinkMemory`: what links came to that were asked, in one file of the user's cache.

It is kept by address, for all workspaces: that a page is gone says nothing of any newsletter. The file may be deleted
at any time, and nothing here raises: what cannot be read or written only costs another question.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from workbench.curation.link_check import CheckedLink
from workbench.durable import PRIVATE_FOLDER_MODE, replace_file

MAX_REMEMBERED: Final = 2_000
"""Addresses that are remembered: those of a few years. The ones asked longest ago go first."""


class LinkMemoryFile:
    """The file `links.json` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file: Final = folder / "links.json"

    def load(self) -> list[CheckedLink]:
        """All that is remembered."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=list[CheckedLink])
        except (OSError, msgspec.DecodeError, RecursionError):
            return []

    def remember(self, checked: Iterable[CheckedLink]) -> None:
        """Add these, in place of what was known of their addresses. What another process wrote meanwhile stays."""
        by_url = {one.url: one for one in (*self.load(), *checked)}
        kept = sorted(by_url.values(), key=lambda one: one.at)[-MAX_REMEMBERED:]
        with suppress(OSError):
            self._file.parent.mkdir(PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
            replace_file(self._file, msgspec.json.encode(kept), sync=False)


def open_link_memory() -> LinkMemoryFile:
    """The memory of this user."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - most commands ask no link

    return LinkMemoryFile(user_cache_path("workbench", appauthor=False))
