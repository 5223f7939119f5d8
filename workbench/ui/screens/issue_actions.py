"""What the keys do with a whole issue: write its file, edit it in $EDITOR, choose another."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from textual.app import SuspendNotSupported

from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId, UserError
from workbench.curation.pieces import piece_of_entry
from workbench.desk.coming import issue_on_board, next_number_of
from workbench.desk.desk import Desk, VerbResult
from workbench.desk.outgoing.export import ExportResult, FollowResult, export_issue, follow_state, is_followed
from workbench.desk.ports import Services
from workbench.desk.touched import Touched
from workbench.desk.verbs import ideas, issues, shape, translating
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.issues import IssueChoice, IssuesDialog
from workbench.ui.issue.questions import ask_for_date, ask_for_number, ask_for_url
from workbench.ui.messages import AskLine
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.system_actions import IssueEdits, SystemActions
from workbench.ui.widgets.message_line import MessageLine


class IssueActions:
    """Acts on the issue of the panes. Each method returns at once; what comes of it is shown or said."""

    def __init__(
        self,
        desk: Desk,
        services: Services,
        panes: Panes,
        runner: CommandRunner,
        system_actions: SystemActions,
        message_line: MessageLine,
        *,
        show_dialog: ShowDialog,
    ) -> None:
        self._desk: Final = desk
        self._services: Final = services
        self._runner: Final = runner
        self._system_actions: Final = system_actions
        self._panes: Final = panes
        self._message_line: Final = message_line
        self._show_dialog: Final = show_dialog

    def find_issue(self) -> Issue | None:
        """The issue of the panes. While that is the coming one, None, and it is said what to do."""
        issue = self._panes.find_issue()
        if issue is None:
            number = next_number_of(self._desk.state)
            self._message_line.say(
                f"Issue #{number} has not begun: placing a link begins it, and so does writing in it.",
                failed=True,
            )
        return issue

    def add_idea(self) -> None:
        """Ask for the title of an entry without a link, place it where the cursor is or the first such section, and
        begin to write it."""
        issue = self._panes.find_issue()
        try:
            sections = issue_on_board(self._desk.state, self._panes.issue_id).sections
            section = ideas.choose_section(sections, self._panes.issue.section_key)
        except UserError as refusal:
            self._message_line.say(str(refusal), failed=True)
            return
        verb = partial(ideas.add_idea, section=section.key, issue_id=issue.id if issue else None)
        self._panes.post_message(
            AskLine(
                f"A quote or an idea for {section.name}, its title:",
                "",
                lambda answer: partial(verb, title=answer),
                hint="It needs no link. Its text is written next.",
                purpose=f"idea:{section.key}",
                on_saved=self._write_idea,
            )
        )

    def _write_idea(self, touched: Touched) -> None:
        entry = max(touched.entries, default=None)
        if entry is not None:
            self._panes.write_piece(piece_of_entry(entry), "blurb")

    def ask_for_url(self, issue: Issue, on_saved: Callable[[Touched], None] = lambda _: None) -> None:
        """Ask where readers find an issue."""
        self._panes.post_message(ask_for_url(issue, on_saved))

    def export(self, issue: Issue | None = None, then: Callable[[str], None] | None = None) -> None:
        """Write the Markdown file and the copy page of an issue, else that of the panes; say what was written, or hand
        that on to `then`."""
        issue = issue or self.find_issue()
        if issue is not None:
            steps = export_issue(
                self._desk, self._services.issue_files, self._services.card_painter, issue.id
            )
            self._runner.run_steps(steps, partial(self._report_export, then or self._message_line.say))

    def _report_export(self, say: Callable[[str], object], result: ExportResult) -> None:
        self._runner.show_changes(result.touched)
        if result.copy_page_error:
            say(f"Wrote {result.path}; its copy page is not there: {result.copy_page_error}")
        elif result.card_error:
            say(f"Wrote {result.path} and its copy page; its card is not there: {result.card_error}")
        else:
            say(f"Wrote the file and its copy page: {result.path}")

    def edit(self) -> None:
        """Edit the whole issue in the editor's own text editor."""
        issue = self.find_issue()
        if issue is None:
            return
        if issue.state == "published":
            self._message_line.say(
                f"Issue #{issue.number} is published: reopen it to change it.", failed=True
            )
            return
        try:
            edits = self._system_actions.edit_issue(issue)
        except SuspendNotSupported:
            self._message_line.say(
                "This terminal cannot make room for another editor: w writes the file, import reads it."
            )
        except UserError as refusal:
            self._message_line.say(str(refusal), failed=True)
        else:
            if edits is None:
                self._message_line.say("Nothing was changed in the editor.")
            else:
                kept = f"What was edited is kept in {edits.path}."
                self._runner.run_verb_durably(edits.verb, partial(self._report_edits, edits), if_refused=kept)

    def _report_edits(self, edits: IssueEdits, result: VerbResult[Any]) -> None:
        """Say what was done, and what of the text belongs nowhere: that is kept as a piece of the issue."""
        self._system_actions.discard_edits(edits)
        self._runner.report(result)
        problems = result.proposal.problems
        more = [f"And {len(problems) - 1} more: F shows them."] if len(problems) > 1 else []
        said = [*edits.notes, *problems[:1], *more]
        if said:
            self._message_line.say(" ".join([f"{result.message}.", *said]), failed=True)

    def choose_issue(self) -> None:
        """Show the issues: switch to one, create, publish, reopen, number, date, delete."""
        self._show_dialog(IssuesDialog(self._desk.state, self._panes.issue_id), self._apply_choice)

    def _apply_choice(self, choice: IssueChoice | None) -> None:
        match choice:
            case IssueChoice(action="switch"):
                self._panes.issue_id = choice.issue_id or None  # 0 is the coming issue's
            case IssueChoice(action="new"):
                self._runner.run_verb(issues.create_issue)
            case IssueChoice(action="translate"):
                self._runner.run_verb(translating.translate_issue)
            case IssueChoice(action="publish"):
                self.publish(choice.issue_id)
            case IssueChoice(action="reopen"):
                self._runner.run_verb(
                    partial(issues.reopen_issue, issue_id=choice.issue_id), self._report_turned
                )
            case IssueChoice(action="delete"):
                self._runner.run_verb(partial(shape.delete_issue, issue_id=choice.issue_id))
            case IssueChoice(action="number"):
                self._panes.post_message(ask_for_number(issue_on_board(self._desk.state, choice.issue_id)))
            case IssueChoice(action="url"):
                self.ask_for_url(issue_on_board(self._desk.state, choice.issue_id))
            case IssueChoice(action="date"):
                self._panes.post_message(ask_for_date(issue_on_board(self._desk.state, choice.issue_id)))

    def publish(self, issue_id: IssueId) -> None:
        """Finish an issue, whatever is found in it."""
        self._runner.run_verb(partial(issues.publish_issue, issue_id=issue_id), self._report_turned)

    def publish_and_export(self, issue_id: IssueId) -> None:
        """Finish an issue, whatever is found in it; once that is durable, write its file and its copy page."""
        publish = partial(issues.publish_issue, issue_id=issue_id)
        self._runner.run_verb(publish, partial(self._export_published, issue_id))

    def _export_published(self, issue_id: IssueId, result: VerbResult[Any]) -> None:
        self._runner.report(result)

        def export(rejection: str) -> None:
            if rejection:
                return
            steps = export_issue(
                self._desk, self._services.issue_files, self._services.card_painter, issue_id
            )
            self._runner.run_steps(steps, partial(self._report_export, say), if_refused=f"{result.message}.")

        def say(written: str) -> None:
            self._message_line.say(f"{result.message} · u takes it back. {written}")

        self._runner.start(self._runner.save_all, export)

    def _report_turned(self, result: VerbResult[Any]) -> None:
        self._runner.report(result)
        self.follow_state(result.proposal.change)

    def follow_state(self, change: Change) -> None:
        """Write the files of the issues anew that this change published, reopened or gave an address; say which stay
        as they are."""
        if is_followed(change):
            steps = follow_state(self._desk, self._services.issue_files, change)
            self._runner.start(
                self._runner.save_all, lambda _: self._runner.run_steps(steps, self._report_followed)
            )

    def _report_followed(self, result: FollowResult) -> None:
        self._runner.show_changes(result.touched)
        if result.messages:
            self._message_line.say(" ".join(result.messages), failed=True)
