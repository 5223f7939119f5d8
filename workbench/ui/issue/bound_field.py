"""A text box that is bound to one field of a piece."""

from typing import Final
from uuid import uuid4

from workbench.curation.model import IssueId, UserError
from workbench.curation.pieces import TITLE
from workbench.publishing.render.escaping import escape_prose
from workbench.ui.issue.fields import PieceField
from workbench.ui.sanitize import many_lines, one_line
from workbench.ui.widgets.text_fields import MAX_LINE_LENGTH, CleanTextArea


class BoundField:
    """A widget and the field it shows at present.

    `library_text` is what the library held at the last look, `was_edited` whether anything was typed since the
    field was
    opened, `visit` the name of the stay in the field that is one step of undo.
    """

    def __init__(self, widget: CleanTextArea) -> None:
        self.widget: Final = widget
        self.field = PieceField(IssueId(0), TITLE, "")
        self.library_text = ""
        self.was_edited = False
        self.visit = ""
        self._last_text = ""

    @property
    def text(self) -> str:
        """What stands in it now."""
        return self.widget.text

    @property
    def normalised_text(self) -> str | None:
        """What the library would hold if it were saved now; None where it would refuse it."""
        return None if self.problem else self.field.normalise_text(self.text)

    @property
    def problem(self) -> str:
        """Why the library would refuse the text, one sentence; empty where it would not."""
        try:
            self.field.normalise_text(self.text)
        except UserError as refusal:
            return str(refusal)
        return ""

    def show_field(self, field: PieceField, text: str, library_text: str) -> None:
        """Show a field with this text, which is what the library holds or what could not be saved yet."""
        self.field, self.library_text, self.was_edited = field, library_text, False
        self.begin_visit()
        self.replace_text(text)

    def begin_visit(self) -> None:
        """A stay in the field begins."""
        self.visit = uuid4().hex[:8]

    def replace_text(self, text: str) -> None:
        """Replace the text, which is not typing."""
        self.widget.text = many_lines(text) if self.field.is_multiline else one_line(text, MAX_LINE_LENGTH)
        self.widget.move_cursor(self.widget.document.end)
        self.widget.call_after_refresh(self.widget.show_beginning)
        self._last_text = self.text

    def type_over(self, text: str) -> None:
        """Put this in the place of what stands in it, as if it were typed."""
        self.widget.replace(text, (0, 0), self.widget.document.end)

    def detect_edit(self) -> bool:
        """Whether anything was typed since this was last asked."""
        changed = self.text != self._last_text
        self._last_text = self.text
        self.was_edited = self.was_edited or changed
        return changed

    def insert_quote(self, sentence: str) -> None:
        """Insert a sentence at the cursor, which then stands behind it: a quote of its own on an empty line of prose,
        else in quotation marks. Marks of Markdown in it are escaped where they would mean something."""
        row, column = self.widget.cursor_location
        line = self.widget.document.get_line(row)
        quoted = (
            escape_prose(sentence) if self.field.is_prose or self.field.piece.kind == "tldr" else sentence
        )
        if self.field.is_prose and not line.strip():
            text = f"> {quoted}\n\n"
        else:
            text = f"{'' if not line[:column].strip() or line[column - 1].isspace() else ' '}“{quoted}” "
        self.widget.replace(text, *self.widget.selection)
