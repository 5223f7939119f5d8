"""An issue's own shape: its number, its date, the slots of its sections, a section left out, the draft deleted.

It stays with the issue. The publication, which later issues begin with, is not touched. Without an issue these verbs
act on the newest draft, else they begin the coming issue.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.model import (
    MAX_SECTION_ENTRIES,
    MAX_SLOTS,
    Entry,
    Issue,
    IssueId,
    Section,
    UserError,
    parts_of,
)
from workbench.curation.numbering import require_issue_date, require_issue_number
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.coming import find_next_draft
from workbench.desk.state import State


def set_issue_number(state: State, text: str, *, issue_id: IssueId | None = None) -> Change:
    """Give a draft another number. `UserError` where it is none, or another issue has it."""
    builder = ChangeBuilder(state)
    number = require_issue_number(text)
    draft = builder.draft_to_edit(issue_id)
    renumber_issue(builder, draft, number)
    return builder.build(f"Issue #{draft.number} is #{number} now")


def renumber_issue(builder: ChangeBuilder, draft: Issue, number: int) -> None:
    """Set the number; what was deferred from the issue still is."""
    builder.require_free_number(number, but=draft)
    builder.set(draft, number=number)
    _defer_from(builder, draft.number, number)


def set_issue_date(state: State, text: str, *, issue_id: IssueId | None = None) -> Change:
    """Set the day on which a draft is to appear; empty takes it away."""
    builder = ChangeBuilder(state)
    day = require_issue_date(text)
    draft = builder.draft_to_edit(issue_id)
    builder.set(draft, date=day)
    return builder.build(f"The date of issue #{draft.number} is {day or 'open'}")


def set_original_number(state: State, text: str, *, issue_id: IssueId | None = None) -> Change:
    """Say which issue of the original a draft translates; empty leaves it to its own number."""
    builder = ChangeBuilder(state)
    number = require_issue_number(text) if text.strip() else None
    draft = builder.draft_to_edit(issue_id)
    builder.set(draft, original=number)
    said = "the one of its number" if number is None else f"#{number}"
    return builder.build(f"Issue #{draft.number} translates {said} of the original")


def change_slots(state: State, section: str, by: int, *, issue_id: IssueId | None = None) -> Change:
    """So many slots more (or fewer) for a section of this issue; the first one brings a left out section back."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    part = builder.require_section(draft, section)
    if part.slots is None:
        raise UserError(f"{part.name} has no number of slots: it takes as many entries as are placed.")
    return _set_slots(builder, draft, section, part.slots + by)


def set_slots(state: State, section: str, count: int, *, issue_id: IssueId | None = None) -> Change:
    """So many slots for a section of this issue; 0 leaves it out."""
    builder = ChangeBuilder(state)
    return _set_slots(builder, builder.draft_to_edit(issue_id), section, count)


def leave_out_section(state: State, section: str, *, issue_id: IssueId | None = None) -> Change:
    """Leave a section out of this issue, its entries on the bench; one that is left out comes back with the slots
    that the publication gives it."""
    builder = ChangeBuilder(state)
    draft = builder.draft_to_edit(issue_id)
    if builder.require_section(draft, section).capacity:
        return _set_slots(builder, draft, section, 0)
    usual = next((part for part in state.publication.sections if part.key == section and part.capacity), None)
    return _set_slots(builder, draft, section, usual.slots if usual else 1)


def delete_issue(state: State, issue_id: IssueId) -> Change:
    """Take a draft away. Its links go back to the inbox, what was written for an entry stays with its link."""
    draft = state.get_issue(issue_id)
    if draft.state == "published":
        raise UserError(f"Issue #{draft.number} is published: reopen it to delete it.")
    builder = ChangeBuilder(state)
    entries = [entry for entry in state.entries.values() if entry.issue == issue_id]
    for entry in entries:
        builder.remove_entry(entry)
    for spec in parts_of("issues"):
        part = state.find_document(spec.document, issue_id)
        if part is not None:
            builder.delete(part, state.find_fields(spec.name, issue_id) or {})
    builder.delete(draft, state.find_fields("issues", issue_id) or {})
    _defer_from(builder, draft.number, _number_in_hand_without(state, draft))
    kept = f"; issues/{draft.file} stays" if draft.file else ""
    links = "1 link is" if len(entries) == 1 else f"{len(entries)} links are"
    back = f", {links} back in the inbox" if entries else ""
    return builder.build(f"Deleted issue #{draft.number}{back}{kept}")


def _number_in_hand_without(state: State, draft: Issue) -> int:
    """The number of the issue that is in hand once this draft is gone."""
    other = find_next_draft(state, draft)
    if other is not None:
        return other.number
    numbers = [issue.number for issue in state.issues.values() if issue.id != draft.id]
    return max(numbers) + 1 if numbers else state.publication.first_number


def _defer_from(builder: ChangeBuilder, old: int, new: int) -> None:
    """The links that wait for the issue after the old number wait for the one after the new."""
    state = builder.state
    for link in (state.links[id] for id in state.ids_in("deferred")):
        if link.deferred_from == old:
            builder.set(link, deferred_from=new)


def _set_slots(builder: ChangeBuilder, draft: Issue, key: str, count: int | None) -> Change:
    section = builder.require_section(draft, key)
    if count is not None and not 0 <= count <= MAX_SLOTS:
        raise UserError(f"A section has 0 to {MAX_SLOTS} slots: {count} is none of them.")
    own = builder.state.entries_in(draft.id) if draft.id in builder.state.issues else []
    standing = [entry for entry in own if entry.section == key and entry.slot is not None]
    benched = _fit_into_slots(builder, standing, MAX_SECTION_ENTRIES if count is None else count)
    wanted = tuple(replace(one, slots=count) if one.key == key else one for one in draft.sections)
    builder.set(draft, sections=wanted)
    if not builder:
        raise UserError(f"{section.name} has {_format_slots(count)} already.")
    return builder.build(_describe_slots(section, draft, count, len(benched)))


def _fit_into_slots(builder: ChangeBuilder, standing: Sequence[Entry], count: int) -> Sequence[Entry]:
    """Move entries up into open slots as far as so few slots want it; returns the last ones, which go to the bench."""
    kept, over = standing[:count], standing[count:]
    for slot, entry in zip(range(count, 0, -1), reversed(kept), strict=False):
        if entry.slot is None or entry.slot <= slot:
            break  # those before it fit, too
        builder.set(entry, slot=slot)
    for entry in over:
        builder.set(entry, slot=None)
    return over


def _describe_slots(section: Section, draft: Issue, count: int | None, benched: int) -> str:
    entries = f", {benched} of its entries {'is' if benched == 1 else 'are'} on the bench" if benched else ""
    if count == 0:
        return f"Left {section.name} out of issue #{draft.number}{entries}"
    return f"{section.name} has {_format_slots(count)} in issue #{draft.number}{entries}"


def _format_slots(count: int | None) -> str:
    return "no number of slots" if count is None else f"{count} slot{'' if count == 1 else 's'}"
