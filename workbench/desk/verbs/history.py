"""Undo and redo: which change is taken back next, and which of its edits still can be.

The records themselves are the undo stack, whichever process wrote them, so undo reaches across restarts.
A field that changed since is left as it is, and the label says so. What would break a rule of the library, such as
a second issue of one number, is refused with the reason.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from workbench.curation.change import (
    Change,
    Edit,
    Fields,
    Record,
    claims_of_edit,
    defaults_of,
    invert,
    squash,
)
from workbench.curation.claims import Claim
from workbench.curation.model import TABLES, EntryId, UserError, parts_of
from workbench.desk.change_builder import default_links
from workbench.desk.integrity import Key, find_broken_rules
from workbench.desk.state import State

_PLACE: Final = frozenset({"issue", "link", "section", "slot"})


def undo_change(state: State, seq: int | None = None) -> Change:
    """Take back the editor's newest step not yet undone, or the change of that sequence number."""
    history = state.iter_history()
    if seq is not None:
        return _undo_records(state, [_require_record(history, seq)])
    refusal = UserError("There is nothing to undo.")
    for records in _iter_undoable(history):
        try:
            return _undo_records(state, records)
        except _OutdatedError as outdated:
            # Nothing of it is left to take back, and it must not be in the way.
            refusal = refusal if isinstance(refusal, _OutdatedError) else outdated
    raise refusal


def _undo_records(state: State, records: list[Record]) -> Change:
    edits = invert(squash(record.change for record in reversed(records)))
    return _replay_records(state, records, edits, "Undone", undoes=tuple(record.seq for record in records))


def redo_change(state: State) -> Change:
    """Repeat the step last undone; possible until the editor does something else."""
    undo, records = _find_redoable(state.iter_history())
    if undo is None or not records:
        raise UserError("There is nothing to redo.")
    # Not as it was done at first: the undo took away what sites had added by then, and all of it comes back.
    edits = invert(undo.change.edits)
    return _replay_records(state, records, edits, "Redone", redoes=tuple(record.seq for record in records))


def undone_changes(records: Iterable[Record]) -> set[int]:
    """Of these records, newest first, the numbers of the changes that are taken back at present."""
    verdicts: dict[int, bool] = {}
    for record in records:
        _update_verdicts(verdicts, record.change)
    return {seq for seq, back in verdicts.items() if back}


def _replay_records(
    state: State,
    records: list[Record],
    edits: tuple[Edit, ...],
    prefix: str,
    undoes: tuple[int, ...] = (),
    redoes: tuple[int, ...] = (),
) -> Change:
    label = records[0].change.label
    try:
        fitting, left = _fit_edits(state, edits, keep_printed=_keeps_printed(records[0].change))
    except _RefusedError as refusal:
        raise UserError(f"{label}: this cannot be {prefix.lower()}, {refusal}.") from None
    if not fitting:
        raise _OutdatedError(f"{label}: this cannot be {prefix.lower()}, all of it has changed since.")
    if _merges_links(records[0].change) and not _created_link_ids_of(edits) <= _created_link_ids_of(fitting):
        raise UserError(f"{label}: this cannot be {prefix.lower()}, the link that is left has changed since.")
    label = f"{prefix}: {label}{_format_skipped(left)}"
    return Change(label=label, edits=fitting, claims=_claims_of(state, fitting), undoes=undoes, redoes=redoes)


def _claims_of(state: State, edits: tuple[Edit, ...]) -> tuple[Claim, ...]:
    # Not the claims of the changes taken back: older journals have fewer, and part of a change may be left.
    found = (claims_of_edit(edit, state.find_fields(edit.table, edit.id)) for edit in edits)
    return tuple(dict.fromkeys(claim for claims in found for claim in claims))


def _merges_links(change: Change) -> bool:
    """Whether the change made one link of several. Undoing an addition takes links away, too, and merges nothing."""
    deletes_links = any(edit.table == "links" and edit.after is None for edit in change.edits)
    return deletes_links and not change.undoes and not change.redoes


