"""Copying an issue out: what the panel asks for is done with the clipboard and the copy page, and what was pasted is
compared."""

from collections.abc import Callable, Sequence
from typing import Final

from workbench.curation.model import Issue, UserError
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.outgoing.verify import Verification
from workbench.publishing import Passage
from workbench.ui.copy_out.panel import CopyPanel
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.system_actions import SystemActions
from workbench.ui.widgets.message_line import MessageLine


class CopyOutActions:
    """Opens and closes the panel, and does what it asks for. `find_issue` says why where it finds none."""

    def __init__(
        self,
        panel: CopyPanel,
        panes: Panes,
        runner: CommandRunner,
        system_actions: SystemActions,
        message_line: MessageLine,
        *,
        find_issue: Callable[[], Issue | None],
        show_findings: Callable[[Sequence[Finding], str], None],
    ) -> None:
        self._panel: Final = panel
        self._runner: Final = runner
        self._system_actions: Final = system_actions
        self._panes: Final = panes
        self._message_line: Final = message_line
        self._find_issue: Final = find_issue
        self._show_findings: Final = show_findings
        self._pane_before = "inbox"

    def open(self) -> None:
        """Open the panel where this issue's copy-out was left."""
        if self._find_issue() is None or self._panel.display:
            return
        self._pane_before = self._panes.active_pane
        if self._pane_before != "issue":
            self._panes.show_preview()  # what is copied stays in sight
        self._panel.clipboard_status = self._system_actions.last_copied
        self._panel.open()

    def run(self, message: CopyPanel.Requested) -> None:
        """Do what the panel asks for."""
        if message.passage is not None:
            self._copy_passage(message.passage, message.target)
        elif message.request == "page":
            self._show_page(message.target)
        else:
            self._close()

    def _close(self) -> None:
        """Go back to the pane from which the panel was opened. The panel closes as the keyboard leaves it."""
        self._panes.focus_pane(self._pane_before)
        self._panes.preview.show_piece(self._panes.issue.piece)

    def _copy_passage(self, passage: Passage, target: Target) -> None:
        """Copy a passage as its target takes it; the panel goes on to the next step, or says why it cannot."""

        async def copy() -> None:
            try:
                status = await self._system_actions.copy_passage(passage, target)
            except UserError as refusal:
                self._panel.show_refusal(str(refusal))
            else:
                self._panel.clipboard_status = status
                self._panel.show_copied(passage)

        self._message_line.say("")
        self._runner.start(copy(), lambda _: None)

    def _show_page(self, target: Target) -> None:
        """Write the copy page and open it in the browser."""
        issue = self._find_issue()
        if issue is not None:
            self._runner.start(
                self._system_actions.show_copy_page(issue, target),
                lambda outcome: self._panel.show_outcome("page", outcome),
            )

    def verify(self, target: Target) -> None:
        """Compare what was copied back from that platform with the issue."""
        issue = self._find_issue()
        if issue is not None:
            self._runner.start(
                self._system_actions.verify_issue_paste(issue, target), self._report_comparison
            )

    def _report_comparison(self, comparison: Verification) -> None:
        if comparison.findings:
            self._show_findings(comparison.findings, "What came back")
            return
        plain = " in plain text, which tells no headings and lists" if comparison.is_plain_text else ""
        self._message_line.say(
            f"It arrived: {comparison.entries} entries, {comparison.links} links, all there{plain}."
        )
