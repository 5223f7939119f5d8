"""Two states of a library compared: the change that leads from one to the other.

Whatever replaces documents past the journal becomes a change of its own by this: what another program wrote into
`library.json`, and a backup that is put back. So it is a line of the history, and undo takes it back.
"""

import os
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from workbench.curation.change import Change, Edit, Fields, claims_of_edit
from workbench.curation.model import TABLES, TableName
from workbench.library.lines import LineStorage

_MAX_NAMED: Final = 5


def compare_documents(before: LineStorage, after: LineStorage) -> tuple[Edit, ...]:
    """The edits that turn the documents of one state into those of another, by table and id.

    Tables that the workbench does not know are left out: no change may name them.
    """
    return tuple(edit for table in TABLES for edit in _compare_table(table, before, after))


def build_change(label: str, edits: Sequence[Edit], before: LineStorage, author: str = "") -> Change:
    """A change of these edits, as a desk would sign it. `before` is the state that they were found in."""
    claims = dict.fromkeys(
        claim for edit in edits for claim in claims_of_edit(edit, _decode(before, edit.table, edit.id))
    )
    change_id = os.urandom(6).hex()
    return Change(label=label, edits=tuple(edits), claims=tuple(claims), author=author, id=change_id)


def name_documents(edits: Sequence[Edit]) -> str:
    """The documents of edits, for a sentence: `links 3 and entries 7`, the first of many."""
    names = [f"{TABLES[edit.table].noun} {edit.id}" for edit in edits]
    rest = len(names) - _MAX_NAMED
    shown = [*names[:_MAX_NAMED], f"{rest} more"] if rest > 0 else names
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if shown[1:] else "".join(shown)


def _compare_table(table: TableName, before: LineStorage, after: LineStorage) -> Iterator[Edit]:
    old, new = before.documents_in(table), after.documents_in(table)
    for id in sorted({*old, *new}):
        if old.get(id) == new.get(id):
            continue
        was, now = _decode(before, table, id), _decode(after, table, id)
        if was is None or now is None:
            yield Edit(table, id, was, now)
        elif was != now:
            changed = {
                name for name in {*was, *now} if (name in was, was.get(name)) != (name in now, now.get(name))
            }
            yield Edit(table, id, _pick(was, changed), _pick(now, changed))


def _decode(lines: LineStorage, table: str, id: int) -> Fields | None:
    line = lines.documents_in(table).get(id)
    fields: Fields | None = None if line is None else msgspec.json.decode(line)
    return fields


def _pick(fields: Fields, names: set[str]) -> Fields:
    return {name: value for name, value in fields.items() if name in names}