def _created_link_ids_of(edits: tuple[Edit, ...]) -> set[int]:
    """The links these edits would make again; without them, what they left with another link must stay there."""
    return {edit.id for edit in edits if edit.table == "links" and edit.before is None}


def _update_verdicts(verdicts: dict[int, bool], change: Change) -> None:
    """Newest first, the first word about a change is the last that was spoken."""
    for seq in change.undoes:
        verdicts.setdefault(seq, True)
    for seq in change.redoes:
        verdicts.setdefault(seq, False)


def _is_undoable(record: Record, verdicts: dict[int, bool]) -> bool:
    change = record.change
    plain = change.origin == "editor" and not change.undoes and not change.redoes
    return plain and not verdicts.get(record.seq, False)


def _iter_undoable(history: Iterator[Record]) -> Iterator[list[Record]]:
    """The steps that stand, newest first: one record each, or all of one visit.

    `UserError` at a record without edits: the library was restored there from what could not be compared with it.
    """
    verdicts: dict[int, bool] = {}
    visit: list[Record] = []
    for record in history:
        _update_verdicts(verdicts, record.change)
        if not _is_undoable(record, verdicts):
            continue
        if visit and record.change.visit != visit[0].change.visit:
            yield visit
            visit = []
        if not record.change.edits:
            raise UserError(f"There is nothing to undo since this: {record.change.label}.")
        if record.change.visit:
            visit.append(record)
        else:
            yield [record]
    if visit:
        yield visit


def _find_redoable(history: Iterator[Record]) -> tuple[Record | None, list[Record]]:
    """The last undo that was not repeated since, and the records that it took back, newest first."""
    verdicts: dict[int, bool] = {}
    undo: Record | None = None
    found: list[Record] = []
    for record in history:
        if undo is not None and record.seq in undo.change.undoes:
            found.append(record)
        if undo is not None and len(found) == len(undo.change.undoes):
            break
        if undo is None and _is_undoable(record, verdicts):
            break
        if undo is None and any(seq not in verdicts for seq in record.change.undoes):
            undo = record
        _update_verdicts(verdicts, record.change)
    return undo, found


def _require_record(history: Iterator[Record], seq: int) -> Record:
    verdicts: dict[int, bool] = {}
    for record in history:
        if record.seq == seq and verdicts.get(seq, False):
            raise UserError(f"Change {seq} is undone already.")
        if record.seq == seq:
            return record
        _update_verdicts(verdicts, record.change)
    raise UserError(f"There is no change {seq}: `workbench history` shows them.")


def _format_skipped(count: int) -> str:
    return f" ({count} changed since and left as {'it is' if count == 1 else 'they are'})" if count else ""


def _keeps_printed(change: Change) -> bool:
    """Whether taking it back may not touch what published issues print: a correction is there to touch it."""
    return change.origin == "editor" and change.corrects is None


def _fit_edits(state: State, edits: tuple[Edit, ...], *, keep_printed: bool) -> tuple[tuple[Edit, ...], int]:
    """The part of these edits that fits the present, and how many documents or fields had to be left.

    `_RefusedError` where the rest would make no sense: what they need is gone, or another document holds its key.
    """
    fit = _EditFitter(state, edits)
    fitting = {(edit.table, edit.id): fitted for edit in edits if (fitted := fit.fit_edit(edit)) is not None}
    fitting = fit.drop_orphaned(fitting)
    first = ""
    while broken := list(find_broken_rules(state, fitting.values(), keep_printed=keep_printed)):
        # Taking one edit out may break a rule for another: so they are asked again until all that is left holds.
        # What broke the first of them is the cause.
        first = first or broken[0].reason
        if not all(rule.is_partial for rule in broken):
            raise _RefusedError(first)
        for rule in broken:
            del fitting[rule.key]
        fitting = fit.drop_orphaned(fitting)
    if first and not fitting:
        raise _RefusedError(first)
    whole = [fitting.get((edit.table, edit.id)) for edit in edits]
    left = sum(
        one is None or len(one.fields) < len(edit.fields) for one, edit in zip(whole, edits, strict=True)
    )
    return (*fitting.values(), *fit.delete_parts(fitting)), left


