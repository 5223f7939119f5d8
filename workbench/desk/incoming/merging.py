"""Merge two links that turn out to be one work. Nothing that either held is dropped.

Tags are united, notes joined, the earliest date stays, so does every URL, every identity and every text that was
written. What is united are values; `move_dependents` is the part that needs to know what hangs on a link.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, Final

from msgspec.structs import replace

from workbench.curation.model import Entry, Link, LinkId, RelatedWork, SavedText, Source, parts_of
from workbench.desk.change_builder import ChangeBuilder, default_links, has_own_text, refresh_text
from workbench.desk.state import State

SITE_FIELDS: Final = ("text", "authors", "published", "facts")
"""The fields of a source that sites fill."""


def merge_notes(*some: str) -> str:
    """Several notes as one, each once."""
    return "\n".join(dict.fromkeys(note for note in some if note))


def merge_tags(*some: Sequence[str]) -> tuple[str, ...]:
    """Several lists of tags as one, each once whatever its case, as it was spelled first."""
    spelled: dict[str, str] = {}
    for tag in (tag for few in some for tag in few):
        spelled.setdefault(tag.casefold(), tag)
    return tuple(spelled.values())


def merge_links(one: Link, other: Link) -> Link:
    """The first link with all that is known of the other. A title that was typed wins, else the first's."""
    typed = other.title_by == "editor" != one.title_by
    titled = other if typed or not one.title else one
    return replace(
        one,
        title=titled.title,
        title_by=titled.title_by,
        note=merge_notes(one.note, other.note),
        tags=merge_tags(one.tags, other.tags),
        added=min(filter(None, (one.added, other.added)), default=""),
        urls=_exclude_text((*one.urls, other.url, *other.urls), one.url),
        aliases=_exclude_text((*one.aliases, other.identity, *other.aliases), one.identity),
        related=merge_related(one.related, other.related),
    )


def replace_identity(link: Link, identity: str, url: str) -> Link:
    """The link under another identity and URL; those it had stay with it."""
    return replace(
        link,
        identity=identity,
        url=url,
        urls=_exclude_text((link.url, *link.urls), url),
        aliases=_exclude_text((link.identity, *link.aliases), identity),
    )


def merge_related(*some: Iterable[RelatedWork]) -> tuple[RelatedWork, ...]:
    """Several lists of related works as one, each work once."""
    by_url: dict[str, RelatedWork] = {}
    for related in (related for few in some for related in few):
        by_url.setdefault(related.url, related)
    return tuple(by_url.values())


def merge_texts(one: SavedText, other: SavedText) -> SavedText:
    """What was written in two places, one after the other; a second title stands above its blurb."""
    below = other.title if one.title and other.title != one.title else ""
    paragraphs = dict.fromkeys(part for part in (one.blurb, below, other.blurb) if part)
    links = tuple(dict.fromkeys(one.links + other.links))
    return SavedText(one.title or other.title, links, "\n\n".join(paragraphs))


def merge_sources(one: Source, other: Source) -> Source:
    """The first text with what only the other has, and who said that."""
    missing = {
        name: getattr(other, name) for name in SITE_FIELDS if not getattr(one, name) and getattr(other, name)
    }
    said_by = {name: other.said_by[name] for name in missing if name in other.said_by}
    return replace(one, **missing, said_by={**one.said_by, **said_by})


def move_dependents(builder: ChangeBuilder, links: Sequence[Link], link: Link) -> Link:
    """Move entries and guests of several links to what the first of them became, and take the others away.

    An entry leaves where that link stands in the same issue already. Returns the link with all their words.
    """
    state = builder.state
    stands = {entry.issue for entry in state.entries_of(link.id)}
    kept = [_strip_defaults(old.words, old, link) for old in links if old.words is not None]
    for other in links[1:]:
        for entry in state.entries_of(other.id):
            if entry.issue in stands:
                builder.delete(entry, state.find_fields("entries", entry.id) or {})
                kept += [_strip_defaults(entry, other, link)] if has_own_text(entry, other) else []
            else:
                builder.set(entry, link=link.id)
                stands.add(entry.issue)
        _delete_link(builder, other, link)
    return replace(link, words=reduce(merge_texts, kept) if kept else None, **_merge_triage(state, links))


def _merge_triage(state: State, links: Sequence[Link]) -> dict[str, Any]:
    """On its own where one of them is in an issue, else joined where one of them was."""
    if any(state.is_active(entry) for one in links for entry in state.entries_of(one.id)):
        return {"state": "inbox", "joined": None}
    ids = {one.id for one in links}
    hosts = [state.links.get(one.joined or LinkId(0)) for one in links if one.joined not in ids]
    return {"joined": next((host.id for host in hosts if host is not None and host.joined not in ids), None)}


def _delete_link(builder: ChangeBuilder, other: Link, link: Link) -> None:
    state = builder.state
    for guest in state.joined_links(other.id):
        if guest != link.id:
            builder.set(state.links[guest], joined=link.id)
    for spec in parts_of("links"):
        part = state.find_document(spec.document, other.id)
        if part is not None:
            builder.delete(part, state.find_fields(spec.name, other.id) or {})
    builder.delete(other, state.find_fields("links", other.id) or {})


def _strip_defaults(text: Entry | SavedText, old: Link, new: Link) -> SavedText:
    """What somebody wrote, without title and address that are the link's anyway."""
    words = refresh_text(text, old, new)
    title = "" if words.title == new.title else words.title
    return SavedText(title, () if words.links == default_links(new) else words.links, words.blurb)


def _exclude_text(texts: Iterable[str], own: str) -> tuple[str, ...]:
    return tuple(text for text in dict.fromkeys(texts) if text != own)
