"""What an import would do, before it does it: how many rows are new and how many known, and which need the eye."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, Literal, Protocol, TypeAlias

from workbench.desk.incoming.importing import (
    ImportedFile,
    PastIssuesError,
    PreviewedImport,
    label_rows,
)
from workbench.desk.incoming.take_in import RowOutcome, describe_row
from workbench.ui.dialogs.review import STILL_READING, ReviewDialog
from workbench.ui.widgets.list_row import ListRow

ReadFiles: TypeAlias = Callable[[Callable[[str], None]], Awaitable[list[ImportedFile]]]
"""Gives what the files hold, and a sentence now and then to what it is handed."""


class PreviewFiles(Protocol):
    """Gives what saving files would do."""

    def __call__(
        self, files: Sequence[ImportedFile], /, *, skip_archived: bool
    ) -> Awaitable[PreviewedImport]: ...


_SLOW_ROWS: Final = 5_000  # take a moment to be compared
MAX_SUMMARY_LINES: Final = 4  # files, and notes, that are told of many

_WORDS: Final[dict[Literal["added", "merged", "already_published", "refused", "skipped"], str]] = {
    "added": "new",
    "merged": "merged",
    "already_published": "already published",
    "refused": "refused",
    "skipped": "archived, left out",
}
_TO_LOOK_AT: Final = "to look at"  # what an edited issue leaves open; its other text is read all the same
_RANKS: Final = ("refused", "already_published", "merged", "added")


PAST_ISSUES: Final = "past issues"
"""The answer that the files are that, and no lists of links."""


class ImportReview(ReviewDialog[PreviewedImport | Literal["past issues"]]):
    """The import that is to be done."""

    def __init__(
        self,
        names: Sequence[str],
        read: ReadFiles,
        preview: PreviewFiles,
        refuse: Callable[[str], None],
    ) -> None:
        super().__init__(f"Import {names[0] if len(names) == 1 else f'{len(names)} files'}", refuse)
        self._read: Final = read
        self._preview: Final = preview
        self._files: list[ImportedFile] = []
        self._shown: PreviewedImport | None = None
        self._rows: list[RowOutcome] = []

    def list_hints(self) -> Sequence[tuple[str, str]]:
        """What is archived is spoken of only where there is any."""
        does = "keep what is archived" if self._skips_archived else "leave out what is archived"
        hints = (*self.hints, ("import.archived", does)) if self._archived else self.hints
        return (*hints, ("import.past_issues", "past issues"))

    @property
    def _answer(self) -> PreviewedImport | None:
        return self._shown

    async def _review(self) -> None:
        try:
            self._files = await self._read(self._tell)
            await self._compare(skip_archived=False)
        except PastIssuesError:
            self.dismiss(PAST_ISSUES)

    async def _compare(self, *, skip_archived: bool) -> None:
        self._shown = None
        rows = sum(file.row_count for file in self._files)
        if rows >= _SLOW_ROWS:
            self._tell(f"↻ Holding {rows:,} rows against what is saved …")
        self._shown = await self._preview(self._files, skip_archived=skip_archived)
        self._show_preview(self._shown)

    def _show_preview(self, shown: PreviewedImport) -> None:
        self.say("")
        listed = [
            row for row in shown.outcomes if row.result in _RANKS and (row.result != "added" or row.reason)
        ]
        self._rows = sorted(listed, key=lambda row: _RANKS.index(row.result))
        self._tell("\n".join(_summarise(shown)))
        self._show_rows(len(self._rows), "Nothing in it needs your eye.")

    @property
    def _archived(self) -> int:
        return self._shown.archived if self._shown else 0

    @property
    def _skips_archived(self) -> bool:
        return self._shown is not None and self._shown.skip_archived

    def _build_row(self, at: int) -> ListRow:
        row = self._rows[at]
        return _build_import_row(row, _name_result(self._files, row))

    def _describe(self, at: int) -> str:
        row = self._rows[at]
        return describe_row(label_rows(self._files).get(row.file, ""), row)

    def action_import_past_issues(self) -> None:
        """Answer that the files are past issues, and no lists of links."""
        self.dismiss(PAST_ISSUES)

    def action_import_section(self) -> None:
        """Links that are saved have no section yet."""
        self.say("Links come into the inbox: only past issues have sections.")

    def action_import_archived(self) -> None:
        """Leave out what is read or put away in the tool it is from, or keep it after all."""
        if self._shown is None:
            self.say(STILL_READING)
        elif self._archived:
            self._start(partial(self._compare, skip_archived=not self._skips_archived))
        else:
            self.say("Nothing in it is archived.")


def _summarise(shown: PreviewedImport) -> list[str]:
    """The files and their formats, the counts, the notes."""
    counts = Counter(_name_result(shown.files, outcome) for outcome in shown.outcomes)
    rows = Counter(outcome.file for outcome in shown.outcomes)
    files = [
        f"{file.name}: {file.description}{'' if file.is_issue else f', {_count_rows(rows[file.name])}'}"
        for file in shown.files
    ]
    words = (*_WORDS.values(), _TO_LOOK_AT)
    sums = [*_list_issue_labels(shown), *(f"{counts[word]:,} {word}" for word in words if counts[word])]
    if shown.archived and not shown.skip_archived:
        sums.append(f"{shown.archived:,} of them archived there")
    notes = [note for file in shown.files for note in file.notes]
    said = " · ".join(sums) or "Nothing is new."
    return [*_abridge_lines(files), said, *_abridge_lines(notes)]


def _list_issue_labels(shown: PreviewedImport) -> list[str]:
    """What is done for each edited issue. Their proposals come after that of all lists."""
    proposals = shown.joint.proposals
    count = sum(file.is_issue for file in shown.files)
    return [proposal.change.label for proposal in proposals[len(proposals) - count :]]


def _name_result(files: Sequence[ImportedFile], row: RowOutcome) -> str:
    is_of_issue = any(file.is_issue and file.name == row.file for file in files)
    return _TO_LOOK_AT if is_of_issue else _WORDS[row.result]


def _build_import_row(row: RowOutcome, result: str) -> ListRow:
    if result == _TO_LOOK_AT:
        return ListRow("!", row.reason, "", result, age=None, tone="warning")
    title = f"{row.text} · {row.reason}"
    if row.result == "refused":
        return ListRow("!", title, "", result, age=None, tone="error")
    came = "published" if row.result == "already_published" else result
    return ListRow("", title, "", came, age=None, tone="dim")


def _abridge_lines(lines: Sequence[str]) -> list[str]:
    left = len(lines) - MAX_SUMMARY_LINES
    return [*lines[:MAX_SUMMARY_LINES], *([f"… and {left:,} more"] if left > 0 else [])]


def _count_rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
