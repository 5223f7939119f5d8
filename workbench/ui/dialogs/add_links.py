"""Adding links from messy text: the one place to paste or type what the inbox takes in."""

from typing import ClassVar, Final
from weakref import WeakKeyDictionary

from textual import on
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.widgets import Button, TextArea

from workbench.curation.text.cleaning import clean_lines
from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.keys.table import build_bindings

MAX_PASTE_LENGTH: Final = 2_000_000
"""Characters of one paste: some 20,000 links. A file beyond that is imported."""


class AddLinksDialog(Dialog[str | None]):
    """The text to take links from; None where it was left, and then what was typed waits for the next opening."""

    BINDINGS = [*build_bindings("adding")]
    heading = "Add links"
    hints = (("links.take", "add"),)

    _unfinished_texts: ClassVar[WeakKeyDictionary[App[object], str]] = WeakKeyDictionary()

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._initial_text = text
        self._text_area = CleanTextArea(
            placeholder="Paste links, prose, Markdown, one or many", soft_wrap=True
        )

    def compose_body(self) -> ComposeResult:
        yield self._text_area
        yield Button("Add these links", compact=True)

    def on_mount(self) -> None:
        text = "\n".join(filter(None, (self._unfinished_texts.pop(self.app, ""), self._initial_text)))
        self._text_area.text = clean_lines(text, limit=MAX_PASTE_LENGTH)
        self._text_area.move_cursor(self._text_area.document.end)

    @on(Button.Pressed)
    def action_links_take(self) -> None:
        """Give the text to whoever asked."""
        if self._text_area.text.strip():
            self.dismiss(self._text_area.text)
        else:
            self.say("Nothing to add yet: paste or type a link first.")

    def action_view_close(self) -> None:
        """Leave; what was typed is kept."""
        if self._text_area.text.strip():
            self._unfinished_texts[self.app] = self._text_area.text
        super().action_view_close()


class CleanTextArea(TextArea):
    """A text area whose pastes are cleaned before they are shown: a terminal obeys what it is sent."""

    def on_paste(self, event: Paste) -> None:
        event.text = clean_lines(event.text, limit=MAX_PASTE_LENGTH)
