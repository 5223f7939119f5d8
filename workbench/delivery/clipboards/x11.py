"""The clipboard of X11, by python-xlib where it is installed, else by xclip.

X11 has no store: the program that copied last answers each paste, as long as it runs. So a process stays behind until
another program copies. Ours (`x11_owner_process.py`) offers rich and plain text; xclip offers rich text alone.
"""

from importlib.util import find_spec
from time import monotonic, sleep
from typing import Final

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult, require_same_content
from workbench.delivery.clipboards.payloads import decode_clipboard_text
from workbench.delivery.clipboards.run_process import read_by_helper, run_helper, run_process, write_by_helper
from workbench.publishing.parse.pasted import is_same_content

_XCLIP: Final = ("xclip", "-selection", "clipboard")
_SECONDS_TO_OWN: Final = 1.0


def write_clipboard(html: str, text: str) -> WriteResult:
    """Start an owner that offers both kinds, and read both back. With empty HTML only the text is offered."""
    if not find_spec("Xlib"):
        return _write_by_xclip(html)
    if write_by_helper("x11_owner", html, text):
        raise UserError("The X server takes no clipboard from here.")
    require_same_content((html, text), read_clipboard())
    return "both"


def read_clipboard() -> tuple[str, str]:
    """The HTML and the plain text that the clipboard's owner offers, each empty where it offers none."""
    if not find_spec("Xlib"):
        return _read_offered_target("text/html"), _read_offered_target("UTF8_STRING")
    html, text = read_by_helper("x11_reader")
    return decode_clipboard_text(html), text


def write_text(text: str) -> bool:
    """Have an owner of ours offer plain text; False where python-xlib is missing."""
    if not find_spec("Xlib"):
        return False
    write_clipboard("", text)
    return True


def holds_own_copy() -> bool | None:
    """Whether the clipboard's owner is ours; None where xclip was, which owns it for anybody."""
    if not find_spec("Xlib"):
        return None
    result = run_helper("x11_reader", "owner")
    return None if result.exit_code else result.stdout == b"own"


def _write_by_xclip(html: str) -> WriteResult:
    run_process([*_XCLIP, "-t", "text/html"], html.encode("utf-8", "replace"))
    # xclip goes to the background, and may return before the X server has made it the owner.
    deadline = monotonic() + _SECONDS_TO_OWN
    actual = _read_offered_target("text/html")
    while not is_same_content((html, ""), (actual, "")) and monotonic() < deadline:
        sleep(0.02)
        actual = _read_offered_target("text/html")
    require_same_content((html, ""), (actual, ""))
    return "rich"


def _read_offered_target(target: str) -> str:
    # Some owners, xclip among them, answer any request with the one kind they have. So ask what is offered first.
    if target not in _read_target("TARGETS").split("\n"):
        return ""
    return _read_target(target)


def _read_target(target: str) -> str:
    result = run_process([*_XCLIP, "-o", "-t", target])
    return "" if result.exit_code else decode_clipboard_text(result.stdout)
