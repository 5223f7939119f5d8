"""The clipboard of X11, which is no place: whoever copied last is asked by whoever pastes, for as long as it lives.

So a process stays behind and answers until somebody else copies: ours, which offers rich and plain text, or, where
python-xlib is not there, xclip, which offers rich text alone.
"""

from importlib.util import find_spec
from typing import Final

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult
from workbench.delivery.clipboards.payloads import decode_clipboard_text
from workbench.delivery.clipboards.run_process import read_by_helper, run_process, write_by_helper
from workbench.publishing.parse.pasted import is_same_content

_XCLIP: Final = ("xclip", "-selection", "clipboard")
_NOT_RETAINED: Final = "The clipboard does not keep what it is given."


def write_clipboard(html: str, text: str) -> WriteResult:
    """Leave an owner behind that offers both, and ask it as a paste would. Without HTML, the text alone."""
    if not find_spec("Xlib"):
        return _write_by_xclip(html)
    if write_by_helper("x11_owner", html, text):
        raise UserError("The X server takes no clipboard from here.")
    if not is_same_content((html, text), read_clipboard()):
        raise UserError(_NOT_RETAINED)
    return "both"


def read_clipboard() -> tuple[str, str]:
    """Ask the clipboard's owner for its HTML and its text."""
    if not find_spec("Xlib"):
        return _read_offered_target("text/html"), _read_offered_target("UTF8_STRING")
    html, text = read_by_helper("x11_reader")
    return decode_clipboard_text(html), text


def _write_by_xclip(html: str) -> WriteResult:
    run_process([*_XCLIP, "-t", "text/html"], html.encode("utf-8", "replace"))
    if not is_same_content((html, ""), (_read_offered_target("text/html"), "")):
        raise UserError(_NOT_RETAINED)
    return "rich"


def _read_offered_target(target: str) -> str:
    if target not in _read_target("TARGETS").split("\n"):
        return ""  # some owners, xclip among them, answer whatever they are asked with the one kind they have
    return _read_target(target)


def _read_target(target: str) -> str:
    ran = run_process([*_XCLIP, "-o", "-t", target])
    return "" if ran.exit_code else decode_clipboard_text(ran.stdout)
