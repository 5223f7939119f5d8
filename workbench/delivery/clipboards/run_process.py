"""Runs the programs that read and write a clipboard, each within a time limit.

A hung display server then costs seconds and not the session. What is written and what it means is up to the backends.
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
    """Run a command with that input. `UserError` where it cannot be started or exceeds `PROCESS_TIMEOUT`."""
    # Files, not pipes: a program that owns a clipboard stays behind, and would keep a pipe open as long as it lives.
    with tempfile.TemporaryFile() as input_file, tempfile.TemporaryFile() as output_file:
        input_file.write(stdin)
        input_file.seek(0)
        try:
            program = subprocess.Popen(
                command,
                stdin=input_file,
                stdout=output_file,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # what stays behind must outlive the terminal
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
        output_file.seek(0)
        return ProcessResult(code, output_file.read())


def run_helper(name: str, *arguments: str, stdin: bytes = b"") -> ProcessResult:
    """Run one of the programs of this package; `name` is its file without `_process.py`."""
    # -P: a module beside the program, or in the current folder, must not be imported instead of a standard one.
    return run_process([sys.executable, "-P", str(_PROCESS_FOLDER / f"{name}_process.py"), *arguments], stdin)


def write_by_helper(name: str, html: str, text: str) -> int:
    """Have a program of this package write both kinds; returns its exit code."""
    contents = json.dumps({"html": html, "text": text}, ensure_ascii=False).encode("utf-8", "replace")
    return run_helper(name, "write", stdin=contents).exit_code


def read_by_helper(name: str) -> tuple[bytes, str]:
    """The HTML, as that system stores it, and the plain text that a program of this package reads."""
    result = run_helper(name, "read")
    if result.exit_code:
        raise UserError("The system's clipboard does not show what it holds.")
    contents = json.loads(result.stdout)
    return b64decode(contents["html"]), decode_clipboard_text(b64decode(contents["text"]))


def _kill_session(program: subprocess.Popen[bytes]) -> None:
    """End the program and all it started."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
    program.wait()
