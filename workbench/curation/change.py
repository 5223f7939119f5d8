"""Changes: one step of work as a value, what it touches, and how it is inverted.

Every verb computes a `Change`, the library appends it as one record, and undo is the same edits inverted.
An edit names only the fields it touches, before and after. A field missing on one side was, or becomes, absent.
`before` is None where the document is created, `after` None where it is deleted. Nothing here knows the journal.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from workbench.curation.claims import Claim, claims_of, slots_of
from workbench.curation.document import Document
from workbench.curation.model import TABLES, TableName, table_of

Fields: TypeAlias = dict[str, Any]
Origin: TypeAlias = Literal["editor", "capture", "feed", "fetch", "export"]


class Edit(Struct, frozen=True, array_like=True):
    """What happened to one document. Values are JSON's own: text, numbers, lists, mappings, true, false, null."""

    table: TableName
    id: int
    before: Fields | None
    after: Fields | None

    @property
    def fields(self) -> set[str]:
        """The names it touches."""
        return {*(self.before or {}), *(self.after or {})}


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A labelled set of edits that happens whole or not at all.

    `claims` are the keys that must stay unique and that the edits gain or give up: of two changes that claim
    one key, the later is computed again on top of the earlier. `undoes` and `redoes` hold the sequence numbers
    of the changes that this one takes back or repeats. Changes of one `visit` (typing in one field until it is
    left) are one step of undo. `corrects` is the number of the published issue whose record it corrects.

    Verbs leave `author` (a person's name) and `id` (unique among all clones of a workspace) empty; the desk fills
    them in when it appends. Both are empty in older journals. Sequence numbers order the changes of one journal,
    ids recognise a change in another.
    """

    label: str
    origin: Origin = "editor"
    edits: tuple[Edit, ...] = ()
    claims: tuple[Claim, ...] = ()
    undoes: tuple[int, ...] = ()
    redoes: tuple[int, ...] = ()
    visit: str = ""
    corrects: int | None = None
    author: str = ""
    id: str = ""

    @property
    def change(self) -> "Change":
        """Itself: a verb may return a change bare, or something that has one and more to report."""
        return self


class Record(Struct, frozen=True, kw_only=True):
    """A change as the journal holds it. Order comes from `seq`, never from the clock in `at`."""

    seq: int
    at: str
    change: Change


def invert(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that turn these back, last first."""
    turned = [Edit(edit.table, edit.id, edit.after, edit.before) for edit in edits]
    return tuple(reversed(turned))


def squash(changes: Iterable[Change]) -> tuple[Edit, ...]:
    """The edits of several changes, oldest first, as one: from what the first found to what the last left."""
    together: dict[tuple[TableName, int], Edit] = {}
    for edit in (edit for change in changes for edit in change.edits):
        key = (edit.table, edit.id)
        first = together.get(key)
        together[key] = edit if first is None else _chain_edits(first, edit)
    return tuple(together.values())


def join_changes(changes: Sequence[Change]) -> Change:
    """Changes that were made one on top of the other, the oldest first, as one step. Its label names those that did
    something."""
    if len(changes) == 1:
        return changes[0]
    labels = [change.label for change in changes if change.edits] or [change.label for change in changes[:1]]
    return Change(
        label="; ".join(dict.fromkeys(labels)),
        origin=next((change.origin for change in changes), "editor"),
        edits=squash(changes),
        claims=tuple(dict.fromkeys(claim for change in changes for claim in change.claims)),
    )


def _chain_edits(first: Edit, then: Edit) -> Edit:
    whole = first.before is None or then.after is None
    before = first.before if whole or first.before is None else {**(then.before or {}), **first.before}
    after = then.after if whole and then.after is None else {**(first.after or {}), **(then.after or {})}
    return Edit(first.table, first.id, before, after)


def apply_edit(document: Mapping[str, Any] | None, edit: Edit) -> Fields | None:
    """The document after the edit; None when it is taken away. Fields not named stay as they are."""
    if edit.after is None:
        return None
    kept = {name: value for name, value in (document or {}).items() if name not in (edit.before or {})}
    return {**kept, **edit.after}


def conflicts_with(mine: Change, theirs: Change) -> bool:
    """Whether the two touch one field, make or take away one document, or claim one key, or whether one takes away
    what the other begins to refer to."""
    if set(mine.claims) & set(theirs.claims):
        return True
    if _deleted_by(mine) & _referred_to_by(theirs) or _deleted_by(theirs) & _referred_to_by(mine):
        return True
    touched = {(edit.table, edit.id): edit for edit in theirs.edits}
    return any(_overlaps(edit, touched.get((edit.table, edit.id))) for edit in mine.edits)


def _overlaps(mine: Edit, theirs: Edit | None) -> bool:
    if theirs is None:
        return False
    whole = None in (mine.before, mine.after, theirs.before, theirs.after)
    return whole or bool(mine.fields & theirs.fields)


def _deleted_by(change: Change) -> set[tuple[TableName, int]]:
    return {(edit.table, edit.id) for edit in change.edits if edit.after is None}


def _referred_to_by(change: Change) -> set[tuple[TableName, int]]:
    return {target for edit in change.edits for target in references_of(edit)}


def references_of(edit: Edit) -> set[tuple[TableName, int]]:
    """The documents that an edit lets its own refer to, such as the link and the issue of a new entry.

    One made as a part of another, such as a link's source, refers to that one.
    """
    spec, after = TABLES[edit.table], edit.after or {}
    found = {(table, after[name]) for name, table in spec.refers_to.items() if after.get(name) is not None}
    is_new_part = bool(spec.part_of) and edit.before is None
    return found | ({(spec.part_of, edit.id)} if is_new_part else set())


def claims_of_edit(edit: Edit, held: Mapping[str, Any] | None) -> tuple[Claim, ...]:
    """The keys that a document gains or gives up by this edit. `held` is what it held before, None: nothing.

    An issue holds no slot, its entries do. But one that changes how many slots a section has claims those that come or
    go, so that nobody fills one of them at the same moment.
    """
    after = apply_edit(held, edit)
    moved = claims_of(edit.table, held) ^ claims_of(edit.table, after)
    if edit.table == "issues" and "sections" in edit.fields and held is not None and after is not None:
        moved |= slots_of(edit.id, held.get("sections", ())) ^ slots_of(edit.id, after.get("sections", ()))
    return tuple(sorted(moved))


class EditCollector:
    """Gathers the edits of one verb, one per document, however often the verb comes back to it.

    What the change claims follows from the edits, so no verb can forget a claim.
    """

    def __init__(self) -> None:
        self._edits: dict[tuple[TableName, int], tuple[Fields | None, Fields | None]] = {}
        self._found: dict[tuple[TableName, int], Document] = {}

    def create(self, document: Document) -> None:
        """A new document. Fields at their default are left out of the record."""
        table = table_of(type(document)).name
        fields = _to_json_value(document)
        silent = {**defaults_of(type(document)), "id": document.id}
        after = {name: value for name, value in fields.items() if name not in silent or silent[name] != value}
        self._edits[table, document.id] = (None, after)

    def delete(self, document: Document, fields: Mapping[str, Any]) -> None:
        """Take a document away; `fields` is all it holds in the library, so that undo can bring it back whole."""
        key = (table_of(type(document)).name, document.id)
        self._found.setdefault(key, document)
        self._edits[key] = (dict(fields), None)

    def set(self, document: Document, **values: Any) -> None:
        """Set fields of a document; one that does not differ is no edit."""
        key = (table_of(type(document)).name, document.id)
        before, after = self._edits.get(key, ({}, {}))
        if after is None:
            raise ValueError(f"{key} was taken away in this change")
        for name, value in _to_json_value(values).items():
            old = _to_json_value(getattr(document, name))
            if before is not None and name not in before:
                if old == value:
                    continue
                before[name] = old
            after[name] = value
        if after or before is None:
            self._found.setdefault(key, document)
            self._edits[key] = (before, after)

    def __iter__(self) -> Iterator[Edit]:
        return (Edit(table, id, before, after) for (table, id), (before, after) in self._edits.items())

    def __bool__(self) -> bool:
        return bool(self._edits)

    def build(self, label: str, origin: Origin = "editor") -> Change:
        """The change these edits make."""
        edits = tuple(self)
        claims = dict.fromkeys(claim for edit in edits for claim in self._claims_of(edit))
        return Change(label=label, origin=origin, edits=edits, claims=tuple(claims))

    def _claims_of(self, edit: Edit) -> tuple[Claim, ...]:
        if edit.before is None:
            return claims_of_edit(edit, None)
        return claims_of_edit(edit, msgspec.structs.asdict(self._found[edit.table, edit.id]))


def _to_json_value(value: Any) -> Any:
    """The value as it will be read back from the journal: a tuple becomes a list, so that the two are equal."""
    return msgspec.json.decode(msgspec.json.encode(value))


@cache
def defaults_of(kind: type[Document]) -> Mapping[str, Any]:
    """What a field means where a document leaves it out; fields that must be there are missing."""
    info = msgspec.structs.fields(kind)
    plain = {field.name: field.default for field in info if field.default is not msgspec.NODEFAULT}
    made = {
        field.name: field.default_factory()
        for field in info
        if field.default_factory is not msgspec.NODEFAULT
    }
    return MappingProxyType(_to_json_value({**plain, **made}))
