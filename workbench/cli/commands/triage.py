"""Triage: the commands that say where a link goes, and what its title, tags and note are."""

from typing import TYPE_CHECKING

import click

from workbench.cli.context import run_verb
from workbench.cli.options import (
    ALLOW_DASHES,
    WorkspaceCommand,
    forbid_options,
    id_argument,
    ids_argument,
    position_option,
    section_argument,
)
from workbench.curation.model import LinkId
from workbench.desk.verbs import repeating, triage

if TYPE_CHECKING:
    from workbench.curation.change import Change
    from workbench.desk.state import State


@click.command(cls=WorkspaceCommand)
@id_argument
@section_argument
@position_option
def place(id: LinkId, section: str, position: int | None) -> None:
    """Place a link in a section, in its first open slot or at a position."""
    run_verb(triage.place_links, [id], section, position=position)


@click.command(cls=WorkspaceCommand)
@id_argument
@section_argument
@position_option
def move(id: LinkId, section: str, position: int | None) -> None:
    """Move an entry to another section or position."""
    run_verb(triage.move_entry, id, section, position=position)


@click.command(cls=WorkspaceCommand)
@id_argument
@click.argument("section", default="")
def bench(id: LinkId, section: str) -> None:
    """Hold a link in reserve for a section: the one named, else the suggested one."""
    run_verb(_bench_link, id, section)


def _bench_link(state: "State", id: LinkId, section: str) -> "Change":
    if not section:
        state.suggestions.learn()
    return triage.bench_links(state, [id], section)


@click.command(cls=WorkspaceCommand)
@ids_argument
def reject(ids: tuple[LinkId, ...]) -> None:
    """Put links aside; what was written for them stays with them."""
    run_verb(triage.reject_links, ids)


@click.command(cls=WorkspaceCommand)
@ids_argument
@click.option("--withdraw", is_flag=True, help="Have their repeats count again.")
def repeat(ids: tuple[LinkId, ...], withdraw: bool) -> None:
    """Show links again on purpose, which readers had before: `check` says no more of it."""
    run_verb(repeating.withdraw_repeat if withdraw else repeating.repeat_links, ids)


@click.command(cls=WorkspaceCommand)
@ids_argument
def defer(ids: tuple[LinkId, ...]) -> None:
    """Put links off until the next issue is created, which brings them back."""
    run_verb(triage.defer_links, ids)


@click.command(cls=WorkspaceCommand)
@ids_argument
def restore(ids: tuple[LinkId, ...]) -> None:
    """Put links back into the inbox, out of the issue."""
    run_verb(triage.restore_links, ids)


@click.command(cls=WorkspaceCommand, context_settings=ALLOW_DASHES)
@id_argument
@click.argument("tags", nargs=-1, required=True, metavar="TAG... | -TAG...")
def tag(id: LinkId, tags: tuple[str, ...]) -> None:
    """Add tags to a link; -TAG takes one away."""
    forbid_options(tags)
    run_verb(triage.tag_links, [id], tags)


@click.command(cls=WorkspaceCommand, context_settings=ALLOW_DASHES)
@id_argument
@click.argument("text")
def title(id: LinkId, text: str) -> None:
    """Set a link's title, which no site replaces then; an empty one leaves it to the sites again."""
    from workbench.desk.incoming.fetching import set_title

    run_verb(set_title, id, text)


@click.command(cls=WorkspaceCommand, context_settings=ALLOW_DASHES)
@id_argument
@click.argument("text")
def note(id: LinkId, text: str) -> None:
    """Set a link's note; an empty one takes it away."""
    run_verb(triage.set_note, id, text)
