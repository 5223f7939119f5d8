"""Foreign text made safe to show: every string that the program did not write itself passes here first.

Textual reads a plain `str` as markup in most widgets, where a stranger's title can close what it never opened
(the app ends) or carry an action (a click runs it), and it sends most control characters on to the terminal.
So a widget is handed a constant of the source code or what these functions return; an architecture test holds it.
Text was cleaned when it entered. It is cleaned again here, because a library can be edited by hand.
"""

from typing import Final

from textual.content import Content

from workbench.curation.text.cleaning import MAX_TEXT, clean_line, clean_lines

MAX_PASTE_LENGTH: Final = 2_000_000
"""Characters of one paste: some 20,000 links. A file beyond that is imported."""


def to_content(text: str, style: str = "") -> Content:
    """Text for any widget that takes content, over several lines if it has them; never read as markup.

    `style` is Textual's: `dim`, `bold $error`, or empty.
    """
    return Content.styled(many_lines(text), style)


def one_line(text: str, limit: int = 500) -> str:
    """Text as one clean line of at most `limit` characters, for what takes a string as it is: an `Input`'s
    value, a segment we draw, a notification with `markup=False`. Never for a `Static` or a `Label`."""
    return clean_line(text, limit=limit)


def many_lines(text: str, limit: int = MAX_TEXT) -> str:
    """Text as clean lines, for what takes a string as it is: a `TextArea`. Never for a `Static` or a `Label`."""
    return clean_lines(text, limit=limit)
