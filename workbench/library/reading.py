"""A library as it is read: the one place for one that takes no writing, and what one that does shares with it.

A folder or a disk may be read-only: lent, archived, or so since the disk failed. What is there is then worth
showing all the more. Nothing is locked, mended or set aside, for all of that would write.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from workbench.curation.change import Change, Record
from workbench.curation.model import Refused, Table
from workbench.library.folder import Folder, cause
from workbench.library.journal import history
from workbench.library.recovery import Found, recover


class ReadLibrary:
    """Documents and history as they were found. Keeps the contract of the desk's port."""

    def __init__(self, folder: Folder, found: Found) -> None:
        self._folder = folder
        self._db = found.db
        self._reached = found.reached
        self._notices = found.notices

    @property
    def seq(self) -> int:
        """The number of the newest change read, or taken by one that cannot be."""
        return self._reached

    @property
    def notices(self) -> tuple[str, ...]:
        """What opening found and did that a person should know, and what was met since, one sentence each."""
        return tuple(self._notices)

    def documents(self, table: Table) -> Iterable[tuple[int, bytes]]:
        """Each document's id and its JSON, in order of id."""
        return self._db.lines.documents(table)

    def get(self, table: Table, id: int) -> dict[str, Any] | None:
        """One document with every field it has; None where there is none."""
        found = self._db.table(table).get(doc_id=id)
        return None if found is None else dict(found)

    def next_id(self, table: Table) -> int:
        """Highest id ever given + 1."""
        return self._db.lines.next_id(table)

    def history(self) -> Iterator[Record]:
        """Every record that can be read, newest first, from the disk as far as the caller goes."""
        return history(self._folder)


class FixedLibrary(ReadLibrary):
    """A library where nothing can be saved, for the reason that the system gave."""

    def __init__(self, folder: Folder, why: OSError) -> None:
        super().__init__(folder, recover(folder))
        self._why = cause(why)
        self._notices.insert(0, f"{self._why}: what is there is shown, and nothing can be saved.")

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:  # noqa: ARG002 - the port's
        """Refuse: nothing can be saved here."""
        raise Refused(f"{self._why}: nothing was saved.")

    def news(self) -> list[Record]:
        """None: it is shown as it was found."""
        return []

    def backup(self, reason: str) -> None:  # noqa: ARG002 - the port's
        """Refuse: nothing can be kept here."""
        raise Refused(f"{self._why}: no backup was made.")

    def close(self) -> None:
        """Nothing to leave behind."""
