"""The screen: the views that come in front of its panes, what their answers do, and the way out."""

from functools import partial
from typing import Any

from textual import on
from textual.app import SuspendNotSupported

from workbench.curation.model import Issue, IssueId, UserError
from workbench.curation.preflight import Finding
from workbench.desk.desk import Proposal, VerbResult
from workbench.desk.outgoing.export import ExportResult, export_issue
from workbench.desk.outgoing.verify import Verification
from workbench.desk.verbs import history, issues
from workbench.ui.copy_out.panel import CopyPanel
from workbench.ui.dialogs.add_links import AddLinksDialog
from workbench.ui.dialogs.findings import FindingsDialog, MendResult
from workbench.ui.dialogs.help import HelpDialog
from workbench.ui.dialogs.history import HistoryDialog
from workbench.ui.dialogs.issues import IssueChoice, IssuesDialog
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.messages import AskLine, CopyText, OpenUrl
from workbench.ui.screens.panes import PaneScreen


class WorkbenchScreen(PaneScreen):
    """The panes, the views that come in front of them, and the way out."""

    warned_unsaved = False
    pane_before_copy = "inbox"
    _unfinished_links = ""

    @on(AskLine)
    def _prompt_for_line(self, message: AskLine) -> None:
        def run_verb(answer: str | None) -> None:
            if answer is not None:
                self.run_in_background(self.command_queue.do(message.make_verb(answer)), self.report_done)

        self.app.push_screen(LinePrompt(message.question, message.value, message.hint), run_verb)

    @on(OpenUrl)
    def _open_url(self, message: OpenUrl) -> None:
        self.run_in_background(self.system_actions.open_url(message.url), self.say)

    @on(CopyText)
    def _copy_text(self, message: CopyText) -> None:
        self.run_in_background(
            self.system_actions.copy_text(message.text, message.label, message.html), self.say
        )

    def _find_issue(self) -> Issue | None:
        """The issue in hand; says what to do where there is none."""
        issue = self.desk.state.find_issue(self.issue_id)
        if issue is None:
            self.say("There is no issue yet: placing a link creates one, N makes one.", failed=True)
        return issue

    def report_undo(self, result: VerbResult[Proposal]) -> None:
        """Undone or redone: besides, the cursor goes to what came back."""
        self.report_done(result)
        self.inbox.move_to_first(sorted(result.touched.links))

    def action_change_undo(self) -> None:
        """Take back the newest step."""
        self.run_in_background(self.command_queue.do(history.undo_change), self.report_undo)

    def action_change_redo(self) -> None:
        """Repeat what was taken back."""
        self.run_in_background(self.command_queue.do(history.redo_change), self.report_undo)

    def action_link_add(self) -> None:
        """Take links from a text."""
        text, self._unfinished_links = self._unfinished_links, ""
        self.app.push_screen(
            AddLinksDialog(text, self._keep_unfinished_links),
            lambda text: self.add_links(text) if text else None,
        )

    def _keep_unfinished_links(self, text: str) -> None:
        self._unfinished_links = text

    def action_link_fetch(self) -> None:
        """Ask the sites behind the links in hand, whatever is known of them."""
        links = self.issue.links if self.active_pane == "issue" else self.inbox.pop_targets()
        if links:
            self.say(self.fetch_queue.refetch(links))
        else:
            self.say("There is no link here to fetch: j and k go to one.", failed=True)

    def action_fetch_stop(self) -> None:
        """Stop background work."""
        self.say(self.jobs.stop())

    def action_findings_show(self) -> None:
        """Show preflight; enter goes to the piece, m mends what can be."""
        issue = self._find_issue()
        if issue is not None:
            found = issues.check_issue(self.desk.state, issue)
            dialog = FindingsDialog(found, mend=partial(self._mend_finding, issue.id))
            self.app.push_screen(dialog, self._go_to_piece)

    async def _mend_finding(self, issue: IssueId, finding: Finding) -> MendResult:
        result = await self.command_queue.do(partial(issues.mend_finding, issue=issue, finding=finding))
        self.report_done(result)
        return MendResult(result.message, issues.check_issue(self.desk.state, self.desk.state.issues[issue]))

    def _go_to_piece(self, piece: str | None) -> None:
        if piece:
            self.focus_pane("issue")
            self.issue.move_to(piece)

    def action_issue_copy(self) -> None:
        """Copy the issue out, step by step."""
        if self._find_issue() is None or self.copy_panel.display:
            return
        self.pane_before_copy = self.active_pane
        if self.active_pane != "issue":
            self._show_in_third_column("preview")  # what is copied stays in sight
        self.copy_panel.clipboard_status = self.system_actions.last_copied
        self.copy_panel.open()

    @on(CopyPanel.Closed)
    def _return_from_copy(self) -> None:
        self.focus_pane(self.pane_before_copy)
        self.preview.show_piece(self.issue.piece)

    @on(CopyPanel.PassageChosen)
    def _copy_passage(self, message: CopyPanel.PassageChosen) -> None:
        async def copy() -> None:
            try:
                self.copy_panel.clipboard_status = await self.system_actions.copy_passage(
                    message.passage, message.target
                )
            except UserError as refusal:
                self.copy_panel.show_refusal(str(refusal))
            else:
                self.copy_panel.show_copied(message.passage)

        self.say("")
        self.run_in_background(copy(), lambda _: None)

    @on(CopyPanel.PageRequested)
    def _show_copy_page(self, message: CopyPanel.PageRequested) -> None:
        issue = self._find_issue()
        if issue is not None:
            shown = self.system_actions.show_copy_page(issue, message.target)
            self.run_in_background(shown, lambda said: self.copy_panel.show_outcome("page", said))

    def action_issue_prove(self) -> None:
        """Compare what was copied back from the platform with the issue."""
        issue = self._find_issue()
        if issue is not None:
            self.run_in_background(
                self.system_actions.verify_issue_paste(issue, self.copy_panel.target), self._report_comparison
            )

    def _report_comparison(self, proof: Verification) -> None:
        if proof.findings:
            self.app.push_screen(FindingsDialog(proof.findings, "What came back"), self._go_to_piece)
            return
        plain = " in plain text, which tells no headings and lists" if proof.is_plain_text else ""
        self.say(f"It arrived: {proof.entries} entries, {proof.links} links, all there{plain}.")

    def action_issue_export(self) -> None:
        """Write the Markdown file and the copy page."""
        issue = self._find_issue()
        if issue is not None:
            written = export_issue(self.desk, self.services.issue_files, issue.id)
            self.run_in_background(self.command_queue.run(written), self._report_export)

    def _report_export(self, result: ExportResult) -> None:
        self.show_changes(result.touched)
        failed = f"; its copy page is not there: {result.copy_page_error}"
        self.say(f"Wrote {result.path}{failed if result.copy_page_error else ' and its copy page'}")

    def action_issue_edit(self) -> None:
        """The whole issue in the editor's own text editor."""
        issue = self._find_issue()
        if issue is None:
            return
        try:
            verb = self.system_actions.edit_issue(issue)
        except SuspendNotSupported:
            self.say("This terminal cannot make room for another editor: w writes the file, import reads it.")
        except UserError as refusal:
            self.say(str(refusal), failed=True)
        else:
            if verb is None:
                self.say("Nothing was changed in the editor.")
            else:
                self.run_in_background(self.command_queue.do(verb), self._report_import)

    def _report_import(self, result: VerbResult[Any]) -> None:
        """Besides what was done, say what of the text found no home: it is kept as a piece of the issue."""
        self.report_done(result)
        problems = result.proposal.problems
        if problems:
            more = f" And {len(problems) - 1} more: F shows them." if len(problems) > 1 else ""
            self.say(f"{result.message}. {problems[0]}{more}", failed=True)

    def action_issue_list(self) -> None:
        """New, switch, publish, reopen."""
        self.app.push_screen(IssuesDialog(self.desk.state, self.issue_id), self._apply_issue_choice)

    def _apply_issue_choice(self, choice: IssueChoice | None) -> None:
        if choice is None:
            return
        if choice.action == "switch":
            self.issue_id = choice.issue_id
        elif choice.action == "new":
            self.run_in_background(self.command_queue.do(issues.create_issue), self._switch_to_created)
        elif choice.action == "publish":
            self.run_in_background(
                self.command_queue.do(lambda state: issues.publish_issue(state, choice.issue_id)),
                self.report_done,
            )
        else:
            self.run_in_background(
                self.command_queue.do(lambda state: issues.reopen_issue(state, choice.issue_id)),
                self.report_done,
            )

    def _switch_to_created(self, result: VerbResult[Any]) -> None:
        self.report_done(result)
        self.issue_id = max(result.touched.issues, default=self.issue_id)

    def action_history_show(self) -> None:
        """What was changed, by whom; one of them can be taken back."""

        def undo_chosen(seq: int | None) -> None:
            if seq is not None:
                self.run_in_background(
                    self.command_queue.do(partial(history.undo_change, seq=seq)), self.report_undo
                )

        self.app.push_screen(HistoryDialog(self.desk.state.iter_history(), self.desk.state.now), undo_chosen)

    def action_help_show(self) -> None:
        """Every key that works here."""
        self.app.push_screen(HelpDialog(self.footer.where, self.keymap))

    def action_theme_turn(self) -> None:
        """Dark, or light; remembered for the next start."""
        self.app.theme = "day" if self.app.theme == "night" else "night"

    def action_command_palette(self) -> None:
        """Find an action by its name."""
        self.app.action_command_palette()

    async def action_view_close(self) -> None:
        if self.has_view_in_front():
            self.focus_pane("inbox")
        else:
            await self.save_and_exit(warn=True)

    async def save_and_exit(self, *, warn: bool = False) -> None:
        """Save what is half written, remember where the editor was, and go.

        With `warn`, an editor whose text cannot be saved is told first, and has to ask again.
        """
        refused = ""
        await self.jobs.leave()
        for verb in self.issue.flush_unsaved():
            try:
                await self.command_queue.do(verb)
            except UserError as refusal:
                refused = str(refusal)
        was_warned, self.warned_unsaved = self.warned_unsaved, bool(refused)
        if refused and warn and not was_warned:
            self.say(f"Not saved, and leaving again gives it up. {refused}", failed=True)
            return
        self.services.ui_state.save(
            {**self.inbox.dump_ui_state(), "issue": self.issue_id, "theme": self.app.theme}
        )
        self.app.exit()
