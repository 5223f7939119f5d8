"""What a command or a script saves: one address alone, as it mostly is, else messy text.

The passes over messy text are imported where there is some: for an address they have nothing to do, and loading them
takes longer than saving it.
"""

import re
from typing import Final

from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.identity import Identity, identify

_ADDRESS: Final = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]+(?:/[A-Za-z0-9/._%?=+-]*[A-Za-z0-9/])?")
"""An address in which no pass over messy text has anything to read: no `&`, no bracket, no sign at its end."""


def parse_saved_text(text: str) -> ImportResult:
    """The links in a text, whatever else stands there. Rows are lines, counted from 1."""
    work = identify(text) if _ADDRESS.fullmatch(text) else None
    if isinstance(work, Identity):
        return ImportResult(format="list", clippings=(Clipping(row=1, url=text, work=work),))
    from workbench.intake.text.link_list import parse_list  # noqa: PLC0415 - see above

    return parse_list(text)
