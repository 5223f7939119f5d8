"""Merge what is said of one work: a clipping into a link and its source, or two links into one. Nothing is dropped.

Tags are united, notes joined, the earliest date stays, so does every URL, every identity and every text that was
written. What the editor typed wins, then what a site answered when it was asked, then whatever came first.
`clipping_merger.py` decides which links are one; here only `move_dependents` knows what hangs on a link.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice
from typing import Any, Final

from msgspec.structs import replace

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.identity.fragments import page_of_place
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import Entry, Link, LinkId, RelatedWork, SavedText, Source, parts_of
from workbench.curation.text.cleaning import MAX_TEXT
from workbench.desk.change_builder import ChangeBuilder, default_links, has_own_text, refresh_text
from workbench.desk.state import State

SITE_FIELDS: Final = ("text", "authors", "published", "facts")
"""The fields of a source that sites fill."""
ARCHIVED_TAG: Final = "archived"
"""The tag of what another tool has as read or put away, so that a filter finds it."""

MAX_LINK_TAGS: Final = 300
"""Tags that a link keeps."""
MAX_LINK_URLS: Final = 100
"""Spellings of its address that a link keeps."""


def merge_into_link(
    link: Link, clipping: Clipping, now: str, *, via: str, is_answer: bool, is_printed: bool = False
) -> Link:
    """The link with what a clipping says of its work. What the editor typed stays.

    What merely arrived adds to what is known. The answer of a site that was asked also replaces what others said.
    A link that was printed keeps its title: nothing that arrives, and no page it leads to, gives it another.
    """
    said: dict[str, Any] = {
        "note": merge_notes(link.note, clipping.note),
        "tags": merge_tags(link.tags, clipping.tags, (ARCHIVED_TAG,) if clipping.is_archived else ()),
        "added": min(filter(None, (link.added, clipping.added)), default=""),
        "related": _update_related(link, clipping, via=via, is_answer=is_answer),
    }
    if is_answer:
        said |= {"fetched": now, "failure": None}
    elif clipping.work is not None:
        said["urls"] = _exclude_text((*link.urls, clipping.work.url), link.url)
    if not (is_printed and (link.title or not is_answer)) and _is_better_title(
        link, clipping, is_answer=is_answer
    ):
        said |= {"title": clipping.title, "title_by": clipping.site}
    if clipping.kind is not None and _is_better_kind(link, is_answer=is_answer):
        said["kind"] = clipping.kind
    return replace(link, **said)


def _is_better_title(link: Link, clipping: Clipping, *, is_answer: bool) -> bool:
    if not clipping.title or link.title_by == "editor":
        return False
    if is_answer:  # of a place on a page, the page's title says nothing new
        return not (link.title and page_of_place(link.identity))
    urls = (clipping.url, link.url, clipping.work.url if clipping.work else "")
    if _strip_scheme(clipping.title) in map(_strip_scheme, urls):
        return False
    if link.title and not link.title_by and _is_fuller(clipping.title, link.title):
        return True
    return not link.title or bool(clipping.site and not link.title_by)


def _is_fuller(title: str, short: str) -> bool:
    """Whether a title goes on where a short one ends: `DAComp: Benchmarking Data Agents` after `DAComp`.

    One that ends in an ellipsis was cut, perhaps within a word.
    """
    begin = short.removesuffix("…")
    rest = title[len(begin) :]
    is_cut = begin != short
    return (
        title.casefold().startswith(begin.casefold())
        and bool(rest.strip("…"))
        and (is_cut or not rest[0].isalnum())
    )


def _is_better_kind(link: Link, *, is_answer: bool) -> bool:
    """Whether a clipping knows the kind better: only of a plain page, whose URL does not tell, and nobody said it."""
    is_page = link.identity.startswith("https://")
    return is_page and (is_answer or not (link.fetched or has_said_kind(link)))


def has_said_kind(link: Link) -> bool:
    """Whether somebody said of what kind a page is, so that it is another one than its URL suggests."""
    work = identify(link.url)
    return link.identity.startswith("https://") and isinstance(work, Identity) and link.kind != work.kind


def _strip_scheme(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://")


def _update_related(link: Link, clipping: Clipping, *, via: str, is_answer: bool) -> tuple[RelatedWork, ...]:
    """What others named and what the clipping names; an answer's word replaces what the same sites named before."""
    if not (is_answer or clipping.related):
        return link.related
    speaking = {clipping.site, *(related.said_by for related in clipping.related)} if is_answer else ()
    kept = (related for related in link.related if related.said_by not in speaking)
    own = {link.identity, *link.aliases}
    return merge_related(kept, _iter_normalised(clipping.related, own, clipping.site or via))


