"""One question, answered in one line: tags, a note, the digit of a section."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.dialogs.unfinished_texts import UnfinishedText
from workbench.ui.sanitize import one_line, to_content
from workbench.ui.widgets.text_fields import OneLineInput

MAX_HINT_LENGTH: Final = (
    300  # characters: some thirty tags, and the line beneath that tells the keys stays in sight
)


RESUMED_LINE: Final = "This was typed before and is not saved yet: enter saves it, ctrl+u empties the line."


class LinePrompt(Dialog[str | None]):
    """The answer as one clean line, which may be empty; None where the question was left.

    It begins with what was left unfinished of the text, else with `value`.
    """

    hints = (("enter", "done"),)

    def __init__(
        self, question: str, value: str = "", hint: str = "", unfinished: UnfinishedText | None = None
    ) -> None:
        super().__init__()
        self._question = question
        self._hint = hint
        self._unfinished = unfinished
        self._value = unfinished.initial if unfinished else value
        self._line_input = OneLineInput(select_on_focus=False)

    def compose_body(self) -> ComposeResult:
        yield self._line_input
        if self._hint:
            yield Static(to_content(one_line(self._hint, MAX_HINT_LENGTH)), classes="aside")

    def on_mount(self) -> None:
        self.frame.border_title = to_content(self._question)
        self._line_input.value = one_line(self._value, OneLineInput.MAX_LENGTH)
        self._line_input.action_end()
        if self._unfinished and self._unfinished.is_resumed:
            self.say(RESUMED_LINE)

    @on(OneLineInput.Changed)
    def _keep_line(self) -> None:
        if self._unfinished:
            self._unfinished.store(self._line_input.clean_value)

    @on(OneLineInput.Submitted)
    def _submit_line(self) -> None:
        self.dismiss(self._line_input.clean_value)

    def action_view_close(self) -> None:
        """Close without an answer; the next opening begins with what was typed."""
        if self._unfinished:
            self._unfinished.leave()
        super().action_view_close()
