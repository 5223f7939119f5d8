"""Titles in the border of a pane, where they change with every other key.

Textual paints a widget with all that is in it when its title is another. Here it is the line of the border alone.
"""

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


def show_border_title(pane: Widget, title: Content) -> None:
    """Show this in the upper border; `title` is one line."""
    if pane._border_title is None or not title.is_same(pane._border_title):
        pane._border_title = title
        _repaint_border_line(pane, 0)


def show_border_subtitle(pane: Widget, subtitle: Content) -> None:
    """Show this in the lower border; `subtitle` is one line."""
    if pane._border_subtitle is None or not subtitle.is_same(pane._border_subtitle):
        pane._border_subtitle = subtitle
        _repaint_border_line(pane, pane.outer_size.height - 1)


def _repaint_border_line(pane: Widget, y: int) -> None:
    line = Region(0, y, pane.outer_size.width, 1)
    pane.refresh(line.translate(-pane.content_offset))
