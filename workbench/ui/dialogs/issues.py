"""The issues, newest number first: which one the screen works on, and what becomes of each."""

from typing import Literal, TypeAlias

from msgspec import Struct
from textual import on
from textual.app import ComposeResult

from workbench.curation.model import Issue
from workbench.desk.present import Present
from workbench.ui.dialogs.view import Rows, View
from workbench.ui.keys import bindings
from workbench.ui.link_list import Row

IssueVerb: TypeAlias = Literal["switch", "new", "publish", "reopen"]


class IssuesChoice(Struct, frozen=True):
    """What to do, and with the issue of which document id; 0 for a new one."""

    verb: IssueVerb
    issue: int = 0


class Issues(View[IssuesChoice | None]):
    """A choice, or None. `issue_id` is the issue on screen, marked by a dot."""

    BINDINGS = [*bindings("issues")]
    heading = "Issues"
    hints = (
        ("issue.switch", "switch"),
        ("issue.new", "new"),
        ("issue.publish", "publish"),
        ("issue.reopen", "reopen"),
    )

    def __init__(self, present: Present, issue_id: int | None) -> None:
        super().__init__()
        self._present = present
        self._here = issue_id
        self._list = Rows(self._row)
        self._list.empty = "No issue yet.\nn creates the first, and so does placing a link."

    def body(self) -> ComposeResult:
        yield self._list

    def on_mount(self) -> None:
        issues = sorted(self._present.issues.values(), key=lambda issue: -issue.number)
        self._list.show([issue.id for issue in issues])
        if self._here is not None:
            self._list.move_to(self._here)

    def _row(self, id: int) -> Row:
        issue = self._present.issues[id]
        return Row(
            kind="●" if id == self._here else " ",
            title=f"#{issue.number} {issue.title or 'no title yet'}",
            marks=f"draft {self._filled(issue)}" if issue.state == "draft" else "published",
            origin=issue.date or "no date yet",
        )

    def _filled(self, issue: Issue) -> str:
        filled = sum(entry.slot is not None for entry in self._present.entries_in(issue.id))
        return f"{filled}/{sum(section.slots for section in issue.sections)}"

    @on(Rows.Chosen)
    def action_issue_switch(self) -> None:
        """Answer with the issue under the cursor, for the screen to work on."""
        self._answer("switch")

    def action_issue_new(self) -> None:
        """Answer that a new issue is wanted."""
        self.dismiss(IssuesChoice("new"))

    def action_issue_publish(self) -> None:
        """Answer with the draft to finish; a published one is refused."""
        self._answer("publish", lacking="published", why="is published already: r reopens it.")

    def action_issue_reopen(self) -> None:
        """Answer with the published issue to make a draft again; a draft is refused."""
        self._answer("reopen", lacking="draft", why="is a draft: there is nothing to reopen.")

    def _answer(self, verb: IssueVerb, lacking: str = "", why: str = "") -> None:
        issue = self._chosen()
        if issue is None:
            self.say("There is no issue yet: n creates one.")
        elif issue.state == lacking:
            self.say(f"Issue #{issue.number} {why}")
        else:
            self.dismiss(IssuesChoice(verb, issue.id))

    def _chosen(self) -> Issue | None:
        id = self._list.cursor_id
        return None if id is None else self._present.issues[id]
