"""Copying an issue out: what the panel asks for is done with the clipboard, the copy page and the platform's API, and
what was pasted is compared."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from workbench.curation.model import Issue, UserError
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.outgoing.platform_drafts import EditedThereError, SyncResult, describe_sync
from workbench.desk.outgoing.verify import Verification, read_paste, verify_paste
from workbench.desk.state import State
from workbench.publishing.passages import Passage
from workbench.ui.copy_out.panel import CopyPanel
from workbench.ui.copy_out.requests import CopyRequested
from workbench.ui.screens.issue_actions import IssueActions
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.draft_job import DraftJob, DraftRequest
from workbench.ui.services.system_actions import SystemActions
from workbench.ui.widgets.message_line import MessageLine


class CopyOutActions:
    """Opens and closes the panel, and does what it asks for. `show_findings` lists what did not arrive, under a
    heading."""

    def __init__(
        self,
        state: State,
        panel: CopyPanel,
        panes: Panes,
        runner: CommandRunner,
        system_actions: SystemActions,
        message_line: MessageLine,
        issue_actions: IssueActions,
        draft_job: DraftJob,
        *,
        show_findings: Callable[[Sequence[Finding], str], None],
    ) -> None:
        self._state: Final = state
        self._panel: Final = panel
        self._runner: Final = runner
        self._system_actions: Final = system_actions
        self._panes: Final = panes
        self._message_line: Final = message_line
        self._issue_actions: Final = issue_actions
        self._draft_job: Final = draft_job
        self._show_findings: Final = show_findings
        self._pane_before = "inbox"

    def _find_issue(self) -> Issue | None:
        """The issue that is copied out, which may be one that was just published; else that of the panes."""
        return self._panel.tracker.issue if self._panel.display else self._issue_actions.find_issue()

    def open(self) -> None:
        """Open the panel where this issue's copy-out was left."""
        if self._find_issue() is None or self._panel.display:
            return
        self._pane_before = self._panes.active_pane
        if self._pane_before != "issue":
            self._panes.show_preview()  # what is copied stays in sight
        self._panel.clipboard_status = self._system_actions.last_copied
        self._panel.takes_rich = self._system_actions.takes_rich
        self._panel.open()
        find_ready = partial(self._draft_job.list_ready_targets, self._state.publication.targets)
        self._runner.start(find_ready, self._offer_drafts)

    def _offer_drafts(self, targets: frozenset[str]) -> None:
        self._panel.tracker.draft_targets = targets
        self._panel.rebuild_steps()

    def run(self, message: CopyRequested) -> None:
        """Do what the panel asks for."""
        match message.request:
            case "copy" if message.passage is not None:
                self._copy_passage(message.passage, message.target)
            case "page":
                self._show_page(message.target)
            case "draft" | "overwrite":
                self._send_draft(message.target, overwrite=message.request == "overwrite")
            case "differences":
                self._show_differences(message.target)
            case "verify":
                self.verify()
            case "compare":
                self._compare(message.text, message.target)
            case "export":
                self._issue_actions.export(self._find_issue(), partial(self._panel.show_done, "export"))
            case "url":
                self._ask_for_url()
            case "publish":
                self._publish()
            case _:
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
        self._runner.start(copy, lambda _: None)

    def _send_draft(self, target: Target, *, overwrite: bool) -> None:
        """Make the draft at the target, or bring it up to date; the panel says what became of it."""
        issue = self._find_issue()
        if issue is None:
            return

        def report(result: SyncResult) -> None:
            said = describe_sync(result.action, issue.number, target.name)
            self._panel.tracker.finish_copying()
            self._panel.show_outcome("done", f"{said} {result.remote.address} {result.draft.note}".rstrip())
            if result.findings:
                self._show_findings(result.findings, f"What {target.name} keeps")

        def refuse(refusal: UserError) -> None:
            if not (self._panel.display and self._panel.issue_id == issue.id):
                self._message_line.say(str(refusal), failed=True)
            elif isinstance(refusal, EditedThereError):
                self._panel.tracker.progress.edits_there = refusal.findings
                self._panel.show_outcome("! edited", f"{refusal} {refusal.address}")
            else:
                self._panel.show_outcome("! refused", str(refusal))

        self._panel.show_outcome("sending", f"{target.name} is being asked; S stops that.")
        self._draft_job.start(DraftRequest(issue, target, overwrite, report, refuse))

    def _show_differences(self, target: Target) -> None:
        """What differs in the draft that was edited at the target."""
        findings = self._panel.tracker.progress.edits_there
        if findings is None:
            self._message_line.say("No draft is known to have been edited there.", failed=True)
        elif findings:
            self._show_findings(findings, f"Edited at {target.name}")
        else:
            self._message_line.say("Every word and link of the issue is there: what differs is formatting.")

    def _show_page(self, target: Target) -> None:
        """Write the copy page and open it in the browser."""
        issue = self._find_issue()
        if issue is not None:
            self._runner.start(
                partial(self._system_actions.show_copy_page, issue, target),
                partial(self._panel.show_done, "page"),
            )

    def verify(self) -> None:
        """Compare what was copied back from the platform in hand with the issue."""
        issue, target = self._find_issue(), self._panel.target
        if issue is not None:
            self._runner.start(
                partial(self._system_actions.verify_issue_paste, issue, target), self._report_comparison
            )

    def _compare(self, text: str, target: Target) -> None:
        """Compare what was pasted into the terminal, as whoever has no clipboard here can do, with the issue."""
        issue = self._find_issue()
        if issue is not None:
            self._report_comparison(verify_paste(self._state, issue, read_paste("", text, target), target))

    def _report_comparison(self, comparison: Verification) -> None:
        if any(finding.rule == "video" for finding in comparison.findings):
            self._panel.tracker.add_video_steps()
            self._panel.rebuild_steps()
        if comparison.findings:
            self._show_findings(comparison.findings, "What came back")
            return
        plain = " in plain text, which tells no headings and lists" if comparison.is_plain_text else ""
        said = f"It arrived: {comparison.entries} entries, {comparison.links} links, all there{plain}."
        if self._panel.is_at("verify"):
            self._panel.show_done("verify", said)
        else:
            self._message_line.say(said)

    def _publish(self) -> None:
        """The end of the edition: the message line says what was done. The panel stays for
        the posts, if there are any."""
        issue = self._find_issue()
        if issue is not None:
            if not self._state.publication.posts:
                self._close()
            self._issue_actions.publish_and_export(issue.id)

    def _ask_for_url(self) -> None:
        """Ask for the address that the post in hand names, then copy that post."""
        issue = self._find_issue()
        if issue is not None:
            self._issue_actions.ask_for_url(issue, lambda _: self._copy_post())

    def _copy_post(self) -> None:
        """Go on with the post for which an address was asked, if it has one now."""
        passage = self._panel.tracker.passage
        if self._panel.display and passage is not None and not passage.lacks_url:
            self._panel.action_step_copy()
