"""The editor's own programs: the text editor and the web browser.

The programs that serve a clipboard are started in `clipboards/`.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line, to_safe_url

_OPEN_SCRIPT: Final = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
_EDITORS: Final = ("nano", "vi", "notepad")


class TextEditor:
    """`$VISUAL`, `$EDITOR` or the first of `_EDITORS` that is installed. It has the terminal until it is closed."""

    def edit(self, text: str) -> str | None:
        """Let a person edit Markdown; returns the new text, None where nothing changed.

        `UserError` where the editor failed. If the text was edited until then, the sentence names the file it is in.
        """
        folder = Path(tempfile.mkdtemp(prefix="workbench-"))
        file = folder / "issue.md"
        file.write_text(text, encoding="utf-8", newline="")
        fault = _run_editor([*_require_editor(), str(file)])
        edited = file.read_bytes().decode("utf-8", "replace") if file.exists() else text
        if fault and edited != text:
            raise UserError(f"{fault} What was edited is kept in {file}.")
        shutil.rmtree(folder, ignore_errors=True)
        if fault:
            raise UserError(fault)
        return None if edited == text else edited


class WebBrowser:
    """The desktop's browser, never one that runs in the terminal."""

    def open(self, url: str) -> str:
        """Open a web address. Returns one sentence: what was done, or why not."""
        address = to_safe_url(url)
        if address is None:
            return f"“{clean_line(url)}” is not a web address that may be opened."
        return _open_in_browser(address, address)

    def open_file(self, path: str) -> str:
        """Open a file of ours. Returns one sentence with its path: what was done, or why not."""
        if not Path(path).is_file():
            return f"There is no file {clean_line(path)}"
        if os.environ.get("SSH_CONNECTION"):
            return f"This is a remote session, whose browser is not in front of you: {clean_line(path)}"
        return _open_in_browser(Path(path).resolve().as_uri(), clean_line(path))


def _open_in_browser(address: str, label: str) -> str:
    if not _has_desktop():
        return f"There is no browser here: {label}"
    quiet = subprocess.DEVNULL
    # -P: a module in the current folder must not be imported instead of a standard one.
    command = [sys.executable, "-P", "-c", _OPEN_SCRIPT, address]
    try:  # in a process of its own: a browser may print, and may take its time
        result = subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=10, check=False)
    except subprocess.TimeoutExpired:
        return f"The browser did not answer: {label}"
    return f"There is no browser here: {label}" if result.returncode else f"Opened {label}"


def _require_editor() -> list[str]:
    configured = os.environ.get("VISUAL") or os.environ.get("EDITOR")
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


def _run_editor(command: list[str]) -> str:
    """Run the editor to its end. Returns a sentence where it failed, else an empty text."""
    try:
        result = subprocess.run(command, check=False)
    except OSError as fault:
        return (
            f"{clean_line(command[0])} could not be started: {fault.strerror}. Set EDITOR to the one you use."
        )
    return f"{clean_line(command[0])} ended with exit {result.returncode}." if result.returncode else ""


def _has_desktop() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
