"""The clipboard of the Windows around a Linux (WSL), by its PowerShell: the data goes by files, the script by name.

PowerShell's own `Set-Clipboard -AsHtml` spoils every letter that is not ASCII, so the script hands bytes over.
"""

import tempfile
from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult
from workbench.delivery.clipboards.payloads import (
    POWERSHELL_READ,
    build_powershell_write,
    encode_powershell,
    parse_cf_html,
    parse_powershell_output,
    to_cf_html,
)
from workbench.delivery.clipboards.run_process import ProcessResult, run_process
from workbench.publishing.parse.pasted import is_same_content

_POWERSHELL: Final = ("powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-EncodedCommand")


def write_clipboard(html: str, text: str) -> WriteResult:
    """Put both there in one go and read both back."""
    with tempfile.TemporaryDirectory() as folder:
        rich, plain = Path(folder, "html"), Path(folder, "text")
        rich.write_bytes(to_cf_html(html))
        plain.write_text(text, encoding="utf-8", errors="replace", newline="")
        ran = _run_powershell(build_powershell_write(_to_windows_path(rich), _to_windows_path(plain)))
    if ran.exit_code:
        raise UserError("Windows does not take it: its PowerShell failed.")
    if not is_same_content((html, text), read_clipboard()):
        raise UserError("The clipboard does not keep what it is given.")
    return "both"


def read_clipboard() -> tuple[str, str]:
    """Both, each empty where there is none."""
    html, text = parse_powershell_output(_run_powershell(POWERSHELL_READ).stdout)
    return parse_cf_html(html), text


def _run_powershell(script: str) -> ProcessResult:
    return run_process([*_POWERSHELL, encode_powershell(script)])


def _to_windows_path(path: Path) -> str:
    """The file's name as Windows has it."""
    return run_process(["wslpath", "-w", str(path)]).stdout.decode("utf-8", "replace").strip()
