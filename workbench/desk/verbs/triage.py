"""Triage: where a link goes. Each verb takes every link it is given or none, and says how many those were."""

from collections.abc import Sequence

from workbench.curation.change import Change
from workbench.curation.identity import identity_key, source_name
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import (
    Entry,
    Issue,
    IssueId,
    LabelledLink,
    Link,
    LinkId,
    SavedText,
    Section,
    TriageState,
    UserError,
)
from workbench.curation.text.cleaning import MAX_TAG, require_line, require_lines
from workbench.desk.change_builder import (
    ChangeBuilder,
    display_entry_name,
    display_name,
    display_names,
)
from workbench.desk.coming import build_coming_issue, list_entries, next_number_of, number_after
from workbench.desk.related import Relation, entry_links_of, find_joinable, find_namesake_paper
from workbench.desk.state import State
from workbench.desk.suggested import find_suggested_section


def place_links(
    state: State,
    links: Sequence[LinkId],
    section: str,
    *,
    issue_id: IssueId | None = None,
    position: int | None = None,
) -> Change:
    """Place links in a section's open slots, or one at `position` (from 1), moving those there down."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_fill(issue_id)
    into = builder.require_section(draft, section)
    found = [_require_unjoined(state, state.get_link(id)) for id in links]
    moving = [link for link in found if not _is_placed_in(state, draft, link, into)]
    if position is not None:
        return _place_link_at(builder, draft, into, found, position)
    if not moving:
        raise UserError(f"{display_names(found)} is in {into.name} already.")
    for link in moving:
        builder.add_entry(draft, link, into, builder.take_open_slot(draft, into, link))
    filled = len(_entries_by_slot(state, draft, into)) + len(moving)
    return builder.build(f"Placed {display_names(moving)} in {into.name} ({into.format_filled(filled)})")


def move_entry(
    state: State, link: LinkId, section: str, *, issue_id: IssueId | None = None, position: int | None = None
) -> Change:
    """Move an entry to another section or position; `UserError` where the link is not in the issue."""
    _require_entry_to_move(state, link, issue_id)
    return place_links(state, [link], section, issue_id=issue_id, position=position)


def shift_entry(state: State, link: LinkId, by: int, *, issue_id: IssueId | None = None) -> Change:
    """Move an entry up (-1) or down (+1) among its section's slots, changing places with whoever is there."""
    entry = _require_entry_to_move(state, link, issue_id)
    draft = state.issues[entry.issue]
    if entry.slot is None:
        raise UserError("The bench has no order: b puts this entry into a slot.")
    section = draft.section_by_key(entry.section)
    standing = _entries_by_slot(state, draft, section)
    # Where there is no quota, an open slot is no place: it is seen nowhere.
    slots = sorted(standing if section.slots is None else {*standing, *range(1, section.slots + 1)})
    at = slots.index(entry.slot) + by
    if not 0 <= at < len(slots):
        edge = "first" if by < 0 else "last"
        raise UserError(f"{display_entry_name(entry)} is {edge} in {section.name}.")
    builder = ChangeBuilder(state)
    if slots[at] in standing:
        builder.set(standing[slots[at]], slot=entry.slot)
    builder.set(entry, slot=slots[at])
    return builder.build(f"Moved {display_entry_name(entry)} {'up' if by < 0 else 'down'} to {at + 1}")


