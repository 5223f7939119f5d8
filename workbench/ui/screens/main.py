"""The screen: header, panes, copy-out panel, message line and footer, and the keys that work everywhere.

An action's method stands where its binding is, so it stands here, and hands on to whoever owns the subject: the panes,
the actions on links, issues, the history and the exit, the copy-out, the runner of verbs, background jobs.
`keys/table.py` says what each action does.
"""

from functools import partial
from typing import Any, Final

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.messages import Prune
from textual.screen import Screen

from workbench.curation.model import IssueId
from workbench.desk.desk import Desk
from workbench.desk.ports import Services
from workbench.desk.touched import Touched
from workbench.ui.copy_out.panel import CopyPanel
from workbench.ui.copy_out.requests import CopyRequested
from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.dialogs.help import HelpDialog
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.keys.table import Keymap, build_bindings
from workbench.ui.messages import (
    CopyText,
    OpenUrl,
    PieceEdited,
    PieceSelected,
    Question,
    ShowMessage,
    VersionsRequested,
    WritingChanged,
)
from workbench.ui.screens.archive_actions import ArchiveActions
from workbench.ui.screens.copy_out_actions import CopyOutActions
from workbench.ui.screens.exit_actions import ExitActions
from workbench.ui.screens.feed_actions import FeedActions
from workbench.ui.screens.finding_actions import FindingActions
from workbench.ui.screens.history_actions import HistoryActions
from workbench.ui.screens.idle_actions import show_idle_actions
from workbench.ui.screens.import_actions import ImportActions
from workbench.ui.screens.issue_actions import IssueActions
from workbench.ui.screens.link_actions import LinkActions
from workbench.ui.screens.panes import Panes
from workbench.ui.services.archive_reader import ArchiveReader
from workbench.ui.services.arrival_watch import ArrivalWatch
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.idle_reader import IdleReader
from workbench.ui.services.screen_jobs import ScreenJobs
from workbench.ui.services.system_actions import SystemActions
from workbench.ui.widgets.footer import Footer
from workbench.ui.widgets.header import Header
from workbench.ui.widgets.link_list import LinkList
from workbench.ui.widgets.message_line import MessageLine

POLL_EVERY: Final = 1.0  # seconds between two looks at what other processes wrote; at most two are promised

COLUMNS: Final = [(0, "-one"), (100, "-two"), (140, "-three")]
ROWS: Final = [(0, "-low"), (20, "-high")]


def choose_size_classes(size: Size) -> list[str]:
    """The classes that Textual gives a screen of that size, later, when it hears of the size."""
    return [
        max(step for step in steps if step[0] <= cells)[1]
        for cells, steps in zip(size, (COLUMNS, ROWS), strict=True)
    ]


