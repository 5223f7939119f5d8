"""`proof`: the issue compared with what a platform shows: copied back from there, saved as a page, or in a draft."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.context import enter_workspace
from workbench.cli.findings import print_findings
from workbench.cli.options import (
    WorkspaceCommand,
    as_json_option,
    issue_option,
    require_target,
    target_option,
)
from workbench.cli.output import format_count, format_json, format_row, info, read_file, write_out
from workbench.curation.model import UserError
from workbench.desk.verbs import issues

if TYPE_CHECKING:
    from workbench.curation.model import Issue
    from workbench.curation.publication import Target
    from workbench.publishing.compare.formats import LostFormat
    from workbench.publishing.compare.texts import PieceTexts
    from workbench.publishing.parse.pasted import Paste
    from workbench.workspace import Workspace

PLAIN_TEXT_NOTE: Final = (
    ", which is plain text: headings, lists and the addresses behind words are not told in it"
)


@click.command(cls=WorkspaceCommand)
@click.argument("file", required=False, metavar="[FILE|-]")
@issue_option
@target_option
@click.option("--draft", "is_draft", is_flag=True, help="The draft that stands at the target, by its API.")
@click.option("--diff", "wants_diff", is_flag=True, help="Show what was edited there, as Markdown.")
@click.option("--punch-list", "wants_list", is_flag=True, help="List the formatting to be put back by hand.")
@as_json_option
def proof(
    file: str | None,
    number: int | None,
    key: str | None,
    is_draft: bool,
    wants_diff: bool,
    wants_list: bool,
    as_json: bool,
) -> int:
    """Compare the issue with what a platform shows: what you copied there, else a page saved as HTML or text.

    Exit 1 where something is missing, changed or lost. Title and subtitle are not looked for.
    """
    from workbench.desk.outgoing import verify

    if (file and is_draft) or (wants_diff and wants_list):
        raise click.UsageError("FILE and --draft exclude each other, and so do --diff and --punch-list.")
    with enter_workspace() as workspace:
        state, issue = workspace.state, issues.require_issue(workspace.state, number)
        target = require_target(state.publication, key)
        paste = _read_source(workspace, issue, target, file, is_draft=is_draft)
        source = file or (f"the draft at {target.name}" if is_draft else "the clipboard")
        info(f"Compared with {source}{PLAIN_TEXT_NOTE if paste.form == 'text' else ''}.")
        if wants_diff:
            return _print_diff(issue.number, verify.compare_texts(state, issue, paste, target), as_json)
        if wants_list:
            return _print_formats(
                issue.number, verify.list_lost_formatting(state, issue, paste, target), as_json
            )
        found = verify.verify_paste(state, issue, paste, target)
    if found.videos:
        info(f"Players: {found.players} of {format_count(found.videos, 'video')}.")
    return print_findings(issue.number, list(found.findings), as_json)


def _read_source(
    workspace: "Workspace", issue: "Issue", target: "Target", file: str | None, *, is_draft: bool
) -> "Paste":
    """What is compared, as lines: a file, the draft at the platform, else the clipboard."""
    from workbench.desk.outgoing import verify

    if file:
        return verify.read_paste(*_read_page(file), target, markdown=_is_markdown(file))
    if is_draft:
        return verify.read_paste(*verify.read_draft(workspace.platforms.open(target), issue, target), target)
    return verify.read_paste(*verify.read_copied_back(workspace.state, issue, workspace.clipboard), target)


def _print_diff(number: int, texts: "tuple[PieceTexts, ...]", as_json: bool) -> int:
    if as_json:
        pieces = [
            {"piece": str(one.piece), "where": one.where, "here": _join(one.ours), "there": _join(one.theirs)}
            for one in texts
        ]
        write_out(format_json({"issue": number, "pieces": pieces}))
    else:
        write_out("".join(format_row(line) for one in texts for line in one.iter_diff()))
    info(f"Issue #{number}: {format_count(len(texts), 'piece')} edited there.")
    return 1 if texts else 0


def _join(lines: tuple[str, ...]) -> str:
    return "\n".join(lines)


def _print_formats(number: int, formats: "tuple[LostFormat, ...]", as_json: bool) -> int:
    if as_json:
        rows = [
            {"where": one.where, "format": one.kind, "text": one.text, "address": one.address}
            for one in formats
        ]
        write_out(format_json({"issue": number, "formats": rows}))
    else:
        write_out("".join(map(_format_lost, formats)))
    info(f"Issue #{number}: {format_count(len(formats), 'format')} to put back.")
    return 1 if formats else 0


def _format_lost(lost: "LostFormat") -> str:
    return format_row(lost.where, lost.kind, f"{lost.text} -> {lost.address}" if lost.address else lost.text)


def _read_page(name: str) -> tuple[str, str]:
    """The HTML of a file and its text, one of the two empty."""
    from workbench.intake.decode import decode_text

    content, notes = decode_text(read_file(name))
    if not content.strip() or "\0" in content:
        raise UserError(
            f"{'Standard input' if name == '-' else name} is no text: save the page as HTML or as text."
        )
    for note in notes:
        info(f"{name}: {note}")
    is_html = Path(name).suffix.lower() in (".html", ".htm", ".xhtml") or re.match(
        r"\s*<(?!https?:)", content
    )
    return (content, "") if is_html else ("", content)


def _is_markdown(name: str) -> bool:
    return Path(name).suffix.lower() in (".md", ".markdown")
