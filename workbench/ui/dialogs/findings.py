"""What preflight found, errors first, and the key that goes to the piece each one is about."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.curation.preflight import Finding
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.link_list import ListRow


class FindingsDialog(Dialog[str | None]):
    """The key of the piece to go to. The finding under the cursor is told in full beneath the list."""

    BINDINGS = [*build_bindings("findings")]
    hints = (("finding.jump", "go there"), ("finding.mend", "mend"))

    def __init__(self, findings: Sequence[Finding], heading: str = "Findings") -> None:
        super().__init__()
        self._heading = heading
        self._findings = sorted(findings, key=lambda finding: finding.level != "error")
        self._list = DialogList(self._build_row)
        self._list.empty_text = (
            "Nothing stands between this draft and its readers.\nc copies it out, w writes its file."
        )
        self._detail = Static(classes="detail")

    def compose_body(self) -> ComposeResult:
        yield self._list
        yield self._detail

    def on_mount(self) -> None:
        self.frame.border_title = to_content(f"{self._heading}: {self._format_counts()}")
        self._list.show_ids(range(len(self._findings)))
        self._show_detail()

    def _format_counts(self) -> str:
        levels = [finding.level for finding in self._findings]
        counts = {level: levels.count(level) for level in dict.fromkeys(levels)}
        return ", ".join(f"{count} {level}{'s' * (count > 1)}" for level, count in counts.items()) or "none"

    @on(DialogList.CursorMoved)
    def _show_detail(self) -> None:
        found = self._find_selected()
        self._detail.update(to_content(f"{found.where}: {found.message}" if found else ""))

    def _build_row(self, at: int) -> ListRow:
        found = self._findings[at]
        sign = "!" if found.level == "error" else ""
        return ListRow(sign, f"{found.message.rstrip('.')} · {found.where}", source_name=found.level)

    @on(DialogList.Activated)
    def action_finding_jump(self) -> None:
        """Answer with the piece of the finding under the cursor."""
        found = self._find_selected()
        if found is None:
            self.say("There is nothing to go to.")
        else:
            self.dismiss(found.piece)

    def action_finding_mend(self) -> None:
        """Say why nothing is mended by a key."""
        self.say(
            "Only you can mend this one: enter goes there." if self._findings else "There is nothing to mend."
        )

    def _find_selected(self) -> Finding | None:
        at = self._list.cursor_id
        return None if at is None else self._findings[at]
