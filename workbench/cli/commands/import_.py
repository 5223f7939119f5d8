"""`import`: other tools' lists of links, and an issue's Markdown after somebody edited it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from workbench.cli.context import enter_workspace
from workbench.cli.import_report import FileResult, build_import_summary, print_outcomes
from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, read_file, write_out
from workbench.curation.model import LinkId
from workbench.curation.text.cleaning import clean_line
from workbench.intake import READABLE_FORMATS, choose_format, parse_content
from workbench.intake.content import Content

if TYPE_CHECKING:
    from workbench.desk.incoming.take_in import IntakeResult
    from workbench.desk.state import State


@click.command("import", cls=WorkspaceCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format", "format", metavar="NAME", help=f"Read as this format: {' or '.join(READABLE_FORMATS)}."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@as_json_option
def import_(files: tuple[str, ...], format: str | None, dry_run: bool, as_json: bool) -> int:
    """Read files in: lists of links, or an issue's Markdown after somebody edited it."""
    parsed_files = [_parse_file(name, read_file(name), format) for name in files]
    with enter_workspace() as workspace:
        results: list[IntakeResult] = []
        if dry_run or len(parsed_files) > 1:
            # Computed before anything is saved, so that one file that cannot be taken in keeps out all of them.
            results = [file.verb(workspace.state) for file in parsed_files]
        if not dry_run:
            workspace.desk.library.create_backup("import")
            results = [workspace.do(file.verb).proposal for file in parsed_files]
    code = print_outcomes(
        [
            FileResult(file.row_label, result, file.notes)
            for file, result in zip(parsed_files, results, strict=True)
        ]
    )
    if as_json:
        write_out(format_json(build_import_summary(results)))
    return code


class _ParsedFile(Struct):
    """A file that was read and not yet saved. `verb` saves it; `row_label` is what messages call its rows."""

    row_label: str
    verb: "Callable[[State], IntakeResult]"
    notes: Sequence[str] = ()


def _parse_file(name: str, data: bytes, format: str | None) -> _ParsedFile:
    from workbench.desk.incoming.take_in import take_in_links
    from workbench.desk.outgoing.export import digest_of

    file, content = Path(name).name, Content(data)
    if choose_format(content, format).is_issue:
        # The digest is that of the file as it is read back before the next export.
        digest = digest_of(data.decode("utf-8", "replace"))
        return _ParsedFile(file, _make_issue_import(file, content.text, digest), content.notes)
    parsed = parse_content(content, name, format)
    via = f"file {clean_line(file, limit=80)}"
    return _ParsedFile(f"{file} line", lambda state: take_in_links(state, parsed, via), parsed.notes)


def _make_issue_import(file: str, text: str, digest: str) -> "Callable[[State], IntakeResult]":
    """The verb that reads an issue's edited Markdown back. Text that belongs to no piece counts as a refused row."""
    from workbench.desk.incoming.import_issue import import_issue
    from workbench.desk.incoming.take_in import IntakeResult, RowOutcome

    def verb(state: "State") -> IntakeResult:
        result = import_issue(state, text, digest=digest)
        outcomes = tuple(RowOutcome(0, "refused", LinkId(0), problem, file) for problem in result.problems)
        return IntakeResult(result.change, "markdown", outcomes)

    return verb
