"""Two links that turn out to be one work: the one place that says what merging keeps, which is everything.

Tags are united, notes joined, the earliest date stays, so does every URL, every identity and every word that was
written. What is united are values; `hand_over` is the part that needs to know what hangs on a link.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, Final

from msgspec.structs import replace

from workbench.curation.model import Entry, Link, Related, Source, Words
from workbench.desk.present import Present
from workbench.desk.step import Step, first_links, renewed, written

SAID: Final = ("text", "authors", "published", "facts")
"""The fields of a source that sites fill."""


def notes(*some: str) -> str:
    """Several notes as one, each once."""
    return "\n".join(dict.fromkeys(note for note in some if note))


def tags(*some: Sequence[str]) -> tuple[str, ...]:
    """Several lists of tags as one, each once whatever its case, as it was spelled first."""
    spelled: dict[str, str] = {}
    for tag in (tag for few in some for tag in few):
        spelled.setdefault(tag.casefold(), tag)
    return tuple(spelled.values())


def united(one: Link, other: Link) -> Link:
    """The first link with all that is known of the other. A title that was typed wins, else the first's."""
    typed = other.title_by == "editor" != one.title_by
    titled = other if typed or not one.title else one
    return replace(
        one,
        title=titled.title,
        title_by=titled.title_by,
        note=notes(one.note, other.note),
        tags=tags(one.tags, other.tags),
        added=min(filter(None, (one.added, other.added)), default=""),
        urls=_without((*one.urls, other.url, *other.urls), one.url),
        aliases=_without((*one.aliases, other.identity, *other.aliases), one.identity),
        related=all_related(one.related, other.related),
    )


def known_as(link: Link, identity: str, url: str) -> Link:
    """The link under another identity and URL; those it had stay with it."""
    return replace(
        link,
        identity=identity,
        url=url,
        urls=_without((link.url, *link.urls), url),
        aliases=_without((link.identity, *link.aliases), identity),
    )


def all_related(*some: Iterable[Related]) -> tuple[Related, ...]:
    """Several lists of related works as one, each work once."""
    by_url: dict[str, Related] = {}
    for related in (related for few in some for related in few):
        by_url.setdefault(related.url, related)
    return tuple(by_url.values())


def both(one: Words, other: Words) -> Words:
    """What was written in two places, one after the other; a second title stands above its blurb."""
    below = other.title if one.title and other.title != one.title else ""
    paragraphs = dict.fromkeys(part for part in (one.blurb, below, other.blurb) if part)
    links = tuple(dict.fromkeys(one.links + other.links))
    return Words(one.title or other.title, links, "\n\n".join(paragraphs))


def whole(one: Source, other: Source) -> Source:
    """The first text with what only the other has, and who said that."""
    missing = {name: getattr(other, name) for name in SAID if not getattr(one, name) and getattr(other, name)}
    said_by = {name: other.said_by[name] for name in missing if name in other.said_by}
    return replace(one, **missing, said_by={**one.said_by, **said_by})


def hand_over(step: Step, family: Sequence[Link], link: Link) -> Link:
    """Move entries and guests of several links to what the first of them became, and take the others away.

    An entry leaves where that link stands in the same issue already. Returns the link with all their words.
    """
    present = step.present
    stands = {entry.issue for entry in present.entries_of(link.id)}
    kept = [_own(old.words, old, link) for old in family if old.words is not None]
    for other in family[1:]:
        for entry in present.entries_of(other.id):
            if entry.issue in stands:
                step.take(entry, present.fields("entries", entry.id) or {})
                kept += [_own(entry, other, link)] if written(entry, other) else []
            else:
                step.set(entry, link=link.id)
                step.claim(f"entry:{entry.issue}/{link.id}")
                stands.add(entry.issue)
        _leave(step, other, link)
    return replace(link, words=reduce(both, kept) if kept else None, **_standing(present, family))


def _standing(present: Present, family: Sequence[Link]) -> dict[str, Any]:
    """On its own where one of them is in an issue, else joined where one of them was."""
    if any(present.live(entry) for one in family for entry in present.entries_of(one.id)):
        return {"state": "inbox", "joined": None}
    ids = {one.id for one in family}
    hosts = [present.links.get(one.joined or 0) for one in family if one.joined not in ids]
    return {"joined": next((host.id for host in hosts if host is not None and host.joined not in ids), None)}


def _leave(step: Step, other: Link, link: Link) -> None:
    present = step.present
    for guest in present.guests(other.id):
        if guest != link.id:
            step.set(present.links[guest], joined=link.id)
    source = present.fields("sources", other.id)
    if source is not None:
        step.take(present.source(other.id), source)
    step.take(other, present.fields("links", other.id) or {})


def _own(text: Entry | Words, old: Link, new: Link) -> Words:
    """What somebody wrote, without title and address that are the link's anyway."""
    words = renewed(text, old, new)
    title = "" if words.title == new.title else words.title
    return Words(title, () if words.links == first_links(new) else words.links, words.blurb)


def _without(texts: Iterable[str], own: str) -> tuple[str, ...]:
    return tuple(text for text in dict.fromkeys(texts) if text != own)
