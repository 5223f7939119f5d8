"""The clipboard of the Windows around a Linux (WSL), by its PowerShell: the data goes by files, the script by name.

PowerShell's own `Set-Clipboard -AsHtml` spoils every letter that is not ASCII, so the script hands bytes over.
"""

import tempfile
from pathlib import Path
from typing import Final

from workbench.curation.model import Refused
from workbench.delivery.clipboards import Held
from workbench.delivery.clipboards.handing import Ran, run
from workbench.delivery.payloads import (
    POWERSHELL_TAKE,
    cf_fragment,
    cf_html,
    powershell,
    powershell_said,
    powershell_word,
)
from workbench.publishing.pasted import same

_POWERSHELL: Final = ("powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-EncodedCommand")


def put(html: str, text: str) -> Held:
    """Put both there in one go and read both back."""
    with tempfile.TemporaryDirectory() as folder:
        rich, plain = Path(folder, "html"), Path(folder, "text")
        rich.write_bytes(cf_html(html))
        plain.write_text(text, encoding="utf-8", errors="replace", newline="")
        ran = _told(powershell(_in_windows(rich), _in_windows(plain)))
    if ran.exit:
        raise Refused("Windows does not take it: its PowerShell failed.")
    if not same((html, text), take()):
        raise Refused("The clipboard does not keep what it is given.")
    return "both"


def take() -> tuple[str, str]:
    """Both, each empty where there is none."""
    html, text = powershell_said(_told(POWERSHELL_TAKE).out)
    return cf_fragment(html), text


def _told(script: str) -> Ran:
    return run([*_POWERSHELL, powershell_word(script)])


def _in_windows(path: Path) -> str:
    """The file's name as Windows has it."""
    return run(["wslpath", "-w", str(path)]).out.decode("utf-8", "replace").strip()
