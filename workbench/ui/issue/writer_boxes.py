"""The three boxes of the writer, which serve every piece: one line, links, prose."""

from typing import Final

from workbench.ui.issue.bound_field import BoundField
from workbench.ui.issue.fields import PieceField
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.text_fields import CleanTextArea, OneLineArea

PROSE_MARKS: Final = "*emphasis*  [text](url)  - list  > quote"


class WriterBoxes:
    """The boxes by what they are for."""

    def __init__(self) -> None:
        self.line: Final = BoundField(OneLineArea(id="line", highlight_cursor_line=False))
        self.links: Final = BoundField(CleanTextArea(id="links", highlight_cursor_line=False))
        self.prose: Final = BoundField(CleanTextArea(id="prose", highlight_cursor_line=False))
        self.prose.widget.border_subtitle = to_content(PROSE_MARKS)
        self.all: Final = (self.line, self.links, self.prose)
        """From the top."""

    def box_for(self, field: PieceField) -> BoundField:
        """The box in which a field is written."""
        if field.name == "links":
            return self.links
        return self.prose if field.is_prose else self.line
