"""The real program under faults: commands with a system call that fails or never returns, the screen on a terminal,
and what somebody who opens the library afterwards finds there."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyte
from msgspec import Struct
from tinydb import TinyDB

from workbench.library import doctor, open_library

FILES: Final = (
    "", "library.json", "library.json.tmp", "library.journal", "library.lock", "library.open", "backups", "quarantine",
)  # fmt: skip


"""What `strace` looks at where a call names a file: Python opens hundreds of its own before."""


class Fault(Struct, frozen=True):
    """What is to happen at the Nth use of a system call: `signal=KILL` or `error=EIO` and the like."""

    call: str
    what: str
    nth: int


class Ran(Struct, frozen=True):
    """What a command left. `fired`: the fault happened; `log`: the calls that were watched, one a line."""

    exit: int
    out: str
    err: str
    fired: bool = False
    log: str = ""

    @property
    def acknowledged(self) -> bool:
        """Whether somebody who listened would take it for done."""
        return self.exit == 0 or bool(self.out) or "Added" in self.err

    @property
    def speaks_plainly(self) -> bool:
        """Whether it ended as commands end: done, or refused with a sentence."""
        strange = any(word in self.err for word in ("Traceback", "should not have happened", "Exception"))
        return not strange and (self.exit in (0, 1) or (self.exit == 3 and self.err.rstrip().endswith(".")))


class Workspace:
    """A folder, the program on it, and what is found there by whoever comes later."""

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder.resolve()
        self.command: Final = [sys.executable, "-m", "workbench", "--workspace", str(self.folder)]

    def __call__(self, *words: object, fault: Fault | None = None, **more: Any) -> Ran:
        """Run a command as a process of its own."""
        log = self.folder.with_name("calls")
        log.write_bytes(b"")
        command = [*self.command, *map(str, words)]
        watched = [*self._watching(fault, log), *command] if fault else command
        ran = subprocess.run(watched, capture_output=True, check=False, text=True, **more)
        calls = log.read_text(errors="replace")
        fired = "(INJECTED)" in calls or ran.returncode == -signal.SIGKILL
        return Ran(ran.returncode, ran.stdout, ran.stderr, fired, calls)

    def _watching(self, fault: Fault, log: Path) -> list[str]:
        seen = [f"-P{self.folder / file}" for file in FILES] if fault.call in ("openat", "write") else []
        inject = f"inject={fault.call}:{fault.what}:when={fault.nth}"
        return ["strace", "-f", "-qq", "-y", "-o", str(log), *seen, "-e", f"trace={fault.call}", "-e", inject]

    def saved(self) -> list[str]:
        """The links that any program finds after a clean exit, by the last part of their URL, in order of id.

        Fails where the library does not open, is no JSON, or the doctor finds an error in it.
        """
        open_library(self.folder, clock=lambda: datetime.now(UTC)).close()
        file = self.folder / "library.json"
        json.loads(file.read_bytes())
        with TinyDB(file) as db:
            urls = [(link.doc_id, str(link["url"])) for link in db.table("links")]
        assert [finding for finding in doctor(self.folder) if finding.level == "error"] == []
        return [url.rpartition("/")[2] for _, url in sorted(urls)]


class Terminal:
    """The screen, and an editor in front of it."""

    def __init__(self, folder: Path, watched: list[str], columns: int = 150, rows: int = 40) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self._seen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._seen)
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        command = [*watched, sys.executable, "-m", "workbench", "--workspace", str(folder)]
        environment = {**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
        for size in ("COLUMNS", "LINES"):  # what a tester's shell says is not this terminal's
            environment.pop(size, None)
        self.program: Final = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self.written = bytearray()
        self.gone = False

    @property
    def text(self) -> str:
        """What is on the screen, blanks between words made one."""
        return " ".join(" ".join(self._seen.display).split())

    def until(self, words: str, patience: float = 10.0) -> float:
        """Watch until these words are on the screen; how long that took, in seconds."""
        begun = time.monotonic()
        while words not in self.text:
            left = begun + patience - time.monotonic()
            assert left > 0, f"no “{words}” within {patience} s, but: {self.text}"
            assert self._watch(left), f"no “{words}” when it ended, but: {self.text}"
        return time.monotonic() - begun

    def until_gone(self, words: str, patience: float = 5.0) -> None:
        """Watch until these words are off the screen."""
        deadline = time.monotonic() + patience
        while words in self.text:
            assert time.monotonic() < deadline, f"“{words}” stays: {self.text}"
            self._watch(0.1)

    def settle(self, moment: float = 0.5) -> None:
        """Watch until nothing more has been written for a moment."""
        before = -1
        while before != len(self.written):
            before = len(self.written)
            self._listen_for(moment)

    def press(self, keys: str, words: str = "") -> None:
        """Press keys as a hand does, and see the words they bring."""
        for key in keys:
            os.write(self._ours, key.encode())
            self._listen_for(0.1)  # faster keys no hand types: they would be a paste
        self.until(words)

    def type(self, text: str, words: str = "") -> None:
        """Type into a field, and see the words it brings: those typed, if no others are named."""
        os.write(self._ours, text.encode())
        self.until(words or text)

    def hang_up(self) -> None:
        """Close the terminal, as a window is closed."""
        os.close(self._ours)
        self.gone = True

    def ended(self, patience: float = 10.0) -> int:
        """Wait for the program to end; its exit code."""
        deadline = time.monotonic() + patience
        while self.program.poll() is None and time.monotonic() < deadline and not self.gone:
            self._watch(0.05)
        return self.program.wait(max(0.1, deadline - time.monotonic()))

    @property
    def restored(self) -> bool:
        """Whether the terminal was left as it was found: the first screen, with a cursor and without a mouse."""
        last = {mode: self.written.rfind(b"\x1b[?%d%s" % (mode, on)) for mode, on in self._modes()}
        return all(at > self.written.rfind(self._opposite(mode)) for mode, at in last.items())

    def _modes(self) -> list[tuple[int, bytes]]:
        return [(1049, b"l"), (25, b"h"), (1000, b"l"), (2004, b"l")]

    def _opposite(self, mode: int) -> bytes:
        return b"\x1b[?%d%s" % (mode, b"l" if mode == 25 else b"h")

    def close(self) -> None:
        """End whatever has not ended."""
        if self.program.poll() is None:
            os.killpg(self.program.pid, signal.SIGKILL)
            self.program.wait()
        if not self.gone:
            os.close(self._ours)

    def _listen_for(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._watch(left)

    def _watch(self, patience: float) -> bool:
        """Read what the program writes, if it writes within so many seconds. False once it has ended."""
        if not select.select([self._ours], [], [], patience)[0]:
            return True
        try:
            data = os.read(self._ours, 65536)
        except OSError:
            return False
        self.written += data
        self._stream.feed(data)
        return bool(data)


class Disk:
    """A disk of one megabyte that can be filled and emptied under a running program."""

    def __init__(self, place: Path) -> None:
        self.place: Final = place

    def fill(self) -> None:
        """Leave no byte free."""
        with (self.place / "filler").open("wb", buffering=0) as file:
            while True:
                try:
                    if not file.write(b"x" * 512):
                        return
                except OSError:
                    return

    def make_room(self) -> None:
        """Give all of it back."""
        (self.place / "filler").unlink()
