"""Messy text, which is whatever no other format took. How links are found in it stands in `intake/text/`."""

import re
from itertools import islice
from typing import Final

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.errors import MAX_ROWS, FormatError, RowLimitError
from workbench.intake.format import Format
from workbench.intake.text.link_list import parse_list

MAX_TEXT_LINES: Final = 400_000
"""Lines of a text, most of which may be prose."""
_LINK: Final = re.compile(r"://[^\s,;|):]*+|\w\.[^\W\d]{2,}/")
"""What every link has one of, with its scheme or without."""


def parse_bounded_list(content: Content) -> ImportResult:
    """The links of a text. `FormatError` where it is so long that to read it would take minutes."""
    text = content.text
    if max(text.count("\n"), text.count("\r")) > MAX_TEXT_LINES:
        raise FormatError(f"has more than {MAX_TEXT_LINES:,} lines: split it into smaller files.")
    if sum(1 for _ in islice(_LINK.finditer(text), MAX_ROWS + 1)) > MAX_ROWS:
        raise RowLimitError
    return parse_list(text)


LIST: Final = Format(
    name="list",
    description="a plain list of links",
    order="last: it takes whatever no other format took",
    matches=lambda _: True,
    parse=parse_bounded_list,
)
