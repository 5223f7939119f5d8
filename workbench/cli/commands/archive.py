"""The group `archive`: what was published."""

from typing import TYPE_CHECKING, Any

import click

from workbench.cli.context import enter_workspace
from workbench.cli.options import (
    ALLOW_DASHES,
    WorkspaceCommand,
    WorkspaceGroup,
    as_json_option,
    forbid_options,
)
from workbench.cli.output import format_json, format_row, write_out

if TYPE_CHECKING:
    from workbench.curation.archive.query import ArchiveQuery
    from workbench.curation.archive.texts import ArchivedText


LINE_WIDTH = 160
"""Characters of a line that stand in a row; JSON has all of it."""


@click.group(cls=WorkspaceGroup, no_args_is_help=False)
def archive() -> None:
    """Past issues: search."""


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
