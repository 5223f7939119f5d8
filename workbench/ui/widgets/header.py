"""The masthead: where the week stands, in one line; on a narrow screen a second line names the panes."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from workbench.curation.model import Issue, IssueId
from workbench.curation.pieces import PREVIEW
from workbench.desk.coming import is_coming, issue_on_board
from workbench.desk.state import State
from workbench.desk.verbs import issues, writing
from workbench.ui.sanitize import to_content

if TYPE_CHECKING:
    from workbench.curation.preflight import Finding

PANES = ("inbox", "issue", "preview")


class Header(Widget):
    """Publication, issue, slots filled, pieces written, findings, progress of background work, LIST or WRITING.

    A click on the findings shows them, one on a pane's name brings that pane to the front.
    """

    issue_id: reactive[IssueId | None] = reactive(None)
    active_pane: reactive[str] = reactive("inbox")
    mode: reactive[str] = reactive("LIST")
    job_progress: reactive[str] = reactive("")
    pending_count: reactive[int] = reactive(0)
    """Changes that are shown and that a slow disk does not hold yet."""

    def __init__(self, state: State) -> None:
        super().__init__(id="header")
        self._state = state
        self.show_pane: Callable[[str], None] = lambda _: None
        """Brings a pane to the front, by its name."""
        self.findings: Sequence[Finding] = ()
        self._knows_findings = False

    def show_findings(self, findings: "Sequence[Finding] | None") -> None:
        """Count these from now on, and all else again; None where nobody has looked through the issue yet."""
        self.findings, self._knows_findings = findings or (), findings is not None
        self.refresh()

    def show_active_pane(self, name: str) -> None:
        """Mark the pane that is in front."""
        self.active_pane = name

    def show_pending(self, count: int) -> None:
        """Say how many changes the disk is behind; 0 says nothing."""
        self.pending_count = count

    def render(self) -> Content:
        saving = f"saving {self.pending_count}…" if self.pending_count else ""
        progress = to_content("".join(f"  {part}" for part in (saving, self.job_progress) if part))
        if self.size.height == 1:
            return self._render_first_line(self.size.width, progress)
        room = self.size.width - progress.cell_length - 1
        panes = self._render_panes().truncate(room, ellipsis=True, pad=True) + progress
        return Content("\n").join([self._render_first_line(self.size.width, Content("")), panes])

    def _render_first_line(self, width: int, progress: Content) -> Content:
        issue = issue_on_board(self._state, self.issue_id)
        name = to_content(self._state.publication.name, "bold")
        dated = f"Issue #{issue.number}" + (f" · {issue.date}" if issue.date and width >= 100 else "")
        stage = " · coming" if is_coming(issue) else " · published" if issue.state == "published" else ""
        left = Content.assemble(" ", name, "   ", to_content(dated + stage))
        right = self._render_counts(issue, width)
        mode = progress + Content(f"  {self.mode} ").stylize("bold")
        room = width - right.cell_length - mode.cell_length
        return left.truncate(max(0, room - 1), ellipsis=True, pad=True) + Content(" ") + right + mode

    def _render_counts(self, issue: Issue, width: int) -> Content:
        if issue.state == "published":  # nothing in it waits to be placed or written
            return to_content(f"{len(issues.printed_entries(self._state, issue))} entries")
        filled, slots = issues.count_slots(self._state, issue)
        # The preview text is counted neither way: an issue is written without one, too.
        pieces = [piece for piece in writing.pieces_of(self._state, issue) if piece != PREVIEW]
        done = sum(bool(writing.text_of(self._state, issue, piece)) for piece in pieces)
        total = len(pieces) + slots - filled
        words = ("placed", "written") if width >= 76 else ("", "")
        parts = (
            f"{issues.format_filled_slots(self._state, issue)} {words[0]}",
            f"{done}/{total} {words[1]}",
        )
        placed, written = (to_content(part.strip()) for part in parts)
        if is_coming(issue):  # what has not begun can lack nothing
            return placed
        return Content(" · ").join([placed, written, *self._render_findings(width)])

    def _render_findings(self, width: int) -> Iterator[Content]:
        if self._knows_findings:
            count = sum(finding.level != "hint" for finding in self.findings)
            word = "!" if width < 76 else "finding" if count == 1 else "findings"
            shows_findings = Style.from_meta({"@click": "screen.findings_show"})
            yield to_content(f"{count} {word}").stylize(shows_findings)

    def action_show_pane(self, name: str) -> None:
        """What a click on a pane's name does."""
        self.show_pane(name)

    def _render_panes(self) -> Content:
        issue = issue_on_board(self._state, self.issue_id)
        filled = issues.format_filled_slots(self._state, issue)
        names = (f"Inbox {self._state.count('inbox')}", f"Issue {filled}", "Preview")
        parts = [
            (
                Content(f"▌{name}").stylize("bold")
                if pane == self.active_pane
                else Content(f" {name}").stylize("dim")
            ).stylize(Style.from_meta({"@click": ("show_pane", (pane,))}))
            for pane, name in zip(PANES, names, strict=True)
        ]
        return Content(" │").join(parts)
