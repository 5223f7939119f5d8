"""The clipboard of X11, which is no place: whoever copied last is asked by whoever pastes, for as long as it lives.

So a process stays behind and answers until somebody else copies: ours, which offers rich and plain text, or, where
python-xlib is not there, xclip, which offers rich text alone.
"""

from importlib.util import find_spec
from typing import Final

from workbench.curation.model import Refused
from workbench.delivery.clipboards import Held
from workbench.delivery.clipboards.handing import put_by, run, taken_by
from workbench.delivery.payloads import decoded
from workbench.publishing.pasted import same

_XCLIP: Final = ("xclip", "-selection", "clipboard")
_LOST: Final = "The clipboard does not keep what it is given."


def put(html: str, text: str) -> Held:
    """Leave an owner behind that offers both, and ask it as a paste would. Without HTML, the text alone."""
    if not find_spec("Xlib"):
        return _by_xclip(html)
    if put_by("x11_owner", html, text):
        raise Refused("The X server takes no clipboard from here.")
    if not same((html, text), take()):
        raise Refused(_LOST)
    return "both"


def take() -> tuple[str, str]:
    """Ask the clipboard's owner for its HTML and its text."""
    if not find_spec("Xlib"):
        return _asked("text/html"), _asked("UTF8_STRING")
    html, text = taken_by("x11_reader")
    return decoded(html), text


def _by_xclip(html: str) -> Held:
    run([*_XCLIP, "-t", "text/html"], html.encode("utf-8", "replace"))
    if not same((html, ""), (_asked("text/html"), "")):
        raise Refused(_LOST)
    return "rich"


def _asked(target: str) -> str:
    if target not in _said("TARGETS").split("\n"):
        return ""  # some owners, xclip among them, answer whatever they are asked with the one kind they have
    return _said(target)


def _said(target: str) -> str:
    ran = run([*_XCLIP, "-o", "-t", target])
    return "" if ran.exit else decoded(ran.out)
