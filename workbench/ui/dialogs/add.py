"""Adding links from messy text: the one place to paste or type what the inbox takes in."""

from typing import ClassVar, Final
from weakref import WeakKeyDictionary

from textual import on
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.widgets import Button, TextArea

from workbench.curation.cleaning import clean_lines
from workbench.ui.dialogs.view import View
from workbench.ui.keys import bindings

MOST: Final = 2_000_000
"""Characters of one paste: some 20,000 links. A file beyond that is imported."""


class AddLinks(View[str | None]):
    """The text to take links from; None where it was left, and then what was typed waits for the next opening."""

    BINDINGS = [*bindings("adding")]
    heading = "Add links"
    hints = (("links.take", "add"),)

    _kept: ClassVar[WeakKeyDictionary[App[object], str]] = WeakKeyDictionary()

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._given = text
        self._paper = Paper(placeholder="Paste links, prose, Markdown, one or many", soft_wrap=True)

    def body(self) -> ComposeResult:
        yield self._paper
        yield Button("Add these links", compact=True)

    def on_mount(self) -> None:
        text = "\n".join(filter(None, (self._kept.pop(self.app, ""), self._given)))
        self._paper.text = clean_lines(text, limit=MOST)
        self._paper.move_cursor(self._paper.document.end)

    @on(Button.Pressed)
    def action_links_take(self) -> None:
        """Give the text to whoever asked."""
        if self._paper.text.strip():
            self.dismiss(self._paper.text)
        else:
            self.say("Nothing to add yet: paste or type a link first.")

    def action_view_close(self) -> None:
        """Leave; what was typed is kept."""
        if self._paper.text.strip():
            self._kept[self.app] = self._paper.text
        super().action_view_close()


class Paper(TextArea):
    """A text area whose pastes are cleaned before they are shown: a terminal obeys what it is sent."""

    def on_paste(self, event: Paste) -> None:
        event.text = clean_lines(event.text, limit=MOST)
