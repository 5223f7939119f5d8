"""An issue of the workbench. It is told here and read back by publishing, since it is no list of links."""

import re
from typing import Final

from workbench.intake.format import Format

_FRONT_MATTER: Final = re.compile(r"\s*---\n(?:(?!---).*\n)*?number:.*\n(?:(?!---).*\n)*?---\n")

FORMAT: Final = Format(
    name="markdown",
    description="an issue of the workbench in Markdown",
    order="before the lists: its body is full of links, and each would be saved",
    matches=lambda content: bool(_FRONT_MATTER.match(content.head)),
    is_issue=True,
    refusal="is an issue of the workbench: take it out and import it by itself.",
)
