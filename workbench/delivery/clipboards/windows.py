"""The clipboard of Windows: both kinds in one opening of it, by a process that knows its system calls."""

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult
from workbench.delivery.clipboards.payloads import parse_cf_html, to_cf_html
from workbench.delivery.clipboards.run_process import read_by_helper, write_by_helper
from workbench.publishing.parse.pasted import is_same_content


def write_clipboard(html: str, text: str) -> WriteResult:
    """Put both there in one go and read both back."""
    if write_by_helper("windows", to_cf_html(html).decode("ascii"), text):
        raise UserError("Windows does not take it: another program may hold the clipboard open.")
    if not is_same_content((html, text), read_clipboard()):
        raise UserError("The clipboard does not keep what it is given.")
    return "both"


def read_clipboard() -> tuple[str, str]:
    """Both, each empty where there is none."""
    html, text = read_by_helper("windows")
    return parse_cf_html(html), text
