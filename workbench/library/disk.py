"""The library on disk: the one place where the lock, the journal and the documents act as one.

A change is acknowledged when its line is synced, and only then seen in the documents. What other processes wrote
is read before anything is decided. The last to leave folds the journal into the snapshot.
"""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Final, TypeAlias

from workbench.curation.change import Change, Record, meets
from workbench.curation.model import Refused
from workbench.library import backups
from workbench.library.checkpoint import checkpoint
from workbench.library.folder import UNWRITABLE, Folder, install, prepare, refusing
from workbench.library.journal import Gap, Journal, encoded, read
from workbench.library.lock import Lock, Presence
from workbench.library.reading import FixedLibrary, ReadLibrary
from workbench.library.recovery import recover, set_aside
from workbench.library.snapshot import chunks

Clock: TypeAlias = Callable[[], datetime]


def open_library(folder: Path, *, clock: Clock) -> "DiskLibrary | FixedLibrary":
    """Open the library of a workspace, or begin one; where nothing may be written, open it to be read.

    `Refused` where it cannot be opened as it is.
    """
    with refusing(f"the library in {folder} cannot be opened."):
        try:
            return DiskLibrary(Folder(folder), clock)
        except OSError as fault:
            if fault.errno not in UNWRITABLE:
                raise
            return FixedLibrary(Folder(folder, fixed=True), fault)


class DiskLibrary(ReadLibrary):
    """One process's hold on a library, from opening to `close`. Keeps the contract of the desk's port."""

    def __init__(self, folder: Folder, clock: Clock) -> None:
        self._clock: Final = clock
        self._lock: Final = Lock(folder.lock)
        self._closed = False
        self._untold: list[Record] = []
        with self._lock.held():
            for left_over in folder.temporary():
                left_over.unlink()
            stamp = folder.stamp()
            found = recover(folder)
            if found.fresh:
                install(prepare(folder.snapshot, chunks(found.db.lines)), folder.snapshot)
                stamp = folder.stamp()
            super().__init__(folder, found)
            self._based: Final = found.based
            self._stale = found.stale
            self._stamp: Final = stamp
            with ExitStack() as undo:
                self._presence: Final = Presence(folder.presence)
                undo.callback(self._presence.leave)
                self._journal: Final = Journal(folder.journal)
                undo.callback(self._journal.close)
                self._mend()
                undo.pop_all()

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:
        """Write the change as one record, synced, unless one after `based_on` meets it. `Refused`: nothing changed."""
        with refusing("nothing was saved."), self._lock.held():
            self._read_on()
            self._mend()
            news, self._untold = self._since(based_on), []
            if any(meets(change, record.change) for record in news):
                return None, news
            record = Record(seq=self._reached + 1, at=self._now, change=change)
            self._journal.append(encoded(record))
            self._follow(record)
            return record, news

    def news(self) -> list[Record]:
        """What other processes wrote since the last look. A glance at the file where they wrote nothing."""
        with refusing("nothing more is read from it."):
            self._read_on()
        news, self._untold = self._untold, []
        return news

    def backup(self, reason: str) -> None:
        """Keep a copy of what is there, read back once written; `Refused` where it cannot be kept."""
        with refusing("no backup was made."), self._lock.held():
            self._read_on()
            backups.keep(self._folder, self._db.lines, reason, self._clock())

    def close(self) -> None:
        """Leave; the last to leave checkpoints. What cannot be folded in now stays safe in the journal."""
        if self._closed:
            return
        self._closed = True
        with ExitStack() as leaving, suppress(OSError, Refused):
            leaving.callback(self._journal.close)
            leaving.callback(self._presence.leave)
            with self._lock.held(), leaving.pop_all():  # gone before the lock is free for others to come
                if self._should_fold():
                    checkpoint(self._folder, self._db.lines, self._based, self._clock())

    def _should_fold(self) -> bool:
        """Whether this is the last to leave, and the snapshot lacks something. Hold the lock."""
        if self._journal.stopped or not self._presence.alone():
            return False
        self._read_on()
        self._mend()
        edited = self._folder.stamp() != self._stamp  # by hand, meanwhile: for the next opening to judge
        return not edited and (self._stale or self._db.lines.seq != self._based)

    @property
    def _now(self) -> str:
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _read_on(self) -> None:
        """Take in complete lines that are new in the journal."""
        if self._journal.stopped:
            return
        lines = self._journal.read_on()
        if not lines:
            return
        try:
            reading = read(lines, self._reached)
        except Gap as gap:
            self._journal.stopped = (
                f"{gap} missing from library.journal: close this workbench and open it again."
            )
            raise Refused(self._journal.stopped) from None
        except Refused as newer:
            self._journal.stopped = str(newer)
            raise
        for record in reading.records:
            self._follow(record)
        self._untold += reading.records
        self._reached = reading.reached
        self._notices += set_aside(self._folder, reading)

    def _mend(self) -> None:
        """Set aside what somebody left behind who stopped in the middle of a line. Hold the lock."""
        if self._journal.stopped:  # what stands there then is our own, and the disk not to be trusted
            return
        torn = self._journal.torn()
        if not torn:
            return
        place = self._folder.set_aside("library.journal", torn)
        self._journal.mend()
        where = f" Its bytes are in quarantine/{place.name}." if place else ""
        self._notices.append(
            f"A change was being written when a workbench stopped; it was never saved.{where}"
        )

    def _since(self, seq: int) -> list[Record]:
        if seq >= self._reached:
            return []
        newer = takewhile(lambda record: record.seq > seq, self.history())
        return list(newer)[::-1]

    def _follow(self, record: Record) -> None:
        self._db.follow(record)
        self._reached = record.seq
