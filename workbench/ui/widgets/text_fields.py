"""Fields to type into. A paste is cleaned before it is shown, because a terminal obeys control characters.

`CleanTextArea` takes many lines. `OneLineArea` takes one line and wraps it. `OneLineInput` takes one line and
scrolls sideways.
"""

from typing import ClassVar, Final

from textual import events
from textual.message import Message
from textual.widgets import Input, TextArea

from workbench.curation.pieces import MAX_TLDR_LINE
from workbench.ui.sanitize import MAX_PASTE_LENGTH, many_lines, one_line

MAX_LINE_LENGTH: Final = MAX_TLDR_LINE
"""Characters of any text on one line."""


class CleanTextArea(TextArea):
    """A text area whose pastes are cleaned. A letter pressed with alt is a key, and no text."""

    def on_resize(self) -> None:
        """Another size, perhaps one line of several."""
        self.call_after_refresh(self.show_beginning)

    def show_beginning(self) -> None:
        """Show how the text begins, unless somebody writes it."""
        if not self.has_focus:
            self.scroll_home(animate=False)

    def on_key(self, event: events.Key) -> None:
        """Textual would type the letter of `alt+j`."""
        if event.key.startswith("alt+"):
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.text = many_lines(event.text, MAX_PASTE_LENGTH)


class OneLineArea(CleanTextArea):
    """One line, wrapped where an `Input` would scroll it out of sight."""

    class Submitted(Message):
        """Enter was pressed."""

    def on_key(self, event: events.Key) -> None:
        """Take enter as done; a text area would break the line."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted())

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted becomes one line."""
        event.text = one_line(event.text, MAX_LINE_LENGTH)


class OneLineInput(Input):
    """One line; what is pasted becomes one line, where Textual's `Input` keeps the first line alone."""

    MAX_LENGTH: ClassVar[int] = 10_000
    """Characters: a long note, never a book."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = one_line(event.text, self.MAX_LENGTH)

    @property
    def clean_value(self) -> str:
        """The text as one clean line."""
        return one_line(self.value, self.MAX_LENGTH)
