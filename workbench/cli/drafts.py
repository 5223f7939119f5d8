"""Drafts at platforms: the command that makes and renews them."""

from typing import TYPE_CHECKING, Any

import click

from workbench.cli.saving import as_json_option
from workbench.cli.words import data, json_line, rows, talk
from workbench.cli.workspace import PROFILE, Verb, at_desk, workspace
from workbench.cli.writing import issue_option
from workbench.curation.model import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.curation.publication import Publication, Target
    from workbench.desk.drafts import Brought
    from workbench.desk.ports import Platform


@click.command(cls=Verb)
@click.argument("target", type=click.Choice(["buttondown", "ghost"]))
@issue_option
@click.option("--overwrite", is_flag=True, help="Write over what was edited on the platform.")
@as_json_option
def draft(target: str, number: int | None, overwrite: bool, as_json: bool) -> int:
    """Make the issue's draft at a platform, or bring it up to date, and say its address. Never publishes."""
    from workbench.delivery.drafts import platform
    from workbench.desk import drafts, export, issues

    _refuse_keys(workspace())
    with at_desk() as desk:
        issue = issues.chosen(desk.present, number)
        chosen = _target(desk.present.publication, target)
        asked: Platform = platform(chosen)
        made = export.printed(desk.present, issue)
        for finding in issues.check(desk.present, issue):
            talk(f"{finding.level}: {finding.where}: {finding.message}")
        brought = drafts.bring(asked, made, chosen, issue.drafts.get(target), overwrite=overwrite)
        desk.do(drafts.remember, issue.id, target, brought, asked.name)
    if brought.held.status != "draft":
        raise Refused(
            f"{asked.name} was asked for a draft and says it is “{brought.held.status}”: look there at once."
        )
    return _report(brought, issue.number, target, drafts.said(brought, issue.number, asked.name), as_json)


def _refuse_keys(folder: "Path") -> None:
    """A key in the workspace would travel with every copy of it."""
    from workbench.delivery.drafts import key_in

    profile = folder / PROFILE
    place = key_in(profile.read_bytes().decode("utf-8", "replace")) if profile.is_file() else ""
    if place:
        raise Refused(
            f"{PROFILE} holds a key at “{place}”, and would carry it wherever the folder goes: take it out, "
            f"make a new one, and keep that in the environment or in the system's keyring."
        )


def _target(publication: "Publication", key: str) -> "Target":
    """The target as the publication describes it, else as it is built in."""
    from workbench.curation.publication import TARGETS

    return next(target for target in (*publication.targets, *TARGETS) if target.key == key)


def _report(brought: "Brought", number: int, target: str, sentence: str, as_json: bool) -> int:
    talk(sentence)
    for finding in brought.findings:
        talk(f"{finding.level}: {finding.where}: {finding.message}")
    if as_json:
        data(json_line(_shape(brought, number, target)))
    else:
        data(rows(brought.remote.address))
    return 1 if brought.findings else 0


def _shape(brought: "Brought", number: int, target: str) -> dict[str, Any]:
    findings = [
        {"level": one.level, "rule": one.rule, "where": one.where, "message": one.message}
        for one in brought.findings
    ]
    return {
        "issue": number,
        "target": target,
        "did": brought.did,
        "id": brought.remote.id,
        "address": brought.remote.address,
        "modified": brought.remote.modified,
        "findings": findings,
    }
