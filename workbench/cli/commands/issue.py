"""The group `issue`, and `check`, which runs preflight on an issue."""

from typing import TYPE_CHECKING, Any

import click

from workbench.cli.context import enter_workspace, run_verb
from workbench.cli.findings import describe_findings, print_report
from workbench.cli.options import (
    ALLOW_DASHES,
    WorkspaceCommand,
    WorkspaceGroup,
    as_json_option,
    issue_option,
    section_argument,
)
from workbench.cli.output import format_json, format_row, info, read_text_option, write_out
from workbench.curation.model import Issue, IssueId, UserError
from workbench.curation.numbering import require_issue_number
from workbench.desk.verbs import issues, shape, writing

if TYPE_CHECKING:
    from workbench.cli.link_checking import LinkCheckSummary
    from workbench.curation.change import Change
    from workbench.curation.preflight import Finding
    from workbench.curation.translation.original import OriginalIssue, Translation
    from workbench.desk.state import State
    from workbench.workspace import Workspace


@click.group(cls=WorkspaceGroup, no_args_is_help=False)
def issue() -> None:
    """Issues: new, translate, original, list, schedule, show, set, slots, publish, reopen, delete, waive."""


@issue.command()
@click.option("--number", metavar="N", help="Its number; else the next.")
@click.option("--date", metavar="DATE", help="The day on which it is to appear, as 2026-11-29.")
def new(number: str | None, date: str | None) -> None:
    """Create the next issue: the bench moves over, deferred links come back."""
    run_verb(issues.create_issue, None if number is None else require_issue_number(number), date)


@issue.command()
@click.argument("original", required=False, metavar="[N]")
@click.option("--number", metavar="N", help="Its number here, where that is another one.")
def translate(original: str | None, number: str | None) -> None:
    """Begin the issue that translates the original's #N, else its next, with all its entries.

    [translation] in workbench.toml says whose translation this newsletter is.
    """
    from workbench.desk.verbs.translating import translate_issue

    wanted = None if original is None else require_issue_number(original)
    own_number = None if number is None else require_issue_number(number)
    run_verb(translate_issue, wanted, own_number=own_number)


@issue.command()
@issue_option
@as_json_option
def original(number: int | None, as_json: bool) -> None:
    """Show the original of an issue: link id here, if it is here, section, title, address there by tabs."""
    from workbench.desk.verbs.translating import require_translation

    with enter_workspace(reading=True) as workspace:
        state = workspace.state
        shown = issues.require_issue(state, number)
        translation = require_translation(state, shown)
        entries = _build_original_entries(state, translation)
    if as_json:
        write_out(format_json(_build_original_fields(shown, translation.original, entries)))
    else:
        rows = ([one["id"] or "", one["section"], one["title"], one["address"]] for one in entries)
        write_out("".join(format_row(*row) for row in rows))


def _build_original_entries(state: "State", translation: "Translation") -> list[dict[str, Any]]:
    here = {pair.entry.id: state.entries[id].link for id, pair in translation.pairs.items()}
    return [
        {
            "id": here.get(one.entry.id), "section": one.entry.section, "title": one.entry.title,
            "address": one.link.url or one.link.identity, "links": one.entry.links, "blurb": one.entry.blurb,
        }
        for one in translation.original.entries
    ]  # fmt: skip


def _build_original_fields(
    shown: Issue, original: "OriginalIssue", entries: list[dict[str, Any]]
) -> dict[str, Any]:
    there = original.issue
    return {
        "issue": shown.number, "original": there.number, "name": original.name, "language": original.language,
        "title": there.title, "subtitle": there.subtitle, "preview": there.preview, "greeting": there.greeting,
        "tldr": there.tldr, "closing": there.closing, "entries": entries,
    }  # fmt: skip


@issue.command("list")
@as_json_option
def list_(as_json: bool) -> None:
    """List issues, newest first: number, state, date, slots filled, title by tabs."""
    with enter_workspace(reading=True) as workspace:
        state = workspace.state
        found = sorted(state.issues.values(), key=lambda issue: -issue.number)
        lines = [_build_issue_fields(state, issue) for issue in found]
    write_out(format_json(lines) if as_json else "".join(format_row(*line.values()) for line in lines))


def _build_issue_fields(state: "State", issue: Issue) -> dict[str, Any]:
    filled = issues.format_filled_slots(state, issue)
    return {
        "number": issue.number, "state": issue.state, "date": issue.date, "filled": filled,
        "title": issue.title,
    }  # fmt: skip


