"""The issues, newest number first, filtered as one types: which one the screen works on, and what becomes of each."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from workbench.curation.model import Issue, IssueId
from workbench.curation.preflight import count_levels, has_errors
from workbench.curation.search.folding import fold_text
from workbench.desk.coming import build_coming_issue, is_coming
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.translating import find_next_original
from workbench.desk.verbs.issues import format_filled_slots
from workbench.desk.verbs.preflight import check_issue
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.inbox.filter_field import FilterField
from workbench.ui.keys.table import build_bindings, build_named_bindings
from workbench.ui.widgets.list_row import ListRow

IssueAction: TypeAlias = Literal[
    "switch", "new", "translate", "publish", "reopen", "number", "date", "url", "delete"
]

ISSUE_EXAMPLES: Final = "filter: 120, words of the title, 2024-05, draft"
NOT_FOR_COMING: Final = frozenset({"publish", "reopen", "url", "delete"})


class IssueChoice(Struct, frozen=True):
    """What to do, and with the issue of which document id; 0 for a new or the coming one."""

    action: IssueAction
    issue_id: IssueId = IssueId(0)


class IssuesDialog(Dialog[IssueChoice | None]):
    """A choice, or None. A dot marks the issue on screen, `issue_id`. Without a draft the coming one is listed."""

    BINDINGS = [
        *build_bindings("issues"),
        *build_named_bindings("issue.number", "issue.date", "issue.url", "issue.delete", "filter.open"),
    ]
    heading = "Issues"
    hints = (
        ("issue.switch", "switch"),
        ("issue.new", "new"),
        ("issue.translate", "translate"),
        ("issue.publish", "publish"),
        ("issue.reopen", "reopen"),
        ("issue.number", "number"),
        ("issue.date", "date"),
        ("issue.url", "address"),
        ("issue.delete", "delete"),
        ("filter.open", "filter"),
        ("filter.keep", "to the list"),
    )

    def __init__(self, state: State, issue_id: IssueId | None) -> None:
        super().__init__()
        self._state = state
        self._current_issue_id = issue_id or IssueId(0)
        self._confirmed_id: IssueId | None = None
        self._list = DialogList(self._build_row)
        self._list.empty_text = "No issue has these words in number, title, date or state."
        self._filter = FilterField(keep=self._go_to_list, leave=self._leave_filter, examples=ISSUE_EXAMPLES)

    def compose_body(self) -> ComposeResult:
        yield self._filter
        yield self._list

    def on_mount(self) -> None:
        self._filter.display = False
        self._list.focus()
        self._list_issues()
        self._list.move_to(self._current_issue_id)

    def show_changes(self, touched: Touched) -> None:
        """An issue may come or go by an undo, here or elsewhere."""
        if touched.issues or touched.entries:
            self._list_issues()
            self._list.refresh_ids(self._list.ids)

    def _list_issues(self) -> None:
        issues = sorted(self._state.issues.values(), key=lambda issue: -issue.number)
        coming = [] if self._state.newest_draft() else [IssueId(0)]
        ids = [*coming, *(issue.id for issue in issues)]
        words = fold_text(self._filter.value).split()
        self._list.show_ids(
            [id for id in ids if all(word in self._fold_row(id) for word in words)] if words else ids,
            terms=tuple(words),
        )

    def _fold_row(self, id: IssueId) -> str:
        row = self._build_row(id)
        return fold_text(f"{row.title} {row.source_name} {row.marks}")

    @on(Input.Changed, "#filter")
    def _filter_as_typed(self) -> None:
        self._list_issues()

    def action_filter_open(self) -> None:
        """Filter the issues."""
        self._filter.display = True
        self._filter.focus()

    def _go_to_list(self) -> None:
        self._list.focus()

    def _leave_filter(self) -> None:
        self._list.focus()
        self._filter.display = False
        self._filter.value = ""

    def _build_row(self, id: IssueId) -> ListRow:
        issue = self._find_issue(id)
        if issue is None:  # gone, and painted once more before the list hears of it
            return ListRow("", "", "", "")
        return ListRow(
            kind="●" if id == self._current_issue_id else " ",
            title=f"#{issue.number} {issue.title or 'no title yet'}",
            marks=self._format_stage(issue),
            source_name=issue.date or "no date yet",
        )

    def _format_stage(self, issue: Issue) -> str:
        if is_coming(issue) or issue.state == "published":
            return "coming" if is_coming(issue) else "published"
        return f"draft {format_filled_slots(self._state, issue)}"

    @on(DialogList.Activated)
    def action_issue_switch(self) -> None:
        """Answer with the issue under the cursor, for the screen to work on."""
        self._dismiss_with("switch")

    def action_issue_new(self) -> None:
        """Answer that a new issue is wanted."""
        self.dismiss(IssueChoice("new"))

    def action_issue_translate(self) -> None:
        """Answer that the issue is wanted that translates the original's next."""
        if self._state.originals is None:
            self.say("This newsletter is no translation: [translation] in workbench.toml names its original.")
        else:
            self.dismiss(IssueChoice("translate"))

    def list_hints(self) -> Sequence[tuple[str, str]]:
        """Translating only where the original has an issue for it, whose number is said."""
        originals = self._state.originals
        ahead = None if originals is None else find_next_original(self._state, originals)
        label = {"issue.translate": "" if ahead is None else f"translate #{ahead.issue.number}"}
        return [(name, label.get(name, does)) for name, does in self.hints if label.get(name, does)]

    def action_issue_publish(self) -> None:
        """Answer with the draft to finish; a published one is refused, one with errors has to be meant twice."""
        issue = self._find_selected()
        has_begun = issue is not None and not is_coming(issue) and issue.state == "draft"
        found = check_issue(self._state, issue) if issue is not None and has_begun else []
        if issue is not None and has_errors(found) and self._confirmed_id != issue.id:
            self._confirmed_id = issue.id
            self.say(f"p again publishes it with {count_levels(found)}; q, F lists them.")
            return
        self._dismiss_with("publish", refused_state="published", reason="is published already: r reopens it.")

    @on(DialogList.CursorMoved)
    def _forget_confirmation(self) -> None:
        self._confirmed_id = None

    def action_issue_reopen(self) -> None:
        """Answer with the published issue to make a draft again; a draft is refused."""
        self._dismiss_with("reopen", refused_state="draft", reason="is a draft: there is nothing to reopen.")

    def action_issue_number(self) -> None:
        """Answer that a draft is to get another number."""
        self._dismiss_with("number", refused_state="published", reason="is published: r reopens it.")

    def action_issue_date(self) -> None:
        """Answer that a draft is to get another date."""
        self._dismiss_with("date", refused_state="published", reason="is published: r reopens it.")

    def action_issue_url(self) -> None:
        """Answer that it is to be said where readers find an issue."""
        self._dismiss_with("url")

    def action_issue_delete(self) -> None:
        """Answer with the draft to delete; a published one is refused."""
        self._dismiss_with("delete", refused_state="published", reason="is published: r reopens it.")

    def _dismiss_with(self, action: IssueAction, refused_state: str = "", reason: str = "") -> None:
        issue = self._find_selected()
        if issue is None:
            self.say("That issue is no longer there.")
        elif is_coming(issue) and action in NOT_FOR_COMING:
            self.say(f"Issue #{issue.number} has not begun: n creates it.")
        elif issue.state == refused_state:
            self.say(f"Issue #{issue.number} {reason}")
        else:
            self.dismiss(IssueChoice(action, issue.id))

    def _find_selected(self) -> Issue | None:
        return self._find_issue(self._list.cursor_id)

    def _find_issue(self, id: IssueId | None) -> Issue | None:
        """The issue of a row, of which one with the id 0 is the coming one; None where it has gone."""
        return build_coming_issue(self._state) if id == 0 else self._state.find_issue(id)
