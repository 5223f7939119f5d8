"""Copying out, and proving that it arrived: the one place where commands meet the clipboard."""

import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.commands.add import as_json_option
from workbench.cli.commands.export import require_target, target_option, write_copy_page
from workbench.cli.commands.write import issue_option, print_findings
from workbench.cli.output import info, read_stdin
from workbench.curation.model import Issue, UserError
from workbench.desk.verbs import issues
from workbench.workspace import WorkspaceCommand, open_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.curation.publication import Target
    from workbench.desk.state import State
    from workbench.publishing import Passage

PLAIN_TEXT_NOTE: Final = (
    ", which is plain text: headings, lists and the addresses behind words are not told in it"
)


@click.command(cls=WorkspaceCommand)
@issue_option
@click.option(
    "--part",
    default="body",
    show_default=True,
    metavar="title|subtitle|body|entry:ID|video:ID|body:N",
    help="ID is a link's; body:N the N-th part of the body cut at its videos.",
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
    from workbench.publishing import format_body_size

    with open_desk() as desk:
        chosen = issues.require_issue(desk.state, number)
        target = require_target(desk.state.publication, key)
        passage = _require_passage(desk.state, chosen, part, target)
        said = _copy_passage(
            passage, form or target.takes, lambda: write_copy_page(desk.state, chosen, target)
        )
        found = issues.check_issue(desk.state, chosen)
    for finding in found:
        info(f"{finding.level}: {finding.where}: {finding.message}")
    if part == "body":
        info(format_body_size(passage.size, target))
    info(f"{passage.label}: {said}")


def _require_passage(state: "State", issue: Issue, part: str, target: "Target") -> "Passage":
    """The passage of a part as the command line names it: entries by their links."""
    from workbench.desk.outgoing import export

    named = re.fullmatch(r"(entry|video):([0-9]{1,18})", part)
    if named:
        entry = state.find_entry(issue.id, int(named[2]))
        if entry is None:
            raise UserError(
                f"Link {named[2]} is not in issue #{issue.number}: `workbench list is:placed` shows which are."
            )
        part = f"entry:{entry.id}" if named[1] == "entry" else f"video:{entry.id}:1"
    elif not re.fullmatch(r"title|subtitle|body(:[0-9]{1,4})?", part):
        raise click.UsageError(f"“{part}” is no part: title, subtitle, body, entry:ID, video:ID or body:N")
    return export.passage_of(state, issue, part, target)


def _copy_passage(passage: "Passage", form: str, write_page: "Callable[[], str]") -> str:
    """On the system's clipboard, else on the terminal's; `write_page` writes the copy page for where rich text
    cannot go."""
    from workbench.delivery.clipboards.system import COPY_PAGE_HINT, SystemClipboard, TerminalClipboard

    terminal = TerminalClipboard(sys.stdout, sys.stderr)
    if form != "rich" or not passage.html:
        text = passage.markdown if form == "markdown" else passage.text
        with suppress(UserError):
            return SystemClipboard().copy(text)
        return terminal.copy(text)
    try:
        return SystemClipboard().copy_rich(passage.html, passage.text)
    except UserError as refusal:
        why = str(refusal)
    with suppress(UserError):
        return terminal.copy_rich(passage.html, passage.text)
    raise UserError(why.replace(COPY_PAGE_HINT, f"The copy page has a button for it: open {write_page()}"))


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

    with open_desk() as desk:
        chosen = issues.require_issue(desk.state, number)
        target = require_target(desk.state.publication, key)
        if file:
            html, text = _read_page(file)
        else:
            html, text = _read_clipboard()
            verify.reject_own_copy(desk.state, chosen, html, text)
        found = verify.verify_paste(desk.state, chosen, html, text, target, markdown=_is_markdown(file))
    info(f"Compared with {file or 'the clipboard'}{PLAIN_TEXT_NOTE if found.is_plain_text else ''}.")
    return print_findings(chosen.number, list(found.findings), as_json)


def _read_clipboard() -> tuple[str, str]:
    from workbench.delivery.clipboards.system import SystemClipboard

    return SystemClipboard().paste()


def _read_page(name: str) -> tuple[str, str]:
    """The HTML of a file and its text, one of the two empty."""
    from workbench.intake.decode import decode_text

    content, notes = decode_text(read_stdin() if name == "-" else Path(name).read_bytes())
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


def _is_markdown(name: str | None) -> bool:
    return name is not None and Path(name).suffix.lower() in (".md", ".markdown")
