"""The Source under the inbox, which can be read large: then it has the keyboard, and its own keys to move."""

from collections.abc import Callable, Container
from typing import ClassVar, Final

from textual.binding import BindingType

from workbench.curation.model import LinkId
from workbench.desk.state import State
from workbench.ui.inbox.source_view import SourceView
from workbench.ui.keys.table import build_bindings

ARROW_LINES: Final = 2  # lines that an arrow key scrolls
READING_WIDTH: Final = 100  # cells of a line at most, while it is read large


class Reader(SourceView, inherit_bindings=False):
    """Source with keys. `j` and `k` go to the next and the previous text; the keys that act on a link are the pane's
    around it, and act on the link whose text is shown.

    `show_next` and `show_previous` go to another text, `close` ends reading.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*build_bindings("reading")]

    def __init__(
        self,
        state: State,
        in_flight: Container[LinkId],
        *,
        show_next: Callable[[], None],
        show_previous: Callable[[], None],
        close: Callable[[], None],
    ) -> None:
        super().__init__(state, in_flight, id="source")
        self._show_next = show_next
        self._show_previous = show_previous
        self._close = close

    @property
    def line_width(self) -> int:
        """Cells that a line may take: no more than the eye finds its way back from."""
        width = super().line_width
        return min(width, READING_WIDTH) if self.can_focus else width

    def action_text_next(self) -> None:
        """The text of the next link."""
        self._show_next()

    def action_text_previous(self) -> None:
        """The text of the link before."""
        self._show_previous()

    def action_text_down(self) -> None:
        """A few lines down."""
        self.scroll_relative(y=ARROW_LINES, animate=False)

    def action_text_up(self) -> None:
        """A few lines up."""
        self.scroll_relative(y=-ARROW_LINES, animate=False)

    def action_text_page_down(self) -> None:
        """A screenful down."""
        self.scroll_page_down(animate=False)

    def action_text_page_up(self) -> None:
        """A screenful up."""
        self.scroll_page_up(animate=False)

    def action_text_top(self) -> None:
        """To its beginning."""
        self.scroll_home(animate=False)

    def action_text_bottom(self) -> None:
        """To its end."""
        self.scroll_end(animate=False)

    def action_text_close(self) -> None:
        """Back to the list."""
        self._close()
