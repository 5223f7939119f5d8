"""Triage: where a link goes. Each verb takes every link it is given or none, and says how many those were."""

from collections.abc import Sequence

from workbench.curation.change import Change
from workbench.curation.identity import key_of, origin
from workbench.curation.identity.printable import printable
from workbench.curation.model import Entry, Issue, LabelledLink, Link, Refused, Section, Triage, Words
from workbench.curation.suggestion import suggested
from workbench.desk.present import Present
from workbench.desk.related import Relation, joinable, standing
from workbench.desk.step import Step, name


def place(
    present: Present,
    links: Sequence[int],
    section: str,
    *,
    issue: int | None = None,
    position: int | None = None,
) -> Change:
    """Place links in a section's open slots, or one at `position` (from 1), moving those there down."""
    step = Step(present)
    draft = step.draft(issue)
    into = step.section(draft, section)
    found = [_on_its_own(present.link(id)) for id in links]
    moving = [link for link in found if not _stands(present, draft, link, into)]
    if position is not None:
        return _place_at(step, draft, into, found, position)
    if not moving:
        raise Refused(f"{_names(found)} is in {into.name} already.")
    for link in moving:
        step.enter(draft, link, into, step.open_slot(draft, into))
    filled = len(_standing(present, draft, into)) + len(moving)
    return step.change(f"Placed {_names(moving)} in {into.name} ({filled}/{into.slots})")


def move(
    present: Present, link: int, section: str, *, issue: int | None = None, position: int | None = None
) -> Change:
    """Move an entry to another section or position; `Refused` where the link is not in the issue."""
    _entry(present, link, issue)
    return place(present, [link], section, issue=issue, position=position)


def shift(present: Present, link: int, by: int, *, issue: int | None = None) -> Change:
    """Move an entry up (-1) or down (+1) among its section's slots, changing places with whoever is there."""
    entry = _entry(present, link, issue)
    draft = present.issues[entry.issue]
    if entry.slot is None:
        raise Refused("The bench has no order: b puts this entry into a slot.")
    to = entry.slot + by
    if not 1 <= to <= draft.section(entry.section).slots:
        edge = "first" if by < 0 else "last"
        raise Refused(f"{name(present.link(link))} is {edge} in {draft.section(entry.section).name}.")
    step = Step(present)
    for other in present.entries_in(draft.id):
        if other.section == entry.section and other.slot == to:
            step.set(other, slot=entry.slot)
    step.set(entry, slot=to)
    for slot in (to, entry.slot):
        step.claim(f"slot:{draft.id}/{entry.section}/{slot}")
    return step.change(f"Moved {name(present.link(link))} {'up' if by < 0 else 'down'} to {to}")


def bench(present: Present, links: Sequence[int], section: str = "", *, issue: int | None = None) -> Change:
    """Hold links in reserve for a section: the one named, the one they stand in, or the one suggested."""
    step = Step(present)
    draft = step.draft(issue)
    found = [_on_its_own(present.link(id)) for id in links]
    for link in found:
        entry = present.entry(draft.id, link.id)
        key = section or (entry.section if entry else _suggested(link, draft).key)
        if entry is not None and entry.slot is None and entry.section == key:
            raise Refused(f"{name(link)} is on the bench already.")
        step.enter(draft, link, step.section(draft, key), None)
    return step.change(f"Benched {_names(found)}")


def turn_bench(present: Present, link: int, *, issue: int | None = None) -> Change:
    """To the bench from a slot, or from the bench into the first open slot of its section."""
    entry = _entry(present, link, issue)
    if entry.slot is None:
        return place(present, [link], entry.section, issue=entry.issue)
    return bench(present, [link], issue=entry.issue)


def reject(present: Present, links: Sequence[int]) -> Change:
    """Put links aside, out of any draft; what was written for them stays with them."""
    return _put(present, links, "rejected", "Rejected")


def restore(present: Present, links: Sequence[int]) -> Change:
    """Put links back into the inbox, out of any draft, and part those that were joined."""
    return _put(present, links, "inbox", "Back in the inbox:")


def defer(present: Present, links: Sequence[int], *, issue: int | None = None) -> Change:
    """Put links off until the next issue is created, which brings them back."""
    chosen = present.issue(issue) if issue is not None else present.draft()
    number = chosen.number if chosen else present.publication.first_number
    return _put(present, links, "deferred", "Deferred to the next issue:", number)


def tag(present: Present, links: Sequence[int], tags: Sequence[str]) -> Change:
    """Add tags, or take away those written `-tag`. Order and spelling of the rest stay."""
    gone = {tag[1:].casefold() for tag in tags if tag.startswith("-")}
    more = [tag for tag in tags if tag and not tag.startswith("-")]
    step = Step(present)
    for id in links:
        link = present.link(id)
        kept = [tag for tag in link.tags if tag.casefold() not in gone]
        known = {tag.casefold() for tag in kept}
        step.set(link, tags=tuple(kept + [tag for tag in dict.fromkeys(more) if tag.casefold() not in known]))
    return step.change(f"Tagged {_names([present.link(id) for id in links])}: {' '.join(tags)}")


