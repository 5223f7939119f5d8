"""What preflight found as rows: errors first, what is waived last. What the keys do with them is in `findings.py`."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

from workbench.curation.preflight import LEVELS, Finding, PreflightReport, WaivedFinding, count_levels
from workbench.ui.widgets.list_row import ListRow

_SIGNS: Final = {"error": "!", "hint": "?"}


class FindingRows:
    """The findings of a report, each under an id for the list. `name_place` says where one is, in words."""

    def __init__(self, report: PreflightReport, name_place: Callable[[Finding], str]) -> None:
        self._name_place: Final = name_place
        self._findings: dict[int, Finding] = {}
        self._waived: dict[Finding, WaivedFinding] = {}
        self.take_report(report)

    def take_report(self, report: PreflightReport) -> None:
        """Hold these findings from now on. One that was there before keeps its id, so the cursor follows it.

        One that is waived now gets another, so that the cursor goes on to the next.
        """
        kept = {(finding, finding in self._waived): id for id, finding in self._findings.items()}
        self._waived = {waived.finding: waived for waived in report.waived}
        ordered = [
            *sorted(report.findings, key=lambda finding: LEVELS.index(finding.level)),
            *self._waived,
        ]
        unused = max(self._findings, default=-1) + 1
        self._findings = {
            kept.pop((finding, finding in self._waived), unused + at): finding
            for at, finding in enumerate(ordered)
        }

    @property
    def ids(self) -> Sequence[int]:
        """The ids in the order in which they are listed."""
        return list(self._findings)

    def find(self, id: int | None) -> Finding | None:
        """The finding of an id; None where there is none."""
        return None if id is None else self._findings.get(id)

    def is_waived(self, found: Finding) -> bool:
        """Whether the editor goes out with it."""
        return found in self._waived

    def format_counts(self) -> str:
        """How many there are of which level: `1 error, 2 warnings, 1 waived`."""
        counts = count_levels([found for found in self._findings.values() if not self.is_waived(found)])
        waived = f"{len(self._waived)} waived" if self._waived else ""
        return ", ".join(filter(None, [counts, waived])) or "none"

    def describe(self, found: Finding) -> str:
        """A finding in full: its place, what was found, and why it is waived."""
        waived = self._waived.get(found)
        reason = "" if waived is None else f" Waived: {waived.reason}" if waived.reason else " Waived."
        return f"{self._name_place(found)}: {found.message}{reason}"

    def build_row(self, id: int) -> ListRow:
        """The row of an id."""
        found = self._findings[id]
        title = f"{found.message.rstrip('.')} · {self._name_place(found)}"
        if self.is_waived(found):
            return ListRow("~", title, "", "waived", age=None, tone="dim")
        tone: Literal["error", "warning", "dim"] = "dim" if found.level == "hint" else found.level
        sign, mark = _SIGNS.get(found.level, ""), "mendable" if found.mendable else ""
        return ListRow(sign, title, mark, found.level, age=None, tone=tone)