def bench_links(
    state: State, links: Sequence[LinkId], section: str = "", *, issue_id: IssueId | None = None
) -> Change:
    """Hold links in reserve for a section: the one named, the one they stand in, or the one suggested."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_fill(issue_id)
    found = [_require_unjoined(state, state.get_link(id)) for id in links]
    benches: dict[str, None] = {}
    for link in found:
        entry = state.find_entry(draft.id, link.id)
        key = section or (entry.section if entry else _require_suggestion(state, link, draft).key)
        if entry is not None and entry.slot is None and entry.section == key:
            raise UserError(f"{display_name(link)} is on the bench already.")
        bench = builder.require_section(draft, key)
        builder.add_entry(draft, link, bench, None)
        benches[bench.name] = None
    where = f" for {next(iter(benches))}" if len(benches) == 1 else ""
    return builder.build(f"Benched {display_names(found)}{where}")


def toggle_bench(state: State, link: LinkId, *, issue_id: IssueId | None = None) -> Change:
    """To the bench from a slot, or from the bench into the first open slot of its section.

    Where none is open it changes places with the section's last entry.
    """
    entry = _require_entry_to_move(state, link, issue_id)
    if entry.slot is not None:
        return bench_links(state, [link], issue_id=entry.issue)
    draft = state.issues[entry.issue]
    section = next((one for one in draft.sections if one.key == entry.section), None)
    standing = _entries_by_slot(state, draft, section) if section is not None else {}
    is_full = section is not None and standing and not state.open_slots_in(draft, section)
    if draft.state == "published" or not is_full:
        return place_links(state, [link], entry.section, issue_id=issue_id)
    return _change_places(state, entry, standing[max(standing)])


def swap_entry(state: State, link: LinkId, *, issue_id: IssueId | None = None) -> Change:
    """Give an entry's slot to the next entry of its section's bench. Repeated in that slot, each of the bench has its
    turn. An entry that is benched goes the way of `toggle_bench`."""
    entry = _require_entry_to_move(state, link, issue_id)
    if entry.slot is None:
        return toggle_bench(state, link, issue_id=issue_id)
    substitute = find_substitute(state, entry)
    if substitute is None:
        section = ChangeBuilder(state).require_section(state.issues[entry.issue], entry.section)
        raise UserError(f"The bench of {section.name} is empty: nothing can change places with this entry.")
    return _change_places(state, substitute, entry)


def find_substitute(state: State, entry: Entry) -> Entry | None:
    """The entry of the bench that `swap_entry` puts into this one's slot: the next one, round the corner."""
    entries = state.entries_in(entry.issue)
    bench = [other for other in entries if other.section == entry.section and other.slot is None]
    return min(bench, key=lambda other: (other.id < entry.id, other.id), default=None)


def reject_links(state: State, links: Sequence[LinkId]) -> Change:
    """Put links aside, out of any draft; what was written for them stays with them."""
    return _set_triage(state, links, "rejected", "Rejected")


def restore_links(state: State, links: Sequence[LinkId]) -> Change:
    """Put links back into the inbox, out of any draft, and part those that were joined."""
    return _set_triage(state, links, "inbox", "Back in the inbox:")


def defer_links(state: State, links: Sequence[LinkId], *, issue_id: IssueId | None = None) -> Change:
    """Put links off to the issue after the one in hand: a draft, else the coming one."""
    shown = state.find_issue(issue_id)
    draft = shown if shown is not None and shown.state == "draft" else state.newest_draft()
    number = draft.number if draft else next_number_of(state)
    return _set_triage(state, links, "deferred", f"Deferred to #{number_after(state, number)}:", number)


def tag_links(state: State, links: Sequence[LinkId], tags: Sequence[str]) -> Change:
    """Add tags, or take away those written `-tag`. Order and spelling of the rest stay."""
    tags = [require_line(tag, "A tag", limit=MAX_TAG) for tag in tags]
    gone = {tag[1:].casefold() for tag in tags if tag.startswith("-")}
    more = [tag for tag in tags if tag and not tag.startswith("-")]
    builder = ChangeBuilder(state)
    for id in links:
        link = state.get_link(id)
        kept = [tag for tag in link.tags if tag.casefold() not in gone]
        known = {tag.casefold() for tag in kept}
        builder.set(
            link, tags=tuple(kept + [tag for tag in dict.fromkeys(more) if tag.casefold() not in known])
        )
    return builder.build(f"Tagged {display_names([state.get_link(id) for id in links])}: {' '.join(tags)}")


