"""OneTab's export: an address a line, ` | ` and its title; an empty line ends a group of tabs, not the file."""

import re
from typing import Final

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder

_TAB: Final = re.compile(r"[a-z][a-z0-9+.-]*:\S+(?: \| .*)?", re.I)


def parse_onetab(content: Content) -> ImportResult:
    """A tab a line, counted from 1. Titles may hold ` | ` too: the first one parts them from the address."""
    builder = ImportBuilder(FORMAT.name, content.watch)
    for row, line in enumerate(content.text.lstrip("\ufeff").splitlines(), 1):
        if line.strip():
            url, _, title = line.partition(" | ")
            builder.add(row, url, title=title)
    return builder.build()


def is_onetab(content: Content) -> bool:
    """Whether every line begins with an address and only ` | ` follows one; the last may be cut."""
    lines = [line.strip() for line in content.head.splitlines() if line.strip()]
    whole = lines[:-1] if len(lines) > 1 else lines
    return any(" | " in line for line in whole) and all(_TAB.fullmatch(line) for line in whole)


FORMAT: Final = Format(
    name="onetab",
    description="OneTab's list of tabs",
    order="before the plain list: there a bar may part other things than address and title",
    matches=is_onetab,
    parse=parse_onetab,
)
