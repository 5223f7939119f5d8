"""`add`: save links from arguments or standard input, then ask sites about those that are new."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.context import enter_workspace
from workbench.cli.import_report import build_import_summary, print_outcomes
from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, info, read_text_arguments, write_out

if TYPE_CHECKING:
    from workbench.cli.commands.fetch import FetchedLink
    from workbench.desk.desk import Desk
    from workbench.desk.incoming.take_in import IntakeResult
    from workbench.desk.ports import Web


@click.command(cls=WorkspaceCommand)
@click.argument("urls", nargs=-1, required=True, metavar="URL... | -")
@click.option("--title", default="", help="What it is called, for a single link.")
@click.option("--note", default="", help="A note on each link.")
@click.option("--tag", "tags", multiple=True, help="A tag on each link; may be given again.")
@click.option("--section", default="", metavar="KEY", help="Place the links in this section at once.")
@click.option("--no-fetch", is_flag=True, help="Only save; `workbench fetch` asks the sites later.")
@as_json_option
def add(
    urls: tuple[str, ...],
    title: str,
    note: str,
    tags: tuple[str, ...],
    section: str,
    no_fetch: bool,
    as_json: bool,
) -> int:
    """Save links, from arguments or with - from messy text: prose, Markdown, lists, bare hosts.

    Then ask sites about those that are new. What was saved stays saved whatever comes of that, ctrl+c included, and
    the exit code is that of the saving.
    """
    from workbench.intake import parse_import
    from workbench.intake.saved_text import parse_saved_text

    given = read_text_arguments(urls)
    parsed = (
        parse_saved_text(given) if isinstance(given, str) else parse_import(given, "standard input", "list")
    )
    if title and len(parsed.clippings) > 1:
        raise click.UsageError(f"--title is for one link, and these are {len(parsed.clippings)}")
    with enter_workspace() as workspace:
        # Before anything is saved, so that a site that there is not is said first.
        sites = None if no_fetch else workspace.web
        intake = workspace.add_parsed(
            parsed, "command line", title=title, note=note, tags=tags, section=section
        )
        code = print_outcomes(intake, parsed.notes)
        fetched = [] if sites is None else _fetch_new_links(workspace.desk, sites, intake)
    if as_json:
        write_out(format_json(_add_fetched(build_import_summary([intake]), fetched)))
    return code


def _fetch_new_links(desk: "Desk", sites: "Web", intake: "IntakeResult") -> "list[FetchedLink]":
    """Ask about the links that no site was ever asked about; what became of each."""
    from workbench.cli.commands.fetch import fetch_links

    links = (desk.state.links[id] for id in intake.links)
    summary = fetch_links(desk, sites, [link for link in links if not (link.fetched or link.failure)])
    if summary.requested:
        info(summary.sentence)
    return summary.links


def _add_fetched(summary: dict[str, Any], fetched: "Sequence[FetchedLink]") -> dict[str, Any]:
    """The summary with what was fetched, and the ids that links have now: fetching may have merged two of them."""
    current_ids = {link.id: link.link for link in fetched if link.link}
    links = list(dict.fromkeys(current_ids.get(id, id) for id in summary["links"]))
    return {**summary, "links": links, "fetched": fetched}
