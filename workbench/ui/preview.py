"""Preview: the issue as the reader will see it, at the piece in hand; also as the Markdown and HTML it becomes."""

import asyncio
from itertools import groupby
from operator import itemgetter
from typing import Final, Literal, TypeAlias

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive
from textual.widgets import Static, TextArea
from textual.worker import Worker

from workbench.desk import issues
from workbench.desk.present import Present, Touched
from workbench.publishing import Edition, edition, flow, html, markdown
from workbench.publishing.tree import Node
from workbench.ui.dialogs.help import Page
from workbench.ui.fields import Field
from workbench.ui.foreign import lines, literal
from workbench.ui.leaf import Leaf

Mode: TypeAlias = Literal["", "Markdown", "HTML"]
MODES: Final[tuple[Mode, ...]] = ("", "Markdown", "HTML")
FOLLOW: Final = 0.1  # seconds by which the preview may be behind the typing; it never waits for a pause

NOTHING: Final = "Nothing to preview yet: place a link, and the issue grows here."


class PreviewPane(Vertical):
    """A page of parts, of which only those whose text changed are painted anew, or a source to read."""

    issue_id: reactive[int | None] = reactive(None)
    mode: reactive[Mode] = reactive[Mode]("")

    def __init__(self, present: Present) -> None:
        super().__init__(id="preview", classes="pane")
        self._present = present
        self._typed: dict[Field, str] = {}
        self._piece = ""
        self._seeking = False
        self._behind = False
        self._follower: Worker[None] | None = None
        self._shown: dict[str, Leaf] = {}
        self._headed: tuple[str, str] | None = None
        self._title = Static(id="headline", markup=False)
        self._subtitle = Static(id="standfirst", markup=False)
        self.page = Page(self._title, self._subtitle, id="page")
        self.markup = TextArea(id="markup", read_only=True, show_cursor=False, highlight_cursor_line=False)

    def compose(self) -> ComposeResult:
        """The page, and the source that takes its place."""
        yield self.page
        yield self.markup

    # What the screen says

    @property
    def reading(self) -> Page | TextArea:
        """What is in front, to be scrolled."""
        return self.markup if self.mode else self.page

    def focus(self, scroll_visible: bool = True) -> "PreviewPane":
        """Take the keyboard, to scroll."""
        self.reading.focus(scroll_visible)
        return self

    def watch_issue_id(self) -> None:
        """Another issue: from its top."""
        self._typed.clear()
        self.page.scroll_home(animate=False)
        self._soon()

    def changed(self, touched: Touched) -> None:
        """These documents changed: what of the typing the library holds by now is typing no more."""
        for field in [field for field, text in self._typed.items() if field.settled(self._present, text)]:
            del self._typed[field]
        if touched.issues or touched.entries:
            self._soon()

    def show_piece(self, piece: str) -> None:
        """Go to the piece in hand and mark it."""
        if piece != self._piece:
            self._piece, self._seeking = piece, True
            self._seek()

    def follow(self, piece: str, text: str, field: str = "") -> None:
        """Show what is being typed into a field of that piece (its text or blurb if not said) before it is saved."""
        if self.issue_id is not None:
            name = field or ("blurb" if piece.startswith("entry:") else "text")
            self._typed[Field(self.issue_id, piece, name)] = text
            self._soon()

    def turn(self) -> None:
        """Rendered, its Markdown, its HTML, and round again."""
        self.mode = MODES[(MODES.index(self.mode) + 1) % len(MODES)]

    def watch_mode(self, before: Mode) -> None:
        """The border says what is shown."""
        had_focus = (self.markup if before else self.page).has_focus
        self.page.display, self.markup.display = not self.mode, bool(self.mode)
        self.border_title = literal(f"Preview: {self.mode}" if self.mode else "Preview")
        self._seeking = True
        if had_focus:
            self.focus()
        self._soon()

    # How it follows

    def on_show(self) -> None:
        """While out of sight nothing is painted; now it is caught up with."""
        self._soon()

    def _soon(self) -> None:
        self._behind = True
        if self.is_mounted and (self._follower is None or self._follower.is_finished):
            self._follower = self.run_worker(self._catch_up(), group="preview")

    async def _catch_up(self) -> None:
        while self._behind and self.region.area:
            await asyncio.sleep(FOLLOW)
            self._behind = False
            await self._paint()

    async def _paint(self) -> None:
        made = self._edition()
        if self.mode:
            self._source(made)
        else:
            self._head(made)
            await self._page(_parts(made) if made else {})
        self._seek()

    def _head(self, made: Edition | None) -> None:
        """Title and subtitle; without an issue, what to do. Written only where they differ: that moves the page."""
        title, subtitle = (made.title, made.subtitle) if made else ("", NOTHING)
        if (title, subtitle) != self._headed:
            self._headed = title, subtitle
            self._title.update(literal(title))
            self._subtitle.update(literal(subtitle))
            self._title.display, self._subtitle.display = bool(title), bool(subtitle)

    def _edition(self) -> Edition | None:
        issue = self._present.issues.get(self.issue_id or 0)
        if issue is None:
            return None
        entries = issues.printed(self._present, issue)
        for field, text in self._typed.items():
            if field.issue == issue.id:
                issue, entries = field.into(issue, entries, text)
        return edition(issue, entries, self._present.publication)

    def _source(self, made: Edition | None) -> None:
        text = "" if made is None else lines(markdown(made) if self.mode == "Markdown" else html(made))
        if text != self.markup.text:
            self.markup.text = text
            self._seeking = True

    async def _page(self, wanted: dict[str, list[Node]]) -> None:
        """Bring the page to these parts: take away, put in order, draw anew what differs."""
        for key in self._shown.keys() - wanted.keys():
            await self._shown.pop(key).remove()
        for at, (key, nodes) in enumerate(wanted.items(), start=2):
            leaf = self._shown.get(key)
            there = self.page.children[at] if at < len(self.page.children) else None
            if leaf is None:
                leaf = self._shown[key] = Leaf()
                await self.page.mount(leaf, before=there)
            elif there is not None and there is not leaf:
                self.page.move_child(leaf, before=there)
            leaf.show(nodes)

    # Where it stands

    def _key(self) -> str:
        return "tldr" if self._piece.startswith("tldr:") else self._piece

    def _seek(self) -> None:
        for key, widget in self._shown.items():
            widget.set_class(key == self._key(), "-here")
        self._title.set_class(self._piece == "title", "-here")
        self._subtitle.set_class(self._piece == "subtitle", "-here")
        if self._seeking:
            self.call_after_refresh(self._go)

    def _go(self) -> None:
        """Scroll to the piece in hand, once; one that is not printed leaves the page where it is."""
        here = self._shown.get(self._key())
        if self.mode:
            self._seeking = not self._go_in_source()
        elif self._piece in ("title", "subtitle"):
            self._seeking = False
            self.page.scroll_home(animate=False)
        elif here is not None:
            self._seeking = False
            self.page.scroll_to_widget(self._led_in(here), top=True, animate=False)

    def _led_in(self, here: Leaf) -> Leaf:
        """The widget to begin with: the first entry of a section is seen with its heading."""
        before = self.page.children[self.page.children.index(here) - 1]
        heading = any(key.startswith("section:") and widget is before for key, widget in self._shown.items())
        return before if heading and isinstance(before, Leaf) else here

    def _go_in_source(self) -> bool:
        issue = self._present.issues.get(self.issue_id or 0)
        printed = [f"entry:{entry.id}" for entry in issues.printed(self._present, issue)] if issue else []
        mark = "### " if self.mode == "Markdown" else "<h3>"
        rows = [row for row, line in enumerate(self.markup.text.split("\n")) if line.startswith(mark)]
        if self._piece not in printed or len(rows) != len(printed):
            return False
        place = self.markup.wrapped_document.location_to_offset((rows[printed.index(self._piece)], 0))
        self.markup.scroll_to(y=place.y, animate=False)
        return True


def _parts(edition: Edition) -> dict[str, list[Node]]:
    """The tree of each piece that is printed, in order."""
    runs = groupby(flow(edition), key=itemgetter(0))
    return {piece: [node for _, node in run] for piece, run in runs}
