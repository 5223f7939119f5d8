"""What the keys do with the history: undo, redo, taking back one change of many, bringing back an earlier text."""

from collections.abc import Callable
from functools import partial
from typing import Final

from workbench.curation.change import Change
from workbench.curation.model import IssueId
from workbench.curation.pieces import Piece
from workbench.desk.desk import Proposal, VerbResult
from workbench.desk.state import State
from workbench.desk.verbs import history
from workbench.desk.verbs.writing import text_of
from workbench.desk.versions import VERSIONED, bring_back, iter_versions
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.history import HistoryDialog
from workbench.ui.dialogs.versions import VersionsDialog
from workbench.ui.issue.piece_rows import name_piece
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner


class HistoryActions:
    """Each method returns at once; what comes of it is shown or said.

    `follow_state` has the files of issues follow where a change published or reopened them.
    """

    def __init__(
        self,
        state: State,
        panes: Panes,
        runner: CommandRunner,
        *,
        show_dialog: ShowDialog,
        follow_state: Callable[[Change], None],
        say: Callable[[str], None],
    ) -> None:
        self._state: Final = state
        self._panes: Final = panes
        self._runner: Final = runner
        self._show_dialog: Final = show_dialog
        self._follow_state: Final = follow_state
        self._say: Final = say

    def undo(self) -> None:
        """Take back the newest change."""
        self._runner.run_verb(history.undo_change, self._report)

    def redo(self) -> None:
        """Repeat what was taken back last."""
        self._runner.run_verb(history.redo_change, self._report)

    def choose_change(self) -> None:
        """Show every change, and take back the one that is chosen."""
        self._show_dialog(HistoryDialog(self._state.iter_history(), self._state.now), self._undo_chosen)

    def choose_version(self) -> None:
        """Show the earlier texts of the piece in hand, and bring back the one that is chosen."""
        issue, piece = self._state.find_issue(self._panes.issue.issue_id), self._panes.issue.piece
        if issue is None or piece is None or piece.kind not in VERSIONED:
            self._say("That key is for a piece of the issue that has a text: go to one.")
            return
        self._panes.issue.writer.save()
        called, now = name_piece(self._state, issue, piece), self._state.now
        present = text_of(self._state, issue, piece)
        versions = iter_versions(self._state.iter_history(), issue, piece, present)
        self._show_dialog(VersionsDialog(called, versions, now), partial(self._bring_back, issue.id, piece))

    def _bring_back(self, issue_id: IssueId, piece: Piece, text: str | None) -> None:
        if text is not None:
            verb = partial(bring_back, piece=piece, text=text, issue_id=issue_id)
            self._runner.run_verb(verb, self._report)

    def _undo_chosen(self, seq: int | None) -> None:
        if seq is not None:
            self._runner.run_verb(partial(history.undo_change, seq=seq), self._report)

    def _report(self, result: VerbResult[Proposal]) -> None:
        """Say what was undone or redone, and put the cursors on the first link and the first piece that came back, else
        on the first they touched."""
        shown, touched = set(self._panes.inbox.list.ids), sorted(result.touched.links)
        self._runner.report(result)
        self._panes.inbox.move_to_first([*(id for id in touched if id not in shown), *touched])
        self._panes.issue.move_to_first(result.proposal.change)
        self._follow_state(result.proposal.change)
