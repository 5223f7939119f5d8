"""Undo, redo, history: the one place that knows which change is taken back next, and what of it still can be.

The records themselves are the undo stack, whichever process wrote them, so undo reaches across restarts.
A field that changed since is left as it is, and the label says so.
"""

from collections.abc import Iterable, Iterator

import msgspec

from workbench.curation.change import Change, Edit, Fields, Record, defaults, inverse, merged
from workbench.curation.model import TYPES, Entry, Refused, Table
from workbench.desk.present import Present
from workbench.desk.step import first_links


def undo(present: Present, history: Iterator[Record], seq: int | None = None) -> Change:
    """Take back the editor's newest step not yet undone, or the change of that sequence number."""
    records = _undoable(history) if seq is None else [_numbered(history, seq)]
    if not records:
        raise Refused("There is nothing to undo.")
    edits = inverse(merged(record.change for record in reversed(records)))
    return _again(present, records, edits, "Undone", undoes=tuple(record.seq for record in records))


def redo(present: Present, history: Iterator[Record]) -> Change:
    """Repeat the step last undone; possible until the editor does something else."""
    records = _redoable(history)
    if not records:
        raise Refused("There is nothing to redo.")
    edits = merged(record.change for record in reversed(records))
    return _again(present, records, edits, "Redone", redoes=tuple(record.seq for record in records))


def undone(records: Iterable[Record]) -> set[int]:
    """Of these records, newest first, the numbers of the changes that are taken back at present."""
    verdicts: dict[int, bool] = {}
    for record in records:
        _judge(verdicts, record.change)
    return {seq for seq, back in verdicts.items() if back}


def _again(
    present: Present,
    records: list[Record],
    edits: tuple[Edit, ...],
    says: str,
    undoes: tuple[int, ...] = (),
    redoes: tuple[int, ...] = (),
) -> Change:
    label = records[0].change.label
    fitting, left = _possible(present, edits)
    if not fitting:
        raise Refused(f"{label}: this cannot be {says.lower()}, all of it has changed since.")
    if records[0].change.origin == "fetch" and not _makes(edits) <= _makes(fitting):
        raise Refused(f"{label}: this cannot be {says.lower()}, the link that is left has changed since.")
    claims = tuple(claim for record in records for claim in record.change.claims)
    label = f"{says}: {label}{_left(left)}"
    return Change(label=label, edits=fitting, claims=claims, undoes=undoes, redoes=redoes)


def _makes(edits: tuple[Edit, ...]) -> set[int]:
    """The links these edits would make again; without them, what they left with another link must stay there."""
    return {edit.id for edit in edits if edit.table == "links" and edit.before is None}


def _judge(verdicts: dict[int, bool], change: Change) -> None:
    """Newest first, the first word about a change is the last that was spoken."""
    for seq in change.undoes:
        verdicts.setdefault(seq, True)
    for seq in change.redoes:
        verdicts.setdefault(seq, False)


def _stands(record: Record, verdicts: dict[int, bool]) -> bool:
    change = record.change
    plain = change.origin == "editor" and not change.undoes and not change.redoes
    return plain and not verdicts.get(record.seq, False)


def _undoable(history: Iterator[Record]) -> list[Record]:
    """The newest step that stands: one record, or all of one visit. Newest first."""
    verdicts: dict[int, bool] = {}
    found: list[Record] = []
    for record in history:
        _judge(verdicts, record.change)
        if not _stands(record, verdicts):
            continue
        if found and record.change.visit != found[0].change.visit:
            break
        found.append(record)
        if not record.change.visit:
            break
    return found


def _redoable(history: Iterator[Record]) -> list[Record]:
    """The records of the step undone last and not repeated since, newest first."""
    verdicts: dict[int, bool] = {}
    wanted: set[int] = set()
    found: list[Record] = []
    for record in history:
        if record.seq in wanted:
            found.append(record)
        if len(found) == len(wanted) > 0 or (not wanted and _stands(record, verdicts)):
            break
        if not wanted:
            wanted = {seq for seq in record.change.undoes if seq not in verdicts}
        _judge(verdicts, record.change)
    return found


