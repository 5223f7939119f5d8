"""What an import would do, before it does it: how many rows are new and how many known, and the rows that need the eye.

The view is there while the files are still read, so that `escape` stops that, and nothing comes to the front by itself.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, Literal, Protocol, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import Worker

from workbench.curation.model import UserError
from workbench.desk.incoming.importing import (
    ImportedFile,
    JointIntake,
    PastIssuesError,
    PreviewedImport,
    label_rows,
)
from workbench.desk.incoming.take_in import RowOutcome, describe_row
from workbench.ui.dialogs.dialog import Dialog, DialogList
from workbench.ui.keys.table import build_bindings, build_named_bindings
from workbench.ui.sanitize import to_content
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


class ImportReview(Dialog[PreviewedImport | Literal["past issues"] | None]):
    """The import that is to be done. `refuse` is told why it cannot be."""

    BINDINGS = [*build_bindings("reviewing"), *build_named_bindings("fetch.stop")]
    hints = (("import.take", "take in"),)
    close_label = "leave it"

    def __init__(
        self,
        names: Sequence[str],
        read: ReadFiles,
        preview: PreviewFiles,
        refuse: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._names: Final = names
        self._read: Final = read
        self._preview: Final = preview
        self._refuse: Final = refuse
        self._files: list[ImportedFile] = []
        self._shown: PreviewedImport | None = None
        self._rows: list[RowOutcome] = []
        self._summary: Final = Static(classes="summary")
        self._list: Final = DialogList(self._build_row)
        self._detail: Final = Static(classes="detail")

    def compose_body(self) -> ComposeResult:
        yield self._summary
        yield self._list
        yield self._detail

    def list_hints(self) -> Sequence[tuple[str, str]]:
        """What is archived is spoken of only where there is any."""
        does = "keep what is archived" if self._skips_archived else "leave out what is archived"
        hints = (*self.hints, ("import.archived", does)) if self._archived else self.hints
        return (*hints, ("import.past_issues", "past issues"))

    def on_mount(self) -> None:
        shown = self._names[0] if len(self._names) == 1 else f"{len(self._names)} files"
        self.frame.border_title = to_content(f"Import {shown}")
        self._list.empty_text = ""
        self._list.show_ids([])
        self._start(self._read_files)

    def _start(self, work: Callable[[], Awaitable[None]]) -> None:
        async def do() -> None:
            try:
                await work()
            except PastIssuesError:
                self.dismiss(PAST_ISSUES)
            except UserError as refusal:
                self._refuse(str(refusal))
                self.dismiss(None)

        _: Worker[None] = self.run_worker(do, exclusive=True)

    async def _read_files(self) -> None:
        self._files = await self._read(self._tell)
        await self._compare(skip_archived=False)

    async def _compare(self, *, skip_archived: bool) -> None:
        self._shown = None
        rows = sum(file.row_count for file in self._files)
        if rows >= _SLOW_ROWS:
            self._tell(f"↻ Holding {rows:,} rows against what is saved …")
        self._shown = await self._preview(self._files, skip_archived=skip_archived)
        self._show_preview(self._shown.joint)

    def _tell(self, sentence: str) -> None:
        self._summary.update(to_content(sentence))

    def _show_preview(self, joint: JointIntake) -> None:
        self.say("")
        outcomes = [outcome for intake in joint.proposals for outcome in intake.outcomes]
        shown = [row for row in outcomes if row.result in _RANKS and (row.result != "added" or row.reason)]
        self._rows = sorted(shown, key=lambda row: _RANKS.index(row.result))
        self._summary.update(to_content("\n".join(self._summarise(outcomes))))
        self._list.empty_text = "Nothing in it needs your eye."
        self._list.show_ids(list(range(len(self._rows))))
        self._show_detail()
        self._update_key_hints()

    @property
    def _archived(self) -> int:
        return sum(intake.archived for intake in self._shown.joint.proposals) if self._shown else 0

    @property
    def _skips_archived(self) -> bool:
        return self._shown is not None and self._shown.skip_archived

    def _summarise(self, outcomes: Sequence[RowOutcome]) -> list[str]:
        """The files and their formats, the counts, the notes."""
        counts = Counter(self._name_result(outcome) for outcome in outcomes)
        rows = Counter(outcome.file for outcome in outcomes)
        files = [
            f"{file.name}: {file.description}{'' if file.is_issue else f', {_count_rows(rows[file.name])}'}"
            for file in self._files
        ]
        words = (*_WORDS.values(), _TO_LOOK_AT)
        sums = [*self._list_issue_labels(), *(f"{counts[word]:,} {word}" for word in words if counts[word])]
        if self._archived and not self._skips_archived:
            sums.append(f"{self._archived:,} of them archived there")
        notes = [note for file in self._files for note in file.notes]
        said = " · ".join(sums) or "Nothing is new."
        return [*_abridge_lines(files), said, *_abridge_lines(notes)]

    def _list_issue_labels(self) -> list[str]:
        """What is done for each edited issue. Their proposals come after that of all lists."""
        proposals = self._shown.joint.proposals if self._shown else []
        count = sum(file.is_issue for file in self._files)
        return [proposal.change.label for proposal in proposals[len(proposals) - count :]]

    def _name_result(self, row: RowOutcome) -> str:
        is_of_issue = any(file.is_issue and file.name == row.file for file in self._files)
        return _TO_LOOK_AT if is_of_issue else _WORDS[row.result]

    def _build_row(self, at: int) -> ListRow:
        row = self._rows[at]
        result = self._name_result(row)
        if result == _TO_LOOK_AT:
            return ListRow("!", row.reason, "", result, age=None, tone="warning")
        title = f"{row.text} · {row.reason}"
        if row.result == "refused":
            return ListRow("!", title, "", result, age=None, tone="error")
        came = "published" if row.result == "already_published" else result
        return ListRow("", title, "", came, age=None, tone="dim")

    @on(DialogList.CursorMoved)
    def _show_detail(self) -> None:
        at = self._list.cursor_id
        labels = label_rows(self._files)
        said = "" if at is None else describe_row(labels.get(self._rows[at].file, ""), self._rows[at])
        self._detail.update(to_content(said))

    def action_import_take(self) -> None:
        """Answer with the files, to be taken in."""
        if self._shown is None:
            self.say("It is still being read; esc stops that.")
        else:
            self.dismiss(self._shown)

    def action_import_past_issues(self) -> None:
        """Answer that the files are past issues, and no lists of links."""
        self.dismiss(PAST_ISSUES)

    def action_import_section(self) -> None:
        """Links that are saved have no section yet."""
        self.say("Links come into the inbox: only past issues have sections.")

    def action_import_archived(self) -> None:
        """Leave out what is read or put away in the tool it is from, or keep it after all."""
        if self._shown is None:
            self.say("It is still being read; esc stops that.")
        elif self._archived:
            self._start(partial(self._compare, skip_archived=not self._skips_archived))
        else:
            self.say("Nothing in it is archived.")

    def action_fetch_stop(self) -> None:
        """Stop the reading, and leave it."""
        if self._shown is None:
            self.dismiss(None)
        else:
            self.say("All of it is read: enter takes it in, esc leaves it.")


def _abridge_lines(lines: Sequence[str]) -> list[str]:
    left = len(lines) - MAX_SUMMARY_LINES
    return [*lines[:MAX_SUMMARY_LINES], *([f"… and {left:,} more"] if left > 0 else [])]


def _count_rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
