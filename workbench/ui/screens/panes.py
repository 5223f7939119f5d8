"""Three panes and what is said between them: attributes down, messages up, siblings meet here.

The views that come in front of them are the screen's other half (`screen.py`).
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from workbench.curation.model import IssueId, UserError
from workbench.desk.desk import Desk, Proposal, VerbResult
from workbench.desk.incoming import take_in
from workbench.desk.ports import Services
from workbench.desk.state import Touched
from workbench.ui.copy_out.panel import CopyPanel
from workbench.ui.inbox.pane import InboxPane
from workbench.ui.inbox.source_view import SourceView
from workbench.ui.issue.pane import IssuePane
from workbench.ui.keys.table import KeyContext, Keymap, build_bindings
from workbench.ui.messages import PieceEdited, PieceSelected, ReadSource, RunVerb, ShowMessage, WritingChanged
from workbench.ui.preview.pane import PreviewPane
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.fetch_queue import FetchQueue
from workbench.ui.services.jobs import Jobs
from workbench.ui.services.system_actions import SystemActions
from workbench.ui.widgets.footer import Footer
from workbench.ui.widgets.header import PANES, Header
from workbench.ui.widgets.link_list import LinkList
from workbench.ui.widgets.message_line import MessageLine

POLL_EVERY: Final = 1.0  # seconds between looks at what other processes wrote; two are promised
T = TypeVar("T")


class PaneScreen(Screen[None]):
    """Holds what is in hand (the issue, the pane in front) and carries messages where they belong."""

    BINDINGS = [*build_bindings("everywhere")]
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (100, "-two"), (140, "-three")]

    issue_id: reactive[IssueId | None] = reactive(None, init=False)
    active_pane: reactive[str] = reactive("inbox", init=False)

    def __init__(self, desk: Desk, services: Services, keymap: Keymap) -> None:
        super().__init__()
        state = desk.state
        self.desk: Final = desk
        self.command_queue: Final = CommandQueue(desk)
        self.services: Final = services
        self.header = Header(state)
        self.message_line = MessageLine()
        self.jobs: Final = Jobs()
        self.fetch_queue: Final = FetchQueue(
            state,
            self.command_queue,
            services.web,
            scheduler=self,
            message_line=self.message_line,
            on_changed=self._show_job_changes,
        )
        self.jobs.add(self.fetch_queue)
        self.inbox = InboxPane(state, self.fetch_queue)
        self.issue = IssuePane(state)
        self.preview = PreviewPane(state)
        self.writing_source = SourceView(state, self.fetch_queue, id="writing-source", classes="pane")
        self.large_source = SourceView(state, self.fetch_queue, id="large-source", classes="pane")
        self.keymap: Final = keymap
        self.footer = Footer(keymap)
        self.copy_panel = CopyPanel(state, keymap)

    def compose(self) -> ComposeResult:
        yield self.header
        with Horizontal(id="panes"):
            with ContentSwitcher(id="first", initial="inbox"):
                yield self.inbox
                yield self.writing_source
            yield self.issue
            with ContentSwitcher(id="third", initial="preview"):
                yield self.preview
                yield self.large_source
        yield self.copy_panel
        yield self.message_line
        yield self.footer

    def on_mount(self) -> None:
        self.system_actions = SystemActions(self.app, self.desk.state, self.services)
        left = self.services.ui_state.load()
        self.issue_id = self._find_initial_issue(left.get("issue"))
        self.watch_active_pane()
        self.inbox.restore_ui_state(left)
        self.inbox.list.focus()
        self.set_interval(POLL_EVERY, self.poll_library)
        self.call_after_refresh(self.fetch_queue.fetch_pending)
        if self.desk.state.notices:
            self.say(" ".join(self.desk.state.notices), failed=True)

    def _find_initial_issue(self, id: Any) -> IssueId | None:
        draft = self.desk.state.newest_draft()
        return id if id in self.desk.state.issues else draft.id if draft else None

    # What is in hand, handed down

    def watch_issue_id(self) -> None:
        for part in (self.header, self.inbox, self.issue, self.preview, self.copy_panel):
            part.issue_id = self.issue_id

    def watch_active_pane(self) -> None:
        for pane in PANES:
            self.set_class(pane == self.active_pane, f"-at-{pane}")
        self.header.active_pane = self.active_pane

    @on(events.DescendantFocus)
    def _track_focus(self) -> None:
        pane = next((pane for pane in PANES if self.query_one(f"#{pane}").has_focus_within), None)
        if pane is not None:
            self.active_pane = pane
            self.copy_panel.close()
        places: dict[str | None, KeyContext] = {"inbox": "inbox", "issue": "issue"}
        writing = self.header.mode == "WRITING"
        here = "copying" if self.copy_panel.has_focus else places.get(pane, "everywhere")
        self.footer.where = "writing" if writing and not self.copy_panel.has_focus else here

    def say(self, sentence: str, *, failed: bool = False) -> None:
        """One sentence in the one fixed line."""
        self.message_line.say(sentence, failed=failed)

    # Verbs and what follows from them

    def run_in_background(self, awaitable: Awaitable[T], on_result: Callable[[T], None]) -> None:
        """Wait for work off this handler; a refusal is said, never raised."""

        async def work() -> None:
            try:
                on_result(await awaitable)
            except UserError as refusal:
                self.say(str(refusal), failed=True)

        self.run_worker(work(), group="errands", exit_on_error=True)

    def show_changes(self, touched: Touched) -> None:
        """Tell every pane whose rows must be painted anew."""
        if not touched:
            return
        state = self.desk.state
        if self.issue_id not in state.issues:
            draft = state.newest_draft()
            self.issue_id = draft.id if draft else None
        for pane in (self.inbox, self.issue, self.preview):
            pane.show_changes(touched)
        self.header.update_counts()
        self.copy_panel.rebuild_steps()
        self.fetch_queue.fetch_new(touched.links)

    def _show_job_changes(self, touched: Touched) -> None:
        self.header.job_progress = self.jobs.progress
        self.show_changes(touched)

    def report_done(self, result: VerbResult[Proposal]) -> None:
        """A verb is durable: show it and say how to take it back."""
        self.show_changes(result.touched)
        change = result.proposal.change
        back = (
            result.record is not None and change.origin == "editor" and not (change.undoes or change.redoes)
        )
        self.say(f"{result.message} · u takes it back" if back else result.message)

    @on(RunVerb)
    def _run_verb(self, message: RunVerb) -> None:
        quietly = lambda done: self.show_changes(done.touched)  # noqa: E731 - beside its one use it reads best
        self.run_in_background(
            self.command_queue.do(message.verb), quietly if message.quiet else self.report_done
        )

    def poll_library(self) -> None:
        """Take in what other processes wrote."""
        self.run_worker(self._pull_changes(), group="look", exclusive=False)

    async def _pull_changes(self) -> None:
        try:
            self.show_changes(await self.command_queue.pull_changes())
        except UserError as refusal:
            self.say(str(refusal), failed=True)
        if noticed := self.command_queue.pop_notices():
            self.say(" ".join(noticed), failed=True)

    # Messages of the panes

    @on(ShowMessage)
    def _show_message(self, message: ShowMessage) -> None:
        self.say(message.sentence, failed=message.failed)

    @on(ReadSource)
    def _show_large_source(self, message: ReadSource) -> None:
        self.large_source.show_link(message.link)
        self._show_in_third_column("large-source")

    @on(LinkList.CursorMoved)
    def _follow_cursor(self) -> None:
        if self.large_source.display:
            self.large_source.show_link(self.inbox.list.cursor_id)

    @on(PieceSelected)
    def _show_selected_piece(self, message: PieceSelected) -> None:
        self.preview.show_piece(message.piece)
        if self.issue_id is not None:
            self.writing_source.show_piece(self.issue_id, message.piece)

    @on(PieceEdited)
    def _preview_edit(self, message: PieceEdited) -> None:
        self.preview.show_edit(message.piece, message.text, message.field)

    @on(WritingChanged)
    def _switch_mode(self, message: WritingChanged) -> None:
        self.header.mode = "WRITING" if message.piece else "LIST"
        self.set_class(bool(message.piece), "-writing")
        self.query_one("#first", ContentSwitcher).current = "writing-source" if message.piece else "inbox"
        self._track_focus()

    @on(events.Paste)
    def _add_pasted_links(self, event: events.Paste) -> None:
        event.stop()
        self.add_links(event.text)

    def add_links(self, text: str) -> None:
        """Add whatever links stand in this text."""
        self.run_in_background(
            self.command_queue.do(lambda state: take_in.take_in_paste(state, text)), self.report_done
        )

    # Keys that work everywhere

    def action_pane_next(self) -> None:
        self._cycle_pane(1)

    def action_pane_previous(self) -> None:
        self._cycle_pane(-1)

    def _cycle_pane(self, by: int) -> None:
        within = [pane for pane in PANES if pane != "preview" or self.has_class("-one", "-three")]
        at = within.index(self.active_pane) if self.active_pane in within else 0
        self.focus_pane(within[(at + by) % len(within)])

    def focus_pane(self, pane: str) -> None:
        """Bring a pane to the front and the keyboard into it."""
        self.active_pane = pane
        self._show_in_third_column("preview", bring_to_front=False)
        {"inbox": self.inbox.list, "issue": self.issue, "preview": self.preview}[pane].focus()

    def _show_in_third_column(self, name: str, *, bring_to_front: bool = True) -> None:
        self.query_one("#third", ContentSwitcher).current = name
        if bring_to_front:
            self.active_pane = "preview"

    def action_preview_turn(self) -> None:
        hidden = not self.has_class("-three") and self.active_pane != "preview"
        if not hidden and not self.large_source.display:
            self.preview.cycle_mode()
        self._show_in_third_column("preview")
        if not self.has_class("-three") and not self.copy_panel.display:
            self.preview.focus()  # or keys would act on a list that nobody sees

    def action_reading_down(self) -> None:
        self._choose_scroll_target().scroll_page_down(animate=False)

    def action_reading_up(self) -> None:
        self._choose_scroll_target().scroll_page_up(animate=False)

    def _choose_scroll_target(self) -> Any:
        """What ctrl+d scrolls: the large source, the preview in front, the source while writing, else the strip."""
        if self.active_pane == "preview":
            return self.large_source if self.large_source.display else self.preview.scroll_target
        if self.writing_source.display:
            return self.writing_source
        return self.inbox.source if self.active_pane == "inbox" else self.preview.scroll_target

    def action_filter_open(self) -> None:
        self.focus_pane("inbox")
        self.inbox.open_filter()

    def action_view_back(self) -> None:
        if self.has_view_in_front() or not self.inbox.step_back():
            self.focus_pane("inbox")

    def has_view_in_front(self) -> bool:
        """Whether something stands in front of the panes that back should take away."""
        return self.large_source.display or (self.active_pane == "preview" and not self.has_class("-three"))