def note(present: Present, link: int, text: str) -> Change:
    """Set a link's note; empty takes it away."""
    step = Step(present)
    step.set(present.link(link), note=text)
    return step.change(f"Noted on {name(present.link(link))}")


def join(present: Present, link: int, others: Sequence[int] = ()) -> Change:
    """Make other links the second, labelled links of this one, as in `arXiv link | GitHub`.

    Without others it is the first related work that is not among its links yet, saved or not.
    """
    host = _on_its_own(present.link(link))
    guests = [_on_its_own(present.link(id)) for id in others if id != link]
    relation = None if guests else _related(present, host)
    if relation is not None and relation.link:
        guests = [present.links[relation.link]]
    step = Step(present)
    urls = [printable(guest.identity, guest.url) for guest in guests] or [relation.url if relation else ""]
    _label(step, host, urls)
    for guest in guests:
        _withdraw(step, guest)
        step.set(guest, joined=host.id)
    joined = _names(guests) if guests else f"the {origin(urls[0])} link"
    return step.change(f"Joined {joined} to {name(host)}")


def _related(present: Present, host: Link) -> Relation:
    found = joinable(present, host.id)
    if found is None:
        raise Refused(
            f"Nothing related is known of {name(host)} that could be joined: f asks its site, or mark a link with"
            " space first, then press + on the one it belongs to."
        )
    return found


def _label(step: Step, host: Link, urls: Sequence[str]) -> None:
    """Add labelled links to the host's entry, else to the words it will begin with."""
    entry = next((entry for entry in step.present.entries_of(host.id) if step.present.live(entry)), None)
    have = standing(step.present, host)
    links = have + tuple(
        LabelledLink(origin(key_of(url)), url)
        for url in urls
        if key_of(url) not in {key_of(link.url) for link in have}
    )
    if entry is not None:
        step.set(entry, links=links)
    else:
        words = host.words or Words(host.title, (), "")
        step.set(host, words=Words(words.title, links, words.blurb))


def _put(
    present: Present, links: Sequence[int], state: Triage, says: str, deferred_from: int | None = None
) -> Change:
    step = Step(present)
    found = [present.link(id) for id in links]
    for link in found:
        _withdraw(step, link)
        step.set(link, state=state, joined=None, deferred_from=deferred_from)
    if not step:
        raise Refused(f"{_names(found)} is {'in the inbox' if state == 'inbox' else state} already.")
    return step.change(f"{says} {_names(found)}")


def _withdraw(step: Step, link: Link) -> None:
    for entry in step.present.entries_of(link.id):
        if step.present.live(entry):
            step.leave(entry)


def _place_at(step: Step, draft: Issue, into: Section, found: Sequence[Link], position: int) -> Change:
    if len(found) != 1 or not 1 <= position <= into.slots:
        raise Refused(f"A position is for one link and from 1 to {into.slots} in {into.name}.")
    link = found[0]
    standing = _standing(step.present, draft, into)
    own = next((slot for slot, entry in standing.items() if entry.link == link.id), None)
    hole = own if own is not None else _nearest_hole(standing, into, position)
    toward = 1 if hole >= position else -1
    for slot in range(hole, position, -toward):
        step.set(standing[slot - toward], slot=slot)
        step.claim(f"slot:{draft.id}/{into.key}/{slot}")
    step.claim(f"slot:{draft.id}/{into.key}/{position}")
    step.enter(draft, link, into, position)
    return step.change(f"Placed {name(link)} in {into.name} at {position}")


def _nearest_hole(standing: dict[int, Entry], into: Section, position: int) -> int:
    holes = [slot for slot in range(1, into.slots + 1) if slot not in standing]
    if not holes:
        raise Refused(f"{into.name} is full ({into.slots}/{into.slots}): b benches it.")
    return min(holes, key=lambda slot: (slot < position, abs(slot - position)))


def _standing(present: Present, draft: Issue, into: Section) -> dict[int, Entry]:
    if draft.id not in present.issues:
        return {}
    entries = present.entries_in(draft.id)
    return {entry.slot: entry for entry in entries if entry.section == into.key and entry.slot is not None}


def _entry(present: Present, link: int, issue: int | None) -> Entry:
    draft = present.issue(issue) if issue is not None else present.draft()
    entry = present.entry(draft.id, link) if draft is not None else None
    if entry is None:
        raise Refused(f"{name(present.link(link))} is not in the issue: place it first.")
    return entry


def _on_its_own(link: Link) -> Link:
    if link.joined is not None:
        raise Refused(f"{name(link)} is joined to link {link.joined}: restore it first.")
    return link


def _stands(present: Present, draft: Issue, link: Link, into: Section) -> bool:
    entry = present.entry(draft.id, link.id)
    return entry is not None and entry.section == into.key and entry.slot is not None


def _suggested(link: Link, draft: Issue) -> Section:
    section = suggested(link.kind, draft.sections)
    if section is None:
        raise Refused(f"No section takes a {link.kind} by itself: press a digit to say which bench.")
    return section


def _names(links: Sequence[Link]) -> str:
    return name(links[0]) if len(links) == 1 else f"{len(links)} links"
