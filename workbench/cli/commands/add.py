"""Saving links: add, import, identify."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from msgspec import Struct

from workbench.cli.output import format_json, format_row, info, read_text_arguments, write_out
from workbench.curation.text.cleaning import clean_line, clean_lines
from workbench.workspace import WorkspaceCommand, get_workspace_folder, make_web, open_desk

if TYPE_CHECKING:
    from workbench.cli.commands.fetch import FetchedLink
    from workbench.desk.desk import Desk
    from workbench.desk.incoming.take_in import IntakeResult, RowOutcome
    from workbench.desk.ports import Web
    from workbench.desk.state import State

OUTCOME_KINDS: Final = ("added", "merged", "already_published", "refused")
as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


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
    from workbench.desk.incoming.take_in import Extras, take_in_links
    from workbench.intake import parse_import

    reading = parse_import(read_text_arguments(urls), "standard input", "list")
    if title and len(reading.clippings) > 1:
        raise click.UsageError(f"--title is for one link, and these are {len(reading.clippings)}")
    extras = Extras(
        title=clean_line(title),
        note=clean_lines(note).strip(),
        tags=tuple(filter(None, (clean_line(tag, limit=80) for tag in tags))),
        section=section,
    )
    with open_desk() as desk:
        sites = None if no_fetch else make_web(get_workspace_folder(), desk.state.publication.fetch)
        taken = desk.do(take_in_links, reading, "command line", extras).proposal
        code = _print_outcomes([_FileResult("line", taken, reading.notes)])
        fetched = [] if sites is None else _fetch_new_links(desk, sites, taken)
    if as_json:
        write_out(format_json(_add_fetched(_build_summary([taken]), fetched)))
    return code


def _fetch_new_links(desk: "Desk", sites: "Web", taken: "IntakeResult") -> "list[FetchedLink]":
    """What became of asking about the links that no site was ever asked about."""
    from workbench.cli.commands.fetch import fetch_links

    links = (desk.state.links[id] for id in taken.links)
    asked = fetch_links(desk, sites, [link for link in links if not (link.fetched or link.failure)])
    if asked.requested:
        info(asked.sentence)
    return asked.links


def _add_fetched(summary: dict[str, Any], fetched: "Sequence[FetchedLink]") -> dict[str, Any]:
    """The same with the links as they are known now: fetching may have shown two to be one."""
    now = {one.id: one.link for one in fetched if one.link}
    links = list(dict.fromkeys(now.get(id, id) for id in summary["links"]))
    return {**summary, "links": links, "fetched": fetched}


@click.command("import", cls=WorkspaceCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "format", metavar="NAME", help="Read as this format: list or markdown.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@as_json_option
def import_(files: tuple[str, ...], format: str | None, dry_run: bool, as_json: bool) -> int:
    """Read files in: lists of links, or an issue's Markdown after somebody edited it."""
    waiting = [_parse_file(name, Path(name).read_bytes(), format) for name in files]
    with open_desk() as desk:
        taken: list[IntakeResult] = []
        if dry_run or len(waiting) > 1:  # either all of them can be taken in, or none is
            taken = [file.verb(desk.state) for file in waiting]
        if not dry_run:
            desk.library.create_backup("import")
            taken = [desk.do(file.verb).proposal for file in waiting]
    code = _print_outcomes(
        [_FileResult(file.row_label, one, file.notes) for file, one in zip(waiting, taken, strict=True)]
    )
    if as_json:
        write_out(format_json(_build_summary(taken)))
    return code


class _ParsedFile(Struct):
    """A file that was read and not yet taken in; `row_label` is what its rows are called."""

    row_label: str
    verb: "Callable[[State], IntakeResult]"
    notes: Sequence[str] = ()


class _FileResult(Struct):
    """What a file or a paste gave."""

    row_label: str
    intake: "IntakeResult"
    notes: Sequence[str] = ()


