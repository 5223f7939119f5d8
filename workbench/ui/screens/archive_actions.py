"""What the keys do with past issues: search them, ask what was written on a link before, open one; the year behind."""

from collections.abc import Callable
from typing import Final

from workbench.curation.archive.texts import ArchivedText
from workbench.curation.report.figures import Report
from workbench.desk.report import report_in_steps
from workbench.desk.state import State
from workbench.ui.dialogs.archive import ArchiveDialog, ArchiveSpot
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.idle_reader import IdleReader
from workbench.ui.widgets.message_line import MessageLine

NO_PLOTS: Final = (
    "Plots need a package: pip install 'curation-workbench[plots]'. `workbench report` has the figures."
)


class ArchiveActions:
    """Each method returns at once. A search begins where the last one was left."""

    def __init__(
        self,
        state: State,
        panes: Panes,
        reader: IdleReader,
        runner: CommandRunner,
        message_line: MessageLine,
        *,
        show_dialog: ShowDialog,
    ) -> None:
        self._state: Final = state
        self._panes: Final = panes
        self._reader: Final = reader
        self._runner: Final = runner
        self._message_line: Final = message_line
        self._show_dialog: Final = show_dialog
        self._spot = ArchiveSpot()

    def search(self) -> None:
        """Show the past issues, searched as one types."""
        self._show(lambda: self._spot)

    def recall(self) -> None:
        """Show what past issues say near the link in hand: of its work, of who made it, of its rare words."""
        panes = self._panes
        ids = panes.issue.links if panes.active_pane == "issue" else panes.inbox.list.collect_targets()
        if not ids:
            self._message_line.say("That key is for links: j and k go to one.", failed=True)
        else:
            link = self._state.links[ids[0]]
            self._show(lambda: ArchiveSpot(self._state.archive_search.build_query(link)))

    def show_report(self) -> None:
        """Show the year behind in plots, once it is counted."""
        self._message_line.say("Counting the year behind …")
        self._runner.run_steps(report_in_steps(self._state), self._show_plots)

    def _show_plots(self, report: Report) -> None:
        try:
            from workbench.ui.dialogs.report import ReportDialog  # noqa: PLC0415 - its package is optional
        except ImportError:
            self._message_line.say(NO_PLOTS, failed=True)
        else:
            self._message_line.say("")
            self._show_dialog(ReportDialog(report), lambda _: None)

    def _show(self, begin: Callable[[], ArchiveSpot]) -> None:
        dialog = ArchiveDialog(self._state, begin, read=self._reader.read_now, keep_spot=self._keep_spot)
        self._show_dialog(dialog, self._open)

    def _keep_spot(self, spot: ArchiveSpot) -> None:
        self._spot = spot

    def _open(self, text: ArchivedText | None) -> None:
        if text is not None:
            self._panes.issue_id = text.issue
            self._panes.go_to_piece(text.piece)
