"""Writing: entries, issues, and what preflight finds in them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.commands.add import as_json_option
from workbench.cli.commands.triage import ALLOW_DASHES, id_argument, run_verb
from workbench.cli.output import format_json, format_row, info, read_stdin, write_out
from workbench.curation.model import Issue, LabelledLink, UserError
from workbench.desk.verbs import issues, writing
from workbench.workspace import WorkspaceCommand, WorkspaceGroup, open_desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.curation.change import Change
    from workbench.curation.preflight import Finding
    from workbench.desk.state import State

issue_option = click.option(
    "--issue", "number", type=int, metavar="N", help="Its number; else the newest draft."
)


@click.command(cls=WorkspaceCommand)
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
        blurb = _read_text(blurb_file)
    run_verb(
        writing.write_entry_of_link,
        id,
        title=title,
        blurb=blurb,
        links=[_parse_labelled_link(link) for link in labelled],
    )


def _read_text(name: str) -> str:
    content = read_stdin() if name == "-" else Path(name).read_bytes()
    return content.decode("utf-8-sig", "replace")


def _parse_labelled_link(text: str) -> LabelledLink:
    label, equals, url = text.partition("=")
    if not equals:
        raise click.UsageError(f"“{text}” is not LABEL=URL, as in GitHub=https://github.com/owner/name")
    return LabelledLink(label.strip(), url.strip())


@click.group(cls=WorkspaceGroup, no_args_is_help=False)
def issue() -> None:
    """Issues: new, list, show, set, publish, reopen."""


@issue.command()
def new() -> None:
    """Create the next issue: the bench moves over, deferred links come back."""
    run_verb(issues.create_issue)


@issue.command("list")
@as_json_option
def list_(as_json: bool) -> None:
    """List issues, newest first: number, state, date, slots filled, title by tabs."""
    with open_desk() as desk:
        state = desk.state
        found = sorted(state.issues.values(), key=lambda issue: -issue.number)
        lines = [_build_issue_fields(state, issue) for issue in found]
    write_out(format_json(lines) if as_json else "".join(format_row(*line.values()) for line in lines))


def _build_issue_fields(state: "State", issue: Issue) -> dict[str, Any]:
    filled, slots = (
        len(issues.printed_entries(state, issue)),
        sum(section.slots for section in issue.sections),
    )
    return {
        "number": issue.number, "state": issue.state, "date": issue.date, "filled": f"{filled}/{slots}",
        "title": issue.title,
    }  # fmt: skip


@issue.command()
@issue_option
@as_json_option
def show(number: int | None, as_json: bool) -> None:
    """Show an issue: as its readers would see it, or as --json."""
    from workbench.cli.commands.export import render_issue

    with open_desk() as desk:
        shown = issues.require_issue(desk.state, number)
        write_out(render_issue(desk.state, shown, "json" if as_json else "text"))


@issue.command("set", context_settings=ALLOW_DASHES)
@click.argument("field")
@click.argument("value")
@issue_option
def set_(field: str, value: str, number: int | None) -> None:
    """Write title, subtitle, greeting, closing, tldr.SECTION or date; a VALUE of - reads standard input."""
    value = _read_text("-") if value == "-" else value

    def verb(state: "State") -> "Change":
        return writing.set_issue_field(state, field, value, issue=_find_issue_id(state, number))

    run_verb(verb)


def _find_issue_id(state: "State", number: int | None) -> int | None:
    return None if number is None else state.issue_by_number(number).id


@issue.command()
@issue_option
def publish(number: int | None) -> None:
    """Finish an issue: its entries become the archive."""
    run_verb(lambda state: issues.publish_issue(state, issues.require_issue(state, number).id))


@issue.command()
@issue_option
def reopen(number: int | None) -> None:
    """Make a published issue a draft again; the newest one, if no number is given."""
    run_verb(lambda state: issues.reopen_issue(state, _require_published_issue(state, number).id))


def _require_published_issue(state: "State", number: int | None) -> Issue:
    if number is not None:
        return state.issue_by_number(number)
    published = [issue for issue in state.issues.values() if issue.state == "published"]
    if not published:
        raise UserError("No issue is published: there is nothing to reopen.")
    return max(published, key=lambda issue: issue.number)


@click.command(cls=WorkspaceCommand)
@issue_option
@as_json_option
def check(number: int | None, as_json: bool) -> int:
    """Say what stands between a draft and publishing; exit 1 where anything does."""
    with open_desk() as desk:
        checked = issues.require_issue(desk.state, number)
        found = issues.check_issue(desk.state, checked)
    return print_findings(checked.number, found, as_json)


def print_findings(issue_number: int, findings: "Sequence[Finding]", as_json: bool) -> int:
    """Say what was found in an issue, as rows or as JSON; returns the exit code."""
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        write_out(format_json({
            "issue": issue_number, "errors": errors, "warnings": len(findings) - errors,
            "findings": [_build_finding_fields(finding) for finding in findings],
        }))  # fmt: skip
    else:
        write_out("".join(format_row(finding.level, finding.where, finding.message) for finding in findings))
    info(
        f"Issue #{issue_number}: {format_count(errors, 'error')}, {format_count(len(findings) - errors, 'warning')}."
    )
    return 1 if findings else 0


def _build_finding_fields(finding: "Finding") -> dict[str, str]:
    return {"level": finding.level, "rule": finding.rule, "where": finding.where, "message": finding.message}


def format_count(count: int, noun: str) -> str:
    """A number with its noun: `1 error`, `2 errors`, `no errors`."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"
