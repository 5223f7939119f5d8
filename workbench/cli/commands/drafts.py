"""Drafts at platforms: the command `draft`, which makes and updates them."""

from typing import TYPE_CHECKING, Any

import click

from workbench.cli.context import enter_workspace, get_workspace_folder
from workbench.cli.findings import build_finding_fields, describe_findings
from workbench.cli.options import WorkspaceCommand, as_json_option, issue_option
from workbench.cli.output import format_json, format_row, info, write_out
from workbench.curation.model import UserError
from workbench.workspace_folder import PROFILE_FILE

if TYPE_CHECKING:
    from workbench.curation.model import Issue, RemoteDraft
    from workbench.curation.publication import Publication, Target
    from workbench.desk.desk import Desk
    from workbench.desk.outgoing.platform_drafts import SyncResult
    from workbench.desk.ports import Platform


@click.command(cls=WorkspaceCommand)
@click.argument("target", type=click.Choice(["buttondown", "ghost"]))
@issue_option
@click.option("--overwrite", is_flag=True, help="Write over what was edited on the platform.")
@as_json_option
def draft(target: str, number: int | None, overwrite: bool, as_json: bool) -> int:
    """Make the issue's draft at a platform, or bring it up to date, and say its address. Never publishes."""
    from workbench.delivery.platforms.keys import forbid_stored_keys
    from workbench.desk.outgoing.platform_drafts import describe_sync
    from workbench.desk.verbs import issues, preflight

    folder = get_workspace_folder()
    forbid_stored_keys(folder / PROFILE_FILE)  # before the profile is read, which knows no such entry
    with enter_workspace(folder) as workspace:
        issue = issues.require_issue(workspace.state, number)
        chosen = _resolve_target(workspace.state.publication, target)
        platform = workspace.platforms.open(chosen)
        describe_findings(preflight.check_issue(workspace.state, issue, chosen))
        result = _sync(workspace.desk, platform, issue, chosen, overwrite=overwrite)
    sentence = describe_sync(result.action, issue.number, platform.name)
    return _print_result(result, issue.number, target, f"{sentence} {result.draft.note}".rstrip(), as_json)


def _sync(
    desk: "Desk", platform: "Platform", issue: "Issue", target: "Target", *, overwrite: bool
) -> "SyncResult":
    """Sync the issue's draft, and remember it with the issue. Waits for the platform."""
    from workbench.desk.outgoing import platform_drafts
    from workbench.desk.outgoing.export import edition_of

    known = platform_drafts.collect_known_drafts(desk.state, issue, target.key)

    def keep(remote: "RemoteDraft", label: str) -> None:
        desk.do(platform_drafts.remember_draft, issue.id, target.key, remote, label)

    edition = edition_of(desk.state, issue)
    try:
        return platform_drafts.sync_draft(platform, edition, target, known, keep, overwrite=overwrite)
    except platform_drafts.EditedThereError as refusal:
        raise UserError(
            f"{refusal} {refusal.address} `workbench proof --draft --diff --target {target.key}` shows the edits: "
            f"take over what you want of them, then --overwrite puts the issue in its place."
        ) from None


def _resolve_target(publication: "Publication", key: str) -> "Target":
    """The target as the publication describes it, else as it is built in."""
    from workbench.curation.publication import DEFAULT_TARGETS

    return next(target for target in (*publication.targets, *DEFAULT_TARGETS) if target.key == key)


def _print_result(result: "SyncResult", number: int, target: str, sentence: str, as_json: bool) -> int:
    info(sentence)
    describe_findings(result.findings)
    if as_json:
        write_out(format_json(_build_result_fields(result, number, target)))
    else:
        write_out(format_row(result.remote.address))
    return 1 if result.findings else 0


def _build_result_fields(result: "SyncResult", number: int, target: str) -> dict[str, Any]:
    return {
        "issue": number,
        "target": target,
        "did": result.action,
        "id": result.remote.id,
        "address": result.remote.address,
        "modified": result.remote.modified,
        "findings": [build_finding_fields(finding) for finding in result.findings],
    }