class WorkbenchScreen(Screen[None]):
    """Wires the parts: attributes go down, messages come up. `left` is what `UiState` kept from the last time."""

    BINDINGS = [*build_bindings("everywhere")]
    HORIZONTAL_BREAKPOINTS = COLUMNS
    VERTICAL_BREAKPOINTS = ROWS

    def __init__(self, desk: Desk, services: Services, keymap: Keymap, left: dict[str, Any]) -> None:
        super().__init__()
        self.desk: Final = desk
        self.keymap: Final = keymap
        self._left: Final = left
        self.footer = Footer(keymap)
        self.message_line = messages = MessageLine(self.footer)
        self.header = Header(desk.state)
        self._queue = CommandQueue(desk)
        self.runner = CommandRunner(
            self._queue, scheduler=self, message_line=messages, show_changes=self.show_changes,
            show_pending=self.header.show_pending,
            follow_change=lambda change: self.panes.follow_change(change),  # noqa: PLW0108 - made after this
        )  # fmt: skip
        self.jobs = ScreenJobs(
            desk.state, services, self._queue, self.runner,
            scheduler=self, message_line=messages, on_changed=self._show_job_changes,
        )  # fmt: skip
        self.arrival_watch = ArrivalWatch(self._queue, self.runner, services.arrivals, messages, self)
        self.unfinished = UnfinishedTexts(services.ui_state, left)
        run, save = self.runner.run_verb, self.runner.save_text
        self.panes = Panes(desk.state, self.jobs.fetching, run_verb=run, save_text=save)
        self.copy_panel = CopyPanel(desk.state, keymap)
        self._link_reader = IdleReader(lambda: desk.state.unread_links, self)
        self._idle_reader = IdleReader(lambda: desk.state.archive_search, self)
        self._system = SystemActions(self.app, desk.state, services)
        self.archive_reader = ArchiveReader(desk.state, self.set_timer, self.show_changes)
        self._connect_actions(desk, services)

    def _connect_actions(self, desk: Desk, services: Services) -> None:
        """Give what the keys do its subjects. All that is seen is there by now."""
        show, messages, self.header.show_pane = self.app.push_screen, self.message_line, self.panes.focus_pane
        self.link_actions = LinkActions(
            self.panes, self.runner, self.jobs.fetching, messages, self.unfinished, show_dialog=show,
            follow_files=lambda change: self.issue_actions.follow_state(change),  # noqa: PLW0108 - made after this
        )  # fmt: skip
        self.feed_actions = FeedActions(
            desk.state, self.runner, self.jobs.pulling, services.feed_web, messages, self.unfinished,
            show_dialog=show, ask_line=self.link_actions.ask_line, undo=self.action_change_undo,
        )  # fmt: skip
        self.import_actions = ImportActions(
            self.jobs.importing, services.named_files, self.runner, messages, self.unfinished, show_dialog=show
        )  # fmt: skip
        self.issue_actions = IssueActions(
            desk, services, self.panes, self.runner, self._system, messages, show_dialog=show
        )
        self.finding_actions = FindingActions(
            desk.state, self.keymap, self.panes, self.runner, messages, self.unfinished,
            show_dialog=show, find_issue=self.issue_actions.find_issue,
        )  # fmt: skip
        self.history_actions = HistoryActions(
            desk.state, self.panes, self.runner,
            show_dialog=show, follow_state=self.issue_actions.follow_state, say=messages.say,
        )  # fmt: skip
        self.archive_actions = ArchiveActions(
            desk.state, self.panes, self._idle_reader, self.runner, messages, show_dialog=show
        )
        self.copy_out = CopyOutActions(
            desk.state, self.copy_panel, self.panes, self.runner, self._system, messages, self.issue_actions,
            self.jobs.drafting, show_findings=self.finding_actions.show_others,
        )  # fmt: skip
        self.exit_actions = ExitActions(
            self.panes, self.unfinished, self.runner, self.jobs, services.ui_state, messages,
            dump_look=lambda: {"theme": self.app.theme}, close=self.app.exit,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        self.add_class(*choose_size_classes(self.app.size))  # before the first paint, or it shows all panes
        yield from (self.header, self.panes, self.copy_panel, self.message_line, self.footer)

    def on_mount(self) -> None:
        self.watch(self.panes, "issue_id", self._show_issue)
        self.watch(self.panes, "active_pane", partial(setattr, self.header, "active_pane"))
        self.footer.follow(self.panes.inbox)
        self.watch(self.footer, "where", self.message_line.clear_read, init=False)
        self.panes.restore_ui_state(self._left)
        self.panes.focus_pane("inbox")
        looks = (self.arrival_watch.look, self._idle_reader.look, self.jobs.original_watch.look)
        for look in (self.runner.poll_library, *looks):
            self.set_interval(POLL_EVERY, look)
        self.call_after_refresh(self.jobs.fetching.fetch_pending)
        self.call_after_refresh(self._link_reader.look)
        self.call_after_refresh(self.jobs.original_watch.look)
        self.call_after_refresh(self.archive_reader.keep_up)
        if notices := self.desk.state.notices:
            self.message_line.say(" ".join(notices), failed=True)

    @on(Prune)
    def _end_work(self) -> None:
        """Before the panes go: what runs beside the keys shows its results in them."""
        self.workers.cancel_all()

    # What is shown

    def show_changes(self, touched: Touched) -> None:
        """Repaint what shows these documents, and fetch those of them that are new."""
        if touched:
            self.panes.show_changes(touched)
            self.header.update_counts()
            self.copy_panel.rebuild_steps()
            self.jobs.fetching.fetch_new(touched.links)
            for view in self.app.screen_stack[1:]:
                if isinstance(view, Dialog):
                    view.show_changes(touched)
            self.archive_reader.keep_up()
            self.update_footer()

    def update_footer(self) -> None:
        """The footer shows the keys that could act now."""
        show_idle_actions(self.footer, self.desk.state, self.panes, self.copy_panel)

    def _show_job_changes(self, touched: Touched) -> None:
        self.header.job_progress = self.jobs.progress
        self.show_changes(touched)
        self.update_footer()

    def _show_issue(self, issue_id: IssueId | None) -> None:
        self.header.issue_id = issue_id
        self.copy_panel.follow_issue(issue_id)
        self.footer.sections = tuple(section.name for section in self.panes.list_sections())
        self.call_after_refresh(self.finding_actions.compare_with_sources, self.header.compare_with_sources)

    @on(events.DescendantFocus)
    @on(WritingChanged)
    def _follow_focus(self) -> None:
        """The copy-out closes as the keyboard goes to a pane; the footer shows the keys of where it is."""
        if self.panes.focused_pane:
            self.copy_panel.close()
        is_writing, is_reading = bool(self.panes.issue.writer.piece), self.panes.inbox.is_reading
        self.header.mode = "WRITING" if is_writing else "READING" if is_reading else "LIST"
        self.footer.where = "copying" if self.copy_panel.has_focus else self.panes.key_context
        self.update_footer()

    @on(events.ScreenSuspend)
    @on(events.ScreenResume)
    def _follow_cover(self, event: events.Event) -> None:
        self.footer.is_covered = isinstance(event, events.ScreenSuspend)
        self.message_line.clear_read()

    # What the panes ask for

    @on(ShowMessage)
    def _show_message(self, message: ShowMessage) -> None:
        self.message_line.show(message)

    @on(Question)
    def _open_question(self, message: Question) -> None:
        self.link_actions.ask(self.desk.state, message)

    @on(VersionsRequested)
    def _choose_version(self) -> None:
        self.history_actions.choose_version()

    @on(OpenUrl)
    @on(CopyText)
    def _use_system(self, message: OpenUrl | CopyText) -> None:
        self.runner.start(partial(self._system.serve, message), self.message_line.say)

    @on(PieceSelected)
    def _show_piece(self, message: PieceSelected) -> None:
        self.panes.show_piece(message.piece)

    @on(PieceEdited)
    @on(PieceSelected)
    @on(LinkList.CursorMoved)
    def _forget_refusal(self) -> None:
        self.message_line.clear_refusal()

    @on(CopyRequested)
    def _run_copy_request(self, message: CopyRequested) -> None:
        self.copy_out.run(message)

    @on(events.Paste)
    def _add_pasted_links(self, event: events.Paste) -> None:
        event.stop()
        self.import_actions.offer(event.text, self.link_actions.add)

    # Keys that work everywhere

    def action_pane_next(self) -> None:
        self.panes.cycle_pane(1)

    def action_pane_previous(self) -> None:
        self.panes.cycle_pane(-1)

    def action_preview_turn(self) -> None:
        self.panes.cycle_preview(take_focus=not self.copy_panel.display)

    def action_reading_down(self) -> None:
        self.panes.scroll_reading(1)

    def action_reading_up(self) -> None:
        self.panes.scroll_reading(-1)

    def action_filter_open(self) -> None:
        self.panes.open_filter()
        self.runner.run_steps(self.desk.state.search.read_sources_in_steps(), lambda _: None)

    def action_view_back(self) -> None:
        self.panes.step_back()

    async def action_view_close(self) -> None:
        if self.panes.has_view_in_front():
            self.panes.focus_list()
        else:
            await self.exit_actions.exit_or_warn()

    def action_change_undo(self) -> None:
        self.history_actions.undo()

    def action_change_redo(self) -> None:
        self.history_actions.redo()

    def action_archive_search(self) -> None:
        self.archive_actions.search()

    def action_archive_recall(self) -> None:
        self.archive_actions.recall()

    def action_report_show(self) -> None:
        self.archive_actions.show_report()

    def action_history_show(self) -> None:
        self.history_actions.choose_change()

    def action_link_add(self) -> None:
        self.link_actions.open_dialog()

    def action_link_fetch(self) -> None:
        self.link_actions.fetch()

    def action_fetch_stop(self) -> None:
        self.message_line.say(self.jobs.stop())

    def action_feeds_pull(self) -> None:
        self.feed_actions.pull()

    def action_feeds_show(self) -> None:
        self.feed_actions.show()

    def action_files_import(self) -> None:
        self.import_actions.open_prompt()

    def action_idea_add(self) -> None:
        self.issue_actions.add_idea()

    def action_findings_show(self) -> None:
        self.finding_actions.show()

    def action_findings_next(self) -> None:
        self.finding_actions.go_to_next()

    def action_issue_copy(self) -> None:
        self.copy_out.open()

    def action_issue_prove(self) -> None:
        self.copy_out.verify(self.copy_panel.target)

    def action_issue_export(self) -> None:
        self.issue_actions.export()

    def action_issue_edit(self) -> None:
        self.issue_actions.edit()

    def action_issue_list(self) -> None:
        self.issue_actions.choose_issue()

    def action_help_show(self) -> None:
        self.app.push_screen(HelpDialog(self.footer.where, self.keymap))

    def action_theme_turn(self) -> None:
        self.app.theme = "day" if self.app.theme == "night" else "night"

    def action_command_palette(self) -> None:
        self.app.action_command_palette()
