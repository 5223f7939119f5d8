"""Undo, redo, history: the one place that knows which change is taken back next, and what of it still can be.

The records themselves are the undo stack, whichever process wrote them, so undo reaches across restarts.
A field that changed since is left as it is, and the label says so.
"""

from collections.abc import Iterator

import msgspec

from workbench.curation.change import Change, Edit, Fields, Record, inverse
from workbench.curation.model import Entry, Refused, Table
from workbench.desk.present import Present


def undo(present: Present, history: Iterator[Record], seq: int | None = None) -> Change:
    """Take back the newest change of the editor's not yet undone, or the one of that sequence number."""
    record = _undoable(history) if seq is None else _numbered(history, seq)
    if record is None:
        raise Refused("There is nothing to undo.")
    edits, left = _possible(present, inverse(record.change.edits))
    if not edits:
        raise Refused(f"Nothing of “{record.change.label}” can be taken back: all of it changed since.")
    return Change(
        label=f"Undone: {record.change.label}{_left(left)}",
        edits=edits,
        claims=record.change.claims,
        undoes=record.seq,
    )


def redo(present: Present, history: Iterator[Record]) -> Change:
    """Repeat what was last undone; possible until the editor does something else."""
    record = _redoable(history)
    if record is None:
        raise Refused("There is nothing to redo.")
    edits, left = _possible(present, record.change.edits)
    if not edits:
        raise Refused(f"“{record.change.label}” cannot be repeated: all of it changed since.")
    return Change(
        label=f"Redone: {record.change.label}{_left(left)}",
        edits=edits,
        claims=record.change.claims,
        redoes=record.seq,
    )


def undone(records: list[Record]) -> set[int]:
    """Of these records, newest first, the numbers of the changes that are taken back at present."""
    return {seq for seq, back in _verdicts(records).items() if back}


def _verdicts(records: list[Record]) -> dict[int, bool]:
    verdicts: dict[int, bool] = {}
    for record in records:
        _judge(verdicts, record.change)
    return verdicts


def _judge(verdicts: dict[int, bool], change: Change) -> None:
    """Newest first, the first word about a change is the last that was spoken."""
    if change.undoes is not None:
        verdicts.setdefault(change.undoes, True)
    if change.redoes is not None:
        verdicts.setdefault(change.redoes, False)


def _plain(change: Change) -> bool:
    return change.origin == "editor" and change.undoes is None and change.redoes is None


def _undoable(history: Iterator[Record]) -> Record | None:
    verdicts: dict[int, bool] = {}
    for record in history:
        _judge(verdicts, record.change)
        if _plain(record.change) and not verdicts.get(record.seq, False):
            return record
    return None


def _redoable(history: Iterator[Record]) -> Record | None:
    verdicts: dict[int, bool] = {}
    wanted: int | None = None
    for record in history:
        if wanted is not None and record.seq == wanted:
            return record
        if wanted is None and _plain(record.change) and not verdicts.get(record.seq, False):
            return None
        undoes = record.change.undoes
        if wanted is None and undoes is not None and undoes not in verdicts:
            wanted = undoes
        _judge(verdicts, record.change)
    return None


def _numbered(history: Iterator[Record], seq: int) -> Record:
    verdicts: dict[int, bool] = {}
    for record in history:
        if record.seq == seq:
            if verdicts.get(seq, False):
                raise Refused(f"Change {seq} is undone already.")
            return record
        _judge(verdicts, record.change)
    raise Refused(f"There is no change {seq}: `workbench history` shows them.")


def _left(left: int) -> str:
    return f" ({left} changed since and left as {'it is' if left == 1 else 'they are'})" if left else ""


def _possible(present: Present, edits: tuple[Edit, ...]) -> tuple[tuple[Edit, ...], int]:
    """The part of these edits that fits the present, and how many documents or fields had to be left."""
    fit = _Fit(present, {(edit.table, edit.id) for edit in edits})
    fitting = [fit.fitted(edit) for edit in edits]
    left = sum(
        one is None or len(one.fields) < len(edit.fields) for one, edit in zip(fitting, edits, strict=True)
    )
    return tuple(one for one in fitting if one is not None), left


class _Fit:
    """Fits edits to the present one by one; those of the same change do not stand in each other's way."""

    def __init__(self, present: Present, together: set[tuple[Table, int]]) -> None:
        self.present = present
        self.together = together
        self.gone: set[tuple[Table, int]] = set()

    def fitted(self, edit: Edit) -> Edit | None:
        """The part of the edit that can be done; None where nothing of it can."""
        now = self.present.fields(edit.table, edit.id)
        if edit.before is None:
            return edit if now is None and self._room(edit, edit.after or {}) else None
        if now is None:
            return None
        same = {name for name in edit.fields if _holds(now, edit, name)}
        if edit.after is None:
            return self._removal(edit, now) if same == edit.fields else None
        if not same or not self._room(edit, {**now, **edit.after}):
            return None
        return _narrowed(edit, same)

    def _removal(self, edit: Edit, now: Fields) -> Edit | None:
        """Take a document away only where nothing hangs on it; with all it holds, so that redo brings it back."""
        hanging: list[Entry] = []
        if edit.table == "links":
            hanging = self.present.entries_of(edit.id)
        elif edit.table == "issues" and edit.id in self.present.issues:
            hanging = self.present.entries_in(edit.id)
        if any(("entries", entry.id) not in self.gone for entry in hanging):
            return None
        self.gone.add((edit.table, edit.id))
        return Edit(edit.table, edit.id, now, None)

    def _room(self, edit: Edit, after: Fields) -> bool:
        """Whether the identity or the slot that the document would hold is free."""
        if edit.table == "links":
            known = self.present.known(after["identity"])
            return known is None or known.id == edit.id
        if edit.table != "entries" or after.get("slot") is None or after["issue"] not in self.present.issues:
            return True
        place = (after["section"], after["slot"])
        others = [
            e for e in self.present.entries_in(after["issue"]) if ("entries", e.id) not in self.together
        ]
        return all((other.section, other.slot) != place for other in others)


def _holds(now: Fields, edit: Edit, name: str) -> bool:
    """Whether a field still is what the edit found; one at its default may be written or left out."""
    before = (edit.before or {}).get(name, msgspec.UNSET)
    current = now.get(name, msgspec.UNSET)
    return current == before or (name not in now and before in (None, "", [], {}))


def _narrowed(edit: Edit, names: set[str]) -> Edit:
    before = {name: value for name, value in (edit.before or {}).items() if name in names}
    after = {name: value for name, value in (edit.after or {}).items() if name in names}
    return Edit(edit.table, edit.id, before, after)
