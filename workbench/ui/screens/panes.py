"""The three panes side by side: which is in front, which has the keyboard, and which issue they work on.

The screen's width decides how many are seen at once (`-one`, `-two`, `-three`; `styles/workbench.tcss` does the rest).
The first column holds the inbox, or the source of the piece while it is written. A source that is read large takes the
room of the other columns too.
"""

import contextlib
from collections.abc import Container, Sequence
from typing import Any, Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId, LinkId, Section
from workbench.curation.pieces import Piece, parse_piece
from workbench.desk.coming import find_next_draft
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.inbox.pane import InboxPane
from workbench.ui.issue.pane import IssuePane
from workbench.ui.issue.writing_source import WritingSource
from workbench.ui.keys.table import KeyContext, build_named_bindings
from workbench.ui.messages import (
    PieceEdited,
    QuoteSource,
    RunVerb,
    SaveText,
    ShowMessage,
    WritingChanged,
)
from workbench.ui.preview.pane import PreviewPane
from workbench.ui.widgets.header import PANES

SOURCE_ACTIONS: Final = (
    "source.down", "source.up", "source.page_down", "source.page_up", "source.turn", "source.quote",
)  # fmt: skip
SOURCE_LINES: Final = 3  # lines that a key scrolls in the source
_KEY_CONTEXTS: Final[dict[str, KeyContext]] = {"inbox": "inbox", "issue": "issue"}


