"""What preflight found, errors first, and the key that goes to the piece each one is about."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.curation.preflight import Finding
from workbench.ui.dialogs.view import Rows, View
from workbench.ui.foreign import literal
from workbench.ui.keys import bindings
from workbench.ui.link_list import Row


class Findings(View[str | None]):
    """The key of the piece to go to. The finding under the cursor is told in full beneath the list."""

    BINDINGS = [*bindings("findings")]
    hints = (("finding.jump", "go there"), ("finding.mend", "mend"))

    def __init__(self, findings: Sequence[Finding], heading: str = "Findings") -> None:
        super().__init__()
        self._heading = heading
        self._findings = sorted(findings, key=lambda finding: finding.level != "error")
        self._list = Rows(self._row)
        self._list.empty = (
            "Nothing stands between this draft and its readers.\nc copies it out, w writes its file."
        )
        self._whole = Static(classes="whole")

    def body(self) -> ComposeResult:
        yield self._list
        yield self._whole

    def on_mount(self) -> None:
        self.frame.border_title = literal(f"{self._heading}: {self._counts()}")
        self._list.show(range(len(self._findings)))
        self._tell()

    def _counts(self) -> str:
        levels = [finding.level for finding in self._findings]
        counts = {level: levels.count(level) for level in dict.fromkeys(levels)}
        return ", ".join(f"{count} {level}{'s' * (count > 1)}" for level, count in counts.items()) or "none"

    @on(Rows.Moved)
    def _tell(self) -> None:
        found = self._chosen()
        self._whole.update(literal(f"{found.where}: {found.message}" if found else ""))

    def _row(self, at: int) -> Row:
        found = self._findings[at]
        sign = "!" if found.level == "error" else ""
        return Row(sign, f"{found.message.rstrip('.')} · {found.where}", origin=found.level)

    @on(Rows.Chosen)
    def action_finding_jump(self) -> None:
        """Answer with the piece of the finding under the cursor."""
        found = self._chosen()
        if found is None:
            self.say("There is nothing to go to.")
        else:
            self.dismiss(found.piece)

    def action_finding_mend(self) -> None:
        """Say why nothing is mended by a key."""
        self.say(
            "Only you can mend this one: enter goes there." if self._findings else "There is nothing to mend."
        )

    def _chosen(self) -> Finding | None:
        at = self._list.cursor_id
        return None if at is None else self._findings[at]
