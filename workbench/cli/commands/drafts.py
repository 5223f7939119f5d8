"""Drafts at platforms: the command `draft`, which makes and updates them."""

from typing import TYPE_CHECKING, Any

import click

from workbench.cli.context import enter_workspace, get_workspace_folder
from workbench.cli.findings import build_finding_fields, describe_findings
from workbench.cli.options import WorkspaceCommand, as_json_option, issue_option
from workbench.cli.output import format_json, format_row, info, write_out
from workbench.curation.model import UserError
from workbench.workspace import PROFILE_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.curation.publication import Publication, Target
    from workbench.desk.outgoing.platform_drafts import SyncResult
    from workbench.desk.ports import Platform


@click.command(cls=WorkspaceCommand)
@click.argument("target", type=click.Choice(["buttondown", "ghost"]))
@issue_option
@click.option("--overwrite", is_flag=True, help="Write over what was edited on the platform.")
@as_json_option
def draft(target: str, number: int | None, overwrite: bool, as_json: bool) -> int:
    """Make the issue's draft at a platform, or bring it up to date, and say its address. Never publishes."""
    from workbench.delivery.platforms import require_platform
    from workbench.desk.outgoing.platform_drafts import describe_sync, save_draft
    from workbench.desk.verbs import issues

    folder = get_workspace_folder()
    _forbid_stored_keys(folder)
    with enter_workspace(folder) as workspace:
        state = workspace.state
        issue = issues.require_issue(state, number)
        chosen = _resolve_target(state.publication, target)
        platform: Platform = require_platform(chosen)
        describe_findings(issues.check_issue(state, issue))
        result = save_draft(workspace.desk, platform, issue.id, chosen, overwrite=overwrite)
    if result.draft.status != "draft":
        raise UserError(
            f"{platform.name} was asked for a draft and says it is “{result.draft.status}”: look there at once."
        )
    sentence = describe_sync(result, issue.number, platform.name)
    return _print_result(result, issue.number, target, sentence, as_json)


def _forbid_stored_keys(folder: "Path") -> None:
    """`UserError` where `workbench.toml` holds a key, which would travel with every copy of the workspace."""
    from workbench.delivery.platforms import find_leaked_key

    profile = folder / PROFILE_FILE
    place = find_leaked_key(profile.read_bytes().decode("utf-8", "replace")) if profile.is_file() else ""
    if place:
        raise UserError(
            f"{PROFILE_FILE} holds a key at “{place}”, and would carry it wherever the folder goes: take it out, "
            f"make a new one, and keep that in the environment or in the system's keyring."
        )


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
