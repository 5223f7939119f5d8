"""The real program under faults: commands with a system call that fails or never returns, a small disk, and what
somebody who opens the library afterwards finds there."""

import json
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

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
    """A folder, the program on it, and what is found there by whoever comes later. `wrapper` runs the program."""

    def __init__(self, folder: Path, *wrapper: str) -> None:
        self.folder: Final = folder.resolve()
        self.command: Final = [*wrapper, sys.executable, "-m", "workbench", "--workspace", str(self.folder)]

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

    def use_up_inodes(self) -> None:
        """Let no new file be made."""
        fillers = self.path / "fillers"
        fillers.mkdir()
        with suppress(OSError):
            for number in count():
                (fillers / str(number)).touch()

    def make_room(self) -> None:
        """Give all of it back."""
        (self.path / "filler").unlink(missing_ok=True)
        shutil.rmtree(self.path / "fillers", ignore_errors=True)
