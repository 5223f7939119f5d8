"""The dialog to add links from any text: pasted lists, prose, Markdown."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button

from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.dialogs.unfinished_texts import UnfinishedText
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import MAX_PASTE_LENGTH, many_lines
from workbench.ui.widgets.text_fields import CleanTextArea

RESUMED_LINKS: Final = "This was left here before and is not added yet."


class AddLinksDialog(Dialog[str | None]):
    """Answers with the text to take links from, or None. It begins with what was left unfinished of that text."""

    BINDINGS = [*build_bindings("adding")]
    heading = "Add links"
    hints = (("links.take", "add"),)

    def __init__(self, unfinished: UnfinishedText) -> None:
        super().__init__()
        self._unfinished = unfinished
        self._text_area = CleanTextArea(
            placeholder="Paste links, prose, Markdown, one or many", soft_wrap=True
        )

    def compose_body(self) -> ComposeResult:
        yield self._text_area
        yield Button("Add these links", compact=True)

    def on_mount(self) -> None:
        self._text_area.text = many_lines(self._unfinished.initial, MAX_PASTE_LENGTH)
        self._text_area.move_cursor(self._text_area.document.end)
        if self._unfinished.is_resumed:
            self.say(RESUMED_LINKS)

    @on(CleanTextArea.Changed)
    def _keep_text(self) -> None:
        self._unfinished.store(self._text_area.text)

    @on(Button.Pressed)
    def action_links_take(self) -> None:
        """Answer with the text."""
        if self._text_area.text.strip():
            self.dismiss(self._text_area.text)
        else:
            self.say("Nothing to add yet: paste or type a link first.")

    def action_view_close(self) -> None:
        """Close without an answer; the next opening begins with what was typed."""
        self._unfinished.leave()
        super().action_view_close()
