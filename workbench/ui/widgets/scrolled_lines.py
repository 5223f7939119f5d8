"""Lines that a widget draws itself, scrolled without a layout of the screen.

How many lines there are concerns nobody around: the widget keeps its place. Textual's `virtual_size` has all of the
screen laid out anew when it is set, and paints the scroll bar one frame later. Here both follow at once, so that what a
key changes is painted in one frame.
"""

from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

_NOT_WRAPPED: Final = 0
"""The width of lines that were not made yet."""


def scroll_over_lines(view: ScrollView, count: int) -> None:
    """Scroll over so many lines. The view's own size may not depend on how many there are."""
    size = Size(0, count)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)


class TextLines(ScrollView):
    """A text, wrapped at the width there is."""

    DEFAULT_CSS = "TextLines { overflow-x: hidden; overflow-y: auto; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.text = Content()
        """What stands there."""
        self._strips: list[Strip] = []
        self._wrapped_at = _NOT_WRAPPED

    @property
    def line_width(self) -> int:
        """Cells that a line may take."""
        return self.scrollable_content_region.width

    def show_text(self, text: Content) -> None:
        """Show this text, at the line where the last one stood."""
        self.text = text
        self._draw_again()

    def render(self) -> Content:
        """The text as a whole, of which a part may be selected."""
        return self.text

    def render_line(self, y: int) -> Strip:
        """The line `y` cells below the top of the widget."""
        if self._wrapped_at == _NOT_WRAPPED:
            self._wrap()
        at = y + self.scroll_offset.y
        if at >= len(self._strips):
            return Strip.blank(self.scrollable_content_region.width, self.rich_style)
        return self._strips[at]

    def on_resize(self) -> None:
        """Other lines in another width."""
        if self._wrapped_at != self.line_width:
            self._draw_again()

    def notify_style_update(self) -> None:
        """Another theme: draw anew."""
        self._wrapped_at = _NOT_WRAPPED
        super().notify_style_update()

    def selection_updated(self, selection: object) -> None:  # noqa: ARG002 - Textual's signature
        """Another part of it is selected."""
        self._draw_again()

    def _draw_again(self) -> None:
        self._wrapped_at = _NOT_WRAPPED
        if self.line_width:
            self._wrap()
        self.refresh(self.size.region)

    def _wrap(self) -> None:
        self._wrapped_at = self.line_width
        width, style = self.scrollable_content_region.width, self.rich_style
        strips = Visual.to_strips(self, self.text, self._wrapped_at, None, self.visual_style)
        self._strips = [strip.adjust_cell_length(width, style) for strip in strips]
        scroll_over_lines(self, len(self._strips))
