"""What preflight found, errors first: go to the piece of a finding, or have it mended here."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.curation.model import UserError
from workbench.curation.pieces import Piece
from workbench.curation.preflight import Finding
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.list_row import ListRow


class MendResult(Struct, frozen=True):
    """What was done, one sentence without its full stop, and what preflight finds now."""

    message: str
    findings: Sequence[Finding]


MendFinding: TypeAlias = Callable[[Finding], Awaitable[MendResult]]


class FindingsDialog(Dialog[Piece | None]):
    """The piece to go to. The finding under the cursor is told in full beneath the list.

    `mend` removes a finding and returns when that is durable; `UserError` where it cannot. Without it nothing is
    mended here: findings about a platform's copy are none of the issue's.
    """

    BINDINGS = [*build_bindings("findings")]
    hints = (("finding.jump", "go there"), ("finding.mend", "mend"))

    def __init__(
        self, findings: Sequence[Finding], heading: str = "Findings", *, mend: MendFinding | None = None
    ) -> None:
        super().__init__()
        self._heading = heading
        self._mend = mend
        self._findings: dict[int, Finding] = {}
        self._list = DialogList(self._build_row)
        self._list.empty_text = (
            "Nothing stands between this draft and its readers.\nc copies it out, w writes its file."
        )
        self._detail = Static(classes="detail")
        self._number_findings(findings)

    def compose_body(self) -> ComposeResult:
        yield self._list
        yield self._detail

    def on_mount(self) -> None:
        self._refresh_list()

    def _number_findings(self, findings: Sequence[Finding]) -> None:
        """Give each finding an id for the list. One that was there before keeps its id, so the cursor follows it."""
        kept = {finding: id for id, finding in self._findings.items()}
        ordered = sorted(findings, key=lambda finding: finding.level != "error")
        unused = max(self._findings, default=-1) + 1
        self._findings = {kept.pop(finding, unused + at): finding for at, finding in enumerate(ordered)}

    def _refresh_list(self) -> None:
        self.frame.border_title = to_content(f"{self._heading}: {self._format_counts()}")
        self._list.show_ids(list(self._findings))
        self._show_detail()

    def _format_counts(self) -> str:
        levels = [finding.level for finding in self._findings.values()]
        counts = {level: levels.count(level) for level in dict.fromkeys(levels)}
        return ", ".join(f"{count} {level}{'s' * (count > 1)}" for level, count in counts.items()) or "none"

    @on(DialogList.CursorMoved)
    def _show_detail(self) -> None:
        found = self._find_selected()
        self._detail.update(to_content(f"{found.where}: {found.message}" if found else ""))

    def _build_row(self, id: int) -> ListRow:
        found = self._findings[id]
        sign = "!" if found.level == "error" else ""
        marks = "mendable" if found.mendable else ""
        return ListRow(sign, f"{found.message.rstrip('.')} · {found.where}", marks, found.level)

    @on(DialogList.Activated)
    def action_finding_jump(self) -> None:
        """Answer with the piece of the finding under the cursor."""
        found = self._find_selected()
        if found is None:
            self.say("There is nothing to go to.")
        else:
            self.dismiss(found.piece)

    async def action_finding_mend(self) -> None:
        """Mend the finding under the cursor and go on with the next.

        Waits for the disk, so that a key pressed meanwhile acts on the next finding and not on this one again.
        """
        found = self._find_selected()
        if found is None:
            self.say("There is nothing to mend.")
        elif self._mend is None or not found.mendable:
            self.say("Only you can mend this one: enter goes there.")
        else:
            await self._mend_selected(self._mend, found)

    async def _mend_selected(self, mend: MendFinding, found: Finding) -> None:
        try:
            result = await mend(found)
        except UserError as refusal:
            self.say(str(refusal))
            return
        self._number_findings(result.findings)
        self._refresh_list()
        self.say(f"{result.message} · u takes it back in the lists")

    def _find_selected(self) -> Finding | None:
        id = self._list.cursor_id
        return None if id is None else self._findings[id]
