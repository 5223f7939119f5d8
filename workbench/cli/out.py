"""The issue as a file: the record in `issues/`, its copy page, other formats."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workbench.cli.words import data, json_line, rows, talk
from workbench.cli.workspace import Verb, at_desk, workspace
from workbench.cli.writing import issue_option
from workbench.curation.model import Issue, Refused
from workbench.desk import issues

if TYPE_CHECKING:
    from workbench.curation.publication import Publication, Target
    from workbench.desk.desk import Desk
    from workbench.desk.present import Present

SUFFIXES: Final = {"markdown": "md", "html": "html", "text": "txt", "json": "json"}


target_option = click.option(
    "--target", "key", metavar="KEY", help="A target of workbench.toml; else its first one."
)


def target_of(publication: "Publication", key: str | None) -> "Target":
    """The target of that key, else the first; wrong use where the publication has none such."""
    if key is None:
        return publication.targets[0]
    found = next((target for target in publication.targets if target.key == key), None)
    if found is None:
        known = ", ".join(target.key for target in publication.targets)
        raise click.UsageError(f"“{key}” is no target of workbench.toml; there are {known}")
    return found


@click.command(cls=Verb)
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
    with at_desk() as desk:
        chosen = issues.chosen(desk.present, number)
        if output is None and format == "markdown":
            data(rows(_record(desk, chosen)))
            return _page_beside(desk.present, chosen)
        text = formatted(desk.present, chosen, format, target_of(desk.present.publication, key))
        if output == "-":
            data(text)
        elif output is not None:
            _write(Path(output), text)
            data(rows(output))
        else:
            data(rows(_beside(desk.present, chosen, text, SUFFIXES[format])))
    return 0


def formatted(present: "Present", issue: Issue, format: str, target: "Target | None" = None) -> str:
    """An issue in one of the formats, as text; its HTML as the target takes it, else the first."""
    from workbench.desk.export import passage, printed
    from workbench.publishing import as_json, markdown, plain

    if format == "html":
        return passage(present, issue, "body", target or present.publication.targets[0]).html
    made = printed(present, issue)
    if format == "json":
        return json_line(as_json(made))
    return plain(made, titled=True) if format == "text" else markdown(made)


def write_copy_page(present: "Present", issue: Issue, target: "Target") -> str:
    """Write the copy page beside the issue's file, over the one before; returns its path."""
    from workbench.delivery.files import IssueFiles
    from workbench.desk.export import page

    made = page(present, issue, target)
    return IssueFiles(workspace()).write(made.name, made.text)


def _record(desk: "Desk", issue: Issue) -> str:
    """Write the Markdown file of record and remember what was written; returns its path."""
    from workbench.delivery.files import IssueFiles
    from workbench.desk import export

    made = export.prepare(desk.present, issue)
    path = export.write(IssueFiles(workspace()), issue, made)
    desk.do(issues.exported, issue.id, made.name, made.digest)
    return path


def _page_beside(present: "Present", issue: Issue) -> int:
    """Write the copy page for the first target, and say where; returns the exit code, the record being there."""
    target = target_of(present.publication, None)
    try:
        talk(f"Its copy page for {target.name}: {write_copy_page(present, issue, target)}")
    except Refused as refusal:
        talk(f"Its copy page is not there: {refusal}")
        return 1
    return 0


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