def _numbered(history: Iterator[Record], seq: int) -> Record:
    verdicts: dict[int, bool] = {}
    for record in history:
        if record.seq == seq and verdicts.get(seq, False):
            raise Refused(f"Change {seq} is undone already.")
        if record.seq == seq:
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
    return tuple(one for one in fitting if one is not None) + fit.texts(), left


class _Fit:
    """Fits edits to the present one by one; those of the same change do not stand in each other's way."""

    def __init__(self, present: Present, together: set[tuple[Table, int]]) -> None:
        self.present = present
        self.together = together
        self.gone: set[tuple[Table, int]] = set()
        self.freed: set[str] = set()

    def fitted(self, edit: Edit) -> Edit | None:
        """The part of the edit that can be done; None where nothing of it can."""
        fitting = self._fitted(edit)
        if fitting is not None and fitting.before is not None:
            self._let_go(fitting)
        return fitting

    def _let_go(self, edit: Edit) -> None:
        """Remember what the next edits of this change need not mind any more."""
        after = edit.after or {}
        if edit.after is None or "link" in after or "issue" in after:
            self.gone.add((edit.table, edit.id))
        if edit.table == "links":
            self.freed |= _keys(edit.before or {}) - _keys(after)

    def _fitted(self, edit: Edit) -> Edit | None:
        now = self.present.fields(edit.table, edit.id)
        if edit.before is None:
            return edit if now is None and self._room(edit, edit.after or {}) else None
        if now is None:
            return None
        same = {name for name in edit.fields if _holds(now, edit, name)}
        if edit.after is None:
            changed = edit.fields - same
            return self._removal(edit, now) if not changed or self._told(edit, now, changed) else None
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
        return Edit(edit.table, edit.id, now, None)

    def texts(self) -> tuple[Edit, ...]:
        """The texts kept for links that are taken away, which go with them."""
        links = (id for table, id in self.gone if table == "links" and ("sources", id) not in self.together)
        kept = ((id, self.present.fields("sources", id)) for id in sorted(links))
        return tuple(Edit("sources", id, fields, None) for id, fields in kept if fields is not None)

    def _told(self, edit: Edit, now: Fields, changed: set[str]) -> bool:
        """Whether it was sites that changed these fields since: what they say keeps nobody from undoing."""
        before = edit.before or {}
        if edit.table == "links":
            typed = "title" in changed and now.get("title_by") == "editor"
            one = set(now.get("urls", ())) <= {before["url"], *before.get("urls", ())}
            return one and not typed and changed <= {"title", "title_by", "kind", "identity", "url"}
        link = self.present.links.get(now.get("link", 0))
        entry = self.present.entries.get(edit.id)
        if edit.table != "entries" or link is None or entry is None or not changed <= {"title", "links"}:
            return False
        return entry.title == link.title and entry.links == first_links(link)

    def _room(self, edit: Edit, after: Fields) -> bool:
        """Whether the identity or the slot that the document would hold is free."""
        if edit.table == "links":
            holders = (self.present.known(key) for key in _keys(after) - self.freed)
            return all(holder is None or holder.id == edit.id for holder in holders)
        if edit.table != "entries" or after.get("slot") is None or after["issue"] not in self.present.issues:
            return True
        place = (after["section"], after["slot"])
        others = [
            e for e in self.present.entries_in(after["issue"]) if ("entries", e.id) not in self.together
        ]
        return all((other.section, other.slot) != place for other in others)


def _holds(now: Fields, edit: Edit, name: str) -> bool:
    """Whether a field still is what the edit found; one at its default may be written or left out."""
    silent = defaults(TYPES[edit.table]).get(name, msgspec.UNSET)
    found = (edit.before or {}).get(name, silent)
    return bool(now.get(name, silent) == found)


def _keys(link: Fields) -> set[str]:
    """The identities that a link's fields name."""
    return {key for key in (link.get("identity"), *link.get("aliases", ())) if key}


def _narrowed(edit: Edit, names: set[str]) -> Edit:
    before = {name: value for name, value in (edit.before or {}).items() if name in names}
    after = {name: value for name, value in (edit.after or {}).items() if name in names}
    return Edit(edit.table, edit.id, before, after)
