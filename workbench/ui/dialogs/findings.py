"""What preflight found, errors first and what is waived last: go to the field of a finding, mend it, or waive it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import Worker

from workbench.curation.model import UserError
from workbench.curation.preflight import Finding, PreflightReport, WaivedFinding, count_levels
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.dialogs.unfinished_texts import UnfinishedText
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.list_row import ListRow


class FindingsResult(Struct, frozen=True):
    """What was done, one sentence without its full stop, and what preflight finds now."""

    message: str
    report: PreflightReport


MendFinding: TypeAlias = Callable[[Finding], Awaitable[FindingsResult]]
WaiveFinding: TypeAlias = Callable[[Finding, str | None], Awaitable[FindingsResult]]
"""Waives a finding for a reason; None as the reason withdraws the waiver."""
OpenReason: TypeAlias = Callable[[Finding], UnfinishedText]
"""Gives what was typed and not saved as the reason for waiving a finding."""
NOTHING_FOUND: Final = (
    "Nothing stands between this draft and its readers.\nc copies it out, w writes its file."
)
NOTHING_FOUND_PUBLISHED: Final = "This issue is published, and nothing is found in it."


class FindingsDialog(Dialog[Finding | None]):
    """The finding to go to. The one under the cursor is told in full beneath the list.

    `mend` removes a finding, `mend_all` each of its kind, `waive` takes it out of the count or back into it; each
    returns when that is durable, and raises `UserError` where it cannot. Without them none is done here: findings about
    a platform's copy are none of the issue's. `name_place` says where a finding is, in the words of the issue's list.
    """

    BINDINGS = [*build_bindings("findings")]
    hints = (("finding.jump", "go there"), ("finding.mend", "mend"), ("finding.waive", "waive"))

    def __init__(
        self,
        found: PreflightReport | Sequence[Finding],
        heading: str = "Findings",
        *,
        name_place: Callable[[Finding], str] = lambda finding: finding.where,
        mend: MendFinding | None = None,
        mend_all: MendFinding | None = None,
        waive: WaiveFinding | None = None,
        open_reason: OpenReason | None = None,
        is_published: bool = False,
    ) -> None:
        super().__init__()
        self._heading = heading
        self._name_place = name_place
        self._mend = mend
        self._mend_all = mend_all
        self._waive = waive
        self._open_reason = open_reason
        self._findings: dict[int, Finding] = {}
        self._waived: dict[Finding, WaivedFinding] = {}
        self._list = DialogList(self._build_row)
        self._list.empty_text = NOTHING_FOUND_PUBLISHED if is_published else NOTHING_FOUND
        self._detail = Static(classes="detail")
        self._take_report(found if isinstance(found, PreflightReport) else PreflightReport(tuple(found)))

    def compose_body(self) -> ComposeResult:
        yield self._list
        yield self._detail

    def list_hints(self) -> Sequence[tuple[str, str]]:
        """Mending and waiving only where they can be done."""
        able = {"finding.mend": self._mend is not None, "finding.waive": self._waive is not None}
        return [(name, does) for name, does in self.hints if able.get(name, True)]

    def on_mount(self) -> None:
        self._refresh_list()

    def _take_report(self, report: PreflightReport) -> None:
        """Give each finding an id for the list. One that was there before keeps its id, so the cursor follows it.

        One that is waived now gets another, so that the cursor goes on to the next.
        """
        kept = {(finding, finding in self._waived): id for id, finding in self._findings.items()}
        self._waived = {waived.finding: waived for waived in report.waived}
        ordered = [
            *sorted(report.findings, key=lambda finding: finding.level != "error"),
            *self._waived,
        ]
        unused = max(self._findings, default=-1) + 1
        self._findings = {
            kept.pop((finding, finding in self._waived), unused + at): finding
            for at, finding in enumerate(ordered)
        }

    def _refresh_list(self) -> None:
        self.frame.border_title = to_content(f"{self._heading}: {self._format_counts()}")
        self._list.show_ids(list(self._findings))
        self._show_detail()

    def _format_counts(self) -> str:
        counts = count_levels([finding for finding in self._findings.values() if finding not in self._waived])
        waived = f"{len(self._waived)} waived" if self._waived else ""
        return ", ".join(filter(None, [counts, waived])) or "none"

    @on(DialogList.CursorMoved)
    def _show_detail(self) -> None:
        found = self._find_selected()
        self._detail.update(to_content(self._describe_finding(found) if found else ""))

    def _describe_finding(self, found: Finding) -> str:
        waived = self._waived.get(found)
        reason = "" if waived is None else f" Waived: {waived.reason}" if waived.reason else " Waived."
        return f"{self._name_place(found)}: {found.message}{reason}"

    def _build_row(self, id: int) -> ListRow:
        found = self._findings[id]
        title = f"{found.message.rstrip('.')} · {self._name_place(found)}"
        if found in self._waived:
            return ListRow("~", title, "", "waived", age=None, tone="dim")
        sign = "!" if found.level == "error" else ""
        return ListRow(
            sign, title, "mendable" if found.mendable else "", found.level, age=None, tone=found.level
        )

    @on(DialogList.Activated)
    def action_finding_jump(self) -> None:
        """Answer with the finding under the cursor, to go to its field."""
        found = self._find_selected()
        if found is None:
            self.say("There is nothing to go to.")
        else:
            self.dismiss(found)

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
            await self._show_result(self._mend(found))

    async def action_finding_mend_all(self) -> None:
        """Mend all findings of the rule whose finding is under the cursor."""
        found = self._find_selected()
        if found is None:
            self.say("There is nothing to mend.")
        elif self._mend_all is None:
            self.say("Only you can mend this one: enter goes there.")
        else:
            await self._show_result(self._mend_all(found))

    async def action_finding_waive(self) -> None:
        """Ask for a reason and take the finding under the cursor out of the count; have a waived one count again."""
        found = self._find_selected()
        if found is None:
            self.say("There is nothing to waive.")
        elif self._waive is None:
            self.say("What came back from a platform cannot be waived: paste it again.")
        elif found in self._waived:
            await self._show_result(self._waive(found, None))
        else:
            self._ask_reason(self._waive, found)

    def _ask_reason(self, waive: WaiveFinding, found: Finding) -> None:
        unfinished = self._open_reason(found) if self._open_reason else None

        def apply_answer(reason: str | None) -> None:
            async def waive_it() -> None:
                if reason is not None and await self._show_result(waive(found, reason)) and unfinished:
                    unfinished.discard()

            _: Worker[None] = self.run_worker(waive_it)

        hint = f"{self._describe_finding(found)} It comes back when its text changes."
        prompt = LinePrompt("Waive it for this issue, because", "", hint, unfinished)
        self.app.push_screen(prompt, apply_answer)

    async def _show_result(self, work: Awaitable[FindingsResult]) -> bool:
        """Show what is found after this; False where it was refused, which is said."""
        try:
            result = await work
        except UserError as refusal:
            self.say(str(refusal))
            return False
        self._take_report(result.report)
        self._refresh_list()
        self.say(f"{result.message} · u takes it back in the lists")
        return True

    def _find_selected(self) -> Finding | None:
        id = self._list.cursor_id
        return None if id is None else self._findings[id]
