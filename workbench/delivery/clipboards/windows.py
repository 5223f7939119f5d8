"""The clipboard of Windows. The system calls are made by `windows_process.py`, in a process of its own."""

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult, require_same_content
from workbench.delivery.clipboards.payloads import parse_cf_html, to_cf_html
from workbench.delivery.clipboards.run_process import read_by_helper, write_by_helper


def write_clipboard(html: str, text: str) -> WriteResult:
    """Write both kinds in one go and read both back."""
    if write_by_helper("windows", to_cf_html(html).decode("ascii"), text):
        raise UserError("Windows does not take it: another program may hold the clipboard open.")
    require_same_content((html, text), read_clipboard())
    return "both"


def read_clipboard() -> tuple[str, str]:
    """The HTML and the plain text, each empty where there is none."""
    html, text = read_by_helper("windows")
    return parse_cf_html(html), text