def _parse_file(name: str, content: bytes, format: str | None) -> _ParsedFile:
    from workbench.desk.incoming.take_in import take_in_links
    from workbench.intake import detect_format, parse_import

    file = Path(name).name
    if (format or detect_format(content)) == "markdown":
        return _ParsedFile(file, _make_issue_import(file, content.decode("utf-8", "replace")))
    reading = parse_import(content, name, format)
    via = f"file {clean_line(file, limit=80)}"
    return _ParsedFile(f"{file} line", lambda state: take_in_links(state, reading, via), reading.notes)


def _make_issue_import(file: str, text: str) -> "Callable[[State], IntakeResult]":
    """The verb that reads an issue's edited Markdown back; what found no home in it counts as refused."""
    from workbench.desk.incoming.import_issue import import_issue
    from workbench.desk.incoming.take_in import IntakeResult, RowOutcome

    def verb(state: "State") -> IntakeResult:
        read = import_issue(state, text)
        outcomes = tuple(RowOutcome(0, "refused", 0, problem, file) for problem in read.problems)
        return IntakeResult(read.change, "markdown", outcomes)

    return verb


def _print_outcomes(results: Sequence[_FileResult]) -> int:
    """Answer for each row; the exit code is 1 where any was refused."""
    for one in results:
        for note in one.notes:
            info(note)
        for outcome in one.intake.outcomes:
            info(_format_outcome(one.row_label, outcome))
        info(
            f"{one.intake.change.label}."
            if one.intake.change.edits or one.intake.outcomes
            else "Nothing is new."
        )
    return 1 if any(one.intake.count("refused") for one in results) else 0


def _format_outcome(row_label: str, outcome: "RowOutcome") -> str:
    if not outcome.row:
        return f"{row_label}: {outcome.reason}"
    match outcome.result:
        case "added":
            became = f"added as {outcome.link}"
        case "merged":
            became = f"merged into {outcome.link}, {outcome.reason}"
        case "already_published":
            became = f"known as {outcome.link}, {outcome.reason}"
        case _:
            became = f"refused, {outcome.reason}"
    return f"{row_label} {outcome.row}: {became} ({outcome.text})"


def _build_summary(taken: Sequence["IntakeResult"]) -> dict[str, Any]:
    outcomes = [outcome for intake in taken for outcome in intake.outcomes]
    refused = [outcome for outcome in outcomes if outcome.result == "refused"]
    return {
        "format": " ".join(dict.fromkeys(intake.format for intake in taken)),
        "rows": len(outcomes),
        **{what: sum(outcome.result == what for outcome in outcomes) for what in OUTCOME_KINDS},
        "links": list(dict.fromkeys(link for intake in taken for link in intake.links)),
        "refusals": [{"row": out.row, "reason": out.reason, "text": out.text} for out in refused],
    }


@click.command(cls=WorkspaceCommand)
@click.argument("urls", nargs=-1, required=True, metavar="URL... | -")
@as_json_option
def identify(urls: tuple[str, ...], as_json: bool) -> int:
    """Say which work each URL is; with --json one JSON object a line. Needs no workspace."""
    lines = [line.strip() for line in read_text_arguments(urls).decode("utf-8", "replace").splitlines()]
    answers = [_identify_line(line) for line in lines]
    for answer in answers:
        said = (answer["identity"], answer["kind"]) if answer["identity"] else ("", "")
        write_out(format_json(answer) if as_json else format_row(*said, answer["input"], answer["reason"]))
    return 0 if all(answer["identity"] for answer in answers) else 1


def _identify_line(line: str) -> dict[str, str | None]:
    from workbench.curation.identity import Identity, identify

    found = identify(line)
    if isinstance(found, Identity):
        return {"input": line, "url": found.url, "identity": found.key, "kind": found.kind, "reason": ""}
    return {"input": line, "url": None, "identity": None, "kind": None, "reason": found.reason}
