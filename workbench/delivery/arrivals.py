"""The folder `inbox/` of a workspace, into which phones, sync programs and people put files.

Its files are read and never written, renamed or deleted. What was taken in is remembered in a small file beside the
folder, which may itself lie in a synced place. What a file holds is decided by the desk.
"""

import os
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct

from workbench.curation.arrival import ArrivedFile, TakenFile
from workbench.curation.model import UserError
from workbench.delivery.files import write_atomically

MAX_ARRIVAL_BYTES: Final = 64 << 20
"""Bytes of a file that is taken in, as many as `import` takes."""
MAX_REMEMBERED_LINES: Final = 50_000
"""Lines remembered of files that are gone, so that one which a sync program brings back adds nothing."""

_UNFINISHED_SUFFIXES: Final = (
    "~", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".opdownload", ".swp", ".icloud",
)  # fmt: skip
_OTHERS_FILES: Final = frozenset({"desktop.ini", "thumbs.db", "icon\r"})

_Stamp: TypeAlias = tuple[int, int, int]


class _SeenFile(Struct, frozen=True):
    """A file as it was last seen, and since when it has been so, by the monotonic clock."""

    path: Path
    stamp: _Stamp
    since: float


class ArrivalFolder:
    """The files in `inbox/`. One object a session: it knows which files it need not read again."""

    def __init__(self, workspace: Path) -> None:
        self._folder: Final = workspace / "inbox"
        self._memory_path: Final = workspace / ".inbox.json"
        self._seen: dict[str, _SeenFile] = {}
        self._done: dict[str, _Stamp] = {}
        self._unreadable: set[str] = set()
        self._taken: dict[str, TakenFile] = {}

    def read_new(self) -> Sequence[ArrivedFile]:
        """The files that are not remembered as they are now. While nothing changes, none is opened."""
        found = {_show_name(file.path): file for file in self._iter_files()}
        before = self._seen
        self._seen = {
            name: seen if (seen := before.get(name)) and seen.stamp == file.stamp else file
            for name, file in found.items()
        }
        arrived = [
            _read_arrival(name, file)
            for name, file in self._seen.items()
            if self._done.get(name) != file.stamp
        ]
        self._unreadable = {file.name for file in arrived if file.fault}
        return arrived

    def load_taken(self) -> Mapping[str, TakenFile]:
        """What is remembered, by the names of the files; nothing where it cannot be read: then files are taken in
        once more, which adds nothing to the links that are there."""
        try:
            if self._memory_path.is_file():
                kept = msgspec.json.decode(self._memory_path.read_bytes(), type=dict[str, TakenFile])
                self._taken = {**self._taken, **kept}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
        return self._taken

    def remember(self, taken: Mapping[str, TakenFile]) -> None:
        """Keep what was taken in. A file whose content is known by now is not read again until it changes, and one that
        could not be read is tried again.

        `UserError` where it cannot be written; this session knows it all the same.
        """
        readable = self._seen.keys() - self._unreadable
        self._done |= {
            name: self._seen[name].stamp for name, file in taken.items() if file.content and name in readable
        }
        before = dict(self.load_taken())
        self._taken = self._forget_oldest({**before, **taken})
        if self._taken != before:
            write_atomically(self._memory_path, msgspec.json.encode(self._taken))

    def _forget_oldest(self, taken: Mapping[str, TakenFile]) -> dict[str, TakenFile]:
        """Without the oldest of the files that are gone, where there are too many lines of those."""
        room, forgotten = MAX_REMEMBERED_LINES, set()
        for name in reversed([name for name in taken if name not in self._seen]):
            room -= 1 + len(taken[name].lines)
            if room < 0:
                forgotten.add(name)
        return {name: file for name, file in taken.items() if name not in forgotten}

    def _iter_files(self) -> Iterator[_SeenFile]:
        now = time.monotonic()
        try:
            with os.scandir(self._folder) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    if _is_for_us(entry.name) and (stamp := _read_stamp(entry)):
                        yield _SeenFile(Path(entry.path), stamp, now)
        except FileNotFoundError:
            return
        except OSError as fault:
            raise UserError(f"The folder inbox/ cannot be read: {fault.strerror}.") from fault


def _show_name(path: Path) -> str:
    """A file's name as text, also where the system has bytes for it that are none."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _read_arrival(name: str, seen: _SeenFile) -> ArrivedFile:
    written, size, _ = seen.stamp
    # A copied file may bring an old time, and another machine's clock may be ahead: whichever says that it is quiet.
    quiet_for = max(time.time() - written / 1e9, time.monotonic() - seen.since)
    if size > MAX_ARRIVAL_BYTES:
        return ArrivedFile(
            name, b"", quiet_for, f"is larger than {MAX_ARRIVAL_BYTES >> 20} MB: split it into smaller files"
        )
    try:
        with seen.path.open("rb") as file:
            return ArrivedFile(name, file.read(MAX_ARRIVAL_BYTES), quiet_for)
    except OSError as fault:
        return ArrivedFile(name, b"", quiet_for, f"cannot be read: {fault.strerror}")


def _is_for_us(name: str) -> bool:
    """Whether a name is of a file that somebody put there: neither hidden, nor unfinished, nor of a system's own."""
    folded = name.casefold()
    return not (
        folded.startswith((".", "~")) or folded.endswith(_UNFINISHED_SUFFIXES) or folded in _OTHERS_FILES
    )


def _read_stamp(entry: os.DirEntry[str]) -> _Stamp | None:
    """What tells that a file changed: its time, size and number; None where there is no file to read."""
    try:
        status = entry.stat()
    except OSError:  # gone meanwhile, or a symlink to nothing
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
