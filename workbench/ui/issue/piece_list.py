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
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.curation.pieces import Piece
from workbench.ui.issue.piece_rows import PieceRow
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import one_line, to_content
from workbench.ui.widgets.scrolled_lines import scroll_over_lines

TAIL_WIDTH: Final = 1  # empty cells at the right edge


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
    BINDINGS: ClassVar[list[BindingType]] = [*build_bindings("lists")]
    DEFAULT_CSS = "PieceList { overflow-x: hidden; overflow-y: auto; }"
    ALLOW_SELECT = False

    empty_text: reactive[str] = reactive("")
    """What stands here instead while there are no rows."""

    class CursorMoved(Message):
        """The cursor stands on another piece; None where there is none."""

        def __init__(self, piece: Piece | None) -> None:
            super().__init__()
            self.piece = piece

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor came to rest counts."""
            return isinstance(message, PieceList.CursorMoved)

    class Activated(Message):
        """A piece was double-clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[PieceRow] = ()
        self._cursor_index = 0

    @property
    def piece(self) -> Piece | None:
        """The piece under the cursor; None where there is none."""
        return self._rows[self._cursor_index].piece if self._rows else None

    @property
    def pieces(self) -> list[Piece]:
        """Every piece listed, in order."""
        return [row.piece for row in self._rows if row.piece is not None]

    def show_rows(self, rows: Sequence[PieceRow], *, keep_cursor: bool = True) -> None:
        """List these rows. The cursor stays on its piece; where that has gone, on the next one that is left.

        `keep=False` begins at the top.
        """
        if keep_cursor and rows == self._rows:
            return
        was, left = self.piece, self._rows[self._cursor_index :] if keep_cursor else ()
        places = {row.piece: at for at, row in enumerate(rows) if row.piece is not None}
        first = min(places.values(), default=0)
        fallback = (
            max((at for at in places.values() if at <= self._cursor_index), default=first)
            if keep_cursor
            else first
        )
        self._rows = rows
        self._cursor_index = next(
            (places[row.piece] for row in left if row.piece is not None and row.piece in places), fallback
        )
        scroll_over_lines(self, len(rows))
        self._scroll_to_cursor()
        self.refresh(self.size.region)
        if self.piece != was:
            self.post_message(self.CursorMoved(self.piece))

    def move_to(self, piece: Piece | None) -> bool:
        """Put the cursor on that piece; False where the list does not have it."""
        at = next((at for at, row in enumerate(self._rows) if piece is not None and row.piece == piece), None)
        if at is not None:
            self._move_cursor(at)
        return at is not None

    def move_to_group(self, group: str) -> bool:
        """Put the cursor on the last piece of that group, behind which its open slots are; False where it has none."""
        pieces = [row.piece for row in self._rows if row.group == group and row.piece is not None]
        return bool(pieces) and self.move_to(pieces[-1])

    def find_neighbour(self, piece: Piece | None, by: int) -> Piece | None:
        """The piece so many places after (or before) that one; None beyond either end."""
        pieces = self.pieces
        at = pieces.index(piece) + by if piece is not None and piece in pieces else -1
        return pieces[at] if 0 <= at < len(pieces) else None

    def find_successor(self, piece: Piece | None) -> Piece | None:
        """Where the cursor goes when an action takes this piece from its place: the next one of its group,
        else the one before it, else the next piece of all."""
        group = next((row.group for row in self._rows if row.piece == piece), "")
        within = {row.piece for row in self._rows if row.group == group}
        after, before = self.find_neighbour(piece, 1), self.find_neighbour(piece, -1)
        return before if after not in within and before in within else after or before

    def action_cursor_down(self) -> None:
        """The next piece."""
        self.move_to(self.find_neighbour(self.piece, 1))

    def action_cursor_up(self) -> None:
        """The piece before."""
        self.move_to(self.find_neighbour(self.piece, -1))

    def action_cursor_top(self) -> None:
        """The first piece."""
        self._move_near(0)

    def action_cursor_bottom(self) -> None:
        """The last piece."""
        self._move_near(len(self._rows))

    def action_cursor_page_down(self) -> None:
        """A screenful of rows down."""
        self._move_near(self._cursor_index + max(1, self.size.height - 1))

    def action_cursor_page_up(self) -> None:
        """A screenful of rows up."""
        self._move_near(self._cursor_index - max(1, self.size.height - 1))

    def move_by_group(self, by: int) -> None:
        """To the first piece of the next group (1), or of this one and then the one before it (-1)."""
        stops = [(at, row) for at, row in enumerate(self._rows) if row.piece is not None and row.group]
        firsts = {row.group: at for at, row in reversed(stops)}
        starts = sorted(firsts.values())
        left = (
            [at for at in starts if at > self._cursor_index]
            if by > 0
            else [at for at in starts if at < self._cursor_index]
        )
        if left:
            self._move_cursor(left[0] if by > 0 else left[-1])

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one on the same piece chooses it."""
        offset = event.get_content_offset(self)
        at = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= at < len(self._rows) and self._rows[at].piece is not None:
            self._move_cursor(at)
            if event.chain == 2:
                self.post_message(self.Activated())

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._scroll_to_cursor()

    def render_line(self, y: int) -> Strip:
        """The line `y` cells below the top of the widget."""
        at, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if not self._rows:
            return self._render_empty_line(y, width)
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        return self._render_row(self._rows[at], width, at == self._cursor_index)

    def _render_row(self, row: PieceRow, width: int, here: bool) -> Strip:
        base = self.rich_style
        if here:
            base = self.get_component_rich_style(
                "piece-list--cursor" + ("" if self.has_focus else "-blurred")
            )
        own = base + self._resolve_part_style(row.style)
        quiet = base + self._resolve_part_style("quiet")
        lead, tail = row.lead[1:], f" {row.tail}" if row.tail else ""
        room = max(0, width - 1 - len(lead) - Content(tail).cell_length - TAIL_WIDTH)
        text = Content(one_line(row.text)).truncate(room, ellipsis=True)
        fill = f" {'─' * (room - text.cell_length - 1)}" if row.style == "section" else ""
        segments = [
            Segment("▌" if here else " ", base + self._resolve_part_style("bar")),
            Segment(lead, own if row.style == "section" else quiet),
            Segment(text.plain, own),
            Segment(fill.ljust(room - text.cell_length), base + self._resolve_part_style("rule")),
            Segment(tail + " " * TAIL_WIDTH, quiet),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _render_empty_line(self, y: int, width: int) -> Strip:
        said = to_content(self.empty_text).wrap(max(1, width - 4)) if self.empty_text else []
        at = y - (self.size.height - len(said)) // 2
        text = said[at].plain.strip().center(width) if 0 <= at < len(said) else ""
        return Strip([Segment(text, self.rich_style + self._resolve_part_style("quiet"))]).adjust_cell_length(
            width
        )

    def _resolve_part_style(self, part: str) -> Style:
        if part == "piece":
            return Style.null()
        return self.get_component_rich_style(f"piece-list--{part}", partial=True)

    def _move_near(self, at: int) -> None:
        """To the piece nearest to that row."""
        stops = [place for place, row in enumerate(self._rows) if row.piece is not None]
        if stops:
            self._move_cursor(min(stops, key=lambda place: abs(place - at)))

    def _move_cursor(self, at: int) -> None:
        if at == self._cursor_index:
            return
        self.refresh_line(self._cursor_index)
        self.refresh_line(at)
        self._cursor_index = at
        self._scroll_to_cursor()
        self.post_message(self.CursorMoved(self.piece))

    def _scroll_to_cursor(self) -> None:
        """Scroll as little as needed to see the cursor's row with what leads up to it, its section's head."""
        first, top, lowest = (
            self._cursor_index,
            self.scroll_offset.y,
            self._cursor_index - self.size.height + 1,
        )
        while first > 0 and self._rows[first - 1].piece is None:
            first -= 1
        wanted = max(lowest, min(first, top))
        if self.size.height and wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)
