"""The list of links, drawn by line: the one widget that takes 100,000 rows, because it holds none.

It knows ids and asks for a row when its line is drawn; a filter swaps the ids, a change repaints its own rows.
It owns the cursor, the marks and the scroll offset, and no truth.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import ClassVar, Final

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.ui.foreign import found, line, lines
from workbench.ui.keys import bindings, named

LEAD: Final = 4  # cells before the title: the cursor's bar, the mark, the kind, a space
MARKS: Final = 12  # cells a row's marks may take


class Row(Struct, frozen=True):
    """What a line shows of a link. Any text may be foreign; `kind` is a letter, `marks` signs such as `#9 =`."""

    kind: str
    title: str
    marks: str = ""
    origin: str = ""
    age: str = ""


class LinkList(ScrollView, can_focus=True, inherit_bindings=False):
    """Links by id. `describe` gives the row of an id, and is asked for drawn lines only."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "link-list--cursor",
        "link-list--cursor-blurred",
        "link-list--marked",
        "link-list--bar",
        "link-list--kind",
        "link-list--match",
        "link-list--dim",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("lists"),
        *named("link.read", "mark.toggle", "mark.range", "view.back"),
    ]
    DEFAULT_CSS = "LinkList { overflow-x: hidden; overflow-y: auto; }"
    ALLOW_SELECT = False

    empty: reactive[str] = reactive("")
    """What stands in the middle when there is nothing to list; may have lines."""

    class Moved(Message):
        """The cursor stands on another link, or on none."""

        def __init__(self, control: "LinkList", id: int | None) -> None:
            super().__init__()
            self._control = control
            self.id = id

        @property
        def control(self) -> "LinkList":
            """The list that says so."""
            return self._control

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor came to rest counts."""
            return isinstance(message, LinkList.Moved) and message.control is self.control

    class Chosen(Message):
        """A link was opened, by key or double click."""

        def __init__(self, control: "LinkList", id: int) -> None:
            super().__init__()
            self._control = control
            self.id = id

        @property
        def control(self) -> "LinkList":
            """The list that says so."""
            return self._control

    def __init__(
        self, describe: Callable[[int], Row], *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.marked: set[int] = set()
        self._describe = describe
        self._ids: tuple[int, ...] = ()
        self._at = 0
        self._words: tuple[str, ...] = ()
        self._range: tuple[int, frozenset[int]] | None = None  # where it began, and what was marked before
        self._versions: dict[int, int] = {}
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(1024)

    @property
    def ids(self) -> Sequence[int]:
        """The links listed, in order."""
        return self._ids

    @property
    def cursor_id(self) -> int | None:
        """The link under the cursor; None in an empty list."""
        return self._ids[self._at] if self._ids else None

    def show(self, ids: Sequence[int], *, words: tuple[str, ...] = (), keep: bool = True) -> None:
        """List these links, with these words lit up in their titles.

        The cursor stays on its link and its line; where the link has gone, on the next one that is left.
        Marks stay with their links, seen or not. `keep=False` begins at the top, with nothing marked.
        """
        was, offset = self.cursor_id, self._at - self.scroll_offset.y
        listed = tuple(ids)
        if keep and listed == self._ids and words == self._words:
            return
        at = self._place_in(listed) if keep else 0
        self._ids, self._at, self._range = listed, at, None
        if not keep:
            self.marked = set()
        if words != self._words:
            self._words = words
            self._strips.clear()
        self.virtual_size = Size(0, len(self._ids))
        self.scroll_to(y=at - offset if keep else 0, animate=False, force=True)
        self.refresh()
        if self.cursor_id != was:
            self.post_message(self.Moved(self, self.cursor_id))

    def refresh_ids(self, ids: Collection[int]) -> None:
        """Ask again for the rows of these links, and repaint those in sight."""
        for id in ids:
            self._versions[id] = self._versions.get(id, 0) + 1
        self._repaint(set(ids))

    def move_to(self, id: int) -> bool:
        """Put the cursor on that link; False where the list does not have it."""
        if id not in self._ids:
            return False
        self._move(self._ids.index(id))
        return True

    def targets(self) -> list[int]:
        """What a verb should act on: the marked links in sight of the filter, in list order, else the cursor's."""
        marked = [id for id in self._ids if id in self.marked] if self.marked else []
        return marked or [id for id in (self.cursor_id,) if id is not None]

    def unmark(self) -> None:
        """Mark nothing any more."""
        self._range = None
        self._mark(set())

    def action_cursor_down(self) -> None:
        """One row down."""
        self._move(self._at + 1)

    def action_cursor_up(self) -> None:
        """One row up."""
        self._move(self._at - 1)

    def action_cursor_top(self) -> None:
        """The first row."""
        self._move(0)

    def action_cursor_bottom(self) -> None:
        """The last row."""
        self._move(len(self._ids))

    def action_cursor_page_down(self) -> None:
        """One screenful down, less a row to hold on to."""
        self._move(self._at + max(1, self.size.height - 1))

    def action_cursor_page_up(self) -> None:
        """One screenful up, less a row to hold on to."""
        self._move(self._at - max(1, self.size.height - 1))

    def action_link_read(self) -> None:
        """Say that the link was chosen."""
        if self.cursor_id is not None:
            self.post_message(self.Chosen(self, self.cursor_id))

    def action_mark_toggle(self) -> None:
        """Mark the link or unmark it, and go on to the next."""
        if self.cursor_id is None:
            return
        self._range = None
        self._mark(self.marked ^ {self.cursor_id})
        self._move(self._at + 1)

    def action_mark_range(self) -> None:
        """Begin a range that follows the cursor, or end it."""
        if self._range is not None or not self._ids:
            self._range = None
            return
        self._range = (self._at, frozenset(self.marked))
        self._stretch()

    def action_view_back(self) -> None:
        """End the range; then unmark all; then leave the key to the view around."""
        if self._range is not None:
            self._range = None
        elif self.marked:
            self.unmark()
        else:
            raise SkipAction

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one on the same link chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or (at := offset.y + self.scroll_offset.y) >= len(self._ids):
            return
        self._move(at)
        if event.chain == 2:
            self.action_link_read()

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._into_sight()

    def notify_style_update(self) -> None:
        """Another theme: nothing drawn so far is right."""
        self._strips.clear()
        super().notify_style_update()

    @property
    def _width(self) -> int:
        return self.size.width - self.scrollbar_size_vertical

    def render_line(self, y: int) -> Strip:
        """The line `y` cells below the top of the widget."""
        if not self._ids:
            return self._empty_line(y)
        at = y + self.scroll_offset.y
        if at >= len(self._ids):
            return Strip.blank(self._width, self.rich_style)
        id, here = self._ids[at], at == self._at
        key = (id, self._versions.get(id), self._width, here, here and self.has_focus, id in self.marked)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(id, here)
        return strip

    def _draw(self, id: int, here: bool) -> Strip:
        width, marked = self._width, id in self.marked
        base = self._ground(here, marked)
        segments: list[Segment] = []
        for text, part in _parts(self._describe(id), width, here, marked):
            style = base + self._part(part)
            segments += self._lit(text, style) if part == "title" else [Segment(text, style)]
        return Strip(segments).adjust_cell_length(width, base)

    def _ground(self, here: bool, marked: bool) -> Style:
        if here:
            return self.get_component_rich_style("link-list--cursor" + ("" if self.has_focus else "-blurred"))
        return self.get_component_rich_style("link-list--marked") if marked else self.rich_style

    def _part(self, part: str) -> Style:
        if part in {"", "title"}:
            return Style.null()
        return self.get_component_rich_style(f"link-list--{part}", partial=True)

    def _lit(self, title: str, style: Style) -> Iterable[Segment]:
        done = 0
        for start, end in found(title, self._words):
            yield Segment(title[done:start], style)
            yield Segment(title[start:end], style + self._part("match"))
            done = end
        yield Segment(title[done:], style)

    def _empty_line(self, y: int) -> Strip:
        said, width = lines(self.empty).split("\n"), self._width
        at = y - (self.size.height - len(said)) // 2
        if not 0 <= at < len(said):
            return Strip.blank(width, self.rich_style)
        left = max(0, width - cell_len(said[at])) // 2
        text = " " * left + _fit(said[at], width - left)
        return Strip([Segment(text, self.rich_style + self._part("dim"))], width)

    def _place_in(self, ids: Sequence[int]) -> int:
        if self.cursor_id in ids:
            return ids.index(self.cursor_id)
        left = {id: at for at, id in enumerate(ids)}
        after = (left[id] for id in self._ids[self._at :] if id in left)
        return next(after, max(0, min(self._at, len(ids) - 1)))

    def _move(self, at: int) -> None:
        at = max(0, min(at, len(self._ids) - 1))
        if at == self._at:
            return
        self.refresh_line(self._at)
        self.refresh_line(at)
        self._at = at
        if self._range is not None:
            self._stretch()
        self._into_sight()
        self.post_message(self.Moved(self, self.cursor_id))

    def _into_sight(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        wanted = min(self._at, max(top, self._at - height + 1))
        if height and wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)

    def _stretch(self) -> None:
        if self._range is None:
            return
        begun, before = self._range
        first, last = sorted((begun, self._at))
        self._mark(before | set(self._ids[first : last + 1]))

    def _mark(self, marked: Iterable[int]) -> None:
        was, self.marked = self.marked, set(marked)
        self._repaint(was ^ self.marked)

    def _repaint(self, ids: set[int]) -> None:
        top = self.scroll_offset.y
        for at, id in enumerate(self._ids[top : top + self.size.height], top):
            if id in ids:
                self.refresh_line(at)


def _parts(row: Row, width: int, here: bool, marked: bool) -> list[tuple[str, str]]:
    """A row as texts from left to right, each with the component that gives it its look."""
    origin, age = _columns(width)
    tail = [(_fit(line(row.marks), MARKS).rstrip(), "")] if row.marks else []
    tail += [(_fit(line(row.origin), origin), "dim")] if origin else []
    tail += [(_fit(line(row.age), age, right=True), "dim")] if age else []
    room = max(0, width - LEAD - sum(1 + cell_len(text) for text, _ in tail))
    lead = [("▌" if here else " ", "bar"), ("*" if marked else " ", ""), (_fit(line(row.kind), 1), "kind")]
    title = [(" ", ""), (_fit(line(row.title), room), "title")]
    return [*lead, *title, *((f" {text}", part) for text, part in tail)]


def _columns(width: int) -> tuple[int, int]:
    """Cells for origin and age: what can wait goes first as the list grows narrow."""
    if width >= 60:
        return 12, 4
    return (7 if width >= 40 else 0), (4 if width >= 28 else 0)


def _fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly so many cells, cut with … or filled with spaces."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…" if width else ""
    fill = " " * (width - cell_len(text))
    return fill + text if right else text + fill
