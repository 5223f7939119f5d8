"""The list of an issue's pieces, drawn by line: some fifty rows, most of which the cursor rests on.

It owns the cursor, which stays with its piece when rows come and go, and the scroll offset; no truth.
"""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.ui.foreign import line, literal
from workbench.ui.keys import bindings
from workbench.ui.piece_rows import PieceRow

TAIL: Final = 1  # empty cells at the right edge


class PieceList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of pieces. The cursor rests on pieces only: heads of sections and open slots are seen in passing."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "piece-list--cursor",
        "piece-list--cursor-blurred",
        "piece-list--bar",
        "piece-list--section",
        "piece-list--quiet",
        "piece-list--rule",
    }
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lists")]
    DEFAULT_CSS = "PieceList { overflow-x: hidden; overflow-y: auto; }"
    ALLOW_SELECT = False

    empty: reactive[str] = reactive("")
    """What stands here instead while there are no rows."""

    class Moved(Message):
        """The cursor stands on another piece; empty where there is none."""

        def __init__(self, piece: str) -> None:
            super().__init__()
            self.piece = piece

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor came to rest counts."""
            return isinstance(message, PieceList.Moved)

    class Chosen(Message):
        """A piece was double-clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[PieceRow] = ()
        self._at = 0

    @property
    def piece(self) -> str:
        """The piece under the cursor; empty where there is none."""
        return self._rows[self._at].piece if self._rows else ""

    @property
    def pieces(self) -> list[str]:
        """Every piece listed, in order."""
        return [row.piece for row in self._rows if row.piece]

    def show(self, rows: Sequence[PieceRow], *, keep: bool = True) -> None:
        """List these rows. The cursor stays on its piece; where that has gone, on the next one that is left.

        `keep=False` begins at the top.
        """
        if keep and rows == self._rows:
            return
        was, old = self.piece, [row.piece for row in self._rows[self._at :]] if keep else []
        places = {row.piece: at for at, row in enumerate(rows) if row.piece}
        first = min(places.values(), default=0)
        fallback = max((at for at in places.values() if at <= self._at), default=first) if keep else first
        self._rows = rows
        self._at = next((places[piece] for piece in old if piece in places), fallback)
        self.virtual_size = Size(0, len(rows))
        self._into_sight()
        self.refresh()
        if self.piece != was:
            self.post_message(self.Moved(self.piece))

    def move_to(self, piece: str) -> bool:
        """Put the cursor on that piece; False where the list does not have it."""
        at = next((at for at, row in enumerate(self._rows) if row.piece == piece != ""), None)
        if at is not None:
            self._move(at)
        return at is not None

    def beside(self, piece: str, by: int) -> str:
        """The piece so many places after (or before) that one; empty beyond either end."""
        pieces = self.pieces
        at = pieces.index(piece) + by if piece in pieces else -1
        return pieces[at] if 0 <= at < len(pieces) else ""

    def successor(self, piece: str) -> str:
        """Where the cursor goes when an action takes this piece from its place: the next one of its group,
        else the one before it, else the next piece of all."""
        group = next((row.group for row in self._rows if row.piece == piece), "")
        within = {row.piece for row in self._rows if row.group == group}
        after, before = self.beside(piece, 1), self.beside(piece, -1)
        return before if after not in within and before in within else after or before

    def action_cursor_down(self) -> None:
        """The next piece."""
        self.move_to(self.beside(self.piece, 1))

    def action_cursor_up(self) -> None:
        """The piece before."""
        self.move_to(self.beside(self.piece, -1))

    def action_cursor_top(self) -> None:
        """The first piece."""
        self._toward(0)

    def action_cursor_bottom(self) -> None:
        """The last piece."""
        self._toward(len(self._rows))

    def action_cursor_page_down(self) -> None:
        """A screenful of rows down."""
        self._toward(self._at + max(1, self.size.height - 1))

    def action_cursor_page_up(self) -> None:
        """A screenful of rows up."""
        self._toward(self._at - max(1, self.size.height - 1))

    def turn_group(self, by: int) -> None:
        """To the first piece of the next group (1), or of this one and then the one before it (-1)."""
        firsts = {row.group: at for at, row in reversed([*enumerate(self._rows)]) if row.piece}
        starts = sorted(firsts.values())
        left = [at for at in starts if at > self._at] if by > 0 else [at for at in starts if at < self._at]
        if left:
            self._move(left[0] if by > 0 else left[-1])

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one on the same piece chooses it."""
        offset = event.get_content_offset(self)
        at = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= at < len(self._rows) and self._rows[at].piece:
            self._move(at)
            if event.chain == 2:
                self.post_message(self.Chosen())

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._into_sight()

    def render_line(self, y: int) -> Strip:
        """The line `y` cells below the top of the widget."""
        at, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if not self._rows:
            return self._invitation(y, width)
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        return self._draw(self._rows[at], width, at == self._at)

    def _draw(self, row: PieceRow, width: int, here: bool) -> Strip:
        base = self.rich_style
        if here:
            base = self.get_component_rich_style(
                "piece-list--cursor" + ("" if self.has_focus else "-blurred")
            )
        own = base + self._part(row.look)
        quiet = base + self._part("quiet")
        lead, tail = row.lead[1:], f" {row.tail}" if row.tail else ""
        room = max(0, width - 1 - len(lead) - Content(tail).cell_length - TAIL)
        text = Content(line(row.text)).truncate(room, ellipsis=True)
        fill = f" {'─' * (room - text.cell_length - 1)}" if row.look == "section" else ""
        segments = [
            Segment("▌" if here else " ", base + self._part("bar")),
            Segment(lead, own if row.look == "section" else quiet),
            Segment(text.plain, own),
            Segment(fill.ljust(room - text.cell_length), base + self._part("rule")),
            Segment(tail + " " * TAIL, quiet),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _invitation(self, y: int, width: int) -> Strip:
        said = literal(self.empty).wrap(max(1, width - 4)) if self.empty else []
        at = y - (self.size.height - len(said)) // 2
        text = said[at].plain.strip().center(width) if 0 <= at < len(said) else ""
        return Strip([Segment(text, self.rich_style + self._part("quiet"))]).adjust_cell_length(width)

    def _part(self, part: str) -> Style:
        if part == "piece":
            return Style.null()
        return self.get_component_rich_style(f"piece-list--{part}", partial=True)

    def _toward(self, at: int) -> None:
        """To the piece nearest to that row."""
        stops = [place for place, row in enumerate(self._rows) if row.piece]
        if stops:
            self._move(min(stops, key=lambda place: abs(place - at)))

    def _move(self, at: int) -> None:
        if at == self._at:
            return
        self.refresh_line(self._at)
        self.refresh_line(at)
        self._at = at
        self._into_sight()
        self.post_message(self.Moved(self.piece))

    def _into_sight(self) -> None:
        """Scroll as little as needed to see the cursor's row with what leads up to it, its section's head."""
        first, top, lowest = self._at, self.scroll_offset.y, self._at - self.size.height + 1
        while first > 0 and not self._rows[first - 1].piece:
            first -= 1
        wanted = max(lowest, min(first, top))
        if self.size.height and wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)
