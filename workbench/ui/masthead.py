"""The masthead: where the week stands, in one line; on a narrow screen a second line names the panes."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from workbench.curation.preflight import Finding
from workbench.desk import issues, writing
from workbench.desk.present import Present
from workbench.ui.foreign import literal

PANES = ("inbox", "issue", "preview")


class Masthead(Widget):
    """Publication, issue, slots filled, pieces written, findings, how far a fetch is, and LIST or WRITING."""

    issue_id: reactive[int | None] = reactive(None)
    front: reactive[str] = reactive("inbox")
    mode: reactive[str] = reactive("LIST")
    fetching: reactive[str] = reactive("")

    def __init__(self, present: Present) -> None:
        super().__init__(id="masthead")
        self._present = present
        self.findings: list[Finding] = []

    def changed(self) -> None:
        """Count again."""
        issue = self._present.issues.get(self.issue_id or 0)
        self.findings = issues.check(self._present, issue) if issue is not None else []
        self.refresh()

    def watch_issue_id(self) -> None:
        self.changed()

    def render(self) -> Content:
        fetching = literal(f"  {self.fetching}" if self.fetching else "")
        if self.size.height == 1:
            return self._first(self.size.width, fetching)
        room = self.size.width - fetching.cell_length - 1
        panes = self._panes().truncate(room, ellipsis=True, pad=True) + fetching
        return Content("\n").join([self._first(self.size.width, Content("")), panes])

    def _first(self, width: int, fetching: Content) -> Content:
        issue = self._present.issues.get(self.issue_id or 0)
        name = literal(self._present.publication.name, "bold")
        if issue is None:
            left, right = Content.assemble(" ", name, "   no draft yet"), Content("")
        else:
            dated = f"Issue #{issue.number}" + (f" · {issue.date}" if issue.date and width >= 100 else "")
            done = " · published" if issue.state == "published" else ""
            left = Content.assemble(" ", name, "   ", literal(dated + done))
            right = self._counts(width)
        mode = fetching + Content(f"  {self.mode} ").stylize("bold")
        room = width - right.cell_length - mode.cell_length
        return left.truncate(max(0, room - 1), ellipsis=True, pad=True) + Content(" ") + right + mode

    def _counts(self, width: int) -> Content:
        issue = self._present.issues[self.issue_id or 0]
        slots = sum(section.slots for section in issue.sections)
        filled = len(issues.printed(self._present, issue))
        pieces = writing.pieces(self._present, issue)
        done = sum(bool(writing.text_of(self._present, issue, piece)) for piece in pieces)
        total = len(pieces) + slots - filled
        words = ("placed", "written", "findings") if width >= 76 else ("", "", "!")
        parts = (
            f"{filled}/{slots} {words[0]}",
            f"{done}/{total} {words[1]}",
            f"{len(self.findings)} {words[2]}",
        )
        return Content(" · ".join(part.strip() for part in parts))

    def _panes(self) -> Content:
        issue = self._present.issues.get(self.issue_id or 0)
        slots = sum(section.slots for section in issue.sections) if issue else 0
        filled = f" {len(issues.printed(self._present, issue))}/{slots}" if issue else ""
        names = (f"Inbox {self._present.count('inbox')}", f"Issue{filled}", "Preview")
        parts = [
            Content(f"▌{name}").stylize("bold") if pane == self.front else Content(f" {name}").stylize("dim")
            for pane, name in zip(PANES, names, strict=True)
        ]
        return Content(" │").join(parts)
