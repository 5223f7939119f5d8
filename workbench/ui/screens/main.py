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
from workbench.ui.copy_out.requests import CopyRequested
from workbench.ui.dialogs.dialog import Dialog
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
from workbench.ui.screens.actions import LATER_MODULES, ScreenActions
from workbench.ui.screens.exit_actions import ExitActions
from workbench.ui.screens.idle_actions import show_idle_actions
from workbench.ui.screens.panes import Panes
from workbench.ui.services.archive_reader import ArchiveReader
from workbench.ui.services.arrival_watch import ArrivalWatch
from workbench.ui.services.command_queue import CommandQueue
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.idle_loader import load_when_idle
from workbench.ui.services.idle_moments import IdleMoments
from workbench.ui.services.idle_reader import IdleReader
from workbench.ui.services.issue_review import IssueReview
from workbench.ui.services.learning import ArchiveLearning
from workbench.ui.services.screen_jobs import ScreenJobs
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
        self.idle_moments = idle = IdleMoments()
        self._link_reader = IdleReader(lambda: desk.state.search, self, idle)
        self._idle_reader = IdleReader(lambda: desk.state.archive_search, self, idle)
        self.archive_reader = ArchiveReader(desk.state, self.set_timer, self.show_changes, idle)
        self.actions = ScreenActions(
            self.app, desk, services, keymap, self.panes, self.runner, self.jobs, messages, self.unfinished,
            self._idle_reader, show_panel=partial(self.mount, after=self.panes),
        )  # fmt: skip
        self.review = IssueReview(desk.state, self.runner, self.header.show_findings)
        self.header.show_pane = self.panes.focus_pane
        self.exit_actions = ExitActions(
            self.panes, self.unfinished, self.runner, self.jobs, services.ui_state, messages,
            dump_look=lambda: {"theme": self.app.theme}, close=self.app.exit,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        self.add_class(*choose_size_classes(self.app.size))  # before the first paint, or it shows all panes
        yield from (self.header, self.panes, self.message_line, self.footer)

    def on_mount(self) -> None:
        self.call_after_refresh(self.begin_idle_work)
        self.watch(self.panes, "issue_id", self._show_issue)
        self.watch(self.panes, "active_pane", self.header.show_active_pane)
        self.footer.follow(self.panes.inbox)
        self.watch(self.footer, "where", self.message_line.clear_read, init=False)
        self.panes.restore_ui_state(self._left)
        self.panes.focus_pane("inbox")
        if notices := self.desk.state.notices:
            self.message_line.say(" ".join(notices), failed=True)

    def begin_idle_work(self) -> None:
        """What the first paint does not show, once the screen stands and answers keys."""
        looks = (self.arrival_watch.look, self._idle_reader.look, self.jobs.original_watch.look)
        for look in (self.runner.poll_library, *looks):
            self.set_interval(POLL_EVERY, look)
        self.jobs.original_watch.look()
        self.jobs.fetching.fetch_pending()
        self._link_reader.look()
        self.archive_reader.keep_up()
        load_when_idle(LATER_MODULES, self)
        ArchiveLearning(self.desk.state, self, self.panes.inbox.source.show_again).look_soon()

    @on(Prune)
    def _end_work(self) -> None:
        """Before the panes go: what runs beside the keys shows its results in them."""
        self.workers.cancel_all()

    # What is shown

    def show_changes(self, touched: Touched) -> None:
        """Repaint what shows these documents, and fetch those of them that are new."""
        if touched:
            self.panes.show_changes(touched)
            self.review.show_changes(touched)
            self.header.refresh()
            if panel := self.actions.made_copy_panel:
                panel.rebuild_steps()
            self.jobs.fetching.fetch_new(touched.links)
            for view in self.app.screen_stack[1:]:
                if isinstance(view, Dialog):
                    view.show_changes(touched)
            self.archive_reader.keep_up()
            self.update_footer()

    def update_footer(self) -> None:
        """The footer shows the keys that could act now."""
        show_idle_actions(self.footer, self.desk.state, self.panes, self.actions.made_copy_panel)

    def _show_job_changes(self, touched: Touched) -> None:
        self.header.job_progress = self.jobs.progress
        self.show_changes(touched)
        self.update_footer()

    def _show_issue(self, issue_id: IssueId | None) -> None:
        self.header.issue_id = issue_id
        self.review.turn_to(issue_id)
        if panel := self.actions.made_copy_panel:
            panel.follow_issue(issue_id)
        self.footer.sections = tuple(section.name for section in self.panes.list_sections())
        self.call_after_refresh(self.review.begin)

    @on(events.DescendantFocus)
    @on(WritingChanged)
    def _follow_focus(self) -> None:
        """The copy-out closes as the keyboard goes to a pane; the footer shows the keys of where it is."""
        panel = self.actions.made_copy_panel
        if panel and self.panes.focused_pane:
            panel.close()
        is_writing, is_reading = bool(self.panes.issue.writer.piece), self.panes.inbox.is_reading
        self.header.mode = "WRITING" if is_writing else "READING" if is_reading else "LIST"
        self.footer.where = "copying" if panel and panel.has_focus else self.panes.key_context
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
        self.actions.links.ask(self.desk.state, message)

    @on(VersionsRequested)
    def _choose_version(self) -> None:
        self.actions.history.choose_version()

    @on(OpenUrl)
    @on(CopyText)
    def _use_system(self, message: OpenUrl | CopyText) -> None:
        self.runner.start(partial(self.actions.system.serve, message), self.message_line.say)

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
        self.actions.copy_out.run(message)

    @on(events.Paste)
    def _add_pasted_links(self, event: events.Paste) -> None:
        event.stop()
        self.actions.files.offer(event.text, self.actions.links.add)

    # Keys that work everywhere

    def action_pane_next(self) -> None:
        self.panes.cycle_pane(1)

    def action_pane_previous(self) -> None:
        self.panes.cycle_pane(-1)

    def action_preview_turn(self) -> None:
        panel = self.actions.made_copy_panel
        self.panes.cycle_preview(take_focus=not (panel and panel.display))

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
        self.actions.history.undo()

    def action_change_redo(self) -> None:
        self.actions.history.redo()

    def action_archive_search(self) -> None:
        self.actions.archive.search()

    def action_archive_recall(self) -> None:
        self.actions.archive.recall()

    def action_report_show(self) -> None:
        self.actions.archive.show_report()

    def action_history_show(self) -> None:
        self.actions.history.choose_change()

    def action_link_add(self) -> None:
        self.actions.links.open_dialog()

    def action_link_fetch(self) -> None:
        self.actions.links.fetch()

    def action_fetch_stop(self) -> None:
        self.message_line.say(self.jobs.stop())

    def action_feeds_pull(self) -> None:
        self.actions.feeds.pull()

    def action_feeds_show(self) -> None:
        self.actions.feeds.show()

    def action_files_import(self) -> None:
        self.actions.files.open_prompt()

    def action_idea_add(self) -> None:
        self.actions.issues.add_idea()

    def action_findings_show(self) -> None:
        self.actions.findings.show()

    def action_findings_next(self) -> None:
        self.actions.findings.go_to_next()

    def action_issue_copy(self) -> None:
        self.actions.copy_out.open()

    def action_issue_prove(self) -> None:
        self.actions.copy_out.verify()

    def action_issue_export(self) -> None:
        self.actions.issues.export()

    def action_issue_edit(self) -> None:
        self.actions.issues.edit()

    def action_issue_list(self) -> None:
        self.actions.issues.choose_issue()

    def action_help_show(self) -> None:
        self.actions.show_help(self.footer.where)

    def action_theme_turn(self) -> None:
        self.app.theme = "day" if self.app.theme == "night" else "night"

    def action_command_palette(self) -> None:
        self.app.action_command_palette()
