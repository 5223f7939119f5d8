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

from workbench.curation.model import UserError
from workbench.delivery.clipboards.payloads import decode_clipboard_text

PROCESS_TIMEOUT: Final = 5.0
"""Seconds to wait for a clipboard: a slow X server over a network answers in one or two."""
_PROCESS_FOLDER: Final = Path(__file__).parent


class ProcessResult(Struct, frozen=True):
    """How a program ended, and what it wrote to its standard output."""

    exit_code: int
    stdout: bytes


def run_process(command: Sequence[str], stdin: bytes = b"") -> ProcessResult:
    """Run it with that input. `UserError` where it cannot be started or does not end within `PROCESS_TIMEOUT`."""
    with tempfile.TemporaryFile() as read, tempfile.TemporaryFile() as written:
        read.write(stdin)
        read.seek(0)
        try:
            program = subprocess.Popen(
                command, stdin=read, stdout=written, stderr=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as fault:
            raise UserError(f"{command[0]} could not be started: {fault.strerror}.") from None
        try:
            code = program.wait(PROCESS_TIMEOUT)
        except subprocess.TimeoutExpired:
            _kill_session(program)
            raise UserError(
                f"The system's clipboard did not answer within {PROCESS_TIMEOUT:.0f} seconds."
            ) from None
        written.seek(0)
        return ProcessResult(code, written.read())


def run_helper(name: str, *arguments: str, stdin: bytes = b"") -> ProcessResult:
    """Run one of this package's processes, by the name of its file."""
    return run_process([sys.executable, "-P", str(_PROCESS_FOLDER / f"{name}_process.py"), *arguments], stdin)


def write_by_helper(name: str, html: str, text: str) -> int:
    """Give both to one of this package's processes; returns its exit code."""
    given = json.dumps({"html": html, "text": text}, ensure_ascii=False).encode("utf-8", "replace")
    return run_helper(name, "put", stdin=given).exit_code


def read_by_helper(name: str) -> tuple[bytes, str]:
    """What one of this package's processes read: HTML as that system keeps it, and plain text."""
    ran = run_helper(name, "take")
    if ran.exit_code:
        raise UserError("The system's clipboard does not show what it holds.")
    held = json.loads(ran.stdout)
    return b64decode(held["html"]), decode_clipboard_text(b64decode(held["text"]))


def _kill_session(program: subprocess.Popen[bytes]) -> None:
    """End it and all it started; nothing here waits for a pipe."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
    program.wait()