def _iter_normalised(related_works: Iterable[RelatedWork], own: set[str], by: str) -> Iterator[RelatedWork]:
    """Each with the one URL that its work is printed by, so that links are found by it; none of the link's own."""
    for related in related_works:
        work = identify(related.url)
        if isinstance(work, Identity) and work.key not in own:
            yield replace(related, url=public_url(work.key, work.url), said_by=related.said_by or by)


def merge_into_source(source: Source, clipping: Clipping, *, via: str, is_answer: bool) -> Source:
    """The text with what a clipping says, and who said it. What it leaves empty stays as it was."""
    said = {
        field: getattr(clipping, field)
        for field in SITE_FIELDS
        if getattr(clipping, field) and (is_answer or not getattr(source, field))
    }
    by = clipping.site or via
    return replace(source, **said, said_by={**source.said_by, **dict.fromkeys(said, by)})


def merge_notes(*some: str) -> str:
    """Several notes as one, each once, although some of them may be several already. One that would make it longer than
    a text may be is left out."""
    merged = ""
    for note in filter(None, some):
        if f"\n{note}\n" not in f"\n{merged}\n" and len(merged) + len(note) < MAX_TEXT:
            merged = f"{merged}\n{note}" if merged else note
    return merged


def merge_tags(*some: Sequence[str]) -> tuple[str, ...]:
    """Several lists of tags as one, each once whatever its case, as it was spelled first."""
    spelled: dict[str, str] = {}
    for tag in (tag for few in some for tag in few):
        spelled.setdefault(tag.casefold(), tag)
    return tuple(islice(spelled.values(), MAX_LINK_TAGS))


def merge_links(one: Link, other: Link, printed: Collection[LinkId] = ()) -> Link:
    """The first link with all that is known of the other. Of two titles that stays which was printed, else the one from
    the better source; of two kinds one that somebody said, else the first's."""
    ranks = [(bool(link.title) and link.id in printed, _rank_title(link)) for link in (one, other)]
    titled = other if ranks[1] > ranks[0] else one
    is_page = one.identity.startswith("https://")
    return replace(
        one,
        kind=other.kind if is_page and has_said_kind(other) and not has_said_kind(one) else one.kind,
        title=titled.title,
        title_by=titled.title_by,
        note=merge_notes(one.note, other.note),
        tags=merge_tags(one.tags, other.tags),
        added=min(filter(None, (one.added, other.added)), default=""),
        urls=_exclude_text((*one.urls, other.url, *other.urls), one.url),
        aliases=_exclude_text((*one.aliases, other.identity, *other.aliases), one.identity),
        slips=_exclude_text((*one.slips, *other.slips), one.identity),
        related=merge_related(one.related, other.related),
        in_feeds=one.in_feeds and other.in_feeds,
        repeat_of=max(filter(None, (one.repeat_of, other.repeat_of)), default=None),
        original=one.original or other.original,
    )


def _rank_title(link: Link) -> int:
    """How good the source of a title is: none, it came with the link, a site, the editor."""
    if not link.title:
        return 0
    return 3 if link.title_by == "editor" else 2 if link.title_by else 1


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
    return tuple(islice((text for text in dict.fromkeys(texts) if text != own), MAX_LINK_URLS))
