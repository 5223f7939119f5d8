"""Writing: entries, issues, and what preflight finds in them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.saving import as_json_option
from workbench.cli.triage import DASHES, do, id_argument
from workbench.cli.words import data, json_line, rows, standard_input, talk
from workbench.cli.workspace import Verb, Verbs, at_desk
from workbench.curation.model import Issue, LabelledLink, Refused
from workbench.desk import issues, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.curation.change import Change
    from workbench.curation.preflight import Finding
    from workbench.desk.present import Present

issue_option = click.option(
    "--issue", "number", type=int, metavar="N", help="Its number; else the newest draft."
)


@click.command(cls=Verb)
@id_argument
@click.option("--title", help="The entry's title; write --title=-text where it begins with a dash.")
@click.option("--blurb", help="The entry's text.")
@click.option("--blurb-file", metavar="F|-", help="The entry's text, from a file or standard input.")
@click.option(
    "--label-link",
    "labelled",
    multiple=True,
    metavar="LABEL=URL",
    help="One more link, or a new URL for one.",
)
def write(
    id: int, title: str | None, blurb: str | None, blurb_file: str | None, labelled: tuple[str, ...]
) -> None:
    """Write the entry of a placed link: title, blurb, further links."""
    if title is None and blurb is None and blurb_file is None and not labelled:
        raise click.UsageError(
            "There is nothing to write: give --title, --blurb, --blurb-file or --label-link"
        )
    if blurb is not None and blurb_file is not None:
        raise click.UsageError("--blurb and --blurb-file both give the text: use one of them")
    if blurb_file is not None:
        blurb = _text(blurb_file)
    do(writing.write_link, id, title=title, blurb=blurb, links=[_labelled(link) for link in labelled])


def _text(name: str) -> str:
    content = standard_input() if name == "-" else Path(name).read_bytes()
    return content.decode("utf-8-sig", "replace")


def _labelled(text: str) -> LabelledLink:
    label, equals, url = text.partition("=")
    if not equals:
        raise click.UsageError(f"“{text}” is not LABEL=URL, as in GitHub=https://github.com/owner/name")
    return LabelledLink(label.strip(), url.strip())


@click.group(cls=Verbs, no_args_is_help=False)
def issue() -> None:
    """Issues: new, list, show, set, publish, reopen."""


@issue.command()
def new() -> None:
    """Create the next issue: the bench moves over, deferred links come back."""
    do(issues.new)


@issue.command("list")
@as_json_option
def list_(as_json: bool) -> None:
    """List issues, newest first: number, state, date, slots filled, title by tabs."""
    with at_desk() as desk:
        present = desk.present
        found = sorted(present.issues.values(), key=lambda issue: -issue.number)
        lines = [_line(present, issue) for issue in found]
    data(json_line(lines) if as_json else "".join(rows(*line.values()) for line in lines))


def _line(present: "Present", issue: Issue) -> dict[str, Any]:
    filled, slots = len(issues.printed(present, issue)), sum(section.slots for section in issue.sections)
    return {
        "number": issue.number, "state": issue.state, "date": issue.date, "filled": f"{filled}/{slots}",
        "title": issue.title,
    }  # fmt: skip


@issue.command()
@issue_option
@as_json_option
def show(number: int | None, as_json: bool) -> None:
    """Show an issue: as its readers would see it, or as --json."""
    from workbench.cli.out import formatted

    with at_desk() as desk:
        shown = issues.chosen(desk.present, number)
        data(formatted(desk.present, shown, "json" if as_json else "text"))


@issue.command("set", context_settings=DASHES)
@click.argument("field")
@click.argument("value")
@issue_option
def set_(field: str, value: str, number: int | None) -> None:
    """Write title, subtitle, greeting, closing, tldr.SECTION or date; a VALUE of - reads standard input."""
    value = _text("-") if value == "-" else value

    def verb(present: "Present") -> "Change":
        return writing.set_field(present, field, value, issue=_id(present, number))

    do(verb)


def _id(present: "Present", number: int | None) -> int | None:
    return None if number is None else present.numbered(number).id


@issue.command()
@issue_option
def publish(number: int | None) -> None:
    """Finish an issue: its entries become the archive."""
    do(lambda present: issues.publish(present, issues.chosen(present, number).id))


@issue.command()
@issue_option
def reopen(number: int | None) -> None:
    """Make a published issue a draft again; the newest one, if no number is given."""
    do(lambda present: issues.reopen(present, _newest_published(present, number).id))


def _newest_published(present: "Present", number: int | None) -> Issue:
    if number is not None:
        return present.numbered(number)
    published = [issue for issue in present.issues.values() if issue.state == "published"]
    if not published:
        raise Refused("No issue is published: there is nothing to reopen.")
    return max(published, key=lambda issue: issue.number)


@click.command(cls=Verb)
@issue_option
@as_json_option
def check(number: int | None, as_json: bool) -> int:
    """Say what stands between a draft and publishing; exit 1 where anything does."""
    with at_desk() as desk:
        checked = issues.chosen(desk.present, number)
        found = issues.check(desk.present, checked)
    return told(checked.number, found, as_json)


def told(number: int, found: "Sequence[Finding]", as_json: bool) -> int:
    """Say what was found in an issue, as rows or as JSON; returns the exit code."""
    errors = sum(finding.level == "error" for finding in found)
    if as_json:
        data(json_line({
            "issue": number, "errors": errors, "warnings": len(found) - errors,
            "findings": [_finding(finding) for finding in found],
        }))  # fmt: skip
    else:
        data("".join(rows(finding.level, finding.where, finding.message) for finding in found))
    talk(f"Issue #{number}: {counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}.")
    return 1 if found else 0


def _finding(finding: "Finding") -> dict[str, str]:
    return {"level": finding.level, "rule": finding.rule, "where": finding.where, "message": finding.message}


def counted(count: int, what: str) -> str:
    """A number with its noun: `1 error`, `2 errors`, `no errors`."""
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
