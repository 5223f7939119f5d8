"""The desktop's web browser.

The text editor is started in `text_editor.py`, the programs that serve a clipboard in `clipboards/`.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from workbench.curation.text.cleaning import clean_line, to_safe_url

_OPEN_SCRIPT: Final = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


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


def _has_desktop() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
