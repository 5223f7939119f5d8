"""What is told apart from text in order to be refused with its name, instead of line by line."""

from typing import Final

from workbench.intake.format import Format

EMPTY: Final = Format(
    name="empty",
    description="an empty file",
    order="first: there is nothing that another could tell",
    matches=lambda content: not content.head.strip() and not content.text.strip("\ufeff \t\r\n"),
    refusal="is empty: there is nothing to read.",
)
BINARY: Final = Format(
    name="binary",
    description="a binary file",
    order="before text: decoded as text, its bytes could look like anything",
    matches=lambda content: content.data.startswith(b"%PDF-") or "\0" in content.head,
    is_text=False,
)
OTHER_XML: Final = Format(
    name="xml",
    description="XML",
    order="behind what is told by its tags",
    matches=lambda content: content.head.lstrip().startswith("<?xml"),
    refusal="is XML, and none of these was found in it: an outline (OPML), a feed (RSS, Atom), a page, a .webloc.",
)
