"""One question, answered in one line: tags, a note, the digit of a section."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.ui.dialogs.view import OneLine, View
from workbench.ui.foreign import line, literal

HINT: Final = 300  # characters: some thirty tags, and the line beneath that tells the keys stays in sight


class Ask(View[str | None]):
    """The answer as one clean line, which may be empty; None where the question was left."""

    hints = (("enter", "done"),)

    def __init__(self, question: str, value: str = "", hint: str = "") -> None:
        super().__init__()
        self._question = question
        self._hint = hint
        self._value = value
        self._field = OneLine(select_on_focus=False)

    def body(self) -> ComposeResult:
        yield self._field
        if self._hint:
            yield Static(literal(line(self._hint, HINT)), classes="aside")

    def on_mount(self) -> None:
        self.frame.border_title = literal(self._question)
        self._field.value = line(self._value, OneLine.LONGEST)
        self._field.action_end()

    @on(OneLine.Submitted)
    def _answered(self) -> None:
        self.dismiss(self._field.typed)
