"""Copying out, part by part: the one place that asks which."""

from typing import Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

PARTS: Final = {
    "title": "Title",
    "subtitle": "Subtitle",
    "body": "Body as Markdown",
    "text": "Body as plain text",
    "entry": "Entry",
}


class CopyOut(ModalScreen[str | None]):
    """One key a part; the clipboard is touched only by that key."""

    BINDINGS = [
        Binding("t", "part('title')", "title"),
        Binding("s", "part('subtitle')", "subtitle"),
        Binding("b", "part('body')", "body as Markdown"),
        Binding("x", "part('text')", "body as plain text"),
        Binding("e", "part('entry')", "the entry under the cursor"),
        Binding("escape,q", "part('')", "close"),
    ]

    DEFAULT_CLASSES = "in-front"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="copying") as dialog:
            dialog.border_title = "Copy out"
            yield Static(
                "t  title\ns  subtitle\nb  body as Markdown\nx  body as plain text\ne  entry under the cursor"
            )
            yield Static("escape closes; the clipboard stays as it is", classes="hint")

    def action_part(self, part: str) -> None:
        self.dismiss(part or None)
