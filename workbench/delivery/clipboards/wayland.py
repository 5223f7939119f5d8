"""The clipboard of Wayland, by wl-clipboard, which offers one kind at a time.

So rich text is there alone, and its source is what a plain field gets: what is said of it says so.
"""

import shutil

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult
from workbench.delivery.clipboards.payloads import decode_clipboard_text
from workbench.delivery.clipboards.run_process import run_process
from workbench.publishing.parse.pasted import is_same_content


def write_clipboard(html: str, text: str) -> WriteResult:  # noqa: ARG001 - a second kind would take the first one's place
    """Leave wl-copy behind with the HTML, and ask for it where wl-paste is there."""
    if run_process(["wl-copy", "--type", "text/html"], html.encode("utf-8", "replace")).exit_code:
        raise UserError("wl-copy found no Wayland clipboard.")
    if not shutil.which("wl-paste"):
        return "unread"
    try:
        there = _read_type("text/html") if "text/html" in _list_types() else ""
    except UserError:  # some compositors show the clipboard only to the window in front
        return "unread"
    if not is_same_content((html, ""), (there, "")):
        raise UserError("The clipboard does not keep what it is given.")
    return "rich"


def read_clipboard() -> tuple[str, str]:
    """Ask for HTML and for text, as far as either is there."""
    kinds = _list_types()
    html = _read_type("text/html") if "text/html" in kinds else ""
    plain = next((kind for kind in kinds if kind.startswith("text/plain") or kind == "UTF8_STRING"), "")
    return html, _read_type(plain) if plain else ""


def _list_types() -> list[str]:
    ran = run_process(["wl-paste", "--list-types"])
    return [] if ran.exit_code else ran.stdout.decode("utf-8", "replace").split("\n")


def _read_type(kind: str) -> str:
    ran = run_process(["wl-paste", "--no-newline", "--type", kind])
    return "" if ran.exit_code else decode_clipboard_text(ran.stdout)
