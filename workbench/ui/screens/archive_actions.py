"""What the keys do with past issues: search them, ask what was written on a link before, open one at a place in it."""

from collections.abc import Callable
from typing import Final

from workbench.curation.archive.texts import ArchivedText
from workbench.desk.state import State
from workbench.ui.dialogs.archive import ArchiveDialog, ArchiveSpot
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.screens.panes import Panes
from workbench.ui.services.idle_reader import IdleReader
from workbench.ui.widgets.message_line import MessageLine


class ArchiveActions:
    """Each method returns at once. A search begins where the last one was left."""

    def __init__(
        self,
        state: State,
        panes: Panes,
        reader: IdleReader,
        message_line: MessageLine,
        *,
        show_dialog: ShowDialog,
    ) -> None:
        self._state: Final = state
        self._panes: Final = panes
        self._reader: Final = reader
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

    def _show(self, begin: Callable[[], ArchiveSpot]) -> None:
        dialog = ArchiveDialog(self._state, begin, read=self._reader.read_now, keep_spot=self._keep_spot)
        self._show_dialog(dialog, self._open)

    def _keep_spot(self, spot: ArchiveSpot) -> None:
        self._spot = spot

    def _open(self, text: ArchivedText | None) -> None:
        if text is not None:
            self._panes.issue_id = text.issue
            self._panes.go_to_piece(text.piece)
