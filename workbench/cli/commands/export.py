"""`export`: the issue as a file, in `issues/` or elsewhere, and as other formats."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.context import enter_workspace
from workbench.cli.options import WorkspaceCommand, issue_option, require_target, target_option
from workbench.cli.output import format_json, format_row, info, write_out
from workbench.curation.model import Issue, UserError
from workbench.desk.verbs import issues

if TYPE_CHECKING:
    from workbench.curation.publication import Target
    from workbench.desk.state import State
    from workbench.workspace import Workspace

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
    with enter_workspace(reading=output is not None) as workspace:
        state = workspace.state
        if output is None and format == "markdown":
            return _export_markdown(workspace, number)
        chosen = issues.require_issue(state, number)
        text = render_issue(state, chosen, format, require_target(state.publication, key))
        if output == "-":
            write_out(text)
        elif output is not None:
            _write_output(output, text)
            write_out(format_row(output))
        else:
            write_out(format_row(_write_other_format(workspace, chosen, text, SUFFIXES[format])))
    return 0


def render_issue(state: "State", issue: Issue, format: str, target: "Target | None" = None) -> str:
    """The text of an issue in one of the formats of `SUFFIXES`. HTML is made for a target, else for the first one."""
    from workbench.desk.outgoing.copying import passage_of
    from workbench.desk.outgoing.export import edition_of
    from workbench.publishing import BODY_KEY, edition_to_dict, render_markdown, render_plain_text

    if format == "html":
        return passage_of(state, issue, BODY_KEY, target or state.publication.targets[0]).html
    made = edition_of(state, issue)
    if format == "json":
        return format_json(edition_to_dict(made))
    return render_plain_text(made, with_title=True) if format == "text" else render_markdown(made)


def _export_markdown(workspace: "Workspace", number: int | None) -> int:
    """Write the Markdown and its copy page; returns the exit code, 1 where only the copy page could not be written."""
    result = workspace.export(number)
    write_out(format_row(result.path))
    if result.copy_page_error:
        info(f"Its copy page is not there: {result.copy_page_error}")
        return 1
    info(f"Its copy page for {workspace.state.publication.targets[0].name}: {result.copy_page}")
    return 0


def _write_other_format(workspace: "Workspace", issue: Issue, text: str, suffix: str) -> str:
    """Write another format beside the Markdown; returns its path.

    `UserError` where a file with another text is there: no digest is kept of it, so it may be somebody's work.
    """
    from workbench.desk.outgoing.export import prepare_export

    files = workspace.issue_files
    name = prepare_export(workspace.state, issue).name.removesuffix(".md") + f".{suffix}"
    if files.read(name) not in (None, text):
        raise UserError(
            f"issues/{name} says something else and stays as it is: --output FILE writes over a file."
        )
    return files.write(name, text)


def _write_output(path: str, text: str) -> None:
    from workbench.delivery.files import write_output

    write_output(Path(path), text.encode("utf-8", "replace"))
