"""Triage: saying where each link goes, and what it is called."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.words import talk
from workbench.cli.workspace import Verb, at_desk
from workbench.curation.cleaning import clean, clean_lines
from workbench.desk import triage

if TYPE_CHECKING:
    from workbench.curation.change import Change

DASHES = {"ignore_unknown_options": True}
"""For commands whose words may begin with a dash, as `-title:survey` and `-tag` do."""

id_argument = click.argument("id", type=int)
ids_argument = click.argument("ids", type=int, nargs=-1, required=True, metavar="ID...")
section_argument = click.argument("section")
position_option = click.option(
    "--position", type=int, metavar="N", help="The slot, from 1; others move down."
)


def do(verb: "Callable[..., Change]", *arguments: Any, **named: Any) -> None:
    """Run one verb on the desk and say what it did."""
    with at_desk() as desk:
        says = desk.do(verb, *arguments, **named).says
    talk(f"{says}.")


def no_options(words: tuple[str, ...]) -> None:
    """One dash turns a word round; two can only be an option that does not exist."""
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word)


@click.command(cls=Verb)
@id_argument
@section_argument
@position_option
def place(id: int, section: str, position: int | None) -> None:
    """Place a link in a section, in its first open slot or at a position."""
    do(triage.place, [id], section, position=position)


@click.command(cls=Verb)
@id_argument
@section_argument
@position_option
def move(id: int, section: str, position: int | None) -> None:
    """Move an entry to another section or position."""
    do(triage.move, id, section, position=position)


@click.command(cls=Verb)
@id_argument
@click.argument("section", default="")
def bench(id: int, section: str) -> None:
    """Hold a link in reserve for a section: the one named, else the suggested one."""
    do(triage.bench, [id], section)


@click.command(cls=Verb)
@ids_argument
def reject(ids: tuple[int, ...]) -> None:
    """Put links aside; what was written for them stays with them."""
    do(triage.reject, ids)


@click.command(cls=Verb)
@ids_argument
def defer(ids: tuple[int, ...]) -> None:
    """Put links off until the next issue is created, which brings them back."""
    do(triage.defer, ids)


@click.command(cls=Verb)
@ids_argument
def restore(ids: tuple[int, ...]) -> None:
    """Put links back into the inbox, out of the issue."""
    do(triage.restore, ids)


@click.command(cls=Verb, context_settings=DASHES)
@id_argument
@click.argument("tags", nargs=-1, required=True, metavar="TAG... | -TAG...")
def tag(id: int, tags: tuple[str, ...]) -> None:
    """Add tags to a link; -TAG takes one away."""
    no_options(tags)
    do(triage.tag, [id], [clean(tag, limit=80) for tag in tags])


@click.command(cls=Verb, context_settings=DASHES)
@id_argument
@click.argument("text")
def title(id: int, text: str) -> None:
    """Set a link's title, which no site replaces then; an empty one leaves it to the sites again."""
    from workbench.desk.fetching import title as entitle

    do(entitle, id, text)


@click.command(cls=Verb, context_settings=DASHES)
@id_argument
@click.argument("text")
def note(id: int, text: str) -> None:
    """Set a link's note; an empty one takes it away."""
    do(triage.note, id, clean_lines(text).strip())
