"""Triage: looking at links and saying where each goes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.saving import as_json_option
from workbench.cli.words import data, json_line, rows, talk
from workbench.cli.workspace import Verb, at_desk
from workbench.curation.cleaning import clean, clean_lines
from workbench.curation.model import Link
from workbench.desk import triage

if TYPE_CHECKING:
    from workbench.curation.change import Change
    from workbench.desk.present import Present

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


@click.command("list", cls=Verb, context_settings=DASHES)
@click.argument("query", nargs=-1, metavar="[QUERY...]")
@as_json_option
def list_(query: tuple[str, ...], as_json: bool) -> None:
    """List links in any state, newest first: id, state, kind, title, URL by tabs.

    QUERY as in the screen's filter: kind:paper tag:agents is:published before:7d -title:survey "exact words".
    """
    from workbench.curation.query import parse

    _no_options(query)
    with at_desk() as desk:
        present = desk.present
        wanted = parse(" ".join(query), present.now)
        if wanted.problems:
            raise click.UsageError(" ".join(wanted.problems))
        found = [
            link
            for link in sorted(present.links.values(), key=lambda link: (link.added, link.id), reverse=True)
            if wanted.matches(link, present.state(link.id), present.haystack(link.id))
        ]
        if as_json:
            data(json_line([_fields(present, link) for link in found]))
        else:
            data("".join(_row(present, link) for link in found))


@click.command(cls=Verb)
@id_argument
@as_json_option
def show(id: int, as_json: bool) -> None:
    """Show what is known of a link, its source included."""
    with at_desk() as desk:
        present = desk.present
        link, source = present.link(id), present.source(id)
        whole = {
            **_fields(present, link),
            "issues": _places(present, link),
            "authors": source.authors,
            "published": source.published,
            "facts": source.facts,
            "source": source.text,
        }
    data(json_line(whole) if as_json else _sheet(whole))


def _no_options(words: tuple[str, ...]) -> None:
    """One dash turns a word round; two can only be an option that does not exist."""
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word)


def _row(present: "Present", link: Link) -> str:
    return rows(link.id, present.state(link.id), link.kind, link.title, link.url)


def _fields(present: "Present", link: Link) -> dict[str, Any]:
    return {
        "id": link.id, "url": link.url, "identity": link.identity, "kind": link.kind, "title": link.title,
        "state": present.state(link.id), "tags": link.tags, "note": link.note, "added": link.added,
        "via": link.via, "urls": link.urls,
    }  # fmt: skip


def _places(present: "Present", link: Link) -> list[dict[str, Any]]:
    entries = present.entries_of(link.id)
    return [
        {"number": present.issues[entry.issue].number, "section": entry.section, "slot": entry.slot}
        for entry in entries
        if entry.issue in present.issues
    ]


def _sheet(whole: dict[str, Any]) -> str:
    """The link as lines for people: what is empty is left out, the source stands last."""
    shown = {**whole, "tags": " ".join(whole["tags"]), "authors": ", ".join(whole["authors"])}
    shown |= {"urls": " ".join(whole["urls"]), "facts": ", ".join(whole["facts"])}
    shown["issues"] = ", ".join(_place(place) for place in whole["issues"])
    source = shown.pop("source")
    lines = [f"{name:<10}{clean_lines(str(value)).strip()}" for name, value in shown.items() if value]
    return "\n".join([*lines, *(["", clean_lines(source).strip()] if source else [])]) + "\n"


def _place(place: dict[str, Any]) -> str:
    slot = place["slot"] or "bench"
    return f"#{place['number']} {place['section']} {slot}"


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
    _no_options(tags)
    do(triage.tag, [id], [clean(tag, limit=80) for tag in tags])


@click.command(cls=Verb, context_settings=DASHES)
@id_argument
@click.argument("text")
def note(id: int, text: str) -> None:
    """Set a link's note; an empty one takes it away."""
    do(triage.note, id, clean_lines(text).strip())
