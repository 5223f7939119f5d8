"""Messy text, which is whatever no other format took. How links are found in it stands in `intake/text/`."""

from typing import Final

from workbench.intake.format import Format
from workbench.intake.text.link_list import parse_list

LIST: Final = Format(
    name="list",
    description="a plain list of links",
    order="last: it takes whatever no other format took",
    matches=lambda _: True,
    parse=lambda content: parse_list(content.text),
)
