"""`copy`: a part of the issue on the clipboard, or the copy page where no clipboard takes rich text."""

import re
from typing import TYPE_CHECKING

import click

from workbench.cli.context import enter_workspace
from workbench.cli.findings import describe_findings
from workbench.cli.options import WorkspaceCommand, issue_option, require_target, target_option
from workbench.cli.output import info
from workbench.curation.model import Issue, LinkId, UserError
from workbench.desk.steps import run_steps
from workbench.desk.verbs import issues, preflight

if TYPE_CHECKING:
    from workbench.curation.publication import Target
    from workbench.desk.state import State
    from workbench.publishing.passages import Passage, PassageKey
    from workbench.workspace import Workspace


@click.command(cls=WorkspaceCommand)
@issue_option
@click.option(
    "--part",
    default="body",
    show_default=True,
    metavar="title|subtitle|preview|body|entry:ID|video:ID|body:N|post:KEY",
    help="ID is a link's; body:N the N-th part of the body cut at its videos; KEY a post's of workbench.toml.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["rich", "markdown", "text"]),
    help="Else what the target's editor takes.",
)
@target_option
def copy(number: int | None, part: str, form: str | None, key: str | None) -> None:
    """Copy a part of the issue, say what is on the clipboard now and what preflight finds.

    Where rich text cannot be had, the copy page is written and named.
    """
    from workbench.curation.publication.mail_size import format_body_size
    from workbench.desk.outgoing.copying import passage_of

    with enter_workspace() as workspace:
        find = issues.require_outgoing_issue if part.startswith("post:") else issues.require_issue
        chosen = find(workspace.state, number)
        target = require_target(workspace.state.publication, key)
        passage = passage_of(workspace.state, chosen, _parse_part(workspace.state, chosen, part), target)
        outcome = _copy_passage(workspace, chosen, passage, target, form or target.takes)
        found = preflight.check_issue(workspace.state, chosen, target)
    describe_findings(found)
    is_in_findings = any(f.rule == "mail-size" and f.message.startswith(target.name) for f in found)
    if part == "body" and not is_in_findings:
        info(format_body_size(passage.size, target))
    if passage.length_note:
        info(f"{passage.length_note}.")
    info(f"{passage.label}: {outcome}")


def _parse_part(state: "State", issue: Issue, part: str) -> "PassageKey":
    """The passage of a part, whose entries the command line names by their links."""
    from workbench.curation.pieces import piece_of_entry
    from workbench.publishing.passages import (
        BODY_KEY,
        PREVIEW_KEY,
        SUBTITLE_KEY,
        TITLE_KEY,
        key_of_body_part,
        key_of_entry,
        key_of_video,
    )
    from workbench.publishing.posts import key_of_post

    whole = {str(key): key for key in (TITLE_KEY, SUBTITLE_KEY, PREVIEW_KEY, BODY_KEY)}
    if part in whole:
        return whole[part]
    if part.startswith("post:"):
        return key_of_post(part.removeprefix("post:"))
    named = re.fullmatch(r"(?:(entry|video):([0-9]{1,18})|body:([0-9]{1,4}))", part)
    if named is None:
        raise click.UsageError(
            f"“{part}” is no part: title, subtitle, preview, body, entry:ID, video:ID, body:N or post:KEY"
        )
    if named[3]:
        return key_of_body_part(int(named[3]))
    entry = state.find_entry(issue.id, LinkId(int(named[2])))
    if entry is None:
        raise UserError(
            f"Link {named[2]} is not in issue #{issue.number}: `workbench list is:placed` shows which are."
        )
    return key_of_entry(entry.id) if named[1] == "entry" else key_of_video(piece_of_entry(entry.id))


def _copy_passage(
    workspace: "Workspace", issue: Issue, passage: "Passage", target: "Target", form: str
) -> str:
    """Copy a passage; returns the sentence that says where it went.

    Where no clipboard takes rich text the copy page is written, and the `UserError` names it.
    """
    from workbench.desk.outgoing.copying import RichTextError, copy_passage
    from workbench.desk.outgoing.export import write_copy_page

    try:
        return copy_passage(workspace.clipboard, workspace.terminal, passage, form)
    except RichTextError as refusal:
        page = run_steps(write_copy_page(workspace.state, workspace.issue_files, issue, target))
        raise UserError(f"{refusal} The copy page has a button for it: open {page}") from None
