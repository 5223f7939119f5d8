"""Import files: lists of links of other tools, and an issue's Markdown after somebody edited it.

Commands and screen go the same way: each file is parsed, all of them become one verb, and what it would do can be
looked at before it is written. Where the bytes are from is the caller's affair.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.clipping import ImportResult
from workbench.curation.model import LinkId, UserError
from workbench.curation.text.cleaning import clean_line
from workbench.desk.desk import Desk, JointProposal, VerbResult
from workbench.desk.incoming.take_in import IntakeResult, ParsedFile, RowOutcome, slice_intake
from workbench.desk.state import State
from workbench.desk.steps import Slices, Steps, make_slice
from workbench.intake import choose_format, parse_parts
from workbench.intake.content import Content, RowWatch, ignore_rows
from workbench.intake.errors import MAX_ROWS, PastIssuesError

__all__ = [
    "ImportedFile", "JointIntake", "PastIssuesError", "PreviewedImport", "label_rows", "parse_file", "preview_import",
    "require_row_limit", "save_import",
]  # fmt: skip

MAX_NAME: Final = 80
"""Characters of a file's name that links remember."""

JointIntake: TypeAlias = JointProposal[IntakeResult]


class ImportedFile(Struct, frozen=True):
    """A file that was read and is not saved yet. `name` is what messages call it, `row_label` what they call its rows;
    `parsed` is None for an issue."""

    name: str
    description: str
    row_label: str
    notes: Sequence[str]
    content: Content
    parsed: ImportResult | None

    @property
    def is_issue(self) -> bool:
        """Whether it is an issue's Markdown."""
        return self.parsed is None

    @property
    def row_count(self) -> int:
        """How many rows of links it has."""
        return 0 if self.parsed is None else self.parsed.row_count


def parse_file(
    data: bytes, name: str, format: str | None = None, watch: RowWatch = ignore_rows
) -> list[ImportedFile]:
    """What a file holds: itself, or the files in it. `UserError` where nothing reads it.

    `watch` is told now and then how many rows are read; what it raises ends the reading.
    """
    content = Content(data, watch=watch)
    chosen = choose_format(content, format)
    if chosen.is_issue:
        return [ImportedFile(name, chosen.description, chosen.row_label, content.notes, content, None)]
    return [
        ImportedFile(
            part.name, part.format.description, part.format.row_label, part.result.notes, content, part.result
        )
        for part in parse_parts(content, name, format)
    ]


def require_row_limit(files: Sequence[ImportedFile]) -> None:
    """`UserError` where there are more rows than one change takes."""
    if sum(file.row_count for file in files) > MAX_ROWS:
        raise UserError(
            f"These files hold more than {MAX_ROWS:,} rows together: import them one after the other."
        )


class PreviewedImport(Struct, frozen=True):
    """What saving the files would do, with the library as it was at change `seq`."""

    files: Sequence[ImportedFile]
    skip_archived: bool
    joint: JointIntake
    seq: int

    @property
    def outcomes(self) -> list[RowOutcome]:
        """What becomes of each row."""
        return [outcome for intake in self.joint.proposals for outcome in intake.outcomes]

    @property
    def archived(self) -> int:
        """How many rows are archived or read in the tool that they are from."""
        return sum(intake.archived for intake in self.joint.proposals)


def preview_import(
    desk: Desk, files: Sequence[ImportedFile], *, skip_archived: bool = False
) -> Steps[PreviewedImport]:
    """What saving the files would do. Nothing is written. `UserError` where there are too many rows."""
    require_row_limit(files)
    joint = yield from desk.compute_slices(_join_files(desk, files, skip_archived=skip_archived))
    return PreviewedImport(files, skip_archived, joint, desk.seq)


def save_import(desk: Desk, preview: PreviewedImport) -> Steps[VerbResult[JointIntake]]:
    """Save the files as one change, after a backup where anything changes."""
    files, skip_archived = preview.files, preview.skip_archived
    if preview.seq != desk.seq:
        preview = yield from preview_import(desk, files, skip_archived=skip_archived)
    if preview.joint.change.edits:
        yield partial(desk.library.create_backup, "import")
    previewed = [preview.joint]  # it takes seconds to compute where there are many rows

    def join(_: State) -> Slices[JointIntake]:
        if previewed:
            return make_slice(previewed.pop)
        return _join_files(desk, files, skip_archived=skip_archived)

    return (yield from desk.do_slices(join))


def label_rows(files: Sequence[ImportedFile]) -> dict[str, str]:
    """What messages call the rows of each file, by its name: `a.csv line`."""
    return {file.name: f"{file.name} {file.row_label}".strip() for file in files}


def _join_files(desk: Desk, files: Sequence[ImportedFile], *, skip_archived: bool) -> Slices[JointIntake]:
    """What saves the files: one proposal for all lists of links, one for each issue."""
    lists = [
        ParsedFile(file.name, file.parsed, f"file {clean_line(file.name, limit=MAX_NAME)}")
        for file in files
        if file.parsed is not None
    ]
    verbs = [_make_issue_import(file) for file in files if file.is_issue]
    if lists:
        intake = yield from slice_intake(desk.state, lists, skip_archived=skip_archived)
        verbs.insert(0, lambda _: intake)
    return desk.join_verbs(verbs)


def _make_issue_import(file: ImportedFile) -> Callable[[State], IntakeResult]:
    """The verb that reads an issue's edited Markdown back. Text that belongs to no piece counts as a refused row."""
    # Lists of links start without what reads an issue.
    from workbench.desk.incoming.import_issue import import_issue  # noqa: PLC0415
    from workbench.desk.outgoing.export import digest_of  # noqa: PLC0415

    # The digest is that of the file as it is read back before the next export.
    digest = digest_of(file.content.data.decode("utf-8", "replace"))

    def verb(state: State) -> IntakeResult:
        result = import_issue(state, file.content.text, digest=digest)
        outcomes = tuple(
            RowOutcome(0, "refused", LinkId(0), problem, file.name, file.name) for problem in result.problems
        )
        return IntakeResult(result.change, "markdown", outcomes)

    return verb
