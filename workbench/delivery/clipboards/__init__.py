"""The desktops' clipboards: the one place that decides by which way rich text gets there and comes back.

A way is a module with two functions: `write_clipboard` hands rich and plain text over, `read_clipboard` reads
both. Each hand-over is a
process of its own with a time limit (`handing.py`); the files named `*_process.py` are such processes and import
nothing of the workbench, so that they can be started by their path. What is handed over is made in `payloads.py`.
"""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol, TypeAlias

WriteResult: TypeAlias = Literal["both", "rich", "unread"]
"""What is known to be there after a `write_clipboard`: rich and plain text, only rich text, or nothing for sure,
since it
could not be read back."""
BackendName: TypeAlias = Literal["macos", "windows", "wsl", "wayland", "x11", "remote", "none"]


class ClipboardBackend(Protocol):
    """One desktop's clipboard."""

    def write_clipboard(self, html: str, text: str) -> WriteResult:
        """Hand both over and read back what is there then; `UserError` where it is not what was handed over."""

    def read_clipboard(self) -> tuple[str, str]:
        """The HTML and the plain text on it, each empty where it holds none; `UserError` where it does not answer."""


def choose_backend(
    platform: str, environ: Mapping[str, str], find_program: Callable[[str], object]
) -> BackendName:
    """The way of this system: `platform` as `sys.platform` says it, `find_program` telling whether a program is there.

    `remote` where the clipboard would be another machine's than the one in front of the person.
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
