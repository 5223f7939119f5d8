"""The clipboard of macOS: by pyobjc where it is installed, else by a script for osascript.

The script goes to standard input, since a command line is too short for an issue.
"""

from importlib.util import find_spec

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult
from workbench.delivery.clipboards.payloads import build_apple_script, decode_clipboard_text, parse_apple_data
from workbench.delivery.clipboards.run_process import read_by_helper, run_process, write_by_helper
from workbench.publishing.parse.pasted import is_same_content

_READ_SCRIPT = "the clipboard as «class {}»\n"


def write_clipboard(html: str, text: str) -> WriteResult:
    """Put both there in one go and read both back."""
    if find_spec("AppKit"):
        code = write_by_helper("macos", html, text)
    else:
        code = run_process(["osascript", "-"], build_apple_script(html, text).encode()).exit_code
    if code:
        raise UserError("macOS does not take it.")
    if not is_same_content((html, text), read_clipboard()):
        raise UserError("The clipboard does not keep what it is given.")
    return "both"


def read_clipboard() -> tuple[str, str]:
    """Both, each empty where there is none."""
    if find_spec("AppKit"):
        html, text = read_by_helper("macos")
        return decode_clipboard_text(html), text
    return _read_kind("HTML"), _read_kind("utf8")


def _read_kind(kind: str) -> str:
    ran = run_process(["osascript", "-"], _READ_SCRIPT.format(kind).encode())
    said = ran.stdout.decode("utf-8", "replace").rstrip("\n")
    return decode_clipboard_text(parse_apple_data(said)) if said.startswith("«data ") else said
