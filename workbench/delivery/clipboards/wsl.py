"""The clipboard of the Windows that hosts a Linux (WSL), by its PowerShell.

The data goes through files, the script through the command line.
"""

import tempfile
from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.delivery.clipboards import WriteResult, require_same_content
from workbench.delivery.clipboards.payloads import (
    POWERSHELL_READ,
    build_powershell_write,
    encode_powershell,
    parse_cf_html,
    parse_powershell_output,
    to_cf_html,
)
from workbench.delivery.clipboards.run_process import ProcessResult, run_process

_POWERSHELL: Final = ("powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-EncodedCommand")


def write_clipboard(html: str, text: str) -> WriteResult:
    """Write both kinds in one go and read both back."""
    with tempfile.TemporaryDirectory() as folder:
        html_file, text_file = Path(folder, "html"), Path(folder, "text")
        html_file.write_bytes(to_cf_html(html))
        text_file.write_text(text, encoding="utf-8", errors="replace", newline="")
        result = _run_powershell(
            build_powershell_write(_to_windows_path(html_file), _to_windows_path(text_file))
        )
    if result.exit_code:
        raise UserError("Windows does not take it: its PowerShell failed.")
    require_same_content((html, text), read_clipboard())
    return "both"


def read_clipboard() -> tuple[str, str]:
    """The HTML and the plain text, each empty where there is none."""
    html, text = parse_powershell_output(_run_powershell(POWERSHELL_READ).stdout)
    return parse_cf_html(html), text


def _run_powershell(script: str) -> ProcessResult:
    return run_process([*_POWERSHELL, encode_powershell(script)])


def _to_windows_path(path: Path) -> str:
    """The path as Windows programs name it."""
    return run_process(["wslpath", "-w", str(path)]).stdout.decode("utf-8", "replace").strip()
