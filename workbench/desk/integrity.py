"""What has to hold between documents, asked before a change is made: references, claims, slots, published issues.

Verbs hold these rules by the way they are written. Undo and redo make edits that were right at another time, so they
ask here. Which edits still fit field by field is decided in `verbs/history.py`. `library/doctor.py` finds the same
rules broken in a library that is on disk.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from msgspec import Struct

from workbench.curation.change import Edit, Fields, apply_edit, references_of
from workbench.curation.claims import Claim, claim_slot, claims_of
from workbench.curation.model import MAX_SECTION_ENTRIES, TABLES, Entry, IssueId, LinkId, TableName
from workbench.desk.change_builder import display_name
from workbench.desk.state import State

Key: TypeAlias = tuple[TableName, int]

_PLACE: Final = frozenset({"issue", "section", "slot", "link"})
_BOOKKEEPING: Final = frozenset({"state", "file", "exported", "drafts", "blocks"})
"""Fields of an issue that also change after it was published."""


class BrokenRule(Struct, frozen=True):
    """Why an edit must not be made. `reason` goes on after "this cannot be undone, ".

    `is_partial`: the rest of its change makes sense without it, as where only a slot is taken meanwhile.
    """

    key: Key
    reason: str
    is_partial: bool = False


def find_broken_rules(state: State, edits: Iterable[Edit], *, keep_printed: bool) -> Iterator[BrokenRule]:
    """The edits of one change that break a rule together with what is present, each with the first rule it breaks.

    `keep_printed`: what a published issue prints may not change, as it may not by an editor's verb.
    """
    prospect = _Prospect(state, edits, keep_printed=keep_printed)
    for edit in prospect.edits:
        broken = prospect.check_deletion(edit) if edit.after is None else prospect.check_gain(edit)
        if broken is not None:
            yield broken


class _Prospect:
    """The documents as they would be after these edits."""

    def __init__(self, state: State, edits: Iterable[Edit], *, keep_printed: bool) -> None:
        self.state: Final = state
        self.keep_printed: Final = keep_printed
        self.edits: Final = list(edits)
        self.before: Final[dict[Key, Fields | None]] = {
            (edit.table, edit.id): state.find_fields(edit.table, edit.id) for edit in self.edits
        }
        self.after: Final[dict[Key, Fields | None]] = {
            (edit.table, edit.id): apply_edit(self.before[edit.table, edit.id], edit) for edit in self.edits
        }
        self.claimed: Final = Counter(
            claim for (table, _), fields in self.after.items() for claim in claims_of(table, fields)
        )

    def fields_of(self, key: Key) -> Fields | None:
        """What a document would hold; None where it would not be there."""
        return self.after[key] if key in self.after else self.state.find_fields(*key)

    def check_deletion(self, edit: Edit) -> BrokenRule | None:
        key = (edit.table, edit.id)
        for other in _list_referring(self.state, key):
            fields = self.fields_of(other)
            if fields is not None and key in _references_in(other[0], fields):
                return BrokenRule(key, "what hangs on it has changed since", is_partial=True)
        return self._check_published(edit)

    def check_gain(self, edit: Edit) -> BrokenRule | None:
        key = (edit.table, edit.id)
        for target in references_of(edit):
            if self.fields_of(target) is None:
                return BrokenRule(key, f"the {TABLES[target[0]].noun} it belongs to is no longer there")
        gained = claims_of(edit.table, self.after[key]) - claims_of(edit.table, self.before[key])
        taken = {claim for claim in gained if self.claimed[claim] > 1} | self._claims_held(edit, gained)
        if taken:
            return self._describe_taken(key, taken)
        return self._check_slots(edit) or self._check_published(edit)

    def _claims_held(self, edit: Edit, gained: set[Claim]) -> set[Claim]:
        """Of these claims, those of documents that no edit of the change touches."""
        held: set[Claim] = set()
        for id in (
            _list_rivals(self.state, edit.table, self.after[edit.table, edit.id] or {}) if gained else ()
        ):
            if (edit.table, id) not in self.after:
                held |= gained & claims_of(edit.table, self.state.find_fields(edit.table, id))
        return held

    def _describe_taken(self, key: Key, taken: set[Claim]) -> BrokenRule:
        fields = self.after[key] or {}
        if key[0] == "issues":
            return BrokenRule(key, f"there is another issue #{fields.get('number')} now")
        if key[0] == "links":
            return BrokenRule(key, "another link holds the same work now", is_partial=True)
        slot = _slot_of(fields)
        if slot is not None and taken == {claim_slot(*slot)}:
            return BrokenRule(key, f"slot {slot[2]} is taken now", is_partial=True)
        link = self.state.links.get(LinkId(fields.get("link", 0)))
        said = display_name(link) if link else "its link"
        return BrokenRule(key, f"{said} stands in issue {self._name_issue(fields)} already")

    def _check_slots(self, edit: Edit) -> BrokenRule | None:
        """An entry needs a slot that its issue has. An issue keeps the slots that its entries stand in."""
        key = (edit.table, edit.id)
        if edit.table == "entries" and _PLACE & edit.fields and not self._has_slot(self.after[key] or {}):
            return BrokenRule(key, "the slot it stood in is no longer there", is_partial=True)
        if edit.table != "issues" or edit.before is None or "sections" not in edit.fields:
            return None
        others = [
            *_list_referring(self.state, key),
            *(other for other in self.after if other[0] == "entries"),
        ]
        for other in others:
            fields = self.fields_of(other) if other[0] == "entries" else None
            if fields is not None and fields.get("issue") == edit.id and not self._has_slot(fields):
                return BrokenRule(key, "an entry stands in a slot that would be gone")
        return None

    def _has_slot(self, entry: Fields) -> bool:
        issue = self.fields_of(("issues", entry.get("issue", 0))) or {}
        slots = {section.get("key"): section.get("slots") for section in issue.get("sections", ())}
        section = entry.get("section")
        if section not in slots:
            return False
        quota = slots[section]
        return (entry.get("slot") or 0) <= (MAX_SECTION_ENTRIES if quota is None else quota)

    def _check_published(self, edit: Edit) -> BrokenRule | None:
        """What is printed in a published issue stays as it is until the issue is reopened."""
        if not self.keep_printed:
            return None
        key = (edit.table, edit.id)
        sides = (self.before[key], self.after[key])
        touched: list[int] = []
        if edit.table == "issues" and None not in sides and edit.fields - _BOOKKEEPING:
            touched = [edit.id]
        elif edit.table == "entries":
            touched = [side["issue"] for side in sides if side and side.get("slot") and "issue" in side]
        for id in touched:
            now, then = self.state.issues.get(IssueId(id)), self.fields_of(("issues", id)) or {}
            if now is not None and now.state == "published" == then.get("state"):
                return BrokenRule(key, f"issue #{now.number} is published: reopen it to change it")
        return None

    def _name_issue(self, entry: Fields) -> str:
        issue = self.fields_of(("issues", entry.get("issue", 0)))
        return f"#{issue.get('number')}" if issue else "of its own"


def _list_referring(state: State, key: Key) -> list[Key]:
    """The documents that refer to this one now."""
    table, id = key
    entries: Sequence[Entry] = ()
    if table == "links":
        entries = state.entries_of(LinkId(id))
    elif table == "issues" and IssueId(id) in state.issues:
        entries = state.entries_in(IssueId(id))
    guests: list[Key] = (
        [("links", guest) for guest in state.joined_links(LinkId(id))] if table == "links" else []
    )
    return [*guests, *(("entries", entry.id) for entry in entries)]


def _list_rivals(state: State, table: TableName, fields: Fields) -> list[int]:
    """The documents of a table that may hold a key of these fields now: an identity, a number, a slot."""
    if table == "links":
        holders = (state.by_identity(key) for key in (fields.get("identity", ""), *fields.get("aliases", ())))
        return [holder.id for holder in holders if holder is not None]
    if table == "entries":
        issue = IssueId(fields.get("issue", 0))
        return [entry.id for entry in state.entries_in(issue)] if issue in state.issues else []
    return list(state.issues) if table == "issues" else []


def _slot_of(entry: Mapping[str, Any]) -> tuple[IssueId, str, int] | None:
    slot = entry.get("slot")
    return None if slot is None else (IssueId(entry.get("issue", 0)), entry.get("section", ""), slot)


def _references_in(table: TableName, fields: Fields) -> set[Key]:
    return {
        (target, fields[field])
        for field, target in TABLES[table].refers_to.items()
        if fields.get(field) is not None
    }
