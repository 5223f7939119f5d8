"""What the screen's keys do, by subject: links, feeds, files, issues, findings, history, past issues, the copy-out.

Each subject is made, and its modules are imported, when a key first asks for it. A start shows nothing of them, and
with their dialogs and parsers they are half of what the program could load.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from textual.app import App

from workbench.curation.change import Change
from workbench.desk.desk import Desk
from workbench.desk.ports import Services
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.keys.table import KeyContext, Keymap
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.idle_reader import IdleReader
from workbench.ui.services.screen_jobs import ScreenJobs
from workbench.ui.widgets.message_line import MessageLine

LATER_MODULES: Final = (
    "workbench.ui.preview.editions",
    "workbench.ui.issue.writer_boxes",
    "workbench.ui.screens.history_actions",
    "workbench.ui.screens.link_actions",
    "workbench.desk.search",
    "workbench.ui.dialogs.help",
    "workbench.ui.screens.palette",
    "workbench.ui.services.system_actions",
    "workbench.ui.screens.issue_actions",
    "workbench.ui.screens.finding_actions",
    "workbench.ui.copy_out.panel",
    "workbench.ui.screens.copy_out_actions",
    "workbench.ui.services.draft_job",
    "workbench.ui.screens.archive_actions",
    "workbench.ui.screens.feed_actions",
    "workbench.ui.screens.import_actions",
)
"""What the first press of a key would import, the most likely first: the idle screen imports it before."""

if TYPE_CHECKING:
    from workbench.ui.copy_out.panel import CopyPanel
    from workbench.ui.screens.archive_actions import ArchiveActions
    from workbench.ui.screens.copy_out_actions import CopyOutActions
    from workbench.ui.screens.feed_actions import FeedActions
    from workbench.ui.screens.finding_actions import FindingActions
    from workbench.ui.screens.history_actions import HistoryActions
    from workbench.ui.screens.import_actions import ImportActions
    from workbench.ui.screens.issue_actions import IssueActions
    from workbench.ui.screens.link_actions import LinkActions
    from workbench.ui.services.system_actions import SystemActions


class ScreenActions:
    """The subjects, each by its name. They act on these parts, and on one another."""

    def __init__(
        self,
        app: App[None],
        desk: Desk,
        services: Services,
        keymap: Keymap,
        panes: Panes,
        runner: CommandRunner,
        jobs: ScreenJobs,
        message_line: MessageLine,
        unfinished: UnfinishedTexts,
        archive_search_reader: IdleReader,
        *,
        show_panel: Callable[["CopyPanel"], object],
    ) -> None:
        self._app: Final = app
        self._desk: Final = desk
        self._state: Final = desk.state
        self._services: Final = services
        self._keymap: Final = keymap
        self._panes: Final = panes
        self._runner: Final = runner
        self._jobs: Final = jobs
        self._message_line: Final = message_line
        self._unfinished: Final = unfinished
        self._archive_search_reader: Final = archive_search_reader
        self._show_panel: Final = show_panel

    @cached_property
    def system(self) -> "SystemActions":
        """Clipboard, browser, text editor."""
        from workbench.ui.services.system_actions import SystemActions

        return SystemActions(self._app, self._state, self._services)

    @cached_property
    def links(self) -> "LinkActions":
        """Adding links, fetching them, questions about them."""
        from workbench.ui.screens.link_actions import LinkActions

        return LinkActions(
            self._panes, self._runner, self._jobs.fetching, self._message_line, self._unfinished,
            show_dialog=self._app.push_screen, follow_files=self._follow_state,
        )  # fmt: skip

    @cached_property
    def feeds(self) -> "FeedActions":
        """Pulling feeds, and the list of them."""
        from workbench.ui.screens.feed_actions import FeedActions

        return FeedActions(
            self._state, self._runner, self._jobs.pulling, self._services.feed_web, self._message_line,
            self._unfinished, show_dialog=self._app.push_screen, ask_line=self.links.ask_line,
            undo=self.history.undo,
        )  # fmt: skip

    @cached_property
    def files(self) -> "ImportActions":
        """Files to import."""
        from workbench.ui.screens.import_actions import ImportActions

        return ImportActions(
            self._jobs.importing, self._services.named_files, self._runner, self._message_line,
            self._unfinished, show_dialog=self._app.push_screen,
        )  # fmt: skip

    @cached_property
    def issues(self) -> "IssueActions":
        """A whole issue: its file, its text in an editor, the choice of another."""
        from workbench.ui.screens.issue_actions import IssueActions

        return IssueActions(
            self._desk, self._services, self._panes, self._runner, self.system, self._message_line,
            show_dialog=self._app.push_screen,
        )  # fmt: skip

    @cached_property
    def findings(self) -> "FindingActions":
        """What preflight finds."""
        from workbench.ui.screens.finding_actions import FindingActions

        return FindingActions(
            self._state, self._keymap, self._panes, self._runner, self._jobs.checking, self._message_line,
            self._unfinished,
            show_dialog=self._app.push_screen, find_issue=self.issues.find_issue,
        )  # fmt: skip

    @cached_property
    def history(self) -> "HistoryActions":
        """Undo, redo, earlier texts."""
        from workbench.ui.screens.history_actions import HistoryActions

        return HistoryActions(
            self._state, self._panes, self._runner,
            show_dialog=self._app.push_screen, follow_state=self._follow_state, say=self._message_line.say,
        )  # fmt: skip

    @cached_property
    def archive(self) -> "ArchiveActions":
        """Past issues, and the year behind."""
        from workbench.ui.screens.archive_actions import ArchiveActions

        return ArchiveActions(
            self._state, self._panes, self._archive_search_reader, self._runner, self._message_line,
            show_dialog=self._app.push_screen,
        )  # fmt: skip

    @cached_property
    def copy_out(self) -> "CopyOutActions":
        """What the copy-out does."""
        from workbench.ui.screens.copy_out_actions import CopyOutActions

        return CopyOutActions(
            self._state, self.copy_panel, self._panes, self._runner, self.system, self._message_line,
            self.issues, self._jobs.drafting, show_findings=self.findings.show_others,
        )  # fmt: skip

    @cached_property
    def copy_panel(self) -> "CopyPanel":
        """Where the copy-out stands: it is shown with its issue, out of sight at first."""
        from workbench.ui.copy_out.panel import CopyPanel

        panel = CopyPanel(self._state, self._keymap)
        panel.follow_issue(self._panes.issue_id)
        self._show_panel(panel)
        return panel

    @property
    def made_copy_panel(self) -> "CopyPanel | None":
        """The same where somebody asked for it before."""
        return self.__dict__.get("copy_panel")

    def show_help(self, where: KeyContext) -> None:
        """Show every key, those of this place first."""
        from workbench.ui.dialogs.help import HelpDialog

        self._app.push_screen(HelpDialog(where, self._keymap))

    def _follow_state(self, change: Change) -> None:
        self.issues.follow_state(change)
