"""The group `archive`: what was published, here or before there was a workbench."""

from typing import TYPE_CHECKING, Any

import click

from workbench.cli.context import enter_workspace, run_verb
from workbench.cli.options import (
    ALLOW_DASHES,
    WorkspaceCommand,
    WorkspaceGroup,
    as_json_option,
    forbid_options,
    id_argument,
    parse_labelled_link,
)
from workbench.cli.output import format_json, format_row, read_text_option, write_out
from workbench.curation.model import LinkId

if TYPE_CHECKING:
    from workbench.curation.archive.query import ArchiveQuery
    from workbench.curation.archive.texts import ArchivedText


LINE_WIDTH = 160
"""Characters of a line that stand in a row; JSON has all of it."""


@click.group(cls=WorkspaceGroup, no_args_is_help=False)
def archive() -> None:
    """Past issues: import, correct, search."""


@archive.command("import", cls=WorkspaceCommand)
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|ZIP...")
@click.option(
    "--section",
    "choices",
    multiple=True,
    metavar="OLD=KEY",
    help="An old section's name, and which one it is today.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@as_json_option
def import_(paths: tuple[str, ...], choices: tuple[str, ...], dry_run: bool, as_json: bool) -> int:
    """Take past issues in as published ones; one undo takes all of it back.

    Exports of Substack, Ghost, Buttondown and beehiiv; folders of Markdown, HTML, AsciiDoc, reStructuredText, text or
    JSON; files of the workbench's own. Nothing is fetched.
    """
    from workbench.cli.archive_report import build_archive_summary, print_archive_import
    from workbench.cli.section_question import ask_for_sections
    from workbench.delivery.named_files import DiskFiles
    from workbench.desk.incoming.archive_import import import_past_issues, list_sections, save_past_issues
    from workbench.desk.incoming.archive_reading import is_archive_file, read_past_files
    from workbench.desk.steps import run_steps

    wanted = dict(map(_parse_choice, choices))
    files = list(DiskFiles().read_all(paths, is_archive_file))
    with enter_workspace() as workspace:
        desk = workspace.desk
        today = desk.state.publication.sections
        read = read_past_files(files, desk.state.publication)
        if not as_json:
            wanted |= ask_for_sections(list_sections(desk.state, read.issues, wanted), today)
        if dry_run:
            done = desk.compute(lambda: import_past_issues(desk.state, read.issues, read.left_out, wanted))
        else:
            done = run_steps(save_past_issues(desk, read.issues, read.left_out, wanted)).proposal
    print_archive_import(done, read.notes, is_dry_run=dry_run)
    if as_json:
        write_out(format_json(build_archive_summary(done, read.notes)))
    return 1 if done.left_out else 0


def _parse_choice(text: str) -> tuple[str, str]:
    old, equals, key = text.rpartition("=")
    if not equals or not key.strip():
        raise click.UsageError(f"“{text}” is not OLD=KEY, as in “Articles=reads”")
    return old.strip(), key.strip()


@archive.command(cls=WorkspaceCommand)
@id_argument
@click.option(
    "--issue", "number", type=int, metavar="N", help="The issue; needed where the link was in several."
)
@click.option("--title", help="The entry's title; write --title=-text where it begins with a dash.")
@click.option("--blurb", help="The entry's text; - reads standard input.")
@click.option("--url", help="Where its first link leads.")
@click.option(
    "--label-link",
    "labelled",
    multiple=True,
    metavar="LABEL=URL",
    help="One more link, or a new URL for one.",
)
@click.option("--section", default="", metavar="KEY", help="The section it stood in.")
def correct(
    id: LinkId,
    number: int | None,
    title: str | None,
    blurb: str | None,
    url: str | None,
    labelled: tuple[str, ...],
    section: str,
) -> None:
    """Correct the record of what was published: the entry of a link, without reopening its issue."""
    from workbench.desk.verbs.correcting import Correction, correct_entry

    if title is blurb is url is None and not labelled and not section:
        raise click.UsageError(
            "There is nothing to correct: give --title, --blurb, --url, --label-link or --section"
        )
    text = read_text_option("-") if blurb == "-" else blurb
    links = [parse_labelled_link(link) for link in labelled]
    correction = Correction(title=title, blurb=text, url=url, links=links, section=section)
    run_verb(correct_entry, id, correction, number=number)


@archive.command(cls=WorkspaceCommand, context_settings=ALLOW_DASHES)
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@as_json_option
def search(query: tuple[str, ...], as_json: bool) -> None:
    """Search what was published: issue, date, section, title and the line that matches, by tabs.

    QUERY: words, "exact words", section:papers, host:arxiv.org, author:karpathy, year:2025, issue:11, kind:paper,
    is:mention, before:2024-06, -word, OR. Titles first, the newest issue first.
    """
    from workbench.curation.archive.query import parse_archive_query

    forbid_options(query)
    with enter_workspace(reading=True) as workspace:
        state = workspace.state
        wanted = parse_archive_query(" ".join(query), state.now, state.zone)
        if wanted.problems:
            raise click.UsageError(" ".join(wanted.problems))
        found = state.archive_search.find(wanted)
    if as_json:
        write_out(format_json([_build_text_fields(wanted, text) for text in found]))
    else:
        write_out("".join(_format_text_row(wanted, text) for text in found))


def _build_text_fields(query: "ArchiveQuery", text: "ArchivedText") -> dict[str, Any]:
    from workbench.curation.archive.query import find_line

    return {
        "issue": text.number, "date": text.date, "part": text.part, "section": text.section,
        "section_name": text.section_name, "id": text.link or None, "title": text.title, "urls": text.urls,
        "line": find_line(query, text),
    }  # fmt: skip


def _format_text_row(query: "ArchiveQuery", text: "ArchivedText") -> str:
    from workbench.curation.archive.query import find_line

    where = text.section_name or text.part
    return format_row(f"#{text.number}", text.date, where, text.title, find_line(query, text, LINE_WIDTH))
