"""The clipboards of the desktops: which one this system has, and what a module for one of them provides.

A backend is a module with the two functions of `ClipboardBackend`. It talks to its clipboard through other programs,
each started by `run_process.py` with a time limit. `payloads.py` builds and parses the data they exchange.

The files named `*_process.py` are such programs. They are started by their path and import nothing of the workbench,
so they start fast and work without an installed package.
"""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol, TypeAlias

from workbench.curation.model import UserError
from workbench.publishing.parse.pasted import is_same_content

WriteResult: TypeAlias = Literal["both", "rich", "unread"]
"""What was found on the clipboard after a write: rich and plain text, rich text alone, or it could not be read."""
BackendName: TypeAlias = Literal["macos", "windows", "wsl", "wayland", "x11", "remote", "none"]


class ClipboardBackend(Protocol):
    """The clipboard of one desktop."""

    def write_clipboard(self, html: str, text: str) -> WriteResult:
        """Write both kinds and read back what is there then. `UserError` where that differs."""

    def read_clipboard(self) -> tuple[str, str]:
        """The HTML and the plain text, each empty where there is none. `UserError` where no clipboard answers."""


def choose_backend(
    platform: str, environ: Mapping[str, str], find_program: Callable[[str], object]
) -> BackendName:
    """The backend of this system. `platform` is `sys.platform`; `find_program` returns None for a missing program.

    `remote` in an SSH session: the clipboard would be on another machine than the one in front of the person.
    """
    if environ.get("SSH_CONNECTION"):
        return "remote"
    if platform in ("darwin", "win32"):
        return "macos" if platform == "darwin" else "windows"
    in_windows = environ.get("WSL_DISTRO_NAME") or environ.get("WSL_INTEROP")
    if in_windows and find_program("powershell.exe"):
        return "wsl"
    if environ.get("WAYLAND_DISPLAY") and find_program("wl-copy"):
        return "wayland"
    return "x11" if environ.get("DISPLAY") else "none"


def require_same_content(expected: tuple[str, str], actual: tuple[str, str]) -> None:
    """`UserError` where the clipboard, HTML and text, is not what was written."""
    if not is_same_content(expected, actual):
        raise UserError("The clipboard does not keep what it is given.")