class Panes(Horizontal):
    """Inbox, Issue and Preview. What one of them says goes to the others here, so that none knows another."""

    BINDINGS = [*build_named_bindings(*SOURCE_ACTIONS)]
    issue_id: reactive[IssueId | None] = reactive(None, init=False)
    active_pane: reactive[str] = reactive("inbox", init=False)

    def __init__(
        self, state: State, in_flight: Container[LinkId], *, run_verb: RunVerb, save_text: SaveText
    ) -> None:
        super().__init__(id="panes", classes="-at-inbox")
        self._state = state
        self.inbox = InboxPane(state, in_flight, run_verb=run_verb)
        self.issue = IssuePane(state, run_verb=run_verb, save_text=save_text, join_to=self.inbox.join_to)
        self.preview = PreviewPane(state)
        self.writing_source = WritingSource(state, in_flight)
        self._last_list = "inbox"
        self._first = ContentSwitcher(self.inbox, self.writing_source, id="first", initial="inbox")

    def compose(self) -> ComposeResult:
        yield self._first
        yield self.issue
        yield Vertical(self.preview, id="third")

    def on_mount(self) -> None:
        self.watch(self.inbox, "is_reading", self._make_room_for_reading)

    def dump_ui_state(self) -> dict[str, Any]:
        """Where the panes stand, for the next start."""
        return {**self.inbox.dump_ui_state(), "issue": self.issue_id, "piece": str(self.issue.piece or "")}

    def restore_ui_state(self, saved: dict[str, Any]) -> None:
        """Stand where `dump_ui_state` says, as far as that still is in hand; else at the newest draft or the coming
        issue."""
        saved_id = saved.get("issue")
        saved_issue = self._state.find_issue(IssueId(saved_id)) if isinstance(saved_id, int) else None
        is_draft = saved_issue is not None and saved_issue.state == "draft"
        issue = saved_issue if is_draft else self._state.newest_draft()
        self.issue_id = issue.id if issue else None
        self.inbox.restore_ui_state(saved)
        if is_draft and isinstance(saved.get("piece"), str):
            with contextlib.suppress(ValueError):  # as a newer program may name it
                self.issue.move_to(parse_piece(saved["piece"]))

    # What is in hand

    def find_issue(self) -> Issue | None:
        """The issue the panes work on; None while that is the coming one."""
        return self._state.find_issue(self.issue_id)

    def pop_links(self) -> list[LinkId]:
        """The links a key should act on: those in hand in the active pane. Marks on them are cleared."""
        return self.issue.links if self.active_pane == "issue" else self.inbox.pop_targets()

    @property
    def focused_pane(self) -> str:
        """The pane that has the keyboard; empty where none has."""
        panes = dict(zip(PANES, (self.inbox, self.issue, self.preview), strict=True))
        return next((name for name, pane in panes.items() if pane.has_focus_within), "")

    @property
    def key_context(self) -> KeyContext:
        """The place whose keys act now."""
        if self.inbox.filter.has_focus:
            return "filtering"
        if self.inbox.is_reading:
            return "reading"
        pane = self.focused_pane
        return (
            "writing"
            if pane == "issue" and self.issue.writer.piece
            else _KEY_CONTEXTS.get(pane, "everywhere")
        )

    def list_sections(self) -> Sequence[Section]:
        """The sections of the issue, else those an issue would have."""
        issue = self.find_issue()
        return issue.sections if issue else self._state.publication.sections

    def watch_issue_id(self) -> None:
        for pane in (self.inbox, self.issue, self.preview):
            pane.issue_id = self.issue_id

    def watch_active_pane(self) -> None:
        self._lay_out({f"-at-{pane}": pane == self.active_pane for pane in PANES})
        self._last_list = self._last_list if self.active_pane == "preview" else self.active_pane

    def show_changes(self, touched: Touched) -> None:
        """Have every pane repaint the rows of these documents. Where the issue is gone, go to the newest draft."""
        if self.issue_id not in self._state.issues:
            draft = self._state.newest_draft()
            self.issue_id = draft.id if draft else None
        for pane in (self.inbox, self.issue, self.preview, self.writing_source):
            pane.show_changes(touched)

    def _make_room_for_reading(self, is_reading: bool) -> None:
        self.set_class(is_reading, "-reading")

    def _lay_out(self, classes: dict[str, bool]) -> None:
        """Set classes that say which panes are seen and how large. Nothing within a pane looks at them, so nothing
        there is styled anew, which would take longer than all else a key does."""
        self.update_classes(classes, update=False)
        self.app.stylesheet.update_nodes([self, *self.children])

    def follow_change(self, change: Change) -> None:
        """Go along with a change made here: to an issue that came or is a draft again, on from one that is done."""
        for edit in (edit for edit in change.edits if edit.table == "issues"):
            issue = self._state.find_issue(IssueId(edit.id))
            is_new_draft = edit.before is None or (edit.before or {}).get("state") == "published"
            if issue is None:
                continue
            if is_new_draft and issue.state == "draft":
                self.issue_id = issue.id
            elif issue.state == "published" and "state" in edit.fields and self.issue_id == issue.id:
                following = find_next_draft(self._state, issue)
                self.issue_id = following.id if following else None

    # Which pane is in front

    def focus_pane(self, name: str) -> None:
        """Bring a pane to the front and the keyboard into it."""
        self.inbox.stop_reading()
        self.active_pane = name
        {"inbox": self.inbox.list, "issue": self.issue, "preview": self.preview}[name].focus()

    def on_click(self, event: events.Click) -> None:
        """A click on a pane's title brings the keyboard into it."""
        for name, pane in zip(PANES, (self.inbox, self.issue, self.preview), strict=True):
            if event.screen_y == pane.region.y and pane.region.contains(*event.screen_offset):
                self.focus_pane(name)

    def cycle_pane(self, by: int) -> None:
        """Go so many panes on, round the corner. With two columns the preview is not on the way."""
        names = [name for name in PANES if name != "preview" or not self.screen.has_class("-two")]
        at = names.index(self.active_pane) if self.active_pane in names else 0
        self.focus_pane(names[(at + by) % len(names)])

    def go_to_piece(self, piece: Piece) -> None:
        """Bring the issue to the front, the cursor on that piece."""
        self.issue.move_to(piece)
        self.focus_pane("issue")

    def write_piece(self, piece: Piece, field: str = "") -> None:
        """Bring the issue to the front and write that piece, the keyboard in that field of it (`title`, `links`,
        `blurb`). A piece that has no text of its own only gets the cursor."""
        self.issue.write_piece(piece, field)
        # Later than the field: a list that is hidden by now must not ask for the keyboard.
        self.focus_pane("issue")

    def open_filter(self) -> None:
        """Begin to filter the inbox."""
        self.focus_pane("inbox")
        self.inbox.open_filter()

    def step_back(self) -> None:
        """Leave the preview, or what is read large, for the list before it; in the inbox leave its marks or filter, in
        a past issue go back to the one in hand."""
        if self.active_pane == "preview" or self.inbox.is_reading:
            self.focus_list()
        elif self.active_pane == "inbox":
            self.inbox.step_back()
        elif self.issue.is_past:
            self.issue_id = self.issue.issue_in_hand

    def focus_list(self) -> None:
        """Go back to the list that had the keyboard last."""
        self.focus_pane(self._last_list)

    def has_view_in_front(self) -> bool:
        """Whether something stands in front that `view.back` should take away."""
        is_preview_in_front = self.active_pane == "preview" and not self.screen.has_class("-three")
        return self.inbox.is_reading or is_preview_in_front

    def show_preview(self) -> None:
        """Bring the preview to the front without the keyboard."""
        self.inbox.stop_reading()
        self.active_pane = "preview"

    def cycle_preview(self, *, take_focus: bool) -> None:
        """Show the preview; where it is shown already, its next mode. `take_focus` matters where it covers a list."""
        is_third_seen = self.screen.has_class("-three")
        if (is_third_seen or self.active_pane == "preview") and not self.inbox.is_reading:
            self.preview.cycle_mode()
        self.show_preview()
        if take_focus and not is_third_seen:
            self.preview.focus()  # or keys would act on a list that nobody sees

    def scroll_reading(self, by: int) -> None:
        """Scroll what is read one screenful down (1) or up (-1), whichever pane has the keyboard."""
        target = self._choose_scroll_target()
        if by > 0:
            target.scroll_page_down(animate=False)
        else:
            target.scroll_page_up(animate=False)

    def _choose_scroll_target(self) -> Any:
        if self.active_pane == "preview":
            return self.preview.scroll_target
        if self.writing_source.display:
            return self.writing_source
        return self.inbox.source if self.active_pane == "inbox" else self.preview.scroll_target

    # What the panes say

    def show_piece(self, piece: Piece | None) -> None:
        """Show the piece in hand in the preview, and what it is written from."""
        self.preview.show_piece(piece)
        self._lay_out({"-one-line": piece is not None and not piece.is_prose})
        if self.issue_id is not None:
            self.writing_source.show_piece(self.issue_id, piece)

    @on(events.DescendantFocus)
    def _follow_focus(self) -> None:
        self.active_pane = self.focused_pane or self.active_pane

    @on(PieceEdited)
    def _preview_edit(self, message: PieceEdited) -> None:
        self.preview.show_edit(message.piece, message.text, message.field)

    @on(WritingChanged)
    def _switch_first_column(self, message: WritingChanged) -> None:
        self._first.current = "writing-source" if message.piece else "inbox"
        self.set_class(message.piece is not None, "-writing")

    # Keys of the source while a piece is written, whose fields keep the keyboard

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Without a piece in hand there is no source to scroll."""
        return bool(self.issue.writer.piece) or not action.startswith("source_")

    def action_source_down(self) -> None:
        """Some lines down."""
        self.writing_source.scroll_relative(y=SOURCE_LINES, animate=False)

    def action_source_up(self) -> None:
        """Some lines up."""
        self.writing_source.scroll_relative(y=-SOURCE_LINES, animate=False)

    def action_source_page_down(self) -> None:
        """A screenful down."""
        self.writing_source.scroll_page_down(animate=False)

    def action_source_page_up(self) -> None:
        """A screenful up."""
        self.writing_source.scroll_page_up(animate=False)

    def action_source_turn(self) -> None:
        """Turn it away, or back. With two columns the preview takes its place, with one the fields do."""
        if self.screen.has_class("-three"):
            self.post_message(ShowMessage("Source and preview stand beside the text already."))
        else:
            self.toggle_class("-turned")

    def action_source_quote(self) -> None:
        """Choose a sentence of it for the text."""
        if self.issue.links:
            self.post_message(QuoteSource(self.issue.links[0], self.issue.writer.insert_quote))
        else:
            self.post_message(ShowMessage("There is no source to quote here: an entry has one.", failed=True))
