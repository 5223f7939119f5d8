"""Merge what sites say of links into the library, and choose which links to ask about.

What the editor typed always wins, a failure empties nothing, and what is printed stays as it is. A page that
moved for good, or calls another address its own, may turn out to be a work that is known: then two links become
one, in one change that the history takes back whole.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.identity import Identity, identify
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import Failure, Link, LinkId, RelatedWork, Source
from workbench.curation.text.cleaning import clean_line
from workbench.desk.change_builder import ChangeBuilder, display_name, refresh_saved_text
from workbench.desk.incoming.merging import (
    SITE_FIELDS,
    merge_links,
    merge_related,
    merge_sources,
    move_dependents,
    replace_identity,
)
from workbench.desk.incoming.resolution import Resolution, resolve_link
from workbench.desk.state import State


def links_to_fetch(state: State, ids: Iterable[LinkId] | None = None) -> list[Link]:
    """The links to ask sites about: those given (`UserError` where there is none), else whatever in the inbox
    was never asked about or failed in passing."""
    if ids is not None:
        return [state.get_link(id) for id in dict.fromkeys(ids)]
    return [link for id in state.ids_in("inbox") if _needs_fetch(link := state.links[id])]


def _needs_fetch(link: Link) -> bool:
    return not link.fetched if link.failure is None else not link.failure.lasting


def apply_answer(state: State, answer: FetchAnswer) -> Change:
    """Take in what asking for a link came to. Empty where the link is gone meanwhile."""
    link = state.links.get(answer.link)
    if link is None:
        return Change(label="Fetched a link that is gone", origin="fetch")
    if isinstance(answer.result, Failure):
        return _record_failure(state, link, answer.result)
    return _apply_clipping(state, link, answer.result)


def set_title(state: State, link: LinkId, text: str) -> Change:
    """Set a link's title as the editor's own, which no site replaces; empty gives it back to the sites."""
    old = state.get_link(link)
    typed = clean_line(text)
    mine = {"title": typed, "title_by": "editor"} if typed else {"title": "", "title_by": "", "fetched": ""}
    builder = ChangeBuilder(state)
    _update_link(builder, old, refresh_saved_text(old, replace(old, **mine)))
    return builder.build(
        f"Titled {display_name(replace(old, title=typed))}"
        if typed
        else f"Gave back the title {display_name(old)}"
    )


def _record_failure(state: State, link: Link, failure: Failure) -> Change:
    builder = ChangeBuilder(state)
    builder.set(link, failure=replace(failure, at=state.now))
    return builder.build(f"{display_name(link)} could not be fetched: {failure.reason}", "fetch")


def _apply_clipping(state: State, link: Link, clipping: Clipping) -> Change:
    found = resolve_link(state, link, clipping)
    first, *others = found.links
    builder = ChangeBuilder(state)
    new = first
    for other in others:
        new = merge_links(new, other)
    new = _set_site_fields(_add_identities(new, found), clipping, state.now)
    for other in others:
        builder.update_entries(other, new)
    new = move_dependents(builder, found.links, new) if others else refresh_saved_text(first, new)
    _update_link(builder, first, new)
    _save_source(builder, found.links, clipping)
    gone = " and ".join(display_name(other) for other in others)
    says = (
        f"{gone} turned out to be {display_name(new)}: one link now"
        if others
        else f"Fetched {display_name(new)}"
    )
    return builder.build(says, "fetch")


def _update_link(builder: ChangeBuilder, old: Link, new: Link) -> None:
    builder.update_from(old, new)
    builder.update_entries(old, new)


def _add_identities(link: Link, resolution: Resolution) -> Link:
    """The link under the identities it turned out to have."""
    if resolution.new_identity is not None and resolution.new_identity.key != link.identity:
        link = replace(
            replace_identity(link, resolution.new_identity.key, resolution.new_identity.url),
            kind=resolution.new_identity.kind,
        )
    aliases = (key for key in (*link.aliases, *resolution.identities) if key != link.identity)
    return replace(link, aliases=tuple(dict.fromkeys(aliases)))


def _set_site_fields(link: Link, clipping: Clipping, now: str) -> Link:
    """The link with what a site said of it."""
    said: dict[str, Any] = {"fetched": now, "failure": None, "related": _update_related(link, clipping)}
    if clipping.title and link.title_by != "editor":
        said |= {"title": clipping.title, "title_by": clipping.site}
    if clipping.kind is not None and link.identity.startswith("https://"):
        said["kind"] = clipping.kind
    return replace(link, **said)


def _update_related(link: Link, clipping: Clipping) -> tuple[RelatedWork, ...]:
    """What other sites named, and what these name now in place of what they named before."""
    speaking = {clipping.site, *(related.said_by for related in clipping.related)}
    kept = (related for related in link.related if related.said_by not in speaking)
    own = {link.identity, *link.aliases}
    return merge_related(kept, _iter_normalised(clipping.related, own))


def _iter_normalised(related_works: Iterable[RelatedWork], own: set[str]) -> Iterator[RelatedWork]:
    """Each with the one URL that its work is printed by, so that links are found by it; none of the link's own."""
    for related in related_works:
        work = identify(related.url)
        if isinstance(work, Identity) and work.key not in own:
            yield replace(related, url=public_url(work.key, work.url))


def _save_source(builder: ChangeBuilder, links: list[Link], clipping: Clipping) -> None:
    """The text for reading offline: a field that the site leaves empty stays as it was."""
    state = builder.state
    id = links[0].id
    old = new = state.source_of(id)
    for other in links[1:]:
        new = merge_sources(new, state.source_of(other.id))
    said = {field: getattr(clipping, field) for field in SITE_FIELDS if getattr(clipping, field)}
    new = replace(new, **said, said_by={**new.said_by, **dict.fromkeys(said, clipping.site)})
    if state.find_fields("sources", id) is not None:
        builder.update_from(old, new)
    elif new != Source(id=id):
        builder.create(new)
