"""The issue as a file: the record in `issues/`, its copy page, other formats."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.context import enter_workspace, get_workspace_folder
from workbench.cli.options import WorkspaceCommand, issue_option, require_target, target_option
from workbench.cli.output import format_json, format_row, info, write_out
from workbench.curation.model import Issue, UserError
from workbench.desk.verbs import issues

if TYPE_CHECKING:
    from workbench.curation.publication import Target
    from workbench.desk.desk import Desk
    from workbench.desk.state import State

SUFFIXES: Final = {"markdown": "md", "html": "html", "text": "txt", "json": "json"}


@click.command(cls=WorkspaceCommand)
@issue_option
@click.option("--format", "format", type=click.Choice(list(SUFFIXES)), default="markdown", show_default=True)
@click.option("--output", metavar="FILE|-", help="Write there, or to standard output, and not into issues/.")
@target_option
def export(number: int | None, format: str, output: str | None, key: str | None) -> int:
    """Write an issue into issues/ and say its path; a file that somebody edited is never overwritten.

    Beside the Markdown stands its copy page. HTML is made for a target.
    """
    if key is not None and format != "html":
        raise click.UsageError("--target goes with --format html: other formats are the same for all")
    with enter_workspace() as workspace:
        desk = workspace.desk
        chosen = issues.require_issue(desk.state, number)
        if output is None and format == "markdown":
            write_out(format_row(_write_markdown(desk, chosen)))
            return _write_default_copy_page(desk.state, chosen)
        text = render_issue(desk.state, chosen, format, require_target(desk.state.publication, key))
        if output == "-":
            write_out(text)
        elif output is not None:
            _write_file(Path(output), text)
            write_out(format_row(output))
        else:
            write_out(format_row(_write_other_format(desk.state, chosen, text, SUFFIXES[format])))
    return 0


def render_issue(state: "State", issue: Issue, format: str, target: "Target | None" = None) -> str:
    """An issue in one of the formats, as text; its HTML as the target takes it, else the first."""
    from workbench.desk.outgoing.export import edition_of, passage_of
    from workbench.publishing import edition_to_dict, render_markdown, render_plain_text

    if format == "html":
        return passage_of(state, issue, "body", target or state.publication.targets[0]).html
    made = edition_of(state, issue)
    if format == "json":
        return format_json(edition_to_dict(made))
    return render_plain_text(made, with_title=True) if format == "text" else render_markdown(made)


def write_copy_page(state: "State", issue: Issue, target: "Target") -> str:
    """Write the copy page beside the issue's file, over the one before; returns its path."""
    from workbench.delivery.files import IssueFolder
    from workbench.desk.outgoing.export import prepare_copy_page

    made = prepare_copy_page(state, issue, target)
    return IssueFolder(get_workspace_folder()).write(made.name, made.text)


def _write_markdown(desk: "Desk", issue: Issue) -> str:
    """Write the Markdown file of record and remember what was written; returns its path."""
    from workbench.delivery.files import IssueFolder
    from workbench.desk.outgoing import export

    made = export.prepare_export(desk.state, issue)
    path = export.write_export(IssueFolder(get_workspace_folder()), issue, made)
    desk.do(issues.record_export, issue.id, made.name, made.digest)
    return path


def _write_default_copy_page(state: "State", issue: Issue) -> int:
    """Write the copy page for the first target, and say where; returns the exit code, the record being there."""
    target = require_target(state.publication, None)
    try:
        info(f"Its copy page for {target.name}: {write_copy_page(state, issue, target)}")
    except UserError as refusal:
        info(f"Its copy page is not there: {refusal}")
        return 1
    return 0


def _write_other_format(state: "State", issue: Issue, text: str, suffix: str) -> str:
    """Write another format beside the Markdown; what stands there with another text may be somebody's work."""
    from workbench.delivery.files import IssueFolder
    from workbench.desk.outgoing.export import prepare_export

    files = IssueFolder(get_workspace_folder())
    name = prepare_export(state, issue).name.removesuffix(".md") + f".{suffix}"
    if files.read(name) not in (None, text):
        raise UserError(
            f"issues/{name} says something else and stays as it is: --output FILE writes over a file."
        )
    return files.write(name, text)


def _write_file(path: Path, text: str) -> None:
    from workbench.delivery.files import write_atomically

    write_atomically(path, text.encode("utf-8", "replace"))
