"""The list of links, drawn by line: the one widget that takes 100,000 rows, because it holds none.

It knows ids and asks for a row when its line is drawn; a filter swaps the ids, a change repaints its own rows.
It owns the cursor, the marks and the scroll offset, and no truth.
"""

from collections.abc import Callable, Collection, Sequence, Set
from typing import Any, ClassVar, Generic

from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.ui.keys.table import build_bindings, build_named_bindings
from workbench.ui.widgets.cursor_trail import CursorTrail
from workbench.ui.widgets.list_row import ListRow, draw_empty_line, draw_row
from workbench.ui.widgets.marks import Marks, RowId
from workbench.ui.widgets.scrolled_lines import scroll_over_lines


class LinkList(Generic[RowId], ScrollView, can_focus=True, inherit_bindings=False):
    """Links by id, or whatever else has ids. `describe` gives the row of one, and is asked for drawn lines only."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "link-list--cursor",
        "link-list--cursor-blurred",
        "link-list--marked",
        "link-list--bar",
        "link-list--kind",
        "link-list--match",
        "link-list--dim",
        "link-list--error",
        "link-list--warning",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        *build_bindings("lists"),
        *build_named_bindings("link.read", "mark.toggle", "mark.range", "view.back"),
    ]
    DEFAULT_CSS = "LinkList { overflow-x: hidden; overflow-y: auto; }"
    ALLOW_SELECT = False

    empty_text: reactive[str] = reactive("")
    """What stands in the middle when there is nothing to list; may have lines."""

    class CursorMoved(Message):
        """The cursor stands on another link, or on none."""

        def __init__(self, control: "LinkList[Any]", id: int | None) -> None:
            super().__init__()
            self._control = control
            self.id = id

        @property
        def control(self) -> "LinkList[Any]":
            """The list that says so."""
            return self._control

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor came to rest counts."""
            return isinstance(message, LinkList.CursorMoved) and message.control is self.control

    class Activated(Message):
        """A link was opened, by key or double click."""

        def __init__(self, control: "LinkList[Any]", id: int) -> None:
            super().__init__()
            self._control = control
            self.id = id

        @property
        def control(self) -> "LinkList[Any]":
            """The list that says so."""
            return self._control

    class MarksChanged(Message):
        """Other links are marked, or a range began or ended."""

    def __init__(
        self, describe: Callable[[RowId], ListRow], *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.marks: Marks[RowId] = Marks(lambda: self.post_message(self.MarksChanged()))
        self._describe = describe
        self._ids: tuple[RowId, ...] = ()
        self._cursor_index = 0
        self._trail: CursorTrail[RowId] = CursorTrail()
        self._terms: tuple[str, ...] = ()
        self._versions: dict[RowId, int] = {}
        self._strip_cache: LRUCache[tuple[object, ...], Strip] = LRUCache(1024)

    @property
    def ids(self) -> Sequence[RowId]:
        """The links listed, in order."""
        return self._ids

    @property
    def marked(self) -> Set[RowId]:
        """The links that are marked, seen or not."""
        return self.marks.ids

    @property
    def cursor_id(self) -> RowId | None:
        """The link under the cursor; None in an empty list."""
        return self._ids[self._cursor_index] if self._ids else None

    def show_ids(
        self, ids: Sequence[RowId], *, terms: tuple[str, ...] = (), keep_cursor: bool = True
    ) -> None:
        """List these links, with these words lit up in their titles.

        The cursor stays on its link and its line; where the link has gone, on the next one that is left, until it is
        back. Marks stay with their links, seen or not. `keep=False` begins at the top, with nothing marked.
        """
        was, offset = self.cursor_id, self._cursor_index - self.scroll_offset.y
        listed = tuple(ids)
        if keep_cursor and listed == self._ids and terms == self._terms:
            return
        if not keep_cursor or terms != self._terms:
            self._trail.clear()
        at = self._trail.find_new_index(self._ids, self._cursor_index, listed) if keep_cursor else 0
        self._ids, self._cursor_index = listed, at
        self.marks.end_range()
        if not keep_cursor:
            self.marks.clear()
        if terms != self._terms:
            self._terms = terms
            self._strip_cache.clear()
        scroll_over_lines(self, len(self._ids))
        self.scroll_to(y=at - offset if keep_cursor else 0, animate=False, force=True)
        self.refresh(self.size.region)
        if self.cursor_id != was:
            self.post_message(self.CursorMoved(self, self.cursor_id))

    def refresh_ids(self, ids: Collection[RowId]) -> None:
        """Ask again for the rows of these links, and repaint those in sight."""
        for id in ids:
            self._versions[id] = self._versions.get(id, 0) + 1
        self._repaint_rows(set(ids))

    def refresh_rows(self) -> None:
        """Ask again for all rows, as they come in sight."""
        self._strip_cache.clear()
        self.refresh()

    def move_to(self, id: RowId) -> bool:
        """Put the cursor on that link; False where the list does not have it."""
        if id not in self._ids:
            return False
        self._move_cursor(self._ids.index(id))
        return True

    def collect_targets(self) -> list[RowId]:
        """What a verb should act on: the marked links in sight of the filter, in list order, else the cursor's."""
        marked = [id for id in self._ids if id in self.marked] if self.marked else []
        return marked or [id for id in (self.cursor_id,) if id is not None]

    def clear_marks(self) -> None:
        """Mark nothing any more."""
        self._repaint_rows(self.marked)
        self.marks.clear()

    def action_cursor_down(self) -> None:
        """One row down."""
        self._move_cursor(self._cursor_index + 1)

    def action_cursor_up(self) -> None:
        """One row up."""
        self._move_cursor(self._cursor_index - 1)

    def action_cursor_top(self) -> None:
        """The first row."""
        self._move_cursor(0)

    def action_cursor_bottom(self) -> None:
        """The last row."""
        self._move_cursor(len(self._ids))

    def action_cursor_page_down(self) -> None:
        """One screenful down, less a row to hold on to."""
        self._move_cursor(self._cursor_index + max(1, self.size.height - 1))

    def action_cursor_page_up(self) -> None:
        """One screenful up, less a row to hold on to."""
        self._move_cursor(self._cursor_index - max(1, self.size.height - 1))

    def action_link_read(self) -> None:
        """Say that the link was chosen."""
        if self.cursor_id is not None:
            self.post_message(self.Activated(self, self.cursor_id))

    def action_mark_toggle(self) -> None:
        """Mark the link or unmark it, and go on to the next."""
        if self.cursor_id is None:
            return
        self.marks.toggle(self.cursor_id)
        self.refresh_line(self._cursor_index)
        self._move_cursor(self._cursor_index + 1)

    def action_mark_range(self) -> None:
        """Begin a range that follows the cursor, or end it."""
        if self.marks.has_range or not self._ids:
            self.marks.end_range()
        else:
            self.marks.begin_range(self._cursor_index)
            self._extend_range()

    def action_view_back(self) -> None:
        """End the range; then unmark all; then leave the key to the view around."""
        if self.marks.has_range:
            self.marks.end_range()
        elif self.marked:
            self.clear_marks()
        else:
            raise SkipAction

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one on the same link chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or (at := offset.y + self.scroll_offset.y) >= len(self._ids):
            return
        self._move_cursor(at)
        if event.chain == 2:
            self.action_link_read()

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._scroll_to_cursor()

    def notify_style_update(self) -> None:
        """Another theme: nothing drawn so far is right."""
        self._strip_cache.clear()
        super().notify_style_update()

    @property
    def _width(self) -> int:
        return self.size.width - self.scrollbar_size_vertical

    def render_line(self, y: int) -> Strip:
        """The line `y` cells below the top of the widget."""
        if not self._ids:
            style = self.rich_style + self._resolve_part_style("dim")
            return draw_empty_line(self.empty_text, y, self._width, self.size.height, style)
        at = y + self.scroll_offset.y
        if at >= len(self._ids):
            return Strip.blank(self._width, self.rich_style)
        id, here = self._ids[at], at == self._cursor_index
        key = (id, self._versions.get(id), self._width, here, here and self.has_focus, id in self.marked)
        strip = self._strip_cache.get(key)
        if strip is None:
            strip = self._strip_cache[key] = self._render_row(id, here)
        return strip

    def _render_row(self, id: RowId, here: bool) -> Strip:
        marked = id in self.marked
        return draw_row(
            self._describe(id),
            self._width,
            here=here,
            marked=marked,
            terms=self._terms,
            base=self._resolve_row_style(here, marked),
            style_of=self._resolve_part_style,
        )

    def _resolve_row_style(self, here: bool, marked: bool) -> Style:
        if here:
            return self.get_component_rich_style("link-list--cursor" + ("" if self.has_focus else "-blurred"))
        return self.get_component_rich_style("link-list--marked") if marked else self.rich_style

    def _resolve_part_style(self, part: str) -> Style:
        return self.get_component_rich_style(f"link-list--{part}", partial=True)

    def _move_cursor(self, at: int) -> None:
        at = max(0, min(at, len(self._ids) - 1))
        if at == self._cursor_index:
            return
        self.refresh_line(self._cursor_index)
        self.refresh_line(at)
        self._cursor_index = at
        self._extend_range()
        self._scroll_to_cursor()
        self.post_message(self.CursorMoved(self, self.cursor_id))

    def _scroll_to_cursor(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        wanted = min(self._cursor_index, max(top, self._cursor_index - height + 1))
        if height and wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)

    def _extend_range(self) -> None:
        if self.marks.has_range:
            before = self.marked
            self.marks.extend_range(self._ids, self._cursor_index)
            self._repaint_rows(before ^ self.marked)

    def _repaint_rows(self, ids: Set[RowId]) -> None:
        top = self.scroll_offset.y
        for at, id in enumerate(self._ids[top : top + self.size.height], top):
            if id in ids:
                self.refresh_line(at)
