"""`proof`: the issue compared with what a platform shows, copied back from there or saved as a page."""

import re
from pathlib import Path
from typing import Final

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
from workbench.cli.output import format_count, info, read_file
from workbench.curation.model import UserError
from workbench.desk.verbs import issues

PLAIN_TEXT_NOTE: Final = (
    ", which is plain text: headings, lists and the addresses behind words are not told in it"
)


@click.command(cls=WorkspaceCommand)
@click.argument("file", required=False, metavar="[FILE|-]")
@issue_option
@target_option
@as_json_option
def proof(file: str | None, number: int | None, key: str | None, as_json: bool) -> int:
    """Compare the issue with what a platform shows: what you copied there, else a page saved as HTML or text.

    Exit 1 where something is missing, joined or changed. Title and subtitle are not looked for.
    """
    from workbench.desk.outgoing import verify

    with enter_workspace() as workspace:
        chosen = issues.require_issue(workspace.state, number)
        target = require_target(workspace.state.publication, key)
        if file:
            html, text = _read_page(file)
            found = verify.verify_paste(
                workspace.state, chosen, html, text, target, markdown=_is_markdown(file)
            )
        else:
            found = verify.verify_clipboard(workspace.state, chosen, workspace.clipboard.paste(), target)
    info(f"Compared with {file or 'the clipboard'}{PLAIN_TEXT_NOTE if found.is_plain_text else ''}.")
    if found.videos:
        info(f"Players: {found.players} of {format_count(found.videos, 'video')}.")
    return print_findings(chosen.number, list(found.findings), as_json)


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