@issue.command()
@click.option("--count", type=click.IntRange(1, 100), default=5, metavar="N", help="How many; 5 if not said.")
@as_json_option
def schedule(count: int, as_json: bool) -> None:
    """The issues to come: number, date, state, blocks booked for it, links that wait for it, by tabs."""
    from workbench.desk.composing import list_schedule

    with enter_workspace(reading=True) as workspace:
        planned = list_schedule(workspace.state, count)
    rows: list[dict[str, Any]] = [
        {
            "number": one.number, "date": one.date, "state": "draft" if one.is_draft else "coming",
            "blocks": list(one.blocks), "deferred": one.deferred,
        }
        for one in planned
    ]  # fmt: skip
    if as_json:
        write_out(format_json(rows))
        return
    write_out("".join(format_row(*{**row, "blocks": ", ".join(row["blocks"])}.values()) for row in rows))


@issue.command()
@issue_option
@as_json_option
def show(number: int | None, as_json: bool) -> None:
    """Show an issue: as its readers would see it, or as --json."""
    from workbench.cli.commands.export import render_issue

    with enter_workspace(reading=True) as workspace:
        shown = issues.require_issue(workspace.state, number)
        write_out(render_issue(workspace.state, shown, "json" if as_json else "text"))


@issue.command("set", context_settings=ALLOW_DASHES)
@click.argument("field")
@click.argument("value")
@issue_option
def set_(field: str, value: str, number: int | None) -> None:
    """Write title, subtitle, preview, greeting, closing, tldr.SECTION, number, date, url or original.

    The url is where readers find the issue, the newest published one if no number is given. The original is the
    number of the original's issue that this one translates. A VALUE of - reads standard input.
    """
    value = read_text_option("-") if value == "-" else value

    def verb(state: "State") -> "Change":
        return writing.set_issue_field(state, field, value, issue_id=_find_issue_id(state, number))

    run_verb(verb)


def _find_issue_id(state: "State", number: int | None) -> IssueId | None:
    return None if number is None else state.issue_by_number(number).id


@issue.command()
@section_argument
@click.argument("count", type=int, metavar="N")
@issue_option
def slots(section: str, count: int, number: int | None) -> None:
    """Give a section so many slots in this issue only; 0 leaves it out."""

    def verb(state: "State") -> "Change":
        return shape.set_slots(state, section, count, issue_id=_find_issue_id(state, number))

    run_verb(verb)


@issue.command()
@click.argument("number", metavar="N")
def delete(number: str) -> None:
    """Delete a draft; its links go back to the inbox, with what was written for them."""
    wanted = require_issue_number(number)
    run_verb(lambda state: shape.delete_issue(state, state.issue_by_number(wanted).id))


@issue.command()
@issue_option
def publish(number: int | None) -> None:
    """Finish an issue: its entries become the archive. What `check` finds is said, and stops nothing."""
    from workbench.desk.verbs import preflight

    found: list[Finding] = []

    def verb(state: "State") -> "Change":
        draft = issues.require_issue(state, number)
        found[:] = preflight.check_issue(state, draft) if draft.state == "draft" else []
        return issues.publish_issue(state, draft.id)

    run_verb(verb)
    describe_findings(found)


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


@issue.command()
@click.argument("rule")
@click.argument("place", required=False)
@click.option("--reason", default="", help="Why, for whoever reads the check later.")
@click.option("--withdraw", is_flag=True, help="Have them count again.")
@issue_option
def waive(rule: str, place: str | None, reason: str, withdraw: bool, number: int | None) -> None:
    """Waive what `check` finds by a RULE, for this issue and until its text changes.

    PLACE is a link's ID, a section's key, or a field as `issue set` names it; without one all places are meant.
    """
    from workbench.desk.verbs import waiving

    def verb(state: "State") -> "Change":
        draft = issues.require_issue(state, number)
        found = waiving.find_by_rule(state, draft, rule, place)
        if withdraw:
            return waiving.withdraw_waivers(state, draft.id, found)
        return waiving.waive_findings(state, draft.id, found, reason)

    run_verb(verb)


@click.command(cls=WorkspaceCommand)
@issue_option
@click.option("--online", is_flag=True, help="Ask the links whether they still lead to their pages.")
@click.option("--fresh", is_flag=True, help="The same, also those that were asked not long ago.")
@as_json_option
def check(number: int | None, online: bool, fresh: bool, as_json: bool) -> int:
    """Say what stands between a draft and publishing; exit 1 where anything does.

    What links came to that were asked before is said as well.
    """
    from workbench.desk.verbs import preflight

    with enter_workspace(reading=True) as workspace:
        checked = issues.require_issue(workspace.state, number)
        summary = _check_links(workspace, checked, afresh=fresh) if online or fresh else None
        report = preflight.review_issue(workspace.state, checked)
    if summary is None:
        return print_report(checked.number, report, as_json)
    info(summary.sentence)
    exit_code = print_report(checked.number, report, as_json, {"online": summary.fields})
    return summary.early_exit_code or exit_code


def _check_links(workspace: "Workspace", issue: Issue, *, afresh: bool) -> "LinkCheckSummary":
    from workbench.cli.link_checking import check_links
    from workbench.desk.verbs import preflight

    links = preflight.list_printed_links(workspace.state, issue)
    return check_links(workspace.state, workspace.web, links, afresh=afresh)
