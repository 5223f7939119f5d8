"""What the keys do with findings: show them, go where they are and on to the next, mend or waive them, learn
a word."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from workbench.curation.model import Issue, IssueId
from workbench.curation.preflight import Finding, PreflightReport
from workbench.desk.state import State
from workbench.desk.verbs import preflight, waiving
from workbench.desk.verbs.writing import pieces_of
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.findings import FindingsDialog, FindingsResult, LinkCheck
from workbench.ui.dialogs.unfinished_texts import UnfinishedText, UnfinishedTexts
from workbench.ui.issue.piece_rows import name_piece, name_place
from workbench.ui.keys.table import ACTIONS_BY_NAME, Keymap, keys_of
from workbench.ui.messages import Verb
from workbench.ui.screens.finding_route import FindingRoute
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.link_check_job import LinkCheckJob
from workbench.ui.widgets.message_line import MessageLine


class FindingActions:
    """Acts on the findings of the panes' issue. Each method returns at once; what comes of it is shown or said."""

    def __init__(
        self,
        state: State,
        keymap: Keymap,
        panes: Panes,
        runner: CommandRunner,
        checking: LinkCheckJob,
        message_line: MessageLine,
        unfinished: UnfinishedTexts,
        *,
        show_dialog: ShowDialog,
        find_issue: Callable[[], Issue | None],
    ) -> None:
        self._state: Final = state
        self._keymap: Final = keymap
        self._panes: Final = panes
        self._runner: Final = runner
        self._checking: Final = checking
        self._message_line: Final = message_line
        self._unfinished: Final = unfinished
        self._show_dialog: Final = show_dialog
        self._find_issue: Final = find_issue
        self._route = FindingRoute()

    def show(self) -> None:
        """Show what preflight finds."""
        issue = self._find_issue()
        if issue is None:
            return
        dialog = FindingsDialog(
            preflight.review_issue(self._state, issue),
            "Findings",
            name_place=partial(self._name_place, issue),
            mend=partial(self._mend_finding, issue.id),
            mend_all=partial(self._mend_findings, issue.id),
            waive=partial(self._waive_finding, issue.id),
            open_reason=partial(self._open_reason, issue.id),
            check=LinkCheck(
                self._message_line,
                start=partial(self._check_links, issue.id),
                stop=self._stop_check,
                read_progress=lambda: self._checking.progress,
                review=partial(self._review, issue.id),
            ),
            learn=partial(self._learn_word, issue.id),
            is_published=issue.state == "published",
        )
        self._show_dialog(dialog, self._go_to_chosen)

    def show_others(self, findings: Sequence[Finding], heading: str) -> None:
        """Show findings that are not preflight's: only going to them makes sense."""
        issue = self._find_issue()
        if issue is not None:
            dialog = FindingsDialog(findings, heading, name_place=partial(self._name_place, issue))
            self._show_dialog(dialog, self._go_to_other)

    def go_to_next(self) -> None:
        """Open the field of the next finding, from wherever the editor is."""
        issue = self._find_issue()
        if issue is None:
            return
        self._panes.issue.writer.save()
        found = self._route.go_on(preflight.check_issue(self._state, issue))
        if found:
            self._go_to(issue, found)
        else:
            self._message_line.say(f"Nothing else was found in issue #{issue.number}.")

    def _go_to_chosen(self, finding: Finding | None) -> None:
        issue = self._find_issue()
        if finding is not None and issue is not None:
            self._route.start_at(finding, preflight.check_issue(self._state, issue))
            self._go_to(issue, [finding])

    def _go_to_other(self, finding: Finding | None) -> None:
        """Go where a finding is that is not preflight's: there is no next one of them to go on to."""
        issue = self._find_issue()
        if finding is not None and issue is not None:
            self._go_to(issue, [finding], rest="")

    def _go_to(self, issue: Issue, findings: Sequence[Finding], rest: str | None = None) -> None:
        """Go where these findings are, all in one place, and say what they are, and how to go on."""
        first = findings[0]
        if issue.state == "draft" and first.piece in pieces_of(self._state, issue):
            self._panes.write_piece(first.piece, first.field)
        else:
            self._panes.go_to_piece(first.piece)
        said = " ".join(finding.message for finding in findings)
        name = name_piece(self._state, issue, first.piece)
        more = self._describe_rest() if rest is None else rest
        self._message_line.say(f"{name}: {said}{more}", failed=first.level == "error")

    def _describe_rest(self) -> str:
        ahead, keys = self._route.count_ahead, keys_of(ACTIONS_BY_NAME["findings.next"], self._keymap)
        return f" {keys[0]}: the next of {ahead} more." if ahead else ""

    def _name_place(self, issue: Issue, finding: Finding) -> str:
        """Where a finding is, in the words of the issue's list: `Papers 2 Radiance Meshes`."""
        now = self._state.find_issue(issue.id) or issue
        return name_place(self._state, now, finding.piece)

    async def _mend_finding(self, issue_id: IssueId, finding: Finding) -> FindingsResult:
        return await self._run_verb(
            issue_id, partial(preflight.mend_finding, issue_id=issue_id, finding=finding)
        )

    async def _mend_findings(self, issue_id: IssueId, finding: Finding) -> FindingsResult:
        return await self._run_verb(
            issue_id, partial(preflight.mend_findings, issue_id=issue_id, rule=finding.rule)
        )

    async def _waive_finding(self, issue_id: IssueId, finding: Finding, reason: str | None) -> FindingsResult:
        if reason is None:
            verb: Verb = partial(waiving.withdraw_waivers, issue_id=issue_id, findings=[finding])
        else:
            verb = partial(waiving.waive_findings, issue_id=issue_id, findings=[finding], reason=reason)
        return await self._run_verb(issue_id, verb)

    def _check_links(self, issue_id: IssueId) -> None:
        self._message_line.say(self._checking.start(self._state.get_issue(issue_id)))

    def _stop_check(self) -> None:
        self._message_line.say(self._checking.stop())

    def _review(self, issue_id: IssueId) -> PreflightReport:
        issue = self._state.find_issue(issue_id)
        return PreflightReport(()) if issue is None else preflight.review_issue(self._state, issue)

    async def _learn_word(self, issue_id: IssueId, finding: Finding) -> FindingsResult:
        from workbench.desk.verbs.words import learn_words  # noqa: PLC0415 - the screen begins without it

        return await self._run_verb(issue_id, partial(learn_words, words=[finding.quote]))

    def _open_reason(self, issue_id: IssueId, finding: Finding) -> UnfinishedText:
        """The reason for a waiver as it was typed so far."""
        place = f"{issue_id}:{finding.piece}:{finding.field}"
        return self._unfinished.open_text(f"waive:{finding.rule}:{place}")

    async def _run_verb(self, issue_id: IssueId, verb: Verb) -> FindingsResult:
        result = await self._runner.do(verb, reports=False)
        return FindingsResult(result.message, self._review(issue_id))
