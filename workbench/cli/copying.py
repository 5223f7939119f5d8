"""Copying out, and proving that it arrived: the one place where commands meet the clipboard."""

import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.out import target_of, target_option, write_copy_page
from workbench.cli.saving import as_json_option
from workbench.cli.words import standard_input, talk
from workbench.cli.workspace import Verb, at_desk
from workbench.cli.writing import issue_option, told
from workbench.curation.model import Issue, Refused
from workbench.desk import issues

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.curation.publication import Target
    from workbench.desk.present import Present
    from workbench.publishing import Passage

PLAIN: Final = ", which is plain text: headings, lists and the addresses behind words are not told in it"


@click.command(cls=Verb)
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
    from workbench.publishing import size_said

    with at_desk() as desk:
        chosen = issues.chosen(desk.present, number)
        target = target_of(desk.present.publication, key)
        passage = _passage(desk.present, chosen, part, target)
        said = _put(passage, form or target.takes, lambda: write_copy_page(desk.present, chosen, target))
        found = issues.check(desk.present, chosen)
    for finding in found:
        talk(f"{finding.level}: {finding.where}: {finding.message}")
    if part == "body":
        talk(size_said(passage.size, target))
    talk(f"{passage.label}: {said}")


def _passage(present: "Present", issue: Issue, part: str, target: "Target") -> "Passage":
    """The passage of a part as the command line names it: entries by their links."""
    from workbench.desk import export

    named = re.fullmatch(r"(entry|video):([0-9]{1,18})", part)
    if named:
        entry = present.entry(issue.id, int(named[2]))
        if entry is None:
            raise Refused(
                f"Link {named[2]} is not in issue #{issue.number}: `workbench list is:placed` shows which are."
            )
        part = f"entry:{entry.id}" if named[1] == "entry" else f"video:{entry.id}:1"
    elif not re.fullmatch(r"title|subtitle|body(:[0-9]{1,4})?", part):
        raise click.UsageError(f"“{part}” is no part: title, subtitle, body, entry:ID, video:ID or body:N")
    return export.passage(present, issue, part, target)


def _put(passage: "Passage", form: str, page: "Callable[[], str]") -> str:
    """On the system's clipboard, else on the terminal's; `page` writes the copy page for where rich text cannot go."""
    from workbench.delivery.clipboard import COPY_PAGE, SystemClipboard, TerminalClipboard

    terminal = TerminalClipboard(sys.stdout, sys.stderr)
    if form != "rich" or not passage.html:
        text = passage.markdown if form == "markdown" else passage.text
        with suppress(Refused):
            return SystemClipboard().copy(text)
        return terminal.copy(text)
    try:
        return SystemClipboard().copy_rich(passage.html, passage.text)
    except Refused as refusal:
        why = str(refusal)
    with suppress(Refused):
        return terminal.copy_rich(passage.html, passage.text)
    raise Refused(why.replace(COPY_PAGE, f"The copy page has a button for it: open {page()}"))


@click.command(cls=Verb)
@click.argument("file", required=False, metavar="[FILE|-]")
@issue_option
@target_option
@as_json_option
def proof(file: str | None, number: int | None, key: str | None, as_json: bool) -> int:
    """Compare the issue with what a platform shows: what you copied there, else a page saved as HTML or text.

    Exit 1 where something is missing, joined or changed. Title and subtitle are not looked for.
    """
    from workbench.desk import proving

    with at_desk() as desk:
        chosen = issues.chosen(desk.present, number)
        target = target_of(desk.present.publication, key)
        if file:
            html, text = _from_file(file)
        else:
            html, text = _from_clipboard()
            proving.brought_back(desk.present, chosen, html, text)
        found = proving.proved(desk.present, chosen, html, text, target, markdown=_is_markdown(file))
    talk(f"Compared with {file or 'the clipboard'}{PLAIN if found.plain else ''}.")
    return told(chosen.number, list(found.findings), as_json)


def _from_clipboard() -> tuple[str, str]:
    from workbench.delivery.clipboard import SystemClipboard

    return SystemClipboard().paste()


def _from_file(name: str) -> tuple[str, str]:
    """The HTML of a file and its text, one of the two empty."""
    from workbench.intake.decoding import decoded

    content, notes = decoded(standard_input() if name == "-" else Path(name).read_bytes())
    if not content.strip() or "\0" in content:
        raise Refused(
            f"{'Standard input' if name == '-' else name} is no text: save the page as HTML or as text."
        )
    for note in notes:
        talk(f"{name}: {note}")
    is_html = Path(name).suffix.lower() in (".html", ".htm", ".xhtml") or re.match(
        r"\s*<(?!https?:)", content
    )
    return (content, "") if is_html else ("", content)


def _is_markdown(name: str | None) -> bool:
    return name is not None and Path(name).suffix.lower() in (".md", ".markdown")