class _OutdatedError(UserError):
    """Nothing of a change is as it left it."""


class _RefusedError(Exception):
    """Why edits cannot be made at all. Its text goes on after "this cannot be undone, "."""


class _EditFitter:
    """Compares edits with what their documents hold now. What holds between documents is asked in `integrity.py`."""

    def __init__(self, state: State, edits: tuple[Edit, ...]) -> None:
        self.state = state
        self.documents = {(edit.table, edit.id) for edit in edits}
        self.to_delete = {(edit.table, edit.id) for edit in edits if edit.after is None}

    def fit_edit(self, edit: Edit) -> Edit | None:
        """The part of the edit that can be done; None where nothing of it can."""
        now = self.state.find_fields(edit.table, edit.id)
        if edit.before is None:
            return edit if now is None else None
        if now is None:
            return None
        same = {name for name in edit.fields if _is_unchanged(now, edit, name)}
        if edit.after is None:
            # With all it holds now, so that redo brings all of it back.
            deletion = Edit(edit.table, edit.id, now, None)
            return deletion if self._is_deletable(edit, now, edit.fields - same) else None
        if edit.table == "entries" and not _PLACE & edit.fields <= same:
            same -= _PLACE  # half of a place is another place
        return _narrow_edit(edit, same) if same else None

    def drop_orphaned(self, fitting: Mapping[Key, Edit]) -> dict[Key, Edit]:
        """These edits without those that would take away a part of a document that stays."""
        return {key: edit for key, edit in fitting.items() if not self._is_orphaned(edit, fitting)}

    def _is_orphaned(self, edit: Edit, fitting: Mapping[Key, Edit]) -> bool:
        owner = (TABLES[edit.table].part_of, edit.id)
        return edit.after is None and owner in self.to_delete and owner not in fitting

    def delete_parts(self, fitting: Mapping[Key, Edit]) -> tuple[Edit, ...]:
        """What is part of documents that are taken away and was made by a later change, such as a link's source."""
        deleted = sorted(key for key, edit in fitting.items() if edit.after is None)
        parts = ((spec.name, id) for table, id in deleted for spec in parts_of(table))
        kept = ((*part, self.state.find_fields(*part)) for part in parts if part not in self.documents)
        return tuple(Edit(table, id, fields, None) for table, id, fields in kept if fields is not None)

    def _is_deletable(self, edit: Edit, now: Fields, changed: set[str]) -> bool:
        """Whether a document may go, although these fields of it changed since. A part stays or goes with its owner."""
        if (TABLES[edit.table].part_of, edit.id) in self.to_delete:
            return True
        return not changed or self._is_changed_by_sites(edit, now, changed)

    def _is_changed_by_sites(self, edit: Edit, now: Fields, changed: set[str]) -> bool:
        """Whether it was sites that changed these fields since: what they say keeps nobody from undoing."""
        before = edit.before or {}
        if edit.table == "links":
            typed = "title" in changed and now.get("title_by") == "editor"
            one = set(now.get("urls", ())) <= {before["url"], *before.get("urls", ())}
            return one and not typed and changed <= _SITE_LINK_FIELDS
        link = self.state.links.get(now.get("link", 0))
        entry = self.state.entries.get(EntryId(edit.id))
        if edit.table != "entries" or link is None or entry is None or not changed <= {"title", "links"}:
            return False
        return entry.title == link.title and entry.links == default_links(link)


_SITE_LINK_FIELDS = frozenset({"title", "title_by", "kind", "identity", "url", "urls", "aliases", "related"})


def _is_unchanged(now: Fields, edit: Edit, name: str) -> bool:
    """Whether a field still is what the edit found; one at its default may be written or left out."""
    silent = defaults_of(TABLES[edit.table].document).get(name, msgspec.UNSET)
    found = (edit.before or {}).get(name, silent)
    return bool(now.get(name, silent) == found)


def _narrow_edit(edit: Edit, names: set[str]) -> Edit:
    before = {name: value for name, value in (edit.before or {}).items() if name in names}
    after = {name: value for name, value in (edit.after or {}).items() if name in names}
    return Edit(edit.table, edit.id, before, after)