def set_note(state: State, link: LinkId, text: str) -> Change:
    """Set a link's note; empty takes it away."""
    builder = ChangeBuilder(state)
    builder.set(state.get_link(link), note=require_lines(text, "The note").strip())
    return builder.build(f"Noted on {display_name(state.get_link(link))}")


def quote_in_note(state: State, link: LinkId, sentence: str) -> Change:
    """Add a sentence of its source to a link's note, in quotation marks."""
    return set_note(state, link, f"{state.get_link(link).note} “{sentence}”".strip())


def join_links(state: State, link: LinkId, others: Sequence[LinkId] = ()) -> Change:
    """Make other links the second, labelled links of this one, as in `arXiv link | GitHub`.

    Without others it is the first related work that is not among its links yet, saved or not. A repository of which
    nothing is known goes to the paper that is called as it is.
    """
    if not others and find_joinable(state, link) is None:
        paper = find_namesake_paper(state, link)
        if paper is not None:
            link, others = paper, [link]
    host = _require_unjoined(state, state.get_link(link))
    guests = [_require_unjoined(state, state.get_link(id)) for id in others if id != link]
    if idea := next((guest for guest in guests if guest.is_idea), None):
        raise UserError(f"{display_name(idea)} has no link to join: join the links to it instead.")
    relation = None if guests else _require_joinable(state, host)
    if relation is not None and relation.link:
        guests = [state.links[relation.link]]
    builder = ChangeBuilder(state)
    urls = [public_url(guest.identity, guest.url) for guest in guests] or [relation.url if relation else ""]
    _add_labelled_links(builder, host, urls)
    for guest in guests:
        _remove_from_drafts(builder, guest)
        builder.set(guest, joined=host.id, in_feeds=False)
    joined = display_names(guests) if guests else f"the {source_name(urls[0])} link"
    return builder.build(f"Joined {joined} to {display_name(host)}")


def _require_joinable(state: State, host: Link) -> Relation:
    found = find_joinable(state, host.id)
    if found is None:
        raise UserError(
            f"Mark the link to join with space, then + here joins it: nothing related is known of {display_name(host)}"
            " (f asks its site)."
        )
    return found


def _add_labelled_links(builder: ChangeBuilder, host: Link, urls: Sequence[str]) -> None:
    """Add labelled links to the host's entry, else to the words it will begin with."""
    entry = next(
        (entry for entry in builder.state.entries_of(host.id) if builder.state.is_active(entry)), None
    )
    have = entry_links_of(builder.state, host)
    links = have + tuple(
        LabelledLink(source_name(identity_key(url)), url)
        for url in urls
        if identity_key(url) not in {identity_key(link.url) for link in have}
    )
    if entry is not None:
        builder.set(entry, links=links)
    else:
        words = host.words or SavedText(host.title, (), "")
        builder.set(host, words=SavedText(words.title, links, words.blurb))


def _set_triage(
    state: State,
    links: Sequence[LinkId],
    triage_state: TriageState,
    label: str,
    deferred_from: int | None = None,
) -> Change:
    builder = ChangeBuilder(state)
    found = [state.get_link(id) for id in links]
    for link in found:
        _remove_from_drafts(builder, link)
        builder.set(link, state=triage_state, in_feeds=False, joined=None, deferred_from=deferred_from)
    if not builder:
        raise UserError(
            f"{display_names(found)} is {'in the inbox' if triage_state == 'inbox' else triage_state} already."
        )
    return builder.build(f"{label} {display_names(found)}")


def _remove_from_drafts(builder: ChangeBuilder, link: Link) -> None:
    for entry in builder.state.entries_of(link.id):
        if builder.state.is_active(entry):
            builder.remove_entry(entry)


def _change_places(state: State, benched: Entry, standing: Entry) -> Change:
    builder = ChangeBuilder(state)
    builder.set(benched, slot=standing.slot)
    builder.set(standing, slot=None)
    return builder.build(
        f"Placed {display_entry_name(benched)}; {display_entry_name(standing)} is on the bench"
    )


