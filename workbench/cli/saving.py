"""Saving links: add, import, identify."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from msgspec import Struct

from workbench.cli.words import data, given, json_line, rows, talk
from workbench.cli.workspace import Verb, at_desk, web, workspace
from workbench.curation.cleaning import clean, clean_lines

if TYPE_CHECKING:
    from workbench.cli.fetching import Fetched
    from workbench.desk.desk import Desk
    from workbench.desk.intake import Intake, Outcome
    from workbench.desk.ports import Web
    from workbench.desk.present import Present

COUNTED: Final = ("added", "merged", "already_published", "refused")
as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


@click.command(cls=Verb)
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
    from workbench.desk.intake import Extras, take_in
    from workbench.intake import read

    reading = read(given(urls), "standard input", "list")
    if title and len(reading.clippings) > 1:
        raise click.UsageError(f"--title is for one link, and these are {len(reading.clippings)}")
    extras = Extras(
        title=clean(title),
        note=clean_lines(note).strip(),
        tags=tuple(filter(None, (clean(tag, limit=80) for tag in tags))),
        section=section,
    )
    with at_desk() as desk:
        sites = None if no_fetch else web(workspace(), desk.present.publication.fetch)
        taken = desk.do(take_in, reading, "command line", extras).proposal
        code = _report([_Read("line", taken, reading.notes)])
        fetched = [] if sites is None else _fetched(desk, sites, taken)
    if as_json:
        data(json_line(_with_fetched(_summary([taken]), fetched)))
    return code


def _fetched(desk: "Desk", sites: "Web", taken: "Intake") -> "list[Fetched]":
    """What became of asking about the links that no site was ever asked about."""
    from workbench.cli.fetching import ask

    links = (desk.present.links[id] for id in taken.links)
    asked = ask(desk, sites, [link for link in links if not (link.fetched or link.failure)])
    if asked.wanted:
        talk(asked.says)
    return asked.links


def _with_fetched(summary: dict[str, Any], fetched: "Sequence[Fetched]") -> dict[str, Any]:
    """The same with the links as they are known now: fetching may have shown two to be one."""
    now = {one.id: one.link for one in fetched if one.link}
    links = list(dict.fromkeys(now.get(id, id) for id in summary["links"]))
    return {**summary, "links": links, "fetched": fetched}


@click.command("import", cls=Verb)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "format", metavar="NAME", help="Read as this format: list or markdown.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@as_json_option
def import_(files: tuple[str, ...], format: str | None, dry_run: bool, as_json: bool) -> int:
    """Read files in: lists of links, or an issue's Markdown after somebody edited it."""
    waiting = [_waiting(name, Path(name).read_bytes(), format) for name in files]
    with at_desk() as desk:
        taken: list[Intake] = []
        if dry_run or len(waiting) > 1:  # either all of them can be taken in, or none is
            taken = [file.verb(desk.present) for file in waiting]
        if not dry_run:
            desk.library.backup("import")
            taken = [desk.do(file.verb).proposal for file in waiting]
    code = _report([_Read(file.where, one, file.notes) for file, one in zip(waiting, taken, strict=True)])
    if as_json:
        data(json_line(_summary(taken)))
    return code


class _Waiting(Struct):
    """A file that was read and not yet taken in; `where` is what its rows are called."""

    where: str
    verb: "Callable[[Present], Intake]"
    notes: Sequence[str] = ()


class _Read(Struct):
    """What a file or a paste gave."""

    where: str
    intake: "Intake"
    notes: Sequence[str] = ()


def _waiting(name: str, content: bytes, format: str | None) -> _Waiting:
    from workbench.desk.intake import take_in
    from workbench.intake import read, sniff

    file = Path(name).name
    if (format or sniff(content)) == "markdown":
        return _Waiting(file, _reading_back(file, content.decode("utf-8", "replace")))
    reading = read(content, name, format)
    via = f"file {clean(file, limit=80)}"
    return _Waiting(f"{file} line", lambda present: take_in(present, reading, via), reading.notes)


def _reading_back(file: str, text: str) -> "Callable[[Present], Intake]":
    """The verb that reads an issue's edited Markdown back; what found no home in it counts as refused."""
    from workbench.desk.intake import Intake, Outcome
    from workbench.desk.reading import read_back

    def verb(present: "Present") -> Intake:
        read = read_back(present, text)
        outcomes = tuple(Outcome(0, "refused", 0, problem, file) for problem in read.problems)
        return Intake(read.change, "markdown", outcomes)

    return verb


def _report(read: Sequence[_Read]) -> int:
    """Answer for each row; the exit code is 1 where any was refused."""
    for one in read:
        for note in one.notes:
            talk(note)
        for outcome in one.intake.outcomes:
            talk(_answer(one.where, outcome))
        talk(
            f"{one.intake.change.label}."
            if one.intake.change.edits or one.intake.outcomes
            else "Nothing is new."
        )
    return 1 if any(one.intake.count("refused") for one in read) else 0


def _answer(where: str, outcome: "Outcome") -> str:
    if not outcome.row:
        return f"{where}: {outcome.reason}"
    match outcome.what:
        case "added":
            became = f"added as {outcome.link}"
        case "merged":
            became = f"merged into {outcome.link}, {outcome.reason}"
        case "already_published":
            became = f"known as {outcome.link}, {outcome.reason}"
        case _:
            became = f"refused, {outcome.reason}"
    return f"{where} {outcome.row}: {became} ({outcome.text})"


def _summary(taken: Sequence["Intake"]) -> dict[str, Any]:
    outcomes = [outcome for intake in taken for outcome in intake.outcomes]
    refused = [outcome for outcome in outcomes if outcome.what == "refused"]
    return {
        "format": " ".join(dict.fromkeys(intake.format for intake in taken)),
        "rows": len(outcomes),
        **{what: sum(outcome.what == what for outcome in outcomes) for what in COUNTED},
        "links": list(dict.fromkeys(link for intake in taken for link in intake.links)),
        "refusals": [{"row": out.row, "reason": out.reason, "text": out.text} for out in refused],
    }


@click.command(cls=Verb)
@click.argument("urls", nargs=-1, required=True, metavar="URL... | -")
@as_json_option
def identify(urls: tuple[str, ...], as_json: bool) -> int:
    """Say which work each URL is; with --json one JSON object a line. Needs no workspace."""
    lines = [line.strip() for line in given(urls).decode("utf-8", "replace").splitlines()]
    answers = [_identified(line) for line in lines]
    for answer in answers:
        said = (answer["identity"], answer["kind"]) if answer["identity"] else ("", "")
        data(json_line(answer) if as_json else rows(*said, answer["input"], answer["reason"]))
    return 0 if all(answer["identity"] for answer in answers) else 1


def _identified(line: str) -> dict[str, str | None]:
    from workbench.curation.identity import Identity, identify

    found = identify(line)
    if isinstance(found, Identity):
        return {"input": line, "url": found.url, "identity": found.key, "kind": found.kind, "reason": ""}
    return {"input": line, "url": None, "identity": None, "kind": None, "reason": found.reason}
