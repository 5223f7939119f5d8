"""The clipboard of macOS: by pyobjc where it is installed, else by AppleScript.

The script goes to the standard input of osascript, since an issue is too long for a command line.
"""

from importlib.util import find_spec

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult, require_same_content
from workbench.delivery.clipboards.payloads import build_apple_script, decode_clipboard_text, parse_apple_data
from workbench.delivery.clipboards.run_process import read_by_helper, run_process, write_by_helper

_READ_SCRIPT = "the clipboard as «class {}»\n"


def write_clipboard(html: str, text: str) -> WriteResult:
    """Write both kinds in one go and read both back."""
    if find_spec("AppKit"):
        code = write_by_helper("macos", html, text)
    else:
        code = run_process(["osascript", "-"], build_apple_script(html, text).encode()).exit_code
    if code:
        raise UserError("macOS does not take it.")
    require_same_content((html, text), read_clipboard())
    return "both"


def read_clipboard() -> tuple[str, str]:
    """The HTML and the plain text, each empty where there is none."""
    if find_spec("AppKit"):
        html, text = read_by_helper("macos")
        return decode_clipboard_text(html), text
    return _read_kind("HTML"), _read_kind("utf8")


def _read_kind(kind: str) -> str:
    result = run_process(["osascript", "-"], _READ_SCRIPT.format(kind).encode())
    output = result.stdout.decode("utf-8", "replace").rstrip("\n")
    # Text is printed as it is, other data as «data HTML3C6D…».
    return decode_clipboard_text(parse_apple_data(output)) if output.startswith("«data ") else output
