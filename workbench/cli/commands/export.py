"""`export`: the issue as a file, in `issues/` or elsewhere, and as other formats."""

import sys
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

SUFFIXES: Final = {"markdown": "md", "html": "html", "text": "txt", "json": "json", "page": "copy.html"}

_MADE_FOR_A_TARGET: Final = ("html", "page")


@click.command(cls=WorkspaceCommand)
@issue_option
@click.option(
    "--format", "format", type=click.Choice([*SUFFIXES, "card"]), default="markdown", show_default=True
)
@click.option("--output", metavar="FILE|-", help="Write there, or to standard output, and not into issues/.")
@target_option
def export(number: int | None, format: str, output: str | None, key: str | None) -> int:
    """Write an issue into issues/ and say its path; a file that somebody edited is never overwritten.

    Beside the Markdown stands its copy page, for the first target; `--format page` writes that of any. HTML is made
    for a target too, and with --output so are Markdown and text: in issues/ they are the same for all.
    """
    _check_target_fits(key, format, output)
    if format == "card":
        _export_card(number, output)
        return 0
    with enter_workspace(reading=output is not None) as workspace:
        state = workspace.state
        if output is None and format == "markdown":
            return _export_markdown(workspace, number)
        chosen = issues.require_issue(state, number)
        target = require_target(state.publication, key)
        if output is None and format == "page":
            write_out(format_row(_write_copy_page(workspace, chosen, target)))
            return 0
        text = render_issue(state, chosen, format, target if key else None)
        if output == "-":
            write_out(text)
        elif output is not None:
            _write_output(output, text)
            write_out(format_row(output))
        else:
            write_out(format_row(_write_other_format(workspace, chosen, text, SUFFIXES[format])))
    return 0


def _export_card(number: int | None, output: str | None) -> None:
    """Draw the social card, into issues/ or elsewhere. Without a number it is the draft's, else the newest issue's."""
    from workbench.desk.outgoing.export import draw_card, write_card
    from workbench.desk.steps import run_steps

    with enter_workspace(reading=output is not None) as workspace:
        state, painter = workspace.state, workspace.card_painter
        is_draft = state.newest_draft() is not None
        chosen = (issues.require_issue if is_draft else issues.require_outgoing_issue)(state, number)
        if output is None:
            write_out(format_row(run_steps(write_card(state, workspace.issue_files, painter, chosen))))
        else:
            _write_picture(output, draw_card(state, painter, chosen))


def _write_picture(output: str, picture: bytes) -> None:
    from workbench.delivery.files import write_output

    if output == "-":
        sys.stdout.buffer.write(picture)
        return
    write_output(Path(output), picture)
    write_out(format_row(output))


def _check_target_fits(key: str | None, format: str, output: str | None) -> None:
    """`click.UsageError` where a target is named for what is the same for all of them."""
    same_for_all = format in ("json", "card")
    if key is None or format in _MADE_FOR_A_TARGET or (not same_for_all and output is not None):
        return
    if same_for_all:
        raise click.UsageError(f"--target does not go with --format {format}, which is the same for all")
    raise click.UsageError(
        f"--target goes with --format page or html: the {format} in issues/ is the same for all, and with --output it "
        f"is written as {key} takes it"
    )


def _write_copy_page(workspace: "Workspace", issue: Issue, target: "Target") -> str:
    from workbench.desk.outgoing.export import write_copy_page
    from workbench.desk.steps import run_steps

    return run_steps(write_copy_page(workspace.state, workspace.issue_files, issue, target))


def render_issue(state: "State", issue: Issue, format: str, target: "Target | None" = None) -> str:
    """The text of an issue in one of the formats of `SUFFIXES`, as the target takes it; None for that of the record."""
    from workbench.desk.outgoing.copying import passage_of
    from workbench.desk.outgoing.export import edition_of, prepare_copy_page
    from workbench.publishing.edition_formats import edition_to_dict, render_markdown, render_plain_text
    from workbench.publishing.passages import BODY_KEY

    if format == "page":
        return prepare_copy_page(state, issue, target or state.publication.targets[0]).text
    if format == "html" or (target and format != "json"):
        body = passage_of(state, issue, BODY_KEY, target or state.publication.targets[0])
        return {"html": body.html, "markdown": body.markdown, "text": body.text}[format]
    made = edition_of(state, issue)
    if format == "json":
        return format_json(edition_to_dict(made))
    return render_plain_text(made, with_title=True) if format == "text" else render_markdown(made)


def _export_markdown(workspace: "Workspace", number: int | None) -> int:
    """Write the Markdown and its copy page; returns the exit code, 1 where only the copy page could not be written."""
    result = workspace.export(number)
    write_out(format_row(result.path))
    if result.card_error:
        info(f"Its card is not there: {result.card_error}")
    elif result.card:
        info(f"Its social card: {result.card}")
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
