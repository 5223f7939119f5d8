"""What preflight found, errors first and what is waived last: go to the field of a finding, mend it, or waive it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import Worker

from workbench.curation.model import UserError
from workbench.curation.preflight import Finding, PreflightReport
from workbench.desk.touched import Touched
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.dialogs.finding_rows import FindingRows
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.dialogs.unfinished_texts import UnfinishedText
from workbench.ui.keys.table import build_bindings, build_named_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.message_line import MessageLine


class FindingsResult(Struct, frozen=True):
    """What was done, one sentence without its full stop, and what preflight finds now."""

    message: str
    report: PreflightReport


class LinkCheck(Struct, frozen=True):
    """How the issue's links are asked while this view stands. What is said of it stands in the message line, which the
    view covers; `review` gives what is found by now."""

    message_line: MessageLine
    start: Callable[[], None]
    stop: Callable[[], None]
    read_progress: Callable[[], str]
    review: Callable[[], PreflightReport]


MendFinding: TypeAlias = Callable[[Finding], Awaitable[FindingsResult]]
WaiveFinding: TypeAlias = Callable[[Finding, str | None], Awaitable[FindingsResult]]
"""Waives a finding for a reason; None as the reason withdraws the waiver."""
OpenReason: TypeAlias = Callable[[Finding], UnfinishedText]
"""Gives what was typed and not saved as the reason for waiving a finding."""
NOTHING_FOUND: Final = (
    "Nothing stands between this draft and its readers.\nc copies it out, w writes its file."
)
NOTHING_FOUND_PUBLISHED: Final = "This issue is published, and nothing is found in it."


CANNOT_MEND: Final = "Only you can mend this one: enter goes there."
HINTS: Final = (
    ("finding.jump", "go there"),
    ("finding.mend", "mend"),
    ("finding.mend_all", "its kind"),
    ("finding.waive", "waive"),
    ("finding.learn", "learn word"),
    ("finding.check", "ask links"),
    ("fetch.stop", "stop"),
)
NO_WORD: Final = "Only a word that is in no dictionary can be learned."


class FindingsDialog(Dialog[Finding | None]):
    """The finding to go to. The one under the cursor is told in full beneath the list.

    `mend` removes a finding, `mend_all` each of its kind, `waive` takes it out of the count or back into it, `learn`
    has its word known in every issue; each returns when that is durable, and raises `UserError` where it cannot.
    Without them none is done here: findings about a platform's copy are none of the issue's. `name_place` says where a
    finding is, in the words of the issue's list.
    """

    BINDINGS = [*build_bindings("findings"), *build_named_bindings("fetch.stop")]
    hints = HINTS

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
        learn: MendFinding | None = None,
        check: LinkCheck | None = None,
        is_published: bool = False,
    ) -> None:
        super().__init__()
        self._heading = heading
        self._mend = mend
        self._mend_all = mend_all
        self._waive = waive
        self._open_reason = open_reason
        self._learn = learn
        self._check = check
        report = found if isinstance(found, PreflightReport) else PreflightReport(tuple(found))
        self._rows = FindingRows(report, name_place)
        self._list = DialogList(self._rows.build_row)
        self._list.empty_text = NOTHING_FOUND_PUBLISHED if is_published else NOTHING_FOUND
        self._detail = Static(classes="detail")

    def compose_body(self) -> ComposeResult:
        yield self._list
        yield self._detail

    def list_hints(self) -> Sequence[tuple[str, str]]:
        """Only what can be done here, now."""
        found = self._find_selected()
        able = {
            **dict.fromkeys(("finding.mend", "finding.mend_all"), found is not None and found.mendable),
            "finding.waive": self._waive is not None,
            "finding.learn": self._learn is not None and found is not None and found.rule == "spelling",
            "finding.check": self._check is not None and not self._progress,
            "fetch.stop": bool(self._progress),
        }
        return [(name, does) for name, does in self.hints if able.get(name, True)]

    def on_mount(self) -> None:
        self._refresh_list()
        if self._check is not None:
            self.watch(self._check.message_line, "sentence", self.say, init=False)

    def show_changes(self, touched: Touched) -> None:  # noqa: ARG002 - whatever it was
        """Links answered, or somebody else changed the issue."""
        if self._check is not None:
            self._rows.take_report(self._check.review())
            self._refresh_list()

    @property
    def _progress(self) -> str:
        return "" if self._check is None else self._check.read_progress()

    def _refresh_list(self) -> None:
        heading = f"{self._heading}: {self._rows.format_counts()}"
        self.frame.border_title = to_content("  ".join(filter(None, [heading, self._progress])))
        self._list.show_ids(self._rows.ids)
        self._show_detail()

    @on(DialogList.CursorMoved)
    def _show_detail(self) -> None:
        found = self._find_selected()
        self._detail.update(to_content(self._rows.describe(found) if found else ""))
        self._update_key_hints()

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
        await self._act("mend", found, self._mend if found and found.mendable else None, CANNOT_MEND)

    async def action_finding_mend_all(self) -> None:
        """Mend all findings of the rule whose finding is under the cursor."""
        await self._act("mend", self._find_selected(), self._mend_all, CANNOT_MEND)

    async def action_finding_learn(self) -> None:
        """Have the word of the finding under the cursor known in every issue, for good."""
        found = self._find_selected()
        await self._act("learn", found, self._learn if found and found.rule == "spelling" else None, NO_WORD)

    async def _act(self, does: str, found: Finding | None, act: MendFinding | None, refusal: str) -> None:
        if found is None or act is None:
            self.say(refusal if found else f"There is nothing to {does}.")
        else:
            await self._show_result(act(found))

    async def action_finding_waive(self) -> None:
        """Ask for a reason and take the finding under the cursor out of the count; have a waived one count again."""
        found = self._find_selected()
        if found is None:
            self.say("There is nothing to waive.")
        elif self._waive is None:
            self.say("What came back from a platform cannot be waived: paste it again.")
        elif self._rows.is_waived(found):
            await self._show_result(self._waive(found, None))
        else:
            self._ask_reason(self._waive, found)

    def action_finding_check(self) -> None:
        """Ask the issue's links whether they still lead to their pages."""
        if self._check is None:
            self.say("What came back from a platform is no issue: its links are asked in F.")
        else:
            self._check.start()

    def action_fetch_stop(self) -> None:
        """Stop asking."""
        if self._check is None:
            self.say("Nothing is on its way here.")
        else:
            self._check.stop()

    def _ask_reason(self, waive: WaiveFinding, found: Finding) -> None:
        unfinished = self._open_reason(found) if self._open_reason else None

        def apply_answer(reason: str | None) -> None:
            async def waive_it() -> None:
                if reason is not None and await self._show_result(waive(found, reason)) and unfinished:
                    unfinished.discard()

            _: Worker[None] = self.run_worker(waive_it)

        hint = f"{self._rows.describe(found)} It comes back when its text changes."
        prompt = LinePrompt("Waive it for this issue, because", "", hint, unfinished)
        self.app.push_screen(prompt, apply_answer)

    async def _show_result(self, work: Awaitable[FindingsResult]) -> bool:
        """Show what is found after this; False where it was refused, which is said."""
        try:
            result = await work
        except UserError as refusal:
            self.say(str(refusal))
            return False
        self._rows.take_report(result.report)
        self._refresh_list()
        self.say(f"{result.message} · u takes it back in the lists")
        return True

    def _find_selected(self) -> Finding | None:
        return self._rows.find(self._list.cursor_id)
