"""The screen: the views that come in front of its panes, what their answers do, and the way out."""

from typing import Any

from textual import on
from textual.app import SuspendNotSupported

from workbench.curation.model import Issue, Refused
from workbench.desk import issues
from workbench.desk.desk import Done, Proposal
from workbench.desk.export import Export
from workbench.desk.present import Present
from workbench.desk.proving import Proof
from workbench.ui.copying import CopyStrip
from workbench.ui.dialogs.add import AddLinks
from workbench.ui.dialogs.ask import Ask as AskLine
from workbench.ui.dialogs.findings import Findings
from workbench.ui.dialogs.help import Help
from workbench.ui.dialogs.history import History
from workbench.ui.dialogs.issues import Issues, IssuesChoice
from workbench.ui.messages import Ask, Copy, Open
from workbench.ui.panes import PaneScreen


class WorkbenchScreen(PaneScreen):
    """The panes, the views that come in front of them, and the way out."""

    warned = False
    came_from = "inbox"

    @on(Ask)
    def _ask(self, message: Ask) -> None:
        def answered(answer: str | None) -> None:
            if answer is not None:
                self.perform(self.turns.do(message.then(answer)), self.done)

        self.app.push_screen(AskLine(message.question, message.value, message.hint), answered)

    @on(Open)
    def _open(self, message: Open) -> None:
        self.perform(self.errands.open(message.url), self.say)

    @on(Copy)
    def _copy(self, message: Copy) -> None:
        self.perform(self.errands.copy(message.text, message.what, message.html), self.say)

    def _issue(self) -> Issue | None:
        """The issue in hand; says what to do where there is none."""
        issue = self.desk.present.issues.get(self.issue_id or 0)
        if issue is None:
            self.say("There is no issue yet: placing a link creates one, N makes one.", failed=True)
        return issue

    def done_again(self, done: Done[Proposal]) -> None:
        """Undone or redone: besides, the cursor goes to what came back."""
        self.done(done)
        self.inbox.find(sorted(done.touched.links))

    def action_change_undo(self) -> None:
        """Take back the newest step."""
        self.perform(self.turns.undo(), self.done_again)

    def action_change_redo(self) -> None:
        """Repeat what was taken back."""
        self.perform(self.turns.redo(), self.done_again)

    def action_link_add(self) -> None:
        """Take links from a text."""
        self.app.push_screen(AddLinks(), lambda text: self.take_in(text) if text else None)

    def action_link_fetch(self) -> None:
        """Ask the sites behind the links in hand, whatever is known of them."""
        links = self.issue.links if self.front == "issue" else self.inbox.take()
        if links:
            self.say(self.fetches.again(links))
        else:
            self.say("There is no link here to fetch: j and k go to one.", failed=True)

    def action_fetch_stop(self) -> None:
        """Ask for no more links."""
        self.say(self.fetches.stop())

    def action_findings_show(self) -> None:
        """Show preflight; enter goes to the piece."""
        issue = self._issue()
        if issue is not None:
            found = issues.check(self.desk.present, issue)
            self.app.push_screen(Findings(found), self._jump)

    def _jump(self, piece: str | None) -> None:
        if piece:
            self.go_to("issue")
            self.issue.move_to(piece)

    def action_issue_copy(self) -> None:
        """Copy the issue out, step by step."""
        if self._issue() is None or self.strip.display:
            return
        self.came_from = self.front
        if self.front != "issue":
            self._third("preview")  # what is copied stays in sight
        self.strip.held = self.errands.held
        self.strip.open()

    @on(CopyStrip.Left)
    def _left(self) -> None:
        self.go_to(self.came_from)
        self.preview.show_piece(self.issue.piece)

    @on(CopyStrip.Chosen)
    def _copy_step(self, message: CopyStrip.Chosen) -> None:
        async def copied() -> None:
            try:
                self.strip.held = await self.errands.copy_passage(message.passage, message.target)
            except Refused as refusal:
                self.strip.refused(str(refusal))
            else:
                self.strip.copied(message.passage)

        self.say("")
        self.perform(copied(), lambda _: None)

    @on(CopyStrip.PageWanted)
    def _show_page(self, message: CopyStrip.PageWanted) -> None:
        issue = self._issue()
        if issue is not None:
            shown = self.errands.show_page(issue, message.target)
            self.perform(shown, lambda said: self.strip.tell("page", said))

    def action_issue_prove(self) -> None:
        """Compare what was copied back from the platform with the issue."""
        issue = self._issue()
        if issue is not None:
            self.perform(self.errands.prove(issue, self.strip.target), self._proved)

    def _proved(self, proof: Proof) -> None:
        if proof.findings:
            self.app.push_screen(Findings(proof.findings, "What came back"), self._jump)
            return
        plain = " in plain text, which tells no headings and lists" if proof.plain else ""
        self.say(f"It arrived: {proof.entries} entries, {proof.links} links, all there{plain}.")

    def action_issue_export(self) -> None:
        """Write the Markdown file and the copy page."""
        issue = self._issue()
        if issue is not None:
            self.perform(self.errands.export(issue), lambda written: self._exported(issue, *written))

    def _exported(self, issue: Issue, where: str, made: Export) -> None:
        def remember(present: Present) -> Any:
            return issues.exported(present, issue.id, made.name, made.digest)

        self.perform(self.turns.do(remember), lambda _: self.say(f"Wrote {where}"))

    def action_issue_edit(self) -> None:
        """The whole issue in the editor's own text editor."""
        issue = self._issue()
        if issue is None:
            return
        try:
            verb = self.errands.edit(issue)
        except SuspendNotSupported:
            self.say("This terminal cannot make room for another editor: w writes the file, import reads it.")
        except Refused as refusal:
            self.say(str(refusal), failed=True)
        else:
            if verb is None:
                self.say("Nothing was changed in the editor.")
            else:
                self.perform(self.turns.do(verb), self._read_back)

    def _read_back(self, done: Done[Any]) -> None:
        """Besides what was done, say what of the text found no home: it is kept as a piece of the issue."""
        self.done(done)
        problems = done.proposal.problems
        if problems:
            more = f" And {len(problems) - 1} more: F shows them." if len(problems) > 1 else ""
            self.say(f"{done.says}. {problems[0]}{more}", failed=True)

    def action_issue_list(self) -> None:
        """New, switch, publish, reopen."""
        self.app.push_screen(Issues(self.desk.present, self.issue_id), self._issue_chosen)

    def _issue_chosen(self, choice: IssuesChoice | None) -> None:
        if choice is None:
            return
        if choice.verb == "switch":
            self.issue_id = choice.issue
        elif choice.verb == "new":
            self.perform(self.turns.do(issues.new), self._created)
        elif choice.verb == "publish":
            self.perform(self.turns.do(lambda present: issues.publish(present, choice.issue)), self.done)
        else:
            self.perform(self.turns.do(lambda present: issues.reopen(present, choice.issue)), self.done)

    def _created(self, done: Done[Any]) -> None:
        self.done(done)
        self.issue_id = max(done.touched.issues, default=self.issue_id)

    def action_history_show(self) -> None:
        """What was changed, by whom; one of them can be taken back."""

        def chosen(seq: int | None) -> None:
            if seq is not None:
                self.perform(self.turns.undo(seq), self.done_again)

        self.app.push_screen(History(self.desk.library.history(), self.desk.present.now), chosen)

    def action_help_show(self) -> None:
        """Every key that works here."""
        self.app.push_screen(Help(self.footline.where, self.keymap))

    def action_theme_turn(self) -> None:
        """Dark, or light; remembered for the next start."""
        self.app.theme = "day" if self.app.theme == "night" else "night"

    def action_command_palette(self) -> None:
        """Find an action by its name."""
        self.app.action_command_palette()

    async def action_view_close(self) -> None:
        if self.covers():
            self.go_to("inbox")
        else:
            await self.leave(warn=True)

    async def leave(self, *, warn: bool = False) -> None:
        """Save what is half written, remember where the editor was, and go.

        With `warn`, an editor whose text cannot be saved is told first, and has to ask again.
        """
        refused = ""
        await self.fetches.leave()
        for verb in self.issue.flush():
            try:
                await self.turns.do(verb)
            except Refused as refusal:
                refused = str(refusal)
        told, self.warned = self.warned, bool(refused)
        if refused and warn and not told:
            self.say(f"Not saved, and leaving again gives it up. {refused}", failed=True)
            return
        self.world.memory.save({**self.inbox.place(), "issue": self.issue_id, "theme": self.app.theme})
        self.app.exit()
