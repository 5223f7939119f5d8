"""Preview: the issue as the reader will see it, at the piece in hand; also as the Markdown and HTML it becomes."""

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive
from textual.widgets import Static
from textual.worker import Worker

from workbench.curation.model import IssueId
from workbench.curation.pieces import PREVIEW, SUBTITLE, TITLE, TLDR, Piece, piece_of_entry
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.verbs import issues
from workbench.publishing.tree import Node
from workbench.ui.issue.fields import PieceField, fields_of
from workbench.ui.preview.block import PreviewBlock
from workbench.ui.sanitize import many_lines, to_content
from workbench.ui.widgets.scroll_page import ScrollPage

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from workbench.publishing.layout import Edition

PreviewMode: TypeAlias = Literal["", "Markdown", "HTML"]
PREVIEW_MODES: Final[tuple[PreviewMode, ...]] = ("", "Markdown", "HTML")
UPDATE_DELAY: Final = 0.1  # seconds by which the preview may be behind the typing; it never waits for a pause
LAYOUT_DELAY: Final = 0.05  # seconds after which what was mounted or moved has its place

NOTHING_TO_PREVIEW: Final = "Nothing to preview yet: place a link, and the issue grows here."


class PreviewPane(Vertical):
    """A page of parts, of which only those whose text changed are painted anew, or a source to read."""

    issue_id: reactive[IssueId | None] = reactive(None)
    mode: reactive[PreviewMode] = reactive[PreviewMode]("")

    def __init__(self, state: State) -> None:
        super().__init__(id="preview", classes="pane")
        self._state = state
        self._typed_texts: dict[PieceField, str] = {}
        self._piece: Piece | None = None
        self._needs_scroll = False
        self._piece_top = 0
        self._is_stale = False
        self._update_worker: Worker[None] | None = None
        self._blocks_by_piece: dict[Piece, PreviewBlock] = {}
        self._shown_titles: tuple[str, str] | None = None
        self._title = Static(id="preview-title", markup=False)
        self._subtitle = Static(id="preview-subtitle", markup=False)
        self.page = ScrollPage(self._title, self._subtitle, id="preview-page")
        self.page.set_class(state.publication.is_right_to_left, "-right-to-left")

    @cached_property
    def source_area(self) -> "TextArea":
        """The source, which takes the place of the page: mounted when it is first asked for."""
        from textual.widgets import TextArea  # noqa: PLC0415 - a start shows none

        area = TextArea(id="preview-source", read_only=True, show_cursor=False, highlight_cursor_line=False)
        self.mount(area)
        return area

    def compose(self) -> ComposeResult:
        yield self.page

    # What the screen says

    @property
    def scroll_target(self) -> "ScrollPage | TextArea":
        """What is in front, to be scrolled."""
        return self.source_area if self.mode else self.page

    def focus(self, scroll_visible: bool = True) -> "PreviewPane":
        """Take the keyboard, to scroll."""
        self.scroll_target.focus(scroll_visible)
        return self

    def on_mount(self) -> None:
        self.watch(self.page, "virtual_size", self._scroll_after_layout, init=False)

    def _scroll_after_layout(self) -> None:
        self.call_after_refresh(self._scroll_to_piece)

    def watch_issue_id(self) -> None:
        """Another issue: from its top."""
        self._typed_texts.clear()
        self.page.scroll_home(animate=False)
        self._schedule_update()

    def show_changes(self, touched: Touched) -> None:
        """These documents changed: what of the typing the library holds by now is typing no more."""
        for field in [
            field for field, text in self._typed_texts.items() if field.is_saved_or_gone(self._state, text)
        ]:
            del self._typed_texts[field]
        if touched.issues or touched.entries:
            self._schedule_update()

    def show_piece(self, piece: Piece | None) -> None:
        """Go to the piece in hand and mark it."""
        if piece != self._piece:
            self._piece, self._needs_scroll = piece, True
            self._mark_piece()

    def show_edit(self, piece: Piece, text: str, field: str = "") -> None:
        """Show what is being typed into a field of that piece (its text or blurb if not said) before it is saved."""
        if self.issue_id is not None:
            name = field or ("blurb" if piece.kind == "entry" else "text")
            fields = fields_of(self._state, self.issue_id, piece)
            self._typed_texts |= {each: text for each in fields if each.name == name}
            self._schedule_update()

    def cycle_mode(self) -> None:
        """Rendered, its Markdown, its HTML, and round again."""
        self.mode = PREVIEW_MODES[(PREVIEW_MODES.index(self.mode) + 1) % len(PREVIEW_MODES)]

    def watch_mode(self, before: PreviewMode) -> None:
        """The border says what is shown."""
        had_focus = (self.source_area if before else self.page).has_focus
        self.page.display = not self.mode
        if before or self.mode:
            self.source_area.display = bool(self.mode)
        self.border_title = to_content(f"Preview: {self.mode}" if self.mode else "Preview")
        self._needs_scroll = True
        if had_focus:
            self.focus()
        self._schedule_update()

    # How it follows

    def on_show(self) -> None:
        """While out of sight nothing is painted; now it is caught up with."""
        self._schedule_update()

    def _schedule_update(self) -> None:
        self._is_stale = True
        if self.is_mounted and (self._update_worker is None or self._update_worker.is_finished):
            self._update_worker = self.run_worker(self._run_updates, group="preview")

    async def _run_updates(self) -> None:
        while self._is_stale and self.region.area:
            await asyncio.sleep(UPDATE_DELAY)
            self._is_stale = False
            await self._update_view()

    async def _update_view(self) -> None:
        from workbench.ui.preview import editions  # noqa: PLC0415 - with all of publishing, behind the first paint

        made = editions.build_typed_edition(self._state, self.issue_id, self._typed_texts)
        if self.mode:
            self._show_source(editions.render_source(made, self.mode))
        else:
            self._show_titles(made)
            await self._show_page(editions.group_by_piece(made))
        self._mark_piece()

    def _show_titles(self, edition: "Edition | None") -> None:
        """Title and subtitle; without an issue, what to do. Written only where they differ: that moves the page."""
        title, subtitle = (edition.title, edition.subtitle) if edition else ("", NOTHING_TO_PREVIEW)
        if (title, subtitle) != self._shown_titles:
            self._shown_titles = title, subtitle
            self._title.update(to_content(title))
            self._subtitle.update(to_content(subtitle))
            self._title.display, self._subtitle.display = bool(title), bool(subtitle)

    def _show_source(self, source: str) -> None:
        text = many_lines(source)
        if text != self.source_area.text:
            self.source_area.text = text
            self._needs_scroll = True

    async def _show_page(self, nodes_by_piece: dict[Piece, list[Node]]) -> None:
        """Bring the page to these parts: take away, put in order, draw anew what differs."""
        for key in self._blocks_by_piece.keys() - nodes_by_piece.keys():
            await self._blocks_by_piece.pop(key).remove()
        for at, (key, nodes) in enumerate(nodes_by_piece.items(), start=2):
            leaf = self._blocks_by_piece.get(key)
            there = self.page.children[at] if at < len(self.page.children) else None
            if not self.page.is_attached:
                return  # the screen closes meanwhile
            if leaf is None:
                leaf = self._blocks_by_piece[key] = PreviewBlock()
                await self.page.mount(leaf, before=there)
            elif there is not None and there is not leaf:
                self.page.move_child(leaf, before=there)
            leaf.show_nodes(nodes)

    # Where it stands

    @property
    def _printed_piece(self) -> Piece | None:
        """The piece in hand as the page has it, where the TL;DR is one piece."""
        return TLDR if self._piece is not None and self._piece.kind == "tldr" else self._piece

    def _mark_piece(self) -> None:
        for piece, widget in self._blocks_by_piece.items():
            widget.set_class(piece == self._printed_piece, "-here")
        self._title.set_class(self._piece == TITLE, "-here")
        self._subtitle.set_class(self._piece == SUBTITLE, "-here")
        self.call_after_refresh(self._scroll_to_piece)
        # What was mounted or moved may get its place a moment after this refresh.
        self.set_timer(LAYOUT_DELAY, self._scroll_to_piece)

    def _scroll_to_piece(self) -> None:
        """Scroll to the piece in hand when it is another, or when the page moved it; one that is not printed leaves the
        page where it is."""
        printed = self._printed_piece
        here = self._blocks_by_piece.get(printed) if printed is not None else None
        if self.mode:
            self._needs_scroll = self._needs_scroll and not self._scroll_source()
        elif self._piece in (TITLE, SUBTITLE, PREVIEW):
            if self._needs_scroll:
                self.page.scroll_home(animate=False)
            self._needs_scroll = False
        elif here is not None:
            start = self._find_scroll_start(here)
            # As far up as the page goes by now: what is not laid out beneath the piece yet lets it go no further.
            top = min(start.virtual_region.y, self.page.max_scroll_y)
            if self._needs_scroll or top != self._piece_top:
                self._piece_top = top
                # At once: scrolled after a refresh, an earlier piece may have its turn behind this one.
                self.page.scroll_to_widget(start, top=True, animate=False, immediate=True)
            self._needs_scroll = False

    def _find_scroll_start(self, block: PreviewBlock) -> PreviewBlock:
        """The widget to begin with: the first entry of a section is seen with its heading."""
        before = self.page.children[self.page.children.index(block) - 1]
        heading = any(
            piece.kind == "section" and widget is before for piece, widget in self._blocks_by_piece.items()
        )
        return before if heading and isinstance(before, PreviewBlock) else block

    def _scroll_source(self) -> bool:
        issue = self._state.find_issue(self.issue_id)
        printed = (
            [piece_of_entry(entry.id) for entry in issues.printed_entries(self._state, issue)]
            if issue
            else []
        )
        mark = "### " if self.mode == "Markdown" else "<h3>"
        rows = [row for row, line in enumerate(self.source_area.text.split("\n")) if line.startswith(mark)]
        if self._piece is None or self._piece not in printed or len(rows) != len(printed):
            return False
        place = self.source_area.wrapped_document.location_to_offset((rows[printed.index(self._piece)], 0))
        self.source_area.scroll_to(y=place.y, animate=False)
        return True
