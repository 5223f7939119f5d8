"""`list` and `show`: links as rows, and one link with all that is known of it."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from workbench.cli.context import enter_workspace
from workbench.cli.options import ALLOW_DASHES, WorkspaceCommand, as_json_option, forbid_options, id_argument
from workbench.cli.output import format_json, format_row, write_out
from workbench.curation.model import Link, LinkId, Source, format_local_time
from workbench.curation.search.ranking import SORT_ORDERS, SortOrder
from workbench.curation.text.cleaning import clean_lines

if TYPE_CHECKING:
    from workbench.curation.archive.marks import Repeat
    from workbench.curation.suggestion.proposed import Suggestion
    from workbench.desk.related import Relation
    from workbench.desk.state import State

SHOWN_MENTIONS: Final = 3
"""Mentions of a link that `show` tells as text; `--json` has all of them."""

JsonFields: TypeAlias = dict[str, Any]


@click.command("list", cls=WorkspaceCommand, context_settings=ALLOW_DASHES)
@click.argument("query", nargs=-1, metavar="[QUERY...]")
@click.option(
    "--sort",
    type=click.Choice(SORT_ORDERS),
    default="newest",
    show_default=True,
    help="What is first; origin is the site it is from, odds how often such links were placed.",
)
@as_json_option
def list_(query: tuple[str, ...], sort: SortOrder, as_json: bool) -> None:
    """List links in any state: id, state, kind, title, URL by tabs.

    QUERY as in the screen's filter: kind:paper tag:agents is:published before:7d -title:survey "exact words",
    text:word in sources, blurb:word in what was written, issue:11. Plain words: titles first, then all the rest.
    """
    from workbench.curation.search.query import parse_query
    from workbench.desk.repeats import find_links_repeats
    from workbench.desk.suggested import suggest_for_waiting

    forbid_options(query)
    with enter_workspace(reading=True) as workspace:
        state = workspace.state
        wanted = parse_query(" ".join(query), state.now, state.zone)
        if wanted.problems:
            raise click.UsageError(" ".join(wanted.problems))
        found = workspace.list(wanted, sort)
        if sort == "odds":
            click.echo(state.odds.verdict, err=True)
        if as_json:
            seen = find_links_repeats(state, [link.id for link in found])
            suggested = suggest_for_waiting(state, found)
            fields = (_build_link_fields(state, one, seen[one.id], suggested.get(one.id)) for one in found)
            write_out(format_json(list(fields)))
        else:
            write_out("".join(_format_link_row(state, link) for link in found))


def _format_link_row(state: "State", link: Link) -> str:
    return format_row(link.id, state.state_of(link.id), link.kind, link.title, link.url)


@click.command(cls=WorkspaceCommand)
@id_argument
@as_json_option
def show(id: LinkId, as_json: bool) -> None:
    """Show what is known of a link: what sites said of it, what is related to it, and its source."""
    from workbench.desk.related import find_related, find_similar
    from workbench.desk.repeats import find_link_repeats, find_quiet_places
    from workbench.desk.suggested import suggest_for_waiting

    with enter_workspace(reading=True) as workspace:
        state = workspace.state
        link, source = state.get_link(id), state.source_of(id)
        standing, mentions = find_quiet_places(state, id)
        alike = [state.links[other] for other in find_similar(state, id)]
        whole = {
            **_build_link_fields(
                state, link, find_link_repeats(state, id), suggest_for_waiting(state, [link]).get(id)
            ),
            "standing": [one.issue for one in standing],
            "mentions": [{"issue": one.issue, "title": one.title, "url": one.url} for one in mentions],
            "aliases": link.aliases,
            "title_by": link.title_by,
            "said_by": source.said_by,
            "issues": _build_places(state, link),
            "authors": source.authors,
            "published": source.published,
            "facts": source.facts,
            "related": find_related(state, id),
            "similar": [{"id": other.id, "title": other.title} for other in alike],
            "source": source.text,
        }
    write_out(format_json(whole) if as_json else _format_sheet(whole, link, source, state.zone))


def _build_link_fields(
    state: "State", link: Link, seen: "Sequence[Repeat]", suggested: "Suggestion | None"
) -> JsonFields:
    return {
        "id": link.id, "url": link.url, "identity": link.identity, "kind": link.kind, "title": link.title,
        "state": state.state_of(link.id), "tags": link.tags, "note": link.note, "added": link.added,
        "via": link.via, "urls": link.urls, "fetched": link.fetched, "failure": link.failure,
        "seen": [_build_repeat_fields(repeat) for repeat in seen],
        "suggested": suggested and {
            "section": suggested.first.section.key, "sure": suggested.sure, "why": suggested.first.why,
        },
    }  # fmt: skip


def _build_repeat_fields(repeat: "Repeat") -> JsonFields:
    why = f"repeated on purpose: {repeat.why}" if repeat.is_deliberate else repeat.why
    return {"mark": repeat.mark, "issue": repeat.issue, "section": repeat.appearance.section, "why": why}


def _build_places(state: "State", link: Link) -> list[JsonFields]:
    entries = state.entries_of(link.id)
    return [
        {"number": state.issues[entry.issue].number, "section": entry.section, "slot": entry.slot}
        for entry in entries
        if entry.issue in state.issues
    ]


def _format_sheet(fields: JsonFields, link: Link, source: Source, zone: tzinfo) -> str:
    """The link as lines for people, times as in `zone`. Empty fields are left out, and the source comes last."""
    shown = (
        (name, clean_lines(text).strip()) for name, text in _iter_sheet_lines(fields, link, source, zone)
    )
    sheet = "".join(f"{name:<10}{text}\n" for name, text in shown if text)
    text = clean_lines(source.text).strip()
    return f"{sheet}\n{text}\n" if text else sheet


def _iter_sheet_lines(
    fields: JsonFields, link: Link, source: Source, zone: tzinfo
) -> Iterator[tuple[str, str]]:
    for name in ("id", "url", "identity", "kind", "title", "state"):
        yield name, str(fields[name])
    yield "suggested", _format_suggested(fields["suggested"])
    yield "tags", " ".join(link.tags)
    yield "note", link.note
    yield "added", format_local_time(link.added, zone)
    yield "via", link.via
    yield "urls", " ".join(link.urls)
    yield "aliases", " ".join(link.aliases)
    yield "issues", ", ".join(_format_place(place) for place in fields["issues"])
    for repeat in fields["seen"]:
        yield "seen", f"{repeat['mark']}, #{repeat['issue']} {repeat['section']}: {repeat['why']}"
    yield "standing", ", ".join(f"#{number}" for number in fields["standing"])
    for mention in fields["mentions"][:SHOWN_MENTIONS]:
        yield "mentioned", f"#{mention['issue']}: {mention['title'] or mention['url']}"
    if len(fields["mentions"]) > SHOWN_MENTIONS:
        yield "mentioned", f"in {len(fields['mentions']) - SHOWN_MENTIONS} more issues"
    yield "authors", ", ".join(source.authors)
    yield "published", source.published
    yield "facts", ", ".join(source.facts)
    yield "fetched", format_local_time(link.fetched, zone)
    for site, names in _iter_fields_by_site(link, source):
        yield "said by", f"{site}: {names}"
    if link.failure:
        yield "failure", f"{link.failure.reason} ({format_local_time(link.failure.at, zone)})"
    for relation in fields["related"]:
        yield "related", _format_relation(relation)
    for other in fields["similar"]:
        yield "similar", f"{other['id']}: {other['title']}"


def _iter_fields_by_site(link: Link, source: Source) -> Iterator[tuple[str, str]]:
    """Each site that said something of the link, with the names of the fields it filled."""
    said_by = {**({"title": link.title_by} if link.title_by else {}), **source.said_by}
    for site in dict.fromkeys(said_by.values()):
        yield site, ", ".join(field for field, by in said_by.items() if by == site)


def _format_relation(relation: "Relation") -> str:
    by = f" ({relation.said_by})" if relation.said_by else ""
    known = f", link {relation.link}" if relation.link else ""
    return f"{relation.why}: {relation.url}{by}{known}"


def _format_suggested(suggested: JsonFields | None) -> str:
    if suggested is None:
        return ""
    return f"{suggested['section']}{'' if suggested['sure'] else ', perhaps'}: {suggested['why']}"


def _format_place(place: JsonFields) -> str:
    slot = place["slot"] or "bench"
    return f"#{place['number']} {place['section']} {slot}"
