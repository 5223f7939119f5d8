"""The group `block`: the blocks of an issue, and those that are kept for later ones."""

from collections.abc import Callable
from typing import Any

import click

from workbench.cli.context import enter_workspace
from workbench.cli.options import WorkspaceGroup, as_json_option, issue_option
from workbench.cli.output import format_json, format_row, info, read_text_option, write_out
from workbench.curation.block import Block
from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId
from workbench.desk import blocks as issue_blocks
from workbench.desk.coming import build_coming_issue
from workbench.desk.state import State
from workbench.desk.verbs import blocks
from workbench.desk.verbs.issues import require_issue


@click.group(cls=WorkspaceGroup, no_args_is_help=False)
def block() -> None:
    """Blocks of an issue: list, add, write, place, switch, keep, forget."""


@block.command("list")
@issue_option
@as_json_option
def list_(number: int | None, as_json: bool) -> None:
    """The blocks of an issue, those left out of it, and which issues carry each."""
    with enter_workspace() as workspace:
        state = workspace.state
        drafted = number is not None or state.newest_draft() is not None
        issue = require_issue(state, number) if drafted else build_coming_issue(state)
        rows = list(_build_rows(state, issue))
    if as_json:
        write_out(format_json(rows))
        return
    for row in rows:
        write_out(format_row(row["key"], row["state"], row["place"], row["heading"], row["carried"]))


def _build_rows(state: State, issue: Issue) -> list[dict[str, Any]]:
    carried = {rule.key: blocks.describe_block_rule(rule) for rule in issue_blocks.list_block_rules(state)}
    own, out = issue_blocks.blocks_of(state, issue), issue_blocks.list_left_out(state, issue)
    shown = {block.key for block in (*own, *out)}
    waiting = [rule.block for rule in issue_blocks.list_block_rules(state) if rule.key not in shown]

    def build_row(block: Block, standing: str) -> dict[str, Any]:
        return {
            "key": block.key, "state": standing, "place": block.place, "heading": block.heading, "text": block.text,
            "carried": carried.get(block.key, f"in #{issue.number} alone"),
        }  # fmt: skip

    return [
        *(build_row(block, "in") for block in own),
        *(build_row(block, "left out") for block in out),
        *(build_row(block, "waits") for block in waiting),
    ]


@block.command()
@click.argument("heading", default="")
@click.option(
    "--place",
    default="after_greeting",
    metavar="PLACE",
    help="after_greeting, after_tldr, before:SECTION, end.",
)
@click.option("--text", help="Its text.")
@click.option("--text-file", metavar="F|-", help="Its text, from a file or standard input.")
@issue_option
def add(heading: str, place: str, text: str | None, text_file: str | None, number: int | None) -> None:
    """Put a new block into an issue; without a heading it stands between two rules. Prints its key."""
    written = text if text_file is None else read_text_option(text_file)
    with enter_workspace() as workspace:
        issue_id = _find_id(workspace.state, number)
        done = workspace.do(blocks.add_block, heading, place, issue_id=issue_id)
        draft = require_issue(workspace.state, number)
        key = issue_blocks.blocks_of(workspace.state, draft)[-1].key
        if written is not None:
            done = workspace.do(blocks.write_block, key, text=written, issue_id=draft.id)
    write_out(f"{key}\n")
    info(f"{done.message}.")


@block.command()
@click.argument("key")
@click.option("--heading", help="Its heading; empty for none.")
@click.option("--text", help="Its text.")
@click.option("--text-file", metavar="F|-", help="Its text, from a file or standard input.")
@issue_option
def write(key: str, heading: str | None, text: str | None, text_file: str | None, number: int | None) -> None:
    """Write a block in this issue alone."""
    if heading is None and text is None and text_file is None:
        raise click.UsageError("There is nothing to write: give --heading, --text or --text-file")
    written = text if text_file is None else read_text_option(text_file)
    _run(blocks.write_block, number, key, heading=heading, text=written)


@block.command()
@click.argument("key")
@click.argument("place")
@issue_option
def place(key: str, place: str, number: int | None) -> None:
    """Move a block of this issue: after_greeting, after_tldr, before:SECTION or end."""
    _run(blocks.place_block, number, key, place)


@block.command()
@click.argument("key")
@issue_option
def switch(key: str, number: int | None) -> None:
    """Leave a block out of this issue, or put one in."""
    _run(blocks.switch_block, number, key)


@block.command()
@click.argument("key")
@click.argument("when", default="")
@issue_option
def keep(key: str, when: str, number: int | None) -> None:
    """Keep a block for later issues: every one, or as WHEN says, such as "12, 14", "every 4", "until 2027-03-31",
    "rotation sponsors", "gap 2"."""
    _run(blocks.keep_block, number, key, when)


@block.command()
@click.argument("key")
def forget(key: str) -> None:
    """Keep a block no longer."""
    with enter_workspace() as workspace:
        info(f"{workspace.do(blocks.forget_block, key).message}.")


def _run(verb: Callable[..., Change], number: int | None, *arguments: str, **options: str | None) -> None:
    with enter_workspace() as workspace:
        done = workspace.do(verb, *arguments, issue_id=_find_id(workspace.state, number), **options)
    info(f"{done.message}.")


def _find_id(state: State, number: int | None) -> IssueId | None:
    """The document id of the issue of that number; None for the draft in hand, or the coming one."""
    return None if number is None else require_issue(state, number).id
