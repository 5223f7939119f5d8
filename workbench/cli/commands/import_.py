"""`import`: other tools' lists of links, and an issue's Markdown after somebody edited it.

All files are one change, which one undo takes back. A dry run does the same and stops before the change is written.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from msgspec import Struct

from workbench.cli.context import enter_workspace
from workbench.cli.import_report import ImportedFile, build_import_summary, list_outcomes, print_import
from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, read_file, write_out
from workbench.curation.clipping import ImportResult
from workbench.curation.model import LinkId, UserError
from workbench.curation.text.cleaning import clean_line
from workbench.intake import choose_format, parse_parts
from workbench.intake.content import Content
from workbench.intake.errors import MAX_ROWS
from workbench.intake.formats import READABLE_FORMATS

MAX_BYTES: Final = 64 << 20
"""Bytes of a file that is imported. An export of 100,000 links has about 30 MB."""

if TYPE_CHECKING:
    from workbench.desk.incoming.take_in import IntakeResult
    from workbench.desk.state import State


@click.command("import", cls=WorkspaceCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format", "format", metavar="NAME", help=f"Read as this format: {' or '.join(READABLE_FORMATS)}."
)
@click.option(
    "--skip-archived", is_flag=True, help="Leave out what was read or archived in the tool it is from."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@as_json_option
def import_(
    files: tuple[str, ...], format: str | None, skip_archived: bool, dry_run: bool, as_json: bool
) -> int:
    """Read files in: lists of links, or an issue's Markdown after somebody edited it. One undo takes all of it back."""
    named = _name_files(files).items()
    inputs = [part for file, title in named for part in _read_inputs(file, title, format)]
    if sum(one.parsed.row_count for one in inputs if one.parsed is not None) > MAX_ROWS:
        raise UserError(
            f"These files hold more than {MAX_ROWS:,} rows together: import them one after the other."
        )
    verbs = _make_verbs(inputs, skip_archived=skip_archived)
    with enter_workspace() as workspace:
        desk = workspace.desk
        joint = desk.join_verbs(verbs)  # before the backup, which is for what changes something
        if joint.change.edits and not dry_run:
            desk.library.create_backup("import")
            first = iter((joint,))
            joint = desk.do(lambda _: next(first, None) or desk.join_verbs(verbs)).proposal
    imported = [
        ImportedFile(one.title, one.description, one.row_label, one.notes, is_issue=one.parsed is None)
        for one in inputs
    ]
    code = print_import(imported, joint.proposals, joint.change.label, is_dry_run=dry_run)
    if as_json:
        summary = build_import_summary(joint.proposals)
        write_out(format_json({**summary, **list_outcomes(joint.proposals)}))
    return code


class _Input(Struct):
    """A file that was read and not yet saved; `parsed` is None for an issue. `title` is what messages call it."""

    title: str
    content: Content
    description: str
    row_label: str
    notes: Sequence[str]
    parsed: ImportResult | None


def _name_files(files: Sequence[str]) -> dict[str, str]:
    """What messages call each file: its name, with its folder where two have one name."""
    names = [Path(file).name for file in files]
    return {
        file: clean_line(name if names.count(name) == 1 else file, limit=200)
        for file, name in zip(files, names, strict=True)
    }


def _read_inputs(file: str, title: str, format: str | None) -> list[_Input]:
    """What a file holds: itself, or the files in it."""
    content = Content(read_file(file, MAX_BYTES))
    chosen = choose_format(content, format)
    if chosen.is_issue:
        return [_Input(title, content, chosen.description, chosen.row_label, content.notes, None)]
    return [
        _Input(
            part.name, content, part.format.description, part.format.row_label, part.result.notes, part.result
        )
        for part in parse_parts(content, title, format)
    ]


def _make_verbs(inputs: Sequence[_Input], *, skip_archived: bool) -> "list[Callable[[State], IntakeResult]]":
    """The verbs that save the files: one for all lists of links, one for each issue."""
    from workbench.desk.incoming.take_in import ParsedFile, take_in_files

    files = [
        ParsedFile(one.title, one.parsed, f"file {clean_line(one.title, limit=80)}")
        for one in inputs
        if one.parsed is not None
    ]
    issues = [_make_issue_import(one) for one in inputs if one.parsed is None]
    if not files:
        return issues
    return [lambda state: take_in_files(state, files, skip_archived=skip_archived), *issues]


def _make_issue_import(file: _Input) -> "Callable[[State], IntakeResult]":
    """The verb that reads an issue's edited Markdown back. Text that belongs to no piece counts as a refused row."""
    from workbench.desk.incoming.import_issue import import_issue
    from workbench.desk.incoming.take_in import IntakeResult, RowOutcome
    from workbench.desk.outgoing.export import digest_of

    # The digest is that of the file as it is read back before the next export.
    digest = digest_of(file.content.data.decode("utf-8", "replace"))

    def verb(state: "State") -> IntakeResult:
        result = import_issue(state, file.content.text, digest=digest)
        outcomes = tuple(
            RowOutcome(0, "refused", LinkId(0), problem, file.title, file.title)
            for problem in result.problems
        )
        return IntakeResult(result.change, "markdown", outcomes)

    return verb
