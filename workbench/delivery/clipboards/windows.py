"""The clipboard of Windows: both kinds in one opening of it, by a process that knows its system calls."""

from workbench.curation.model import Refused
from workbench.delivery.clipboards import Held
from workbench.delivery.clipboards.handing import put_by, taken_by
from workbench.delivery.payloads import cf_fragment, cf_html
from workbench.publishing.pasted import same


def put(html: str, text: str) -> Held:
    """Put both there in one go and read both back."""
    if put_by("windows", cf_html(html).decode("ascii"), text):
        raise Refused("Windows does not take it: another program may hold the clipboard open.")
    if not same((html, text), take()):
        raise Refused("The clipboard does not keep what it is given.")
    return "both"


def take() -> tuple[str, str]:
    """Both, each empty where there is none."""
    html, text = taken_by("windows")
    return cf_fragment(html), text
