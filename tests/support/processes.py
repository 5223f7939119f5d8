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

from workbench.library import examine_library, open_library

WATCHED_FILES: Final = (
    "", "library.json", "library.json.tmp", "library.journal", "library.lock", "library.open", "backups", "quarantine",
)  # fmt: skip


"""What `strace` looks at where a call names a file: Python opens hundreds of its own before."""


class Fault(Struct, frozen=True):
    """What is to happen at the Nth use of a system call: `signal=KILL` or `error=EIO` and the like."""

    call: str
    effect: str
    nth: int


class RunResult(Struct, frozen=True):
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
    def ended_as_a_command_ends(self) -> bool:
        """Whether it ended as commands end: done, or refused with a sentence."""
        strange = any(word in self.err for word in ("Traceback", "should not have happened", "Exception"))
        return not strange and (self.exit in (0, 1) or (self.exit == 3 and self.err.rstrip().endswith(".")))


class Workspace:
    """A folder, the program on it, and what is found there by whoever comes later."""

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder.resolve()
        self.command: Final = [sys.executable, "-m", "workbench", "--workspace", str(self.folder)]

    def __call__(self, *words: object, fault: Fault | None = None, **more: Any) -> RunResult:
        """Run a command as a process of its own."""
        log = self.folder.with_name("calls")
        log.write_bytes(b"")
        command = [*self.command, *map(str, words)]
        watched = [*self._strace_command(fault, log), *command] if fault else command
        ran = subprocess.run(watched, capture_output=True, check=False, text=True, **more)
        calls = log.read_text(errors="replace")
        fired = "(INJECTED)" in calls or ran.returncode == -signal.SIGKILL
        return RunResult(ran.returncode, ran.stdout, ran.stderr, fired, calls)

    def _strace_command(self, fault: Fault, log: Path) -> list[str]:
        seen = (
            [f"-P{self.folder / file}" for file in WATCHED_FILES] if fault.call in ("openat", "write") else []
        )
        inject = f"inject={fault.call}:{fault.effect}:when={fault.nth}"
        return ["strace", "-f", "-qq", "-y", "-o", str(log), *seen, "-e", f"trace={fault.call}", "-e", inject]

    def read_links(self) -> list[str]:
        """The links that any program finds after a clean exit, by the last part of their URL, in order of id.

        Fails where the library does not open, is no JSON, or the doctor finds an error in it.
        """
        open_library(self.folder, clock=lambda: datetime.now(UTC)).close()
        file = self.folder / "library.json"
        json.loads(file.read_bytes())
        with TinyDB(file) as db:
            urls = [(link.doc_id, str(link["url"])) for link in db.table("links")]
        assert [finding for finding in examine_library(self.folder) if finding.level == "error"] == []
        return [url.rpartition("/")[2] for _, url in sorted(urls)]


class Terminal:
    """The screen, and an editor in front of it."""

    def __init__(self, folder: Path, wrapper: list[str], columns: int = 150, rows: int = 40) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        command = [*wrapper, sys.executable, "-m", "workbench", "--workspace", str(folder)]
        environment = {**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
        for size in ("COLUMNS", "LINES"):  # what a tester's shell says is not this terminal's
            environment.pop(size, None)
        self.program: Final = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self.written = bytearray()
        self.hung_up = False

    @property
    def text(self) -> str:
        """What is on the screen, blanks between words made one."""
        return " ".join(" ".join(self._screen.display).split())

    def wait_for(self, text: str, timeout: float = 10.0) -> float:
        """Watch until these words are on the screen; how long that took, in seconds."""
        begun = time.monotonic()
        while text not in self.text:
            left = begun + timeout - time.monotonic()
            assert left > 0, f"no “{text}” within {timeout} s, but: {self.text}"
            assert self._read_output(left), f"no “{text}” when it ended, but: {self.text}"
        return time.monotonic() - begun

    def wait_until_gone(self, text: str, timeout: float = 5.0) -> None:
        """Watch until these words are off the screen."""
        deadline = time.monotonic() + timeout
        while text in self.text:
            assert time.monotonic() < deadline, f"“{text}” stays: {self.text}"
            self._read_output(0.1)

    def settle(self, moment: float = 0.5) -> None:
        """Watch until nothing more has been written for a moment."""
        before = -1
        while before != len(self.written):
            before = len(self.written)
            self._read_for(moment)

    def press(self, keys: str, words: str = "") -> None:
        """Press keys as a hand does, and see the words they bring."""
        for key in keys:
            os.write(self._master, key.encode())
            self._read_for(0.1)  # faster keys no hand types: they would be a paste
        self.wait_for(words)

    def type(self, text: str, words: str = "") -> None:
        """Type into a field, and see the words it brings: those typed, if no others are named."""
        os.write(self._master, text.encode())
        self.wait_for(words or text)

    def hang_up(self) -> None:
        """Close the terminal, as a window is closed."""
        os.close(self._master)
        self.hung_up = True

    def wait_for_exit(self, timeout: float = 10.0) -> int:
        """Wait for the program to end; its exit code."""
        deadline = time.monotonic() + timeout
        while self.program.poll() is None and time.monotonic() < deadline and not self.hung_up:
            self._read_output(0.05)
        return self.program.wait(max(0.1, deadline - time.monotonic()))

    @property
    def is_restored(self) -> bool:
        """Whether the terminal was left as it was found: the first screen, with a cursor and without a mouse."""
        last = {mode: self.written.rfind(b"\x1b[?%d%s" % (mode, on)) for mode, on in self._restored_modes()}
        return all(at > self.written.rfind(self._opposite_of(mode)) for mode, at in last.items())

    def _restored_modes(self) -> list[tuple[int, bytes]]:
        return [(1049, b"l"), (25, b"h"), (1000, b"l"), (2004, b"l")]

    def _opposite_of(self, mode: int) -> bytes:
        return b"\x1b[?%d%s" % (mode, b"l" if mode == 25 else b"h")

    def close(self) -> None:
        """End whatever has not ended."""
        if self.program.poll() is None:
            os.killpg(self.program.pid, signal.SIGKILL)
            self.program.wait()
        if not self.hung_up:
            os.close(self._master)

    def _read_for(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._read_output(left)

    def _read_output(self, timeout: float) -> bool:
        """Read what the program writes, if it writes within so many seconds. False once it has ended."""
        if not select.select([self._master], [], [], timeout)[0]:
            return True
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.written += data
        self._stream.feed(data)
        return bool(data)


class Disk:
    """A disk of one megabyte that can be filled and emptied under a running program."""

    def __init__(self, place: Path) -> None:
        self.path: Final = place

    def fill(self) -> None:
        """Leave no byte free."""
        with (self.path / "filler").open("wb", buffering=0) as file:
            while True:
                try:
                    if not file.write(b"x" * 512):
                        return
                except OSError:
                    return

    def make_room(self) -> None:
        """Give all of it back."""
        (self.path / "filler").unlink()
