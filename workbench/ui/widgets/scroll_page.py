"""A page of text that the keys of a list scroll."""

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from workbench.ui.keys.table import build_bindings


class ScrollPage(VerticalScroll, inherit_bindings=False):
    """Text to read. `j`, `k` and the page keys scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = [*build_bindings("lists")]

    def action_cursor_down(self) -> None:
        """One line down."""
        self.scroll_down(animate=False)

    def action_cursor_up(self) -> None:
        """One line up."""
        self.scroll_up(animate=False)

    def action_cursor_page_down(self) -> None:
        """One screenful down."""
        self.scroll_page_down(animate=False)

    def action_cursor_page_up(self) -> None:
        """One screenful up."""
        self.scroll_page_up(animate=False)

    def action_cursor_top(self) -> None:
        """The first line."""
        self.scroll_home(animate=False)

    def action_cursor_bottom(self) -> None:
        """The last line."""
        self.scroll_end(animate=False)
