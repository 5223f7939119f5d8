"""The clipboard of Wayland, by the programs of wl-clipboard.

wl-copy offers one kind at a time, so the clipboard holds rich text alone. A plain field then gets the HTML source;
the result `rich` lets the caller say so.
"""

import shutil

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult, require_same_content
from workbench.delivery.clipboards.payloads import decode_clipboard_text
from workbench.delivery.clipboards.run_process import run_process


def write_clipboard(html: str, text: str) -> WriteResult:  # noqa: ARG001 - a second kind would replace the first
    """Write the HTML, and read it back where wl-paste is installed. wl-copy stays behind and serves it."""
    if run_process(["wl-copy", "--type", "text/html"], html.encode("utf-8", "replace")).exit_code:
        raise UserError("wl-copy found no Wayland clipboard.")
    if not shutil.which("wl-paste"):
        return "unread"
    try:
        actual = _read_type("text/html") if "text/html" in _list_types() else ""
    except UserError:  # some compositors show the clipboard only to the focused window
        return "unread"
    require_same_content((html, ""), (actual, ""))
    return "rich"


def read_clipboard() -> tuple[str, str]:
    """The HTML and the plain text, each empty where it is not offered."""
    types = _list_types()
    html = _read_type("text/html") if "text/html" in types else ""
    plain = next((name for name in types if name.startswith("text/plain") or name == "UTF8_STRING"), "")
    return html, _read_type(plain) if plain else ""


def _list_types() -> list[str]:
    result = run_process(["wl-paste", "--list-types"])
    return [] if result.exit_code else result.stdout.decode("utf-8", "replace").split("\n")


def _read_type(name: str) -> str:
    result = run_process(["wl-paste", "--no-newline", "--type", name])
    return "" if result.exit_code else decode_clipboard_text(result.stdout)
