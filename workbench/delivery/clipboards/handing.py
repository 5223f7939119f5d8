"""Handing something to another program within a time limit: the one place that starts what fills a clipboard.

Input and answer go through files and never through pipes, since what holds a clipboard stays behind and would
keep a pipe open for as long. It is a session of its own, so that it outlives the terminal; where the time is up,
all of that session is ended.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from workbench.curation.model import Refused
from workbench.delivery.payloads import decoded

PATIENCE: Final = 5.0
"""Seconds to wait for a clipboard: a slow X server over a network answers in one or two."""
_HERE: Final = Path(__file__).parent


class Ran(Struct, frozen=True):
    """How a program ended, and what it wrote to its standard output."""

    exit: int
    out: bytes


def run(command: Sequence[str], given: bytes = b"") -> Ran:
    """Run it with that input. `Refused` where it cannot be started or does not end within `PATIENCE`."""
    with tempfile.TemporaryFile() as read, tempfile.TemporaryFile() as written:
        read.write(given)
        read.seek(0)
        try:
            program = subprocess.Popen(
                command, stdin=read, stdout=written, stderr=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as fault:
            raise Refused(f"{command[0]} could not be started: {fault.strerror}.") from None
        try:
            code = program.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            _end(program)
            raise Refused(f"The system's clipboard did not answer within {PATIENCE:.0f} seconds.") from None
        written.seek(0)
        return Ran(code, written.read())


def run_process(name: str, *words: str, given: bytes = b"") -> Ran:
    """Run one of this package's processes, by the name of its file."""
    return run([sys.executable, "-P", str(_HERE / f"{name}_process.py"), *words], given)


def put_by(name: str, html: str, text: str) -> int:
    """Give both to one of this package's processes; returns its exit code."""
    given = json.dumps({"html": html, "text": text}, ensure_ascii=False).encode("utf-8", "replace")
    return run_process(name, "put", given=given).exit


def taken_by(name: str) -> tuple[bytes, str]:
    """What one of this package's processes read: HTML as that system keeps it, and plain text."""
    ran = run_process(name, "take")
    if ran.exit:
        raise Refused("The system's clipboard does not show what it holds.")
    held = json.loads(ran.out)
    return b64decode(held["html"]), decoded(b64decode(held["text"]))


def _end(program: subprocess.Popen[bytes]) -> None:
    """End it and all it started; nothing here waits for a pipe."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
    program.wait()
