"""The dialog to add links from any text: pasted lists, prose, Markdown."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button

from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import many_lines
from workbench.ui.widgets.text_fields import MAX_PASTE_LENGTH, CleanTextArea


class AddLinksDialog(Dialog[str | None]):
    """Answers with the text to take links from, or None. What is typed when it closes without an answer goes to
    `keep_unfinished`, so that the next opening can begin with it."""

    BINDINGS = [*build_bindings("adding")]
    heading = "Add links"
    hints = (("links.take", "add"),)

    def __init__(self, text: str = "", keep_unfinished: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._initial_text = text
        self._keep_unfinished = keep_unfinished
        self._text_area = CleanTextArea(
            placeholder="Paste links, prose, Markdown, one or many", soft_wrap=True
        )

    def compose_body(self) -> ComposeResult:
        yield self._text_area
        yield Button("Add these links", compact=True)

    def on_mount(self) -> None:
        self._text_area.text = many_lines(self._initial_text, MAX_PASTE_LENGTH)
        self._text_area.move_cursor(self._text_area.document.end)

    @on(Button.Pressed)
    def action_links_take(self) -> None:
        """Answer with the text."""
        if self._text_area.text.strip():
            self.dismiss(self._text_area.text)
        else:
            self.say("Nothing to add yet: paste or type a link first.")

    def action_view_close(self) -> None:
        """Close without an answer."""
        text = self._text_area.text
        if self._keep_unfinished is not None and text.strip():
            self._keep_unfinished(text)
        super().action_view_close()
