"""Copying to a clipboard: in which order they are tried, and what is left where none takes a text.

Plain text goes to the system's clipboard, else through the terminal to the one in front of the person. Rich text goes
to the system's clipboard, else to a terminal that answers for it. Where neither takes it the copy page has to do, which
the caller writes or offers. These functions wait for other programs.
"""

from contextlib import suppress

from workbench.curation.model import UserError
from workbench.desk.ports import Clipboard, Terminal
from workbench.publishing import Passage


class RichTextError(UserError):
    """No clipboard here takes rich text; the copy page has a button for it."""


def copy_text(system: Clipboard, terminal: Terminal, text: str) -> str:
    """Copy plain text; returns the sentence that says where it went. `UserError` where neither takes it."""
    with suppress(UserError):
        return system.copy(text)
    # Where both refuse, the terminal's sentence is of more use: it names the limit, or what to do without a terminal.
    return terminal.copy(text)


def copy_rich(system: Clipboard, terminal: Terminal, html: str, text: str) -> str:
    """Copy rich text, with plain text beside it; returns the sentence that says what is there now.

    `RichTextError`, with the reason of the system's clipboard, where neither takes it.
    """
    try:
        return system.copy_rich(html, text)
    except UserError as refusal:
        reason = refusal
    with suppress(UserError):
        return terminal.copy_rich(html, text)
    raise RichTextError(str(reason))


def copy_passage(system: Clipboard, terminal: Terminal, passage: Passage, form: str) -> str:
    """Copy a passage as `rich`, `markdown` or `text`; one without HTML goes as text instead of rich.

    Returns and raises what `copy_rich` and `copy_text` do.
    """
    if form == "rich" and passage.html:
        return copy_rich(system, terminal, passage.html, passage.text)
    return copy_text(system, terminal, passage.markdown if form == "markdown" else passage.text)
