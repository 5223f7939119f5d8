"""Who may write, and who is there: the one place that asks the system for locks.

`Lock` is held for one change, by one thread of one process. `Presence` is held by everybody from opening to
closing; who can have it alone is the last. The kernel frees both when their holder dies.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock as ThreadLock
from time import monotonic, sleep
from typing import Final

from workbench.curation.model import UserError
from workbench.library.folder import O_BINARY, PRIVATE_FILE_MODE

_TIMEOUT: Final = 5.0
_BUSY_ERRNOS: Final = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}

if sys.platform == "win32":
    import msvcrt

    def _lock_file(file: int, *, shared: bool) -> None:
        """A byte of one's own stands for sharing, all of them for having it alone."""
        os.lseek(file, os.getpid(), os.SEEK_SET)
        if not shared:
            with suppress(OSError):
                msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1 if shared else 0x7FFFFFFF)

else:
    import fcntl

    def _lock_file(file: int, *, shared: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def _try_lock(file: int, *, shared: bool) -> bool:
    try:
        _lock_file(file, shared=shared)
    except OSError as fault:
        if fault.errno in _BUSY_ERRNOS:
            return False
        raise UserError("This folder's disk keeps no locks: move the workspace to a local disk.") from fault
    return True


def _open_file(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | O_BINARY, PRIVATE_FILE_MODE)


class Lock:
    """The writers' lock. The file says which process holds it."""

    def __init__(self, path: Path, timeout: float = _TIMEOUT) -> None:
        self._path = path
        self._timeout = timeout
        self._thread_lock = ThreadLock()

    @contextmanager
    def acquire(self) -> Iterator[None]:
        """Hold it; `UserError`, naming the holder, where it does not come free in time."""
        if not self._thread_lock.acquire(timeout=self._timeout):
            raise UserError("The workbench is still saving an earlier change: try again in a moment.")
        try:
            file = self._acquire_file()
            try:
                yield
            finally:
                self._write_holder(file, "")
                os.close(file)
        finally:
            self._thread_lock.release()

    def _acquire_file(self) -> int:
        deadline = monotonic() + self._timeout
        while True:
            file = _open_file(self._path)
            try:
                if _try_lock(file, shared=False) and self._is_current(file):
                    self._write_holder(file, str(os.getpid()))
                    return file
            except BaseException:
                os.close(file)
                raise
            os.close(file)
            if monotonic() > deadline:
                raise UserError(
                    f"{self._describe_holder()} is writing to this library: try again when it is done."
                )
            sleep(0.005)

    def _is_current(self, file: int) -> bool:
        """Whether the file locked is still the one that others will find under the name."""
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def _write_holder(self, file: int, holder: str) -> None:
        """Say who holds it, or nobody; of one length always, so that a full disk takes it too."""
        with suppress(OSError):
            os.lseek(file, 0, os.SEEK_SET)
            os.write(file, b"%-12b\n" % holder.encode())

    def _describe_holder(self) -> str:
        with suppress(OSError, ValueError):
            return f"Another workbench (process {int(self._path.read_bytes())})"
        return "Another program"


class Presence:
    """That this process has the library open. Ask and leave only while holding the lock."""

    def __init__(self, path: Path) -> None:
        self._file = _open_file(path)
        taken = False
        try:
            taken = _try_lock(self._file, shared=True)
        finally:
            if not taken:
                os.close(self._file)
        if not taken:
            raise UserError("Another program keeps this library to itself: try again when it is done.")

    def try_exclusive(self) -> bool:
        """Whether nobody else has it open. After a no the presence may be lost: leave."""
        return _try_lock(self._file, shared=False)

    def release(self) -> None:
        """No longer have it open."""
        os.close(self._file)
