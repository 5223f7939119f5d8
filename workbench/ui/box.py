"""One box to type in: the one place where a field of the library and a widget of the screen meet."""

from secrets import token_hex
from typing import Final

from textual import events
from textual.message import Message

from workbench.curation.model import Refused
from workbench.ui.dialogs.add import Paper
from workbench.ui.fields import Field
from workbench.ui.foreign import line, lines

LONGEST: Final = 2000  # characters of a line: what the longest of them, in the TL;DR, may hold


class Line(Paper):
    """One line to type, wrapped where an `Input` would run out of sight. `enter` is done with it."""

    class Done(Message):
        """The line is written."""

    def on_key(self, event: events.Key) -> None:
        """What any other text area would take as a line break."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Done())

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted becomes one line."""
        event.text = line(event.text, LONGEST)


class Box:
    """A widget and the field it shows at present.

    `seen` is what the library held at the last look, `typed` whether anything was typed since the field was
    opened, `visit` the name of the stay in the field that is one step of undo.
    """

    def __init__(self, widget: Paper) -> None:
        self.widget: Final = widget
        self.field = Field(0, "", "")
        self.seen = ""
        self.typed = False
        self.visit = ""
        self._last = ""

    @property
    def text(self) -> str:
        """What stands in it now."""
        return self.widget.text

    @property
    def kept(self) -> str | None:
        """What the library would hold if it were saved now; None where it would refuse it."""
        return None if self.problem else self.field.kept(self.text)

    @property
    def problem(self) -> str:
        """Why the library would refuse the text, one sentence; empty where it would not."""
        try:
            self.field.kept(self.text)
        except Refused as refusal:
            return str(refusal)
        return ""

    def open(self, field: Field, text: str, held: str) -> None:
        """Show a field with this text, which is what the library holds or what could not be saved yet."""
        self.field, self.seen, self.typed = field, held, False
        self.enter()
        self.put(text)

    def enter(self) -> None:
        """A stay in the field begins."""
        self.visit = token_hex(4)

    def put(self, text: str) -> None:
        """Replace the text, which is not typing."""
        self.widget.text = lines(text) if self.field.lines else line(text, LONGEST)
        self.widget.move_cursor(self.widget.document.end)
        self._last = self.text

    def typed_now(self) -> bool:
        """Whether anything was typed since this was last asked."""
        changed = self.text != self._last
        self._last = self.text
        self.typed = self.typed or changed
        return changed
