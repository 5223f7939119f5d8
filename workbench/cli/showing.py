"""Looking at links: as rows, and one with all that is known of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from workbench.cli.saving import as_json_option
from workbench.cli.triage import DASHES, id_argument, no_options
from workbench.cli.words import data, json_line, rows
from workbench.cli.workspace import Verb, at_desk
from workbench.curation.cleaning import clean_lines
from workbench.curation.model import Link, Source

if TYPE_CHECKING:
    from workbench.desk.present import Present
    from workbench.desk.related import Relation

Fields: TypeAlias = dict[str, Any]


@click.command("list", cls=Verb, context_settings=DASHES)
@click.argument("query", nargs=-1, metavar="[QUERY...]")
@as_json_option
def list_(query: tuple[str, ...], as_json: bool) -> None:
    """List links in any state, newest first: id, state, kind, title, URL by tabs.

    QUERY as in the screen's filter: kind:paper tag:agents is:published before:7d -title:survey "exact words".
    """
    from workbench.curation.query import parse

    no_options(query)
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


def _row(present: "Present", link: Link) -> str:
    return rows(link.id, present.state(link.id), link.kind, link.title, link.url)


@click.command(cls=Verb)
@id_argument
@as_json_option
def show(id: int, as_json: bool) -> None:
    """Show what is known of a link: what sites said of it, what is related to it, and its source."""
    from workbench.desk.related import related, similar

    with at_desk() as desk:
        present = desk.present
        link, source = present.link(id), present.source(id)
        alike = [present.links[other] for other in similar(present, id)]
        whole = {
            **_fields(present, link),
            "aliases": link.aliases,
            "title_by": link.title_by,
            "said_by": source.said_by,
            "issues": _places(present, link),
            "authors": source.authors,
            "published": source.published,
            "facts": source.facts,
            "related": related(present, id),
            "similar": [{"id": other.id, "title": other.title} for other in alike],
            "source": source.text,
        }
    data(json_line(whole) if as_json else _sheet(whole, link, source))


def _fields(present: "Present", link: Link) -> Fields:
    return {
        "id": link.id, "url": link.url, "identity": link.identity, "kind": link.kind, "title": link.title,
        "state": present.state(link.id), "tags": link.tags, "note": link.note, "added": link.added,
        "via": link.via, "urls": link.urls, "fetched": link.fetched, "failure": link.failure,
    }  # fmt: skip


def _places(present: "Present", link: Link) -> list[Fields]:
    entries = present.entries_of(link.id)
    return [
        {"number": present.issues[entry.issue].number, "section": entry.section, "slot": entry.slot}
        for entry in entries
        if entry.issue in present.issues
    ]


def _sheet(whole: Fields, link: Link, source: Source) -> str:
    """The link as lines for people: what is empty is left out, the source stands last."""
    shown = ((name, clean_lines(text).strip()) for name, text in _lines(whole, link, source))
    sheet = "".join(f"{name:<10}{text}\n" for name, text in shown if text)
    text = clean_lines(source.text).strip()
    return f"{sheet}\n{text}\n" if text else sheet


def _lines(whole: Fields, link: Link, source: Source) -> Iterator[tuple[str, str]]:
    for name in ("id", "url", "identity", "kind", "title", "state"):
        yield name, str(whole[name])
    yield "tags", " ".join(link.tags)
    for name in ("note", "added", "via"):
        yield name, str(whole[name])
    yield "urls", " ".join(link.urls)
    yield "aliases", " ".join(link.aliases)
    yield "issues", ", ".join(_place(place) for place in whole["issues"])
    yield "authors", ", ".join(source.authors)
    yield "published", source.published
    yield "facts", ", ".join(source.facts)
    yield "fetched", link.fetched
    for site, fields in _words_of_sites(link, source):
        yield "said by", f"{site}: {fields}"
    yield "failure", f"{link.failure.reason} ({link.failure.at})" if link.failure else ""
    for relation in whole["related"]:
        yield "related", _relation(relation)
    for other in whole["similar"]:
        yield "similar", f"{other['id']}: {other['title']}"


def _words_of_sites(link: Link, source: Source) -> Iterator[tuple[str, str]]:
    """Who said what: each site with the fields it filled."""
    said_by = {**({"title": link.title_by} if link.title_by else {}), **source.said_by}
    for site in dict.fromkeys(said_by.values()):
        yield site, ", ".join(field for field, by in said_by.items() if by == site)


def _relation(relation: "Relation") -> str:
    by = f" ({relation.said_by})" if relation.said_by else ""
    known = f", link {relation.link}" if relation.link else ""
    return f"{relation.why}: {relation.url}{by}{known}"


def _place(place: Fields) -> str:
    slot = place["slot"] or "bench"
    return f"#{place['number']} {place['section']} {slot}"
