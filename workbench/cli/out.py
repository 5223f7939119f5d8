"""Copying out: the issue as a file, and its parts on the clipboard."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.words import data, json_line, rows, talk
from workbench.cli.workspace import Verb, at_desk, workspace
from workbench.cli.writing import issue_option
from workbench.curation.model import Issue, Refused
from workbench.desk import issues

if TYPE_CHECKING:
    from workbench.desk.desk import Desk
    from workbench.desk.present import Present

SUFFIXES: Final = {"markdown": "md", "html": "html", "text": "txt", "json": "json"}


@click.command(cls=Verb)
@issue_option
@click.option("--format", "format", type=click.Choice(list(SUFFIXES)), default="markdown", show_default=True)
@click.option("--output", metavar="FILE|-", help="Write there, or to standard output, and not into issues/.")
def export(number: int | None, format: str, output: str | None) -> None:
    """Write an issue into issues/ and say its path; a file that somebody edited is never overwritten."""
    with at_desk() as desk:
        chosen = issues.chosen(desk.present, number)
        if output is None and format == "markdown":
            data(rows(_record(desk, chosen)))
            return
        text = formatted(desk.present, chosen, format)
        if output == "-":
            data(text)
        elif output is not None:
            _write(Path(output), text)
            data(rows(output))
        else:
            data(rows(_beside(desk.present, chosen, text, SUFFIXES[format])))


def formatted(present: "Present", issue: Issue, format: str) -> str:
    """An issue in one of the formats, as text."""
    from workbench.desk.export import printed
    from workbench.publishing import as_json, html, markdown, plain

    made = printed(present, issue)
    match format:
        case "json":
            return json_line(as_json(made))
        case "html":
            return html(made)
        case "text":
            return plain(made, titled=True)
        case _:
            return markdown(made)


def _record(desk: "Desk", issue: Issue) -> str:
    """Write the Markdown file of record and remember what was written; returns its path."""
    from workbench.delivery.files import IssueFiles
    from workbench.desk import export

    made = export.prepare(desk.present, issue)
    path = export.write(IssueFiles(workspace()), issue, made)
    desk.do(issues.exported, issue.id, made.name, made.digest)
    return path


def _beside(present: "Present", issue: Issue, text: str, suffix: str) -> str:
    """Write another format beside the Markdown; what stands there with another text may be somebody's work."""
    from workbench.delivery.files import IssueFiles
    from workbench.desk.export import prepare

    files = IssueFiles(workspace())
    name = prepare(present, issue).name.removesuffix(".md") + f".{suffix}"
    if files.read(name) not in (None, text):
        raise Refused(
            f"issues/{name} says something else and stays as it is: --output FILE writes over a file."
        )
    return files.write(name, text)


def _write(path: Path, text: str) -> None:
    from workbench.delivery.files import write_whole

    write_whole(path, text.encode("utf-8", "replace"))


@click.command(cls=Verb)
@issue_option
@click.option("--part", default="body", show_default=True, metavar="title|subtitle|body|entry:ID")
@click.option(
    "--as", "form", type=click.Choice(["rich", "markdown", "text"]), default="text", show_default=True
)
def copy(number: int | None, part: str, form: str) -> None:
    """Copy a part of the issue to the clipboard, and say what preflight finds. An entry is copied as Markdown."""
    with at_desk() as desk:
        chosen = issues.chosen(desk.present, number)
        text = _part(desk.present, chosen, part, form)
        found = issues.check(desk.present, chosen)
    said = _put(text)
    for finding in found:
        talk(f"{finding.level}: {finding.where}: {finding.message}")
    talk(f"{part.capitalize()}: {said}")


def _part(present: "Present", issue: Issue, part: str, form: str) -> str:
    from workbench.desk import export

    if form == "rich":
        raise Refused("Rich text is not there yet: --as text copies plain text, --as markdown Markdown.")
    word, _, id = part.partition(":")
    if word == "entry" and id.isdecimal():
        entry = present.entry(issue.id, int(id))
        if entry is None:
            raise Refused(
                f"Link {id} is not in issue #{issue.number}: `workbench list is:placed` shows which are."
            )
        return export.part(present, issue, f"entry:{entry.id}")
    if part not in ("title", "subtitle", "body"):
        raise click.UsageError(f"“{part}” is no part: title, subtitle, body or entry:ID")
    return export.part(present, issue, "text" if (part, form) == ("body", "text") else part)


def _put(text: str) -> str:
    """On the system's clipboard, else on the terminal's."""
    from workbench.delivery.clipboard import SystemClipboard, TerminalClipboard

    try:
        return SystemClipboard().copy(text)
    except Refused:
        return TerminalClipboard(sys.stdout, sys.stderr).copy(text)
