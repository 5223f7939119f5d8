"""The clipboard of Wayland, by wl-clipboard, which offers one kind at a time.

So rich text is there alone, and its source is what a plain field gets: what is said of it says so.
"""

import shutil

from workbench.curation.model import Refused
from workbench.delivery.clipboards import Held
from workbench.delivery.clipboards.handing import run
from workbench.delivery.payloads import decoded
from workbench.publishing.pasted import same


def put(html: str, text: str) -> Held:  # noqa: ARG001 - a second kind would take the first one's place
    """Leave wl-copy behind with the HTML, and ask for it where wl-paste is there."""
    if run(["wl-copy", "--type", "text/html"], html.encode("utf-8", "replace")).exit:
        raise Refused("wl-copy found no Wayland clipboard.")
    if not shutil.which("wl-paste"):
        return "unread"
    try:
        there = _asked("text/html") if "text/html" in _kinds() else ""
    except Refused:  # some compositors show the clipboard only to the window in front
        return "unread"
    if not same((html, ""), (there, "")):
        raise Refused("The clipboard does not keep what it is given.")
    return "rich"


def take() -> tuple[str, str]:
    """Ask for HTML and for text, as far as either is there."""
    kinds = _kinds()
    html = _asked("text/html") if "text/html" in kinds else ""
    plain = next((kind for kind in kinds if kind.startswith("text/plain") or kind == "UTF8_STRING"), "")
    return html, _asked(plain) if plain else ""


def _kinds() -> list[str]:
    ran = run(["wl-paste", "--list-types"])
    return [] if ran.exit else ran.out.decode("utf-8", "replace").split("\n")


def _asked(kind: str) -> str:
    ran = run(["wl-paste", "--no-newline", "--type", kind])
    return "" if ran.exit else decoded(ran.out)