def _place_link_at(
    builder: ChangeBuilder, draft: Issue, section: Section, found: Sequence[Link], position: int
) -> Change:
    link = found[0]
    standing = _entries_by_slot(builder.state, draft, section)
    others = [entry for _, entry in sorted(standing.items()) if entry.link != link.id]
    last = section.capacity if section.slots is not None else len(others) + 1
    if len(found) != 1 or not 1 <= position <= last:
        raise UserError(f"A position is for one link and from 1 to {last} in {section.name}.")
    if section.slots is None:
        if len(others) >= section.capacity:
            raise builder.refuse_full(draft, section, link)
        _number_entries(builder, others, leave_free=position)
    else:
        _shift_to_free(builder, draft, standing, section, link, position)
    builder.add_entry(draft, link, section, position)
    return builder.build(f"Placed {display_name(link)} in {section.name} at {position}")


def _number_entries(builder: ChangeBuilder, entries: Sequence[Entry], *, leave_free: int) -> None:
    """Count a section's entries from 1 and leave out one number, as readers count them: without open slots."""
    for at, entry in enumerate(entries, start=1):
        builder.set(entry, slot=at if at < leave_free else at + 1)


def _shift_to_free(
    builder: ChangeBuilder,
    draft: Issue,
    standing: dict[int, Entry],
    section: Section,
    link: Link,
    position: int,
) -> None:
    """Move the entries between a position and the nearest open slot by one, so that the position is free."""
    own = next((slot for slot, entry in standing.items() if entry.link == link.id), None)
    if own is None:
        holes = section.open_slots(standing)
        if not holes:
            raise builder.refuse_full(draft, section, link)
        hole = min(holes, key=lambda slot: (slot < position, abs(slot - position)))
    else:
        # Only the entries up to the next open slot on the way back move; the entry's own slot becomes open, too.
        back = 1 if own > position else -1
        hole = next(slot for slot in range(position, own + back, back) if slot == own or slot not in standing)
    toward = 1 if hole >= position else -1
    for slot in range(hole, position, -toward):
        builder.set(standing[slot - toward], slot=slot)


def _entries_by_slot(state: State, draft: Issue, section: Section) -> dict[int, Entry]:
    if draft.id not in state.issues:
        return {}
    entries = state.entries_in(draft.id)
    return {entry.slot: entry for entry in entries if entry.section == section.key and entry.slot is not None}


def _require_entry_to_move(state: State, link: LinkId, issue_id: IssueId | None) -> Entry:
    """The link's entry in the issue, else the one that waits on a bench for the coming issue."""
    draft = state.get_issue(issue_id) if issue_id is not None else state.newest_draft()
    entry = state.find_entry(draft.id, link) if draft is not None else _find_waiting_entry(state, link)
    if entry is None:
        raise UserError(f"{display_name(state.get_link(link))} is not in the issue: place it first.")
    if entry.slot is not None:
        ChangeBuilder(state).draft_to_edit(entry.issue)  # what is printed stays as it is
    return entry


def _find_waiting_entry(state: State, link: LinkId) -> Entry | None:
    waiting = list_entries(state, build_coming_issue(state))
    return next((entry for entry in waiting if entry.link == link), None)


def _require_unjoined(state: State, link: Link) -> Link:
    if link.joined is not None:
        host = display_name(state.get_link(link.joined))
        raise UserError(f"{display_name(link)} is joined to {host}: restore it first.")
    return link


def _is_placed_in(state: State, draft: Issue, link: Link, section: Section) -> bool:
    entry = state.find_entry(draft.id, link.id)
    return entry is not None and entry.section == section.key and entry.slot is not None


def _require_suggestion(state: State, link: Link, draft: Issue) -> Section:
    section = find_suggested_section(state, link, draft.sections)
    if section is None:
        raise UserError(f"No section takes a {link.kind} by itself: press a digit to say which bench.")
    return section
