"""The editor's own text editor, on a file of its own in a temporary folder.

What is in the file when the editor was closed comes back as bytes; the desk decodes and reads them. The file stays
until it is discarded, so that an edit which cannot be taken in is not lost.
"""

import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line

_EDITORS: Final = ("nano", "vi", "notepad")
_AT_ONCE: Final = 2.0
"""Seconds. A person takes about as long to open and close an editor; one with a window of its own returns sooner."""
_LOOK_EVERY: Final = 0.1


class ReturnedFile(Struct, frozen=True):
    """What came back. `is_open`: the editor has a window of its own, which may still show the file."""

    content: bytes
    path: str
    is_open: bool = False


class TextEditor:
    """`$VISUAL`, `$EDITOR` or the first of `_EDITORS` that is installed. It has the terminal until it is closed."""

    def edit(self, text: str) -> ReturnedFile | None:
        """Let a person edit Markdown; None where nothing changed.

        `UserError` where the editor failed or left no text. If there are edits, the sentence names their file.
        """
        command = _require_editor()
        original = text.encode("utf-8")
        file = _write_file(original)
        began = time.monotonic()
        with _ignore_interrupts():
            fault = _run_editor([*command, str(file)])
            edited = _read_file(file)
            is_open = edited == original and not fault and time.monotonic() - began < _AT_ONCE
            if is_open and sys.stdin.isatty():
                edited = _wait_for_edit(clean_line(command[0]), file, original)
        if edited is not None and edited.strip() and edited != original:
            if fault:
                raise UserError(f"{fault} What was edited is kept in {file}.")
            return ReturnedFile(edited, str(file), is_open)
        self.discard(str(file))
        if fault:
            raise UserError(f"{fault} Nothing was changed.")
        if edited is not None and not edited.strip():
            raise UserError("The file came back from the editor empty: the issue stays as it is.")
        return None

    def discard(self, path: str) -> None:
        """Delete the file of an edit, which is taken in."""
        shutil.rmtree(Path(path).parent, ignore_errors=True)


def _require_editor() -> list[str]:
    configured = (os.environ.get("VISUAL") or "").strip() or (os.environ.get("EDITOR") or "").strip()
    if configured:
        return _split_command(configured)
    installed = next((name for name in _EDITORS if shutil.which(name)), None)
    if installed is None:
        raise UserError("No text editor was found: set EDITOR to the one you use.")
    return [installed]


def _split_command(command: str) -> list[str]:
    try:
        return shlex.split(command, posix=os.name != "nt")  # on Windows a backslash is part of a path
    except ValueError:
        raise UserError(f"EDITOR holds a quote that is never closed: {clean_line(command)}") from None


def _write_file(content: bytes) -> Path:
    try:
        file = Path(tempfile.mkdtemp(prefix="workbench-")) / "issue.md"
        file.write_bytes(content)
    except OSError as fault:
        raise UserError(f"No file could be made for the editor: {fault.strerror}.") from fault
    return file


def _read_file(file: Path) -> bytes | None:
    """What is in the file; None where the editor deleted it. `UserError` where it is no plain file any more."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would never end
            raise UserError(f"The editor left no plain file: what is there is kept in {file}.")
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise UserError(f"What was edited cannot be read: {fault.strerror}. It is kept in {file}.") from fault


def _run_editor(command: list[str]) -> str:
    """Run the editor to its end. Returns a sentence where it failed, else an empty text."""
    name = clean_line(command[0])
    try:
        code = subprocess.run(command, check=False).returncode
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "that is no name of a program"
        return f"{name} could not be started: {reason}. Set EDITOR to the one you use."
    if code < 0:
        return f"{name} was ended by signal {-code}."
    return f"{name} ended with exit {code}." if code else ""


@contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Leave ctrl+c to the editor: the terminal sends it to both."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    old = signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which the editor would inherit
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, old)


def _wait_for_edit(name: str, file: Path, original: bytes) -> bytes | None:
    """Wait until the file was saved, or a key was pressed here; returns what is in it then."""
    with _watch_keys() as is_key_pressed:
        print(
            f"\r\n{name} returned at once and nothing is changed yet.\r\n"
            "Save in its window, and the issue is read back.\r\nAny key goes back to the workbench without.\r\n",
            end="",
            flush=True,
        )
        while (found := _read_file(file)) in (None, b"", original):
            if is_key_pressed():
                return found
        return _read_settled(file, found)


def _read_settled(file: Path, found: bytes | None) -> bytes | None:
    """What is in the file once it stays the same between two looks: an editor may write it in parts."""
    while True:
        time.sleep(_LOOK_EVERY)
        again = _read_file(file)
        if again == found:
            return found
        found = again


@contextmanager
def _watch_keys() -> Iterator[Callable[[], bool]]:
    """Hand out a function that waits a moment for a key and says whether one came; keys typed before do not count."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows only

        def is_pressed() -> bool:
            time.sleep(_LOOK_EVERY)
            return bool(msvcrt.kbhit()) and msvcrt.getch() != b""

        yield is_pressed
        return

    import select  # noqa: PLC0415 - not on Windows
    import termios  # noqa: PLC0415
    import tty  # noqa: PLC0415

    terminal = sys.stdin.fileno()
    old = termios.tcgetattr(terminal)

    def is_readable() -> bool:
        return bool(select.select([terminal], [], [], _LOOK_EVERY)[0])

    try:
        tty.setcbreak(terminal, termios.TCSAFLUSH)
        yield is_readable
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH, old)
