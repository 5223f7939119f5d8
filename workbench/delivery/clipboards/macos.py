"""The clipboard of macOS: by pyobjc where it is installed, else by a script for osascript.

The script goes to standard input, since a command line is too short for an issue.
"""

from importlib.util import find_spec

from workbench.curation.model import Refused
from workbench.delivery.clipboards import Held
from workbench.delivery.clipboards.handing import put_by, run, taken_by
from workbench.delivery.payloads import apple_data, apple_script, decoded
from workbench.publishing.pasted import same

_TAKE = "the clipboard as «class {}»\n"


def put(html: str, text: str) -> Held:
    """Put both there in one go and read both back."""
    if find_spec("AppKit"):
        code = put_by("macos", html, text)
    else:
        code = run(["osascript", "-"], apple_script(html, text).encode()).exit
    if code:
        raise Refused("macOS does not take it.")
    if not same((html, text), take()):
        raise Refused("The clipboard does not keep what it is given.")
    return "both"


def take() -> tuple[str, str]:
    """Both, each empty where there is none."""
    if find_spec("AppKit"):
        html, text = taken_by("macos")
        return decoded(html), text
    return _asked("HTML"), _asked("utf8")


def _asked(kind: str) -> str:
    ran = run(["osascript", "-"], _TAKE.format(kind).encode())
    said = ran.out.decode("utf-8", "replace").rstrip("\n")
    return decoded(apple_data(said)) if said.startswith("«data ") else said
