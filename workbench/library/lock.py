"""The locks of a library between processes: who may write, and who has it open.

`Lock` is held for one change, by one thread of one process. `Presence` is a shared lock that each process holds from
opening to closing; whoever can make it exclusive is the last one. The kernel frees both when a process dies.
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
from workbench.library.own_files import open_own_file, read_own_file

_TIMEOUT: Final = 5.0
_BUSY_ERRNOS: Final = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
"""The errors for a lock that another process holds, on POSIX and on Windows."""

if sys.platform == "win32":
    import msvcrt

    def _lock_file(file: int, *, shared: bool) -> None:
        """Lock one byte of this process for a shared lock, all bytes for an exclusive one."""
        # This emulates shared locks, which `msvcrt` does not have. The process id picks the byte.
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
        # Some network file systems have no locks.
        raise UserError("This folder's disk keeps no locks: move the workspace to a local disk.") from fault
    return True


class LockBusy(UserError):  # noqa: N818 - a sentence for people, as every `UserError`
    """Somebody else holds the lock."""


def _open_file(path: Path) -> int:
    return open_own_file(path, os.O_RDWR | os.O_CREAT)


class Lock:
    """The lock for writing. Its file contains the id of the process that holds it. `timeout` is in seconds."""

    def __init__(self, path: Path, timeout: float = _TIMEOUT) -> None:
        self._path = path
        self._timeout = timeout
        self._thread_lock = ThreadLock()

    @contextmanager
    def acquire(self, timeout: float | None = None) -> Iterator[None]:
        """Hold the lock for the block. `LockBusy`, naming the holder, where it is not free within the timeout."""
        timeout = self._timeout if timeout is None else timeout
        if not self._thread_lock.acquire(timeout=timeout):
            raise LockBusy("The workbench is still saving an earlier change: try again in a moment.")
        try:
            file = self._acquire_file(timeout)
            try:
                yield
            finally:
                self._write_holder(file, "")
                os.close(file)
        finally:
            self._thread_lock.release()

    def _acquire_file(self, timeout: float) -> int:
        deadline = monotonic() + timeout
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
                raise LockBusy(
                    f"{self._describe_holder()} is writing to this library: try again when it is done."
                )
            sleep(0.005)

    def _is_current(self, file: int) -> bool:
        """Whether the locked file is still the one at that path: a deleted lock file excludes nobody."""
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def _write_holder(self, file: int, holder: str) -> None:
        """Write who holds the lock; empty for nobody."""
        # Always of the same length, so that it can be written on a full disk as well.
        with suppress(OSError):
            os.lseek(file, 0, os.SEEK_SET)
            os.write(file, b"%-12b\n" % holder.encode())

    def _describe_holder(self) -> str:
        with suppress(OSError, ValueError, UserError):
            return f"Another workbench (process {int(read_own_file(self._path))})"
        return "Another program"


class Presence:
    """The shared lock of a process that has the library open. Its methods are called while holding the `Lock`."""

    def __init__(self, path: Path) -> None:
        self._file = _open_file(path)
        is_locked = False
        try:
            is_locked = _try_lock(self._file, shared=True)
        finally:
            if not is_locked:
                os.close(self._file)
        if not is_locked:
            raise UserError("Another program keeps this library to itself: try again when it is done.")

    def try_exclusive(self) -> bool:
        """Whether no other process has the library open. Call it only when about to close the library."""
        # Changing the kind of the lock frees it first, so after a False the shared lock may be gone.
        return _try_lock(self._file, shared=False)

    def require_alone(self) -> None:
        """`UserError` where another process has the library open."""
        if not self.try_exclusive():
            raise UserError("The library is open in another workbench: close that and restore then.")

    def share(self) -> None:
        """Share the lock again, after `try_exclusive`."""
        _try_lock(self._file, shared=True)

    def release(self) -> None:
        """Free the lock."""
        os.close(self._file)
